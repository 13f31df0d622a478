"""What was not reached never rounds to full: at most one smallest step below, in every kind and in both faces."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from perfeval_xl.rules.base import Fact, FactKind
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.sheets.model import Cell, Style
from tests.support.evidence import Written, written
from tests.support.faces import TWO_PLACES, Row, built, check_row, workbook
from tests.support.office import Office
from tests.support.outcomes import outcome, said

EPOCH = date(1899, 12, 30)
WHOLE = Rounding(places=0, stage="indicator")
STEPS = {"full_from": "90%", "deduct": "0.2", "step": "1%"}
SATISFIED = {
    "bands": [{"lowest": "90%", "points": 3}, {"lowest": "80%", "points": "2.5"}]
}
SHARES = {"bands": [{"lowest": 1, "share": 1}, {"lowest": "0.8", "share": "0.9999"}]}
LATE = {"late": "deduct", "deduct": "0.001", "per": "day"}
TWO_ITEMS = {
    "items": [{"text": "甲", "points": "2.5"}, {"text": "乙", "points": "0.5"}]
}
ONE_OF_TWO = {"cases": [{"text": "甲", "points": 3}, {"text": "乙", "points": "2.5"}]}
FOUND = {"findings": [{"text": "截留", "lowest": "0.004", "highest": 3}]}

CASES: list[tuple[str, Mapping[str, object], str, dict[str, str], Rounding, str, bool]] = [
    ("ratio", {}, "10", {"target": "10000", "actual": "9996"}, TWO_PLACES, "9.99", False),
    ("linear", STEPS, "10", {"rate": "89.99%"}, TWO_PLACES, "9.99", False),
    ("linear", {**STEPS, "per": "started_step", "deduct": "0.001"}, "10", {"rate": "89%"}, TWO_PLACES, "9.99", False),
    ("linear", {**STEPS, "per": "full_step"}, "10", {"rate": "89.5%"}, TWO_PLACES, "10", True),
    ("linear", STEPS, "10", {"rate": "88.5%"}, TWO_PLACES, "9.7", False),
    ("linear", STEPS, "10", {"rate": "90%"}, TWO_PLACES, "10", True),
    ("linear", STEPS, "3", {"rate": "89%"}, WHOLE, "2", False),
    ("deadline", LATE, "10", {"target": "2024-12-31", "actual": "2025-01-03"}, TWO_PLACES, "9.99", False),
    ("deadline", LATE, "10", {"target": "2024-12-31", "actual": "2025-01-30"}, TWO_PLACES, "9.97", False),
    ("in_range", {"lowest": "95%", "deduct": "0.3"}, "3", {"rate": "94%"}, WHOLE, "2", False),
    ("per_finding", {"deduct": "0.005"}, "10", {"count": "1"}, TWO_PLACES, "9.99", False),
    ("per_finding", {"deduct": "0.005"}, "10", {"count": "0"}, TWO_PLACES, "10", True),
    ("bands", SATISFIED, "3", {"rate": "85%"}, WHOLE, "2", False),
    ("bands", SHARES, "10", {"rate": "99%"}, TWO_PLACES, "9.99", False),
    ("choice", ONE_OF_TWO, "3", {"case": "乙"}, WHOLE, "2", False),
    ("checklist", TWO_ITEMS, "3", {"1": "是", "2": "否"}, WHOLE, "2", False),
    ("checklist", TWO_ITEMS, "3", {"1": "是", "2": "否"}, TWO_PLACES, "2.5", False),
    ("checklist", {**TWO_ITEMS, "exclusive": True}, "2.5", {"1": "是", "2": "否"}, WHOLE, "3", True),
    ("deductions", FOUND, "10", {"1": "0.004", "reason": "有截留"}, TWO_PLACES, "9.99", False),
    ("deductions", FOUND, "10", {"1": "0"}, TWO_PLACES, "10", True),
    # 得分＝分值×执行率 names no target: the product is rounded like any other
    ("execution", {}, "10", {"budget": "100000", "executed": "99999"}, TWO_PLACES, "10", False),
    ("execution", {}, "10", {"budget": "100000", "executed": "99940"}, TWO_PLACES, "9.99", False),
]  # fmt: skip


def filled(fact: Fact, text: str | None) -> Written:
    """Return the cell of a fact; a day is a true date, which is what a formula reads."""
    if text is None or fact.kind is not FactKind.DATE:
        return written(text)
    serial = (date.fromisoformat(text) - EPOCH).days
    return Written(
        text, Cell(value=Decimal(serial), style=Style(number_format="yyyy-mm-dd"))
    )


@pytest.mark.parametrize(
    ("kind", "parameters", "weight", "facts", "rounding", "score", "reached"), CASES
)
def test_what_was_nearly_reached_is_below_full(
    kind: str,
    parameters: Mapping[str, object],
    weight: str,
    facts: dict[str, str],
    rounding: Rounding,
    score: str,
    reached: bool,
) -> None:
    result = outcome(
        built(kind, parameters),
        weight,
        rounding,
        **{
            f"_{name}" if name.isdigit() else name: text for name, text in facts.items()
        },
    )
    assert (said(result), result.reached) == (score, reached)
    assert result.score == sum(
        step.value for step in result.steps if step.value is not None
    )


def test_the_formula_stays_below_full_as_well(office: Office, tmp_path: Path) -> None:
    for place, (kind, parameters, weight, facts, rounding, score, _) in enumerate(
        CASES
    ):
        rule = built(kind, parameters)
        cells = {fact.name: filled(fact, facts.get(fact.name)) for fact in rule.facts()}
        row = Row(written(weight), cells, rounding)
        path = tmp_path / f"{place}.xlsx"
        path.write_bytes(workbook(rule, [row]))
        shown = office.cells(path, "draws").get("A1")
        assert check_row(rule, row, shown), (kind, facts)
        assert Decimal(f"{shown:.15g}") == Decimal(score)

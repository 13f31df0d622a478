"""Checks of fixed forms: the rows and weights are the scheme's, and printed totals add up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.problems import catalogue
from perfeval_xl.scheme.loader import parse_scheme
from perfeval_xl.scheme.model import Scheme
from tests.support.fixed import fixed_scheme, judged, submission

MIXED = Path(__file__).parent.parent / "scheme" / "mixed" / "mixed-2024.toml"
FULL = ("10", "100%", "95%")


def codes(data: dict[str, Any]) -> list[str]:
    return [problem.code for problem in judged(data)[1].problems]


def test_a_complete_form_is_clean_and_the_checks_of_open_forms_do_not_apply() -> None:
    card, run = judged(submission(FULL))
    assert (card.total, card.self_total, run.problems) == (100, 100, ())
    assert {"PE-001", "PE-014", "PE-034"} <= set(run.not_applicable)


def test_a_row_the_scheme_does_not_know_and_a_row_twice() -> None:
    data = submission(FULL)
    data["indicators"].append({"path": ["产出", "数量", "别的"], "self_score": "1"})
    data["indicators"].append(dict(data["indicators"][0]))
    assert codes(data) == ["PE-090", "PE-090"]


def test_a_missing_row_is_open_and_told() -> None:
    card, run = judged(submission(FULL[:2]))
    assert (card.total, card.lowest, card.highest) == (None, 60, 100)
    assert [problem.code for problem in run.problems] == ["PE-091"], (
        "what is not filled in there only follows"
    )


def test_another_weight_is_told_and_the_schemes_counts() -> None:
    data = submission(FULL)
    data["indicators"][0]["weight"] = "50"
    card, run = judged(data)
    assert card.total == 100
    assert [problem.code for problem in run.problems] == ["PE-092"]


def own_rows(*weights: str | None) -> dict[str, Any]:
    """Rows of one heading that a unit has named itself, with these weights beside them; `None` for a row left blank."""
    rows: list[dict[str, Any]] = []
    for number, weight in enumerate(weights, 1):
        row: dict[str, Any] = {"path": ["产出", "产出数量", f"自定指标{number}"]}
        if weight is not None:
            evidence = {"name": f"指标{number}"}
            row |= {"target": "8", "actual": "8", "weight": weight}
            row["evidence"] = evidence
        rows.append(row)
    return {"scheme": "mixed-2024", "year": "2024", "indicators": rows}


def weights_told(data: dict[str, Any], scheme: Scheme) -> list[tuple[str, ...]]:
    problems = judged(data, scheme)[1].problems
    told = [problem for problem in problems if problem.code == "PE-092"]
    return [
        (problem.slots["indicator"], problem.found, problem.expected)
        for problem in told
    ]


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        (("5", "5", "5", "5"), []),
        (("6.66", "6.67", None, "6.67"), []),
        (("20",), []),
        (("5", "15"), [("指标1", "5", "10"), ("指标2", "15", "10")]),
        (("20", "20"), [("指标1", "20", "10"), ("指标2", "20", "10")]),
    ],
)
def test_rows_of_a_units_own_are_held_against_their_part_of_the_weight(
    weights: tuple[str | None, ...], told: list[tuple[str, ...]]
) -> None:
    scheme = parse_scheme(MIXED.read_text(encoding="utf-8"), MIXED.name)
    assert weights_told(own_rows(*weights), scheme) == told


def test_the_score_of_a_dimension_may_be_rounded_as_the_total_may() -> None:
    for stated, told in (("60.01", []), ("59.99", []), ("60.02", ["PE-007"])):
        printed = {"name": "产出", "weight": "60", "self_score": stated}
        assert codes(submission(FULL, dimensions=[printed])) == told


def test_the_score_of_a_dimension_is_the_sum_of_its_rows() -> None:
    right = {"name": "产出", "weight": "60", "self_score": "60"}
    assert codes(submission(FULL, dimensions=[right])) == []
    assert codes(submission(FULL, dimensions=[{**right, "self_score": "59"}])) == [
        "PE-007"
    ]


def test_the_weight_of_a_dimension_is_that_of_the_scheme() -> None:
    right = {"name": "产出", "weight": "60", "self_score": "60"}
    assert codes(submission(FULL, dimensions=[{**right, "weight": "50"}])) == ["PE-005"]
    assert codes(submission(FULL, dimensions=[{**right, "weight": None}])) == []


def test_the_first_row_of_a_path_is_the_one_that_counts() -> None:
    data = submission(FULL)
    data["indicators"].append({**data["indicators"][0], "actual": "1"})
    assert judged(data)[0].total == 100


def test_the_source_of_what_the_form_asks_is_the_document_of_the_form() -> None:
    data = submission(FULL)
    data["indicators"][0]["self_score"] = "1"
    data["project"] = None
    problems = {problem.code: problem for problem in judged(data)[1].problems}
    source = fixed_scheme().source.citation
    assert source != catalogue()["PE-035"].source
    assert [problems[code].source for code in ("PE-035", "PE-050")] == [source, source]
    assert [problems[code].as_json()["source"] for code in ("PE-035", "PE-050")] == [
        source,
        source,
    ]

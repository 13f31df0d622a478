"""The whole road at once: the demonstration, and the live formulas against the official score."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfeval_xl.demo.demonstration import Demonstration, demonstrate
from perfeval_xl.form.layout.open import layout_for
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scoring import score_submission
from perfeval_xl.submission.spelling import from_json
from tests.support.office import Office
from tests.support.samples import SCHEME, changed, filled

LAYOUT = layout_for(load_scheme(SCHEME))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    return demonstrate(tmp_path_factory.mktemp("demo"))


def test_the_demonstration_makes_every_file_and_the_known_figures(
    shown: Demonstration,
) -> None:
    card = shown.evaluation.scorecard
    assert (card.self_total, card.total, card.grade) == (
        Decimal(98),
        Decimal(100),
        "优",
    )
    assert all(path.exists() for _, path in shown.files)
    codes = [problem.code for problem in shown.evaluation.problems]
    assert codes.count("PE-032") == 1
    assert {"PE-019", "PE-031", "PE-041", "PE-045", "PE-051"} <= set(codes)
    assert (shown.run.new, shown.run.duplicates, shown.run.unreadable) == (1, 2, 2)


def test_the_demonstration_can_be_repeated_in_the_same_folder(
    shown: Demonstration,
) -> None:
    folder = shown.files[0][1].parent
    before = {
        name: path.read_bytes()
        for name, path in shown.files
        if path.suffix in {".xlsx", ".docx"}
    }
    again = demonstrate(folder)
    assert again.run.new == 1
    assert {
        name: path.read_bytes()
        for name, path in again.files
        if path.suffix in {".xlsx", ".docx"}
    } == before


def test_the_summary_counts_the_mailbox_once(shown: Demonstration) -> None:
    book = openpyxl.load_workbook(io.BytesIO(dict(shown.files)["汇总表"].read_bytes()))
    scores = list(book["得分"].iter_rows(values_only=True))
    assert sum("“互联网+政务服务”平台运维服务费" in row for row in scores) == 1


CHANGES: list[dict[str, object]] = [
    {},
    {
        "funds.0.executed": "21.1234",
        "funds.0.rate": None,
        "self_total": None,
        "weight_total": None,
    },
    {
        "indicators.0.actual": "5",
        "indicators.9.actual": "88.5%",
        "indicators.5.actual": "部分达成",
    },
    {
        "indicators.0.actual": "5",
        "indicators.5.actual": "部分达成",
        "indicators.5.self_score": "5.5",
    },
    {
        "funds.0.executed": "0",
        "indicators.4.actual": "0.01",
        "indicators.6.actual": "未达成",
    },
]


@pytest.mark.parametrize("changes", CHANGES, ids=range(len(CHANGES)))
def test_the_live_formulas_show_the_official_scores(
    office: Office, tmp_path: Path, changes: dict[str, object]
) -> None:
    """Execution rate, every score, total and grade, recalculated by LibreOffice."""
    data = changed(changes)
    path = tmp_path / "filled.xlsx"
    path.write_bytes(filled(data))
    values = office.cells(path, LAYOUT.sheet)
    card = score_submission(from_json(data), load_scheme(SCHEME))

    def number(key: str) -> Decimal:
        return Decimal(str(round(float(str(values[LAYOUT.at(key)])), 9)))

    execution, *indicators = card.indicators
    assert number("execution_score") == execution.score
    assert number("execution_rate") == round(execution.outcome.rate or Decimal(0), 9)
    if data["funds"][0]["rate"] is None:
        assert number("funds_0_rate") == round(execution.outcome.rate or Decimal(0), 9)
        assert number("self_total") == card.self_total
        assert number("weight_total") == 100
    rows = [
        n
        for n, slot in enumerate(LAYOUT.slots)
        if values.get(LAYOUT.at(f"indicator_{n}_target")) not in (None, "")
    ]
    assert len(rows) == len(indicators)
    for n, row in zip(rows, indicators, strict=True):
        if row.score is None:
            assert not values.get(LAYOUT.at(f"indicator_{n}_rule_score")), (
                "open rows show no score"
            )
        else:
            assert number(f"indicator_{n}_rule_score") == row.score
    if card.total is not None:
        assert number("rule_total") == card.total
        assert values[LAYOUT.at("rule_grade")] == card.grade

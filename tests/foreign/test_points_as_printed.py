"""A form whose indicators alone make the full score is scored as it is printed, without points for the execution."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from perfeval_xl.evaluation import Evaluation, evaluate
from tests.support.layout_files import as_xlsx
from tests.support.written_layouts import written_layouts

FOLDER = Path(__file__).parent / "layouts"


def evaluated(file: str, layout: str) -> Evaluation:
    (drawing,) = [
        each.drawing for each in written_layouts(FOLDER / file) if layout in each.name
    ]
    return evaluate(as_xlsx(drawing), "表.xlsx")


def test_no_points_are_added_that_the_form_does_not_have() -> None:
    evaluation = evaluated("further.toml", "各有名称和权重两列")
    assert evaluation.scorecard.total == Decimal("94.00")
    assert "PE-001" not in {problem.code for problem in evaluation.problems}


def test_reasons_are_not_asked_for_where_no_column_is_for_them() -> None:
    evaluation = evaluated("further.toml", "各部分有序号标题")
    assert "PE-034" not in {problem.code for problem in evaluation.problems}


def test_points_with_their_unit_behind_them_are_numbers() -> None:
    evaluation = evaluated("third.toml", "分值带“分”字")
    assert evaluation.scorecard.total == Decimal("99.26")
    assert "PE-004" not in {problem.code for problem in evaluation.problems}

"""What the report says of the unit's own scores: a form that is not in order is never called perfect."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from perfeval_xl.evaluation import evaluate
from perfeval_xl.report.drafting.drafting import draft
from perfeval_xl.report.drafting.own_scores import own_scores
from perfeval_xl.report.drafting.scores import scored_rows
from perfeval_xl.report.rendering import render_report
from perfeval_xl.scheme.loader import example_json
from tests.report.documents import evaluated, lines_of

PERFECT = "从各项指标看，各项指标均按满分自评。"
SCHEMES = ("xinzhou-2022", "national-2020")


def _rows(
    *changes: tuple[int, dict[str, Any]], perfect: bool = True
) -> list[dict[str, Any]]:
    """The indicators of the example with some of them changed; `perfect` fills up the one that lost points."""
    rows: list[dict[str, Any]] = json.loads(example_json("xinzhou-2022"))["indicators"]
    for row in rows:
        if perfect:
            row["self_score"] = row["weight"]
    for number, change in changes:
        rows[number] |= change
    return rows


def _told(scheme: str = "xinzhou-2022", **changes: Any) -> str:
    data = {
        **json.loads(example_json("xinzhou-2022")),
        "scheme": scheme,
        "self_total": None,
        **changes,
    }
    if scheme == "national-2020":
        data["sections"] = {}
    lines = lines_of(render_report(evaluate(json.dumps(data).encode(), "a.json")))
    headings = [
        n
        for n, line in enumerate(lines)
        if line.startswith(("三、绩效自评结果及分析", "四、"))
    ]
    return "\n".join(lines[headings[0] : headings[1]])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_only_full_marks_everywhere_are_called_so(scheme: str) -> None:
    assert PERFECT in _told(scheme, indicators=_rows())
    assert PERFECT not in _told(scheme, indicators=_rows(perfect=False))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_indicator_without_score_and_one_above_its_weight_are_named(
    scheme: str,
) -> None:
    rows = _rows((0, {"self_score": None}), (2, {"weight": "12", "self_score": "15"}))
    told = _told(scheme, indicators=rows)
    assert PERFECT not in told
    assert "其余各项指标均按满分自评" not in told
    assert f"【请补写：“{rows[0]['path'][2]}”的自评得分】" in told
    assert f"【请补写：“{rows[2]['path'][2]}”的自评得分超过分值，请核对】" in told


def test_a_score_rate_of_a_dimension_with_such_a_row_is_not_told() -> None:
    told = _told(indicators=_rows((2, {"self_score": "15"})))
    output = next(line for line in told.split("\n") if line.startswith("产出指标"))
    assert "得分率" not in output
    assert "【请补写：" in output
    assert "效益指标分值30分，自评得分30分，得分率100%。" in told
    (dimension,) = [
        d
        for d in draft(
            evaluated(indicators=_rows((2, {"self_score": None})))
        ).dimensions
        if d.doubtful
    ]
    assert (dimension.name, dimension.self_rate) == ("产出指标", "")


def test_an_indicator_that_does_not_apply_is_not_missing_its_score() -> None:
    evaluation = evaluated(
        indicators=_rows((0, {"actual": "不适用", "self_score": None}))
    )
    rows = scored_rows(evaluation.submission, evaluation.scheme, evaluation.scorecard)
    assert len(own_scores(rows, evaluation.scheme, "万元").unscored) == 1, (
        "the scheme does not allow it"
    )
    rescaling = replace(evaluation.scheme, not_applicable="rescale")
    found = own_scores(rows, rescaling, "万元")
    assert (found.unscored, found.full_marks) == ((), True)


def test_the_execution_rate_is_its_own_reason_and_the_row_without_a_note_field_is_not_accused() -> (
    None
):
    data = json.loads(example_json("national-2020"))
    report = draft(evaluate(json.dumps(data).encode(), "a.json"))
    (told,) = [loss.text for loss in report.losses if loss.name == "预算执行率"]
    assert told == (
        "“预算执行率”分值10分，自评得9.5分，扣0.5分。全年执行数57万元÷全年预算数60万元＝95%，10分×95%＝9.5分。"
    )

"""What the report says of the unit's own scores: a form that is not in order is never called perfect."""

from __future__ import annotations

import json
from typing import Any

import pytest

from perfeval_xl.evaluation import evaluate
from perfeval_xl.report.drafting import draft
from perfeval_xl.report.rendering import render_report
from perfeval_xl.scheme.loader import example_json
from tests.report.documents import evaluated, lines_of

PERFECT = "各项指标自评均为满分。"
SCHEMES = ("xinzhou-2022", "national-2020")


def _rows(*changes: tuple[int, dict[str, Any]], perfect: bool = True) -> list[dict[str, Any]]:
    """The indicators of the example with some of them changed; `perfect` fills up the one that lost points."""
    rows: list[dict[str, Any]] = json.loads(example_json("xinzhou-2022"))["indicators"]
    for row in rows:
        if perfect:
            row["self_score"] = row["weight"]
    for number, change in changes:
        rows[number] |= change
    return rows


def _told(scheme: str = "xinzhou-2022", **changes: Any) -> str:
    data = {**json.loads(example_json("xinzhou-2022")), "scheme": scheme, "self_total": None, **changes}
    if scheme == "national-2020":
        data["sections"] = {}
    lines = lines_of(render_report(evaluate(json.dumps(data).encode(), "a.json")))
    headings = [n for n, line in enumerate(lines) if line.startswith(("三、绩效自评结果及分析", "四、"))]
    return "\n".join(lines[headings[0] : headings[1]])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_only_full_marks_everywhere_are_called_so(scheme: str) -> None:
    assert PERFECT in _told(scheme, indicators=_rows())
    assert PERFECT not in _told(scheme, indicators=_rows(perfect=False))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_indicator_without_score_and_one_above_its_weight_are_named(scheme: str) -> None:
    rows = _rows((0, {"self_score": None}), (2, {"weight": "12", "self_score": "15"}))
    told = _told(scheme, indicators=rows)
    assert PERFECT not in told
    assert f"未填自评得分的指标：“{rows[0]['path'][2]}”（分值{rows[0]['weight']}分）。" in told
    assert f"“{rows[2]['path'][2]}”分值12分，自评得15分，超出3分。" in told


def test_a_score_rate_of_a_dimension_with_such_a_row_is_not_told() -> None:
    told = _told(indicators=_rows((2, {"self_score": "15"})))
    line = next(line for line in told.split("\n") if line.startswith("分项看"))
    output = next(part for part in line.split("；") if "产出指标" in part)
    assert "得分率" not in output.replace("不计得分率", "")
    assert "得分超过分值" in output
    assert "效益指标分值30分，自评得分30分，得分率100%" in line
    (dimension,) = [d for d in draft(evaluated(indicators=_rows((2, {"self_score": None})))).dimensions if d.doubtful]
    assert (dimension.name, dimension.self_rate) == ("产出指标", "")


def test_a_form_without_any_score_says_so_once() -> None:
    rows = _rows(*((n, {"self_score": None}) for n in range(len(_rows()))))
    funds = json.loads(example_json("xinzhou-2022"))["funds"]
    funds[0]["self_score"] = None
    told = _told(indicators=rows, funds=funds)
    assert "单位未填写自评得分。" in told
    assert "未填自评得分的指标" not in told
    assert PERFECT not in told


def test_an_indicator_that_does_not_apply_is_not_missing_its_score() -> None:
    from dataclasses import replace

    from perfeval_xl.report.own_scores import own_scores

    evaluation = evaluated(indicators=_rows((0, {"actual": "不适用", "self_score": None})))
    given = evaluation.submission, evaluation.scheme, evaluation.scorecard
    assert len(own_scores(*given).unscored) == 1, "the scheme does not allow it"
    rescaling = replace(evaluation.scheme, not_applicable="rescale")
    found = own_scores(evaluation.submission, rescaling, evaluation.scorecard)
    assert (found.unscored, found.full_marks) == ((), True)

"""`judgement`: the evaluator's points, in all three faces; the 效益 of 岳阳 and 盐田 among them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.errors import SchemeError
from perfeval_xl.refs import Entry, Location
from perfeval_xl.rules.base import Evidence
from tests.support import settings
from tests.support.evidence import points, texts
from tests.support.faces import TWO_PLACES, beside, built, compare, tie
from tests.support.office import Office
from tests.support.outcomes import codes, messages, outcome, said

RULE = built("judgement", {"guide": "达到预期得满分，未达到的酌情扣分。"})
SETTINGS: list[settings.Parameters] = [{}, *settings.used("judgement")]


@pytest.mark.parametrize("parameters", SETTINGS, ids=str)
def test_the_preview_is_blank_or_the_score(
    office: Office, tmp_path: Path, parameters: settings.Parameters
) -> None:
    rows = settings.rows_of_each(SETTINGS)
    counts = compare(office, tmp_path, "judgement", parameters, arrange=[tie("score"), beside("score", "reason")],
                     rows=rows // 2)  # fmt: skip
    assert counts.told > counts.rows / 3
    both = {"self_score": points(), "note": texts()}
    counts = compare(office, tmp_path, "judgement", parameters, facts=both, arrange=[tie("score"), tie("self_score")],
                     rows=rows - rows // 2)  # fmt: skip
    assert counts.told > counts.rows / 4


def test_the_points_of_the_unit_are_no_preview_of_a_judgement() -> None:
    assert RULE.formula({"weight": "A1", "self_score": "B1"}, TWO_PLACES) == '""'


@pytest.mark.parametrize(
    ("facts", "score", "told"),
    [
        ({"score": "8"}, "8", []),
        ({"score": "8.0"}, "8", []),
        ({"self_score": "8"}, "0—", ["PE-086"]),
        ({"score": "7", "reason": "应急预案不全"}, "7", []),
        ({"score": "7", "note": "应急预案不全"}, "7", []),
        ({"score": "7", "reason": "", "note": "应急预案不全"}, "7", []),
        ({"score": "7", "self_score": "8", "reason": "应急预案不全"}, "7", []),
        ({"score": " ", "self_score": "8"}, "0—", ["PE-086"]),
        ({"score": "7"}, "7", ["PE-088"]),
        ({"score": "7", "reason": "略"}, "7", ["PE-088"]),
        ({"score": "0", "reason": "没有效果"}, "0", []),
        ({"score": "9"}, "0—", ["PE-089"]),
        ({"score": "-1"}, "0—", ["PE-089"]),
        ({"score": "80%", "reason": "估计"}, "0.8", []),
        ({"score": "7.995", "reason": "估计"}, "8", []),
        ({"score": "良好"}, "0—", ["PE-087"]),
        ({"score": "8分"}, "0—", ["PE-087"]),
        ({}, "0—", ["PE-086"]),
        ({"score": None, "self_score": "", "note": "无"}, "0—", ["PE-086"]),
    ],
)
def test_the_evaluator_decides_within_the_weight(
    facts: dict[str, str], score: str, told: list[str]
) -> None:
    result = outcome(RULE, "8", **facts)
    assert (said(result), codes(result)) == (score, told)


def test_the_sentence_gives_the_reason() -> None:
    result = outcome(RULE, "8", score="7", reason="应急预案不全。")
    assert result.steps[0].text == "满分8分，评价人员评定为7分，理由：应急预案不全"
    assert messages(outcome(RULE, "8", score="6.5")) == ["“指标”扣1.5分，没有写理由。"]
    assert messages(outcome(RULE, "8", score="10")) == [
        "“指标”的评价得分应在0—8之间，现为“10”，得分待评价人员判断。"
    ]


def test_the_problem_of_a_missing_reason_points_to_the_cell_where_it_belongs() -> None:
    note = Location.said("", "J7")
    result = RULE.score(
        Evidence(Decimal(8), {"score": Entry("7"), "note": Entry(None, note)}),
        TWO_PLACES,
    )
    inputs = {item.name: item.entry for item in result.steps[0].inputs}
    assert inputs[result.findings[0].fact].location == note


def test_the_rule_says_what_to_look_at() -> None:
    assert (
        RULE.describe()
        == "达到预期得满分，未达到的酌情扣分；由评价人员在0分至分值之间评分，未给满分的须写明理由。"
    )
    assert (
        built("judgement").describe()
        == "由评价人员在0分至分值之间评分，未给满分的须写明理由。"
    )
    assert RULE.points() is None


@pytest.mark.parametrize(
    ("parameters", "key"), [({"guide": 1}, "guide"), ({"guides": "看"}, "guides")]
)
def test_a_wrong_parameter_is_named(parameters: settings.Parameters, key: str) -> None:
    with pytest.raises(SchemeError, match=key):
        built("judgement", parameters)


@given(
    st.decimals(-20, 20, places=3),
    st.decimals(-20, 20, places=3),
    st.sampled_from(["0", "7", "12.25"]),
)
def test_a_higher_judgement_never_gives_less(
    one: object, other: object, weight: str
) -> None:
    lower, higher = (
        outcome(RULE, weight, score=str(points)) for points in sorted([one, other])
    )  # type: ignore[type-var]
    assert lower.open or higher.open or lower.counted <= higher.counted


@given(st.text(max_size=40), st.text(max_size=40), st.decimals(0, 1000, places=2))
def test_nothing_that_is_written_raises(
    score: str, reason: str, weight: object
) -> None:
    outcome(RULE, str(weight), score=score, reason=reason)

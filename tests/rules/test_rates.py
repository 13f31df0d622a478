"""`bands`, `linear` and `in_range`: points by where a figure lies, the rows of 岳阳 and 盐田 among them."""

from __future__ import annotations

from typing import Any

import pytest

from perfeval_xl.errors import SchemeError
from tests.support.faces import built
from tests.support.outcomes import codes, messages, outcome, said

YUEYANG = {"value": "满意率", "bands": [{"lowest": "90%", "points": 8}, {"lowest": "80%", "points": 6},
                                      {"lowest": "70%", "points": 4}, {"lowest": "60%", "points": 2}]}  # fmt: skip
SHARES = {
    "bands": [
        {"lowest": 1, "share": 1},
        {"lowest": "0.8", "share": "0.7"},
        {"lowest": 0, "share": "0.5"},
    ]
}
SATISFACTION = {"full_from": "90%", "deduct": "0.2", "step": "1%"}
COST = {**SATISFACTION, "full_to": "100%", "zero_above": "100%"}


@pytest.mark.parametrize(
    ("rate", "score"),
    [("100%", "8"), ("90%", "8"), ("0.9", "8"), ("89.99%", "6"), ("80%", "6"), ("70%", "4"), ("60%", "2"),
     ("59.9999%", "0"), ("0", "0")],
)  # fmt: skip
def test_bands_pay_by_the_band(rate: str, score: str) -> None:
    result = outcome(built("bands", YUEYANG), "8", rate=rate)
    assert (said(result), codes(result), result.reached) == (score, [], score == "8")


def test_a_band_is_named_in_the_sentence() -> None:
    rule = built("bands", YUEYANG)
    said = [
        outcome(rule, "8", rate=rate).steps[0].text for rate in ("95%", "85%", "50%")
    ]
    assert said == [
        "满意率95%，在90%（含）以上，得8分",
        "满意率85%，在80%（含）至90%之间，得6分",
        "满意率50%，低于60%，得0分",
    ]
    assert rule.describe() == (
        "满意率90%（含）以上的得8分，80%（含）至90%的得6分，70%（含）至80%的得4分，60%（含）至70%的得2分，60%以下的不得分。"
    )


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        ("9500", ["PE-089"]),
        ("1", ["PE-087"]),
        ("1.5", ["PE-087"]),
        ("-1%", ["PE-089"]),
        (None, ["PE-086"]),
        ("约九成", ["PE-087"]),
        ("90%以上", ["PE-087"]),
    ],
)
def test_a_rate_that_can_be_none_is_open(rate: str | None, told: list[str]) -> None:
    result = outcome(built("bands", YUEYANG), "8", rate=rate)
    assert (said(result), codes(result)) == ("0—", told)


def test_a_percentage_without_its_sign_is_read_as_one() -> None:
    assert said(outcome(built("bands", YUEYANG), "8", rate="95")) == "8"
    result = outcome(built("bands", YUEYANG), "8", rate="9500")
    assert messages(result) == [
        "“指标”的满意率应在0至1000%之间，现为“9500”，得分待评价人员判断。"
    ]


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [("100", "100", "10"), ("100", "85", "7"), ("100", "1", "5"), ("≤100", "125", "7"), ("0", "-1", "0"), ("0", "0", "10")],
)  # fmt: skip
def test_bands_of_a_completion_rate(target: str, actual: str, score: str) -> None:
    result = outcome(
        built("bands", {**SHARES, "from": "target"}), "10", target=target, actual=actual
    )
    assert said(result) == score


def test_bands_of_the_execution_rate() -> None:
    rule = built("bands", {**SHARES, "from": "execution"})
    result = outcome(rule, "10", budget="43.2", executed="37.24")
    assert (
        result.steps[0].text
        == "全年执行数37.24÷全年预算数43.2＝86.2%，在80%（含）至100%之间，得7分"
    )
    assert codes(outcome(rule, "10", budget="43.2")) == ["PE-081"]


def test_points_of_a_band_are_never_more_than_the_weight() -> None:
    assert outcome(built("bands", YUEYANG), "5", rate="100%").score == 5
    assert built("bands", YUEYANG).points() == 8
    assert built("bands", SHARES).points() is None


@pytest.mark.parametrize(
    ("per", "rate", "score"),
    [
        ("continuous", "90%", "5"),
        ("continuous", "89.5%", "4.9"),
        ("continuous", "70%", "1"),
        ("continuous", "65%", "0"),
        ("continuous", "10%", "0"),
        ("full_step", "89.5%", "5"),
        ("full_step", "89%", "4.8"),
        ("full_step", "88.0001%", "4.8"),
        ("started_step", "89.5%", "4.8"),
        ("started_step", "89.9999%", "4.8"),
        ("started_step", "89%", "4.8"),
        ("started_step", "88.9999%", "4.6"),
        ("started_step", "100%", "5"),
    ],
)
def test_linear_takes_points_off_per_step(per: str, rate: str, score: str) -> None:
    assert (
        said(outcome(built("linear", {**SATISFACTION, "per": per}), "5", rate=rate))
        == score
    )


@pytest.mark.parametrize(
    ("rate", "score"),
    [
        ("95%", "4"),
        ("100%", "4"),
        ("90%", "4"),
        ("100.01%", "0"),
        ("80%", "2"),
        ("60%", "0"),
    ],
)
def test_the_cost_control_rate_of_yantian(rate: str, score: str) -> None:
    assert said(outcome(built("linear", COST), "4", rate=rate)) == score


def test_linear_can_go_both_ways_and_end_at_both_sides() -> None:
    both = built(
        "linear",
        {**SATISFACTION, "full_to": 1, "zero_below": "80%", "zero_above": "1.1"},
    )
    scores = [
        said(outcome(both, "4", rate=rate))
        for rate in ("79%", "80%", "105%", "110%", "111%")
    ]
    assert scores == ["0", "2", "3", "2", "0"]


def test_linear_says_how_far_outside_the_figure_lies() -> None:
    rule = built("linear", {**SATISFACTION, "per": "started_step", "value": "满意率"})
    said = [
        outcome(rule, "5", rate=rate).steps[0].text for rate in ("88.5%", "0%", "95%")
    ]
    assert said == [
        "满意率88.5%，比90%低1.5个百分点，每低1%扣0.2分（不满一档的按一档），5分－0.4分＝4.6分",
        "满意率0%，比90%低90个百分点，每低1%扣0.2分（不满一档的按一档），扣完为止，得0分",
        "满意率95%，在满分范围内，得满分5分",
    ]
    cost = built("linear", COST)
    assert (
        outcome(cost, "4", rate="101%").steps[0].text
        == "实际完成率101%，高于100%，得0分"
    )


@pytest.mark.parametrize(
    ("parameters", "figure", "score"),
    [
        ({"lowest": "95%", "highest": 1}, "95%", "4"),
        ({"lowest": "95%", "highest": 1}, "94.99%", "0"),
        ({"lowest": "95%", "highest": 1}, "100.01%", "0"),
        ({"lowest": "95%", "highest": 1, "excluded": ["lowest"]}, "95%", "0"),
        ({"lowest": "95%", "highest": 1, "excluded": ["highest"]}, "100%", "0"),
        ({"lowest": "95%", "deduct": "1.5"}, "80%", "2.5"),
        ({"lowest": "95%", "deduct": "5"}, "80%", "0"),
        ({"highest": "5%"}, "0", "4"),
    ],
)
def test_in_range_pays_inside(
    parameters: dict[str, Any], figure: str, score: str
) -> None:
    result = outcome(built("in_range", parameters), "4", rate=figure)
    assert (said(result), result.reached) == (score, score == "4")


def test_in_range_may_look_at_any_number() -> None:
    rule = built("in_range", {"from": "actual", "lowest": -5, "highest": 30})
    assert [
        said(outcome(rule, "4", actual=text))
        for text in ("-5", "30", "30.1", "-6", None)
    ] == [
        "4",
        "4",
        "0",
        "0",
        "0—",
    ]
    assert rule.describe() == "实际完成值在-5≤N≤30的范围内得满分，否则不得分。"


@pytest.mark.parametrize(
    ("kind", "parameters", "what"),
    [
        ("bands", {"bands": []}, "rule.bands"),
        (
            "bands",
            {"bands": [{"lowest": "0.8", "points": 6}, {"lowest": "0.9", "points": 4}]},
            "rule.bands",
        ),
        (
            "bands",
            {"bands": [{"lowest": "0.9", "points": 6}, {"lowest": "0.8", "points": 6}]},
            "rule.bands",
        ),
        (
            "bands",
            {
                "bands": [
                    {"lowest": "0.9", "points": 6},
                    {"lowest": "0.8", "share": "0.5"},
                ]
            },
            "rule.bands",
        ),
        (
            "bands",
            {"bands": [{"lowest": "0.9", "points": 6, "share": "1"}]},
            r"rule.bands\[1\].points",
        ),
        (
            "bands",
            {"bands": [{"lowest": "0.9", "share": "1.2"}]},
            r"rule.bands\[1\].share",
        ),
        ("bands", {**YUEYANG, "from": "value"}, "rule.from"),
        ("bands", {**YUEYANG, "from": "target"}, "rule.value"),
        ("linear", {"deduct": 1, "step": 1}, "rule.full_from"),
        ("linear", {**SATISFACTION, "step": 0}, "rule.step"),
        ("linear", {**SATISFACTION, "full_to": "0.8"}, "rule.full_to"),
        ("linear", {**SATISFACTION, "zero_below": "0.95"}, "rule.zero_below"),
        ("linear", {**SATISFACTION, "zero_above": "0.8"}, "rule.zero_above"),
        (
            "linear",
            {**SATISFACTION, "full_to": 1, "zero_above": "0.95"},
            "rule.zero_above",
        ),
        ("linear", {**SATISFACTION, "per": "step"}, "rule.per"),
        ("in_range", {}, "rule.lowest"),
        ("in_range", {"lowest": 1, "highest": "0.9"}, "rule.highest"),
        ("in_range", {"lowest": 1, "excluded": ["highest"]}, "rule.excluded"),
        ("in_range", {"lowest": 1, "excluded": ["both"]}, "rule.excluded"),
        (
            "in_range",
            {"lowest": 1, "highest": 1, "excluded": ["lowest"]},
            "rule.excluded",
        ),
    ],
)
def test_a_wrong_parameter_is_named(
    kind: str, parameters: dict[str, Any], what: str
) -> None:
    with pytest.raises(SchemeError, match=what):
        built(kind, parameters)

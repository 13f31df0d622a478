"""`ratio` and `execution`: what each parameter does to the points, and what is said about it."""

from __future__ import annotations

from typing import Any

import pytest

from perfeval_xl.errors import SchemeError
from perfeval_xl.scheme.model import Rounding
from tests.support.faces import built
from tests.support.outcomes import codes, messages, outcome, said

PARTS = {"facts": "parts", "numerator": "实际到位资金", "denominator": "计划到位资金"}
TOTAL = Rounding(places=2, stage="total")


def ratio(
    target: str | None, actual: str | None, weight: str = "10", **parameters: Any
) -> Any:
    return outcome(built("ratio", parameters), weight, target=target, actual=actual)


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("100", "49.9", "0"),
        ("100", "50", "5"),
        ("100", "49.9999999999", "5"),
        ("100", "120", "10"),
        ("100", "-1", "0"),
    ],
)
def test_below_the_floor_nothing_is_left(target: str, actual: str, score: str) -> None:
    assert said(ratio(target, actual, floor="0.5")) == score


@pytest.mark.parametrize(
    ("actual", "score"),
    [
        ("59.99", "0"),
        ("60", "0"),
        ("80", "5"),
        ("90", "7.5"),
        ("100", "10"),
        ("150", "10"),
    ],
)
def test_with_a_threshold_the_points_start_there(actual: str, score: str) -> None:
    assert said(ratio("100", actual, threshold="60%")) == score


def test_a_threshold_shows_its_computation() -> None:
    text = ratio("100", "80", threshold="60%").steps[0].text
    assert (
        text
        == "年度指标值100，实际完成值80，完成80%，10分×（80%－60%）÷（1－60%）＝5分"
    )


@pytest.mark.parametrize(
    ("actual", "score", "told"),
    [
        ("130", "10", []),
        ("130.01", "10", ["PE-036"]),
        ("150", "8", ["PE-036"]),
        ("400", "0", ["PE-036"]),
    ],
)
def test_far_more_than_planned_can_cost_points(
    actual: str, score: str, told: list[str]
) -> None:
    result = ratio("100", actual, over="reduce")
    assert (said(result), codes(result)) == (
        score if actual != "130.01" else "10",
        told,
    )
    assert ratio("100", actual).score == 10


def test_what_is_reduced_is_said() -> None:
    result = ratio("100", "150", over="reduce")
    assert (
        result.steps[0].text
        == "年度指标值100，实际完成值150，完成150%，超过130%的部分扣减，10分×80%＝8分"
    )
    assert messages(result) == ["“指标”的完成值为指标值的150%，超过130%。"]


@pytest.mark.parametrize(
    ("inverse", "actual", "score"),
    [
        ("proportional", "5830", "9.09"),
        ("excess", "5830", "9"),
        ("proportional", "10600", "5"),
        ("excess", "10600", "0"),
        ("excess", "99999", "0"),
        ("excess", "5300", "10"),
        ("excess", "0", "10"),
        ("proportional", "-3", "10"),
    ],
)
def test_an_at_most_target_has_two_formulas(
    inverse: str, actual: str, score: str
) -> None:
    assert said(ratio("≤5300", actual, inverse=inverse)) == score
    assert said(ratio("5300", actual, inverse=inverse, direction="at_most")) == score


def test_a_sign_in_the_target_goes_before_the_direction_of_the_rule() -> None:
    assert said(ratio("≥100", "50", direction="at_most")) == "5"


@pytest.mark.parametrize(
    ("stated", "actual", "score"),
    [
        ("≥95%", "0.95", "10"),
        ("≥95%", "90.25%", "9.5"),
        ("24.5万元", "12.25", "5"),
        ("24.5万元", "122500元", "5"),
        ("≤12小时", "24小时", "5"),
        ("4个", "3个", "7.5"),
    ],
)
def test_the_scheme_may_state_the_target(stated: str, actual: str, score: str) -> None:
    result = outcome(
        built("ratio", {"target": stated}), "10", target="9999", actual=actual
    )
    assert said(result) == score
    assert f"年度指标值{stated}" in result.steps[0].text


@pytest.mark.parametrize(
    ("actual", "score", "reached"),
    [
        ("95%", "10", True),
        ("100%", "10", True),
        ("97.5%", "10", True),
        ("47.5%", "5", False),
        ("200%", "5", False),
    ],
)
def test_a_range_is_reached_inside_and_has_two_sides(
    actual: str, score: str, reached: bool
) -> None:
    result = ratio("95%≤N≤100%", actual)
    assert (said(result), result.reached) == (score, reached)


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [("-5", "-5", "10"), ("-5", "-3", "10"), ("-5", "-5.01", "0"), ("0", "0", "10"), ("0", "-1", "0"), ("0", "8", "10"),
     ("≤0", "0", "10"), ("≤0", "0.1", "0"), ("≤-5", "-6", "10"), ("≤-5", "-4", "0"), ("≥0", "5", "10")],
)  # fmt: skip
def test_targets_that_cannot_be_divided_by_are_reached_or_not(
    target: str, actual: str, score: str
) -> None:
    result = ratio(target, actual)
    assert (said(result), result.reached) == (score, score == "10")


@pytest.mark.parametrize(
    ("target", "actual", "told"),
    [
        (None, "5", ["PE-086"]),
        ("7", " ", ["PE-086"]),
        (None, None, ["PE-086", "PE-086"]),
        ("显著", "5", ["PE-087"]),
        ("7", "达到预期", ["PE-030"]),
        ("7", "≥7", ["PE-030"]),
        ("7项", "7人", ["PE-031"]),
    ],
)
def test_what_cannot_be_compared_is_open_and_says_so(
    target: str | None, actual: str | None, told: list[str]
) -> None:
    result = ratio(target, actual)
    assert (said(result), codes(result), result.reached) == ("0—", told, None)
    assert "待评价人员判断" in result.steps[0].text


@pytest.mark.parametrize(
    ("numerator", "denominator", "score", "told"),
    [
        ("868", "868", "3", []),
        ("700", "868", "2.42", []),
        ("900", "868", "3", []),
        ("1200", "868", "3", ["PE-036"]),
        ("0", "868", "0", []),
        ("0", "0", "0—", ["PE-087"]),
        ("5", "-1", "0—", ["PE-087"]),
        ("-5", "868", "0—", ["PE-087"]),
        (None, "868", "0—", ["PE-086"]),
        ("868", None, "0—", ["PE-086"]),
        ("全部", None, "0—", ["PE-087", "PE-086"]),
    ],
)
def test_two_named_figures_make_a_rate(
    numerator: str | None, denominator: str | None, score: str, told: list[str]
) -> None:
    result = outcome(
        built("ratio", PARTS), "3", numerator=numerator, denominator=denominator
    )
    assert (said(result), codes(result)) == (score, told)


def test_a_rate_of_two_figures_says_where_it_comes_from() -> None:
    result = outcome(built("ratio", PARTS), "3", numerator="700", denominator="868")
    assert (
        result.steps[0].text
        == "实际到位资金700÷计划到位资金868＝80.65%，3分×80.65%＝2.42分"
    )
    empty = outcome(built("ratio", PARTS), "3", numerator="700", denominator="0")
    assert messages(empty) == [
        "“指标”的计划到位资金应填大于0的数字，现为“0”，得分待评价人员判断。"
    ]


def test_points_of_a_scheme_that_rounds_the_total_keep_six_decimals() -> None:
    result = outcome(built("ratio"), "10", TOTAL, target="3", actual="2")
    assert said(result) == "6.666667"


@pytest.mark.parametrize(
    ("parameters", "what"),
    [
        ({"floor": "1.1"}, "rule.floor"),
        ({"threshold": "1"}, "rule.threshold"),
        ({"threshold": "0.6", "floor": "0.5"}, "rule.threshold"),
        ({"explain_above": "0.9"}, "rule.explain_above"),
        ({"over": "cap"}, "rule.over"),
        ({"target": "显著"}, "rule.target"),
        ({"target": "95%≤N≤100%"}, "rule.target"),
        ({"facts": "parts"}, "rule.numerator"),
        (
            {"facts": "parts", "numerator": "甲", "denominator": "甲"},
            "rule.denominator",
        ),
        ({**PARTS, "target": "5"}, "rule.target"),
        ({"numerator": "甲"}, "rule.numerator"),
        ({"flor": "0.5"}, "rule.flor"),
    ],
)
def test_a_wrong_parameter_is_named(parameters: dict[str, Any], what: str) -> None:
    with pytest.raises(SchemeError, match=what):
        built("ratio", parameters)


@pytest.mark.parametrize(
    ("parameters", "facts", "score", "told"),
    [
        ({}, {"budget": "0", "executed": "0"}, "0", []),
        ({}, {"budget": "0", "executed": "5"}, "0", []),
        ({"zero_budget": "full"}, {"budget": "0", "executed": "0"}, "10", []),
        ({"zero_budget": "full"}, {"budget": "0", "executed": "5"}, "0", []),
        ({"over": "zero"}, {"budget": "100", "executed": "100"}, "10", []),
        ({"over": "zero"}, {"budget": "100", "executed": "100.01"}, "0", []),
        (
            {"denominator": "received"},
            {"received": "107", "executed": "106.8"},
            "9.98",
            [],
        ),
        (
            {"denominator": "received"},
            {"received": "0", "executed": "0"},
            "0",
            ["PE-087"],
        ),
        (
            {"denominator": "received"},
            {"budget": "107", "executed": "106.8"},
            "0—",
            ["PE-086"],
        ),
        (
            {"denominator": "initial_budget"},
            {"initial_budget": "十", "executed": "5"},
            "0—",
            ["PE-087"],
        ),
        ({}, {"budget": "-1", "executed": "5"}, "0—", []),
    ],
)
def test_execution_has_a_denominator_and_limits(
    parameters: dict[str, Any], facts: dict[str, str], score: str, told: list[str]
) -> None:
    result = outcome(built("execution", parameters), "10", **facts)
    assert (said(result), codes(result)) == (score, told)


def test_execution_says_which_budget_it_divides_by() -> None:
    rule = built("execution", {"denominator": "received", "over": "zero"})
    assert "全年执行数÷实际到位资金" in rule.describe()
    text = outcome(rule, "3", received="107", executed="106.8").steps[0].text
    assert text == "全年执行数106.8÷实际到位资金107＝99.81%，3分×99.81%＝2.99分"


@pytest.mark.parametrize(
    ("inverse", "text"),
    [
        (
            "proportional",
            "年度指标值≤5300，实际完成值5830，超出10%，按二者之比计90.91%，10分×90.91%＝9.09分",
        ),
        (
            "excess",
            "年度指标值≤5300，实际完成值5830，超出10%，按1－10%计90%，10分×90%＝9分",
        ),
    ],
)
def test_more_than_was_allowed_is_said_with_its_formula(
    inverse: str, text: str
) -> None:
    assert ratio("≤5300", "5830", inverse=inverse).steps[0].text == text

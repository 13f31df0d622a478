"""The first face: what each rule gives, and the sentence that says why."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfeval_xl.measures import parse_measure
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Evidence, Outcome
from perfeval_xl.rules.registry import role_of, scheme_rules
from perfeval_xl.scheme.loader import load_scheme
from tests.support.outcomes import said

SCHEME = load_scheme("national-2020")
RULES = scheme_rules(SCHEME)


def outcome(role: str, weight: str = "10", **facts: str | None) -> Outcome:
    entries = {name: Entry(text) for name, text in facts.items()}
    return RULES[role].score(Evidence(Decimal(weight), entries), SCHEME.rounding)


@pytest.mark.parametrize(
    ("budget", "executed", "score"),
    [
        ("24.5", "24.5", "10"),
        ("43.2", "37.24", "8.62"),
        ("276.5", "285.91", "10"),
        ("100", "0", "0"),
        ("0", "0", "0"),
        ("0", "5", "0"),
        ("100", "-5", "0"),
        ("1", "0.9685", "9.69"),
    ],
)
def test_execution_pays_the_rate_up_to_the_full_points(
    budget: str, executed: str, score: str
) -> None:
    assert outcome("execution", budget=budget, executed=executed).score == Decimal(
        score
    )


def test_what_lies_closer_to_the_budget_than_anybody_writes_is_all_of_it() -> None:
    spent = outcome("execution", budget="3", executed="2.9999999999")
    less = outcome("execution", budget="3", executed="2.9999")
    assert (spent.reached, less.reached) == (True, False)
    done = outcome("quantity", target="3", actual="2.9999999999")
    assert done.steps[0].text.endswith("已达到，得满分10分")


@pytest.mark.parametrize(
    ("budget", "executed"), [(None, "5"), ("5", None), ("五万", "5"), ("5", "#N/A")]
)
def test_execution_without_numbers_is_open_and_says_so(
    budget: str | None, executed: str | None
) -> None:
    result = outcome("execution", budget=budget, executed=executed)
    assert result.score is None
    assert [finding.code for finding in result.findings] == ["PE-081"]
    assert "待评价人员判断" in result.steps[0].text


@pytest.mark.parametrize(
    ("target", "actual", "score", "reached"),
    [
        ("7", "7", "10", True),
        ("95%", "95%", "10", True),
        ("≥95%", "90%", "9.47", False),
        ("4754", "4604", "9.68", False),
        ("≤5300", "5830", "9.09", False),
        ("≤5300", "5300", "10", True),
        ("≤5300", "0", "10", True),
        ("24.5万元", "245000元", "10", True),
        ("7项", "3", "4.29", False),
        ("10", "-1", "0", False),
        ("-5", "-3", "10", True),
        ("-5", "-7", "0", False),
    ],
)
def test_ratio_pays_in_proportion(
    target: str, actual: str, score: str, reached: bool
) -> None:
    result = outcome("quantity", target=target, actual=actual)
    assert (result.score, result.reached) == (Decimal(score), reached)


@pytest.mark.parametrize(
    ("actual", "code"),
    [("≥266米", "PE-030"), ("达到预期", "PE-030"), ("5人", "PE-031")],
)
def test_ratio_does_not_guess(actual: str, code: str) -> None:
    result = outcome("quantity", target="266米", actual=actual)
    assert result.score is None
    assert [finding.code for finding in result.findings] == [code]


def test_ratio_flags_far_more_than_was_planned_and_deducts_nothing() -> None:
    assert outcome("quantity", target="10", actual="13").findings == ()
    over = outcome("quantity", target="10", actual="34")
    assert over.score == 10
    assert over.findings[0].slots["rate"] == "340%"


@pytest.mark.parametrize(
    ("actual", "score"), [("0", "10"), ("-2", "10"), ("0.01", "0"), ("0%", "10")]
)
def test_a_target_of_zero_is_met_or_not(actual: str, score: str) -> None:
    assert outcome("zero", target="0", actual=actual).score == Decimal(score)


@pytest.mark.parametrize(
    ("actual", "self_score", "note", "score", "reached"),
    [
        ("达标", "10", None, "10", True),
        ("达标", None, None, "10", True),
        ("达标", "9", None, "10", True),
        ("达标", "9", "资料不全", "10", True),
        ("达标", "7", "资料不全", "10", True),
        ("部分达成", "7", "未完", "6—7.99", False),
        ("部分达成", "9", "未完", "6—7.99", False),
        ("部分达成", None, None, "6—7.99", False),
        ("未达成", "5.9", "未做", "0—5.99", False),
        ("一般", "8.5", None, "0—", None),
        ("一般", "12", None, "0—", None),
        ("一般", None, None, "0—", None),
    ],
)
def test_the_unit_does_not_judge_its_own_level(
    actual: str,
    self_score: str | None,
    note: str | None,
    score: str,
    reached: bool | None,
) -> None:
    result = outcome(
        "quality", target="达标", actual=actual, self_score=self_score, note=note
    )
    assert (said(result), result.reached) == (score, reached)


def test_levels_report_a_score_outside_its_band() -> None:
    finding = outcome(
        "quality", target="达标", actual="部分达成", self_score="9"
    ).findings[0]
    assert (finding.code, finding.expected) == ("PE-042", "6—8分（不含8分）")


@pytest.mark.parametrize(
    ("target", "role"),
    [
        ("7", "quantity"),
        ("≥95%", "quantity"),
        ("0", "zero"),
        ("0%", "zero"),
        ("达标", "quality"),
        (None, "quality"),
    ],
)
def test_the_target_chooses_the_rule(target: str | None, role: str) -> None:
    assert role_of(parse_measure(target)) == role


def test_steps_name_their_inputs_and_add_up() -> None:
    result = outcome("quantity", target="4754", actual="4604")
    assert [item.entry.text for item in result.steps[0].inputs] == ["4754", "4604"]
    assert result.steps[0].value == result.score
    assert "9.68" in result.steps[0].text

"""`per_finding`, `all_or_nothing` and `zero_target`: points that one count or one tick decides."""

from __future__ import annotations

from typing import Any

import pytest

from perfeval_xl.errors import SchemeError
from tests.support.faces import built
from tests.support.outcomes import codes, messages, outcome, said


@pytest.mark.parametrize(
    ("count", "score", "told"),
    [
        ("0", "7", []),
        ("1", "4.5", []),
        ("2.0", "2", []),
        ("3", "0", []),
        ("1000000", "0—", ["PE-087"]),
        (None, "0—", ["PE-086"]),
        ("若干", "0—", ["PE-087"]),
        ("1.5", "0—", ["PE-087"]),
        ("-1", "0—", ["PE-087"]),
        ("100000", "0", []),
        ("100001", "0—", ["PE-087"]),
        ("60946291993976.2", "0—", ["PE-087"]),
    ],
)
def test_every_finding_costs_the_same(
    count: str | None, score: str, told: list[str]
) -> None:
    result = outcome(built("per_finding", {"deduct": "2.5"}), "7", count=count)
    assert (said(result), codes(result)) == (score, told)


def test_the_count_is_said_with_what_it_costs() -> None:
    rule = built("per_finding", {"deduct": "2.5", "value": "没有通过验收的项数"})
    told = [outcome(rule, "7", count=count).steps[0].text for count in ("0", "2", "3")]
    assert told == [
        "没有通过验收的项数为0，得满分7分",
        "没有通过验收的项数为2，7分－2.5分×2，得2分",
        "没有通过验收的项数为3，7分－2.5分×3，扣完为止，得0分",
    ]
    assert messages(outcome(rule, "7", count="1.5")) == [
        "“指标”的没有通过验收的项数应填0至100000的整数，现为“1.5”，得分待评价人员判断。"
    ]


@pytest.mark.parametrize(
    ("met", "score", "reached", "told"),
    [
        ("是", "3", True, []),
        (" 是 ", "3", True, []),
        ("√", "3", True, []),
        ("否", "0", False, []),
        (None, "0—", None, ["PE-086"]),
        ("基本", "0—", None, ["PE-087"]),
    ],
)
def test_all_or_nothing(
    met: str | None, score: str, reached: bool | None, told: list[str]
) -> None:
    result = outcome(built("all_or_nothing"), "3", met=met)
    assert (said(result), result.reached, codes(result)) == (score, reached, told)


@pytest.mark.parametrize(
    ("reason", "points", "score", "told"),
    [
        ("疫情期间停工", "0", "0—", ["PE-096"]),
        ("疫情期间停工", "2", "2—", ["PE-096"]),
        ("疫情期间停工", "2.5", "2.5—", ["PE-096"]),
        ("无。", "2", "0", []),
        (" ", "2", "0", []),
        (None, "2", "0", []),
    ],
)
def test_a_reason_is_put_before_the_evaluator(
    reason: str | None, points: str, score: str, told: list[str]
) -> None:
    rule = built("all_or_nothing", {"unless_reason": True, "reason_points": points})
    result = outcome(rule, "3", met="否", reason=reason)
    assert (said(result), codes(result), result.reached) == (score, told, False)


def test_the_reason_is_quoted() -> None:
    rule = built("all_or_nothing", {"unless_reason": True, "value": "如期完成"})
    result = outcome(rule, "3", met="否", reason="疫情期间停工")
    assert (
        result.steps[0].text == "如期完成：否，写有理由“疫情期间停工”，待评价人员判断"
    )
    assert messages(result) == [
        "“指标”未达到要求，写有理由“疫情期间停工”，得分待评价人员判断。"
    ]
    assert outcome(rule, "3", met="是", reason="疫情期间停工").findings == ()


@pytest.mark.parametrize(
    ("actual", "score", "told"),
    [("0", "3", []), ("-2.5%", "3", []), ("0.0001", "0", []), ("3起", "0", []), ("0起", "3", []), (None, "0—", ["PE-086"]),
     ("无", "0—", ["PE-030"]), ("≤0", "0—", ["PE-030"])],
)  # fmt: skip
def test_a_target_of_zero_is_met_or_not(
    actual: str | None, score: str, told: list[str]
) -> None:
    result = outcome(built("zero_target"), "3", target="0", actual=actual)
    assert (said(result), codes(result)) == (score, told)


@pytest.mark.parametrize(
    ("kind", "parameters", "what"),
    [
        ("per_finding", {}, "rule.deduct"),
        ("per_finding", {"deduct": 0}, "rule.deduct"),
        ("per_finding", {"deduct": -1}, "rule.deduct"),
        ("all_or_nothing", {"reason_points": 1}, "rule.reason_points"),
        ("all_or_nothing", {"unless_reason": "true"}, "rule.unless_reason"),
        ("zero_target", {"deduct": 1}, "rule.deduct"),
    ],
)
def test_a_wrong_parameter_is_named(
    kind: str, parameters: dict[str, Any], what: str
) -> None:
    with pytest.raises(SchemeError, match=what):
        built(kind, parameters)

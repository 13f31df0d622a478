"""Which rule scores a row of an open form, and what becomes of dates, ranges and zeros there."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from perfeval_xl.measures import parse_measure, read_row
from perfeval_xl.rules import registry
from perfeval_xl.rules.registry import role_of, row_rule, rule_for
from perfeval_xl.scheme.loader import load_scheme
from tests.support.samples import changed, evaluated


@pytest.mark.parametrize(
    ("target", "role"),
    [
        ("0", "zero"),
        ("=0", "zero"),
        ("≤0", "zero"),
        ("≥0%", "quantity"),
        ("95%≤N≤100%", "quantity"),
        ("2022年12月31日前", "quality"),
        ("达标", "quality"),
    ],
)
def test_the_role_follows_the_target(target: str, role: str) -> None:
    assert role_of(parse_measure(target)) == role


def test_ratios_that_were_turned_round_do_not_pile_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "_MOST_BUILT", 3)
    scheme = load_scheme("national-2020")
    reading = read_row(
        ("产出指标", "成本指标", "项目总成本"), "≤100万元", "150万元", None
    )
    limit = replace(reading, at_most=True)
    for _ in range(8):
        rules = {"quantity": replace(scheme.rules["quantity"])}
        again = replace(scheme, rules={**scheme.rules, **rules})
        rule = row_rule(again, "quantity", limit)
        assert row_rule(again, "quantity", limit) is rule
    assert len(vars(registry)["_turned"]) <= 3


@pytest.mark.parametrize(
    ("target", "actual", "score", "reached"),
    [
        ("2022年12月31日前", "2022年12月8日", "10", True),
        ("2022-12-31", "2023-01-05", "0至7.99", False),
        (">90%", "90%", "9.99", False),
        ("达标", "不达标", "0至5.99", False),
        ("≥95%", "1.2", "0至10", None),
        ("≥0%", "2%", "10", True),
        ("≥0%", "-2%", "0", False),
        ("95%≤N≤100%", "97%", "10", True),
        ("≤100万元", "150", "6.67", False),
        ("24.5万元", "24.5", "10", True),
        ("95%以上", "96%", "10", True),
        ("12小时以内", "2小时", "10", True),
        ("超过100人", "50", "5", False),
        ("大于90%", "89%", "9.89", False),
    ],
)
def test_targets_as_people_write_them(
    target: str, actual: str, score: str, *, reached: bool | None
) -> None:
    data = changed({"indicators.0.target": target, "indicators.0.actual": actual})
    row = evaluated(data).scorecard.indicators[1]
    assert (row.said_points(), row.outcome.reached) == (score, reached)


@pytest.mark.parametrize(
    ("path", "target", "actual", "score"),
    [
        (["产出指标", "成本指标", "总成本"], "24.5万元", "30万元", "8.17"),
        (["产出指标", "成本指标", "总成本"], "24.5万元", "24.1", "10"),
        (["产出指标", "时效指标", "响应时间"], "12小时", "20小时", "6"),
        (["产出指标", "时效指标", "工期"], "3个月", "2个月", "10"),
        (["产出指标", "数量指标", "投入"], "24.5万元", "30万元", "10"),
    ],
)
def test_costs_and_durations_are_limits_without_a_sign(
    path: list[str], target: str, actual: str, score: str
) -> None:
    data = changed(
        {
            "indicators.0.path": path,
            "indicators.0.target": target,
            "indicators.0.actual": actual,
        }
    )
    assert evaluated(data).scorecard.indicators[1].score == Decimal(score)


def test_a_late_date_gets_no_full_score() -> None:
    found = evaluated(
        changed(
            {"indicators.0.target": "2022-12-31", "indicators.0.actual": "2023-01-05"}
        )
    )
    codes = {
        problem.code
        for problem in found.problems
        if problem.path[-1:] == ("技术服务内容（项）",)
    }
    assert "PE-042" in codes


def test_a_full_score_for_what_was_nearly_reached_is_too_much() -> None:
    found = evaluated(
        changed({"indicators.0.target": "≥95%", "indicators.0.actual": "94.99%"})
    )
    assert found.scorecard.indicators[1].score == Decimal("9.99")
    assert "PE-033" in {problem.code for problem in found.problems}


def test_the_rule_of_a_spec_is_built_once() -> None:
    spec = load_scheme("yueyang-2020").indicators[0].rule
    assert rule_for(spec) is rule_for(spec)

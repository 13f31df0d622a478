"""Filters spell figures, sums of money, days and grades; what is none of them stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from perfeval_xl.report.filters import FILTERS, MEANINGS, capital_amount
from perfeval_xl.report.rendering import render_report
from tests.report.documents import evaluated, lines_of

CASES = [
    ("{{ execution.executed|万元 }}", "24.5万元"),
    ("{{ execution.executed|元 }}", "245000元"),
    ("{{ execution.executed|大写金额 }}", "贰拾肆万伍仟元整"),
    ("{{ self_total|两位小数 }}", "98.00"),
    ("{{ execution.rate|two }}", "100.00%"),
    ("{{ execution.rate|一位小数 }}", "100.0%"),
    ("{{ self_total|求等级 }}", "优"),
    ("{{ project|日期 }}", "2024年10月25日"),
    ("{{ unit|万元 }}", "没有数字"),
    ("{{ unit|两位小数 }}", "没有数字"),
    ("{{ department|百分数 }}", "98.5%"),
    (
        "{% for d in dimensions %}{% if loop.first %}{{ (loop.index + 2)|中文序号 }}{% endif %}{% endfor %}",
        "三",
    ),
]


@pytest.mark.parametrize(("tag", "shown"), CASES)
def test_a_filter_spells_what_it_is_for(
    tag: str, shown: str, template: Callable[..., Path]
) -> None:
    filled = evaluated(project="2024-10-25", unit="没有数字", department="0.985")
    assert lines_of(render_report(filled, template(tag))) == [shown]


@pytest.mark.parametrize(
    ("yuan", "capital"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("1.05", "壹元零伍分"),
        ("10", "壹拾元整"),
        ("1005.3", "壹仟零伍元叁角"),
        ("100005", "壹拾万零伍元整"),
        ("10000000", "壹仟万元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1068000", "壹佰零陆万捌仟元整"),
        ("-3", "负叁元整"),
        ("0.005", "壹分"),
    ],
)
def test_a_sum_is_written_in_capital_figures(yuan: str, capital: str) -> None:
    assert capital_amount(Decimal(yuan)) == capital


def test_every_filter_has_a_chinese_name_and_a_line_on_the_page() -> None:
    assert set(FILTERS) == {
        name
        for english, (chinese, _, _) in MEANINGS.items()
        for name in (english, chinese)
    }

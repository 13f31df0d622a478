"""Every name a template may use has a Chinese one, and both say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.evaluation import Evaluation
from perfeval_xl.report.drafting.drafting import draft
from perfeval_xl.report.rendering import render_report
from perfeval_xl.report.vocabulary import findings, form, scores
from perfeval_xl.report.vocabulary import report as top
from perfeval_xl.report.vocabulary.naming import words_of
from tests.report.documents import lines_of
from tools.names_page import names_page

RECORDS = [
    getattr(module, name)
    for module in (findings, form, scores, top)
    for name in module.__all__
]


@pytest.mark.parametrize("record", RECORDS)
def test_the_chinese_names_of_a_record_are_names_and_each_is_told_once(
    record: Any,
) -> None:
    chinese = [told.chinese for told in words_of(record).values()]
    assert len(set(chinese)) == len(chinese)
    assert all(name.isidentifier() for name in chinese)
    assert not set(chinese) & words_of(record).keys()


def test_a_chinese_name_gives_what_the_english_one_gives(
    evaluation: Evaluation, template: Callable[..., Path]
) -> None:
    report = draft(evaluation)
    for name, told in words_of(type(report)).items():
        assert getattr(report, told.chinese) is getattr(report, name)
    path = template(
        "{{ 实施单位 }} {{ unit }}",
        "{%p for 行 in 一级指标 if 行.分值 == '10' %}",
        "{{ 行.名称 }} {{ 行.weight }}",
        "{%p endfor %}",
        "{{ 栏目.项目立项背景.名称 }}",
    )
    assert lines_of(render_report(evaluation, path)) == [
        "行政审批服务管理局 行政审批服务管理局",
        "预算执行率 10",
        "满意度指标 10",
        "项目立项背景",
    ]


def test_the_page_shows_an_example_of_every_text_at_the_top_but_a_few() -> None:
    page = names_page()
    table = page[page.index("### 可以直接写的名称") : page.index("### `项目资金`")]
    without = re.findall(
        r"^\| `(\w+)` \| `\w+` \| 文字 \| [^|]+ \|  \|$", table, re.MULTILINE
    )
    assert without == []

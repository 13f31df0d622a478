"""What changed between two schemes is said in Chinese; what is equal has no changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.scheme.model import Band, Defect, Scheme, Section
from perfeval_xl.scheme_book.comparing import compare_schemes
from tests.support.draws import DRAWS
from tests.support.random_schemes import random_scheme

YUEYANG = load_scheme("yueyang-2020")
OPEN = load_scheme("national-2020")


def said(old: Scheme, new: Scheme) -> list[str]:
    return [f"{change.group}|{change}" for change in compare_schemes(old, new)]


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_a_scheme_does_not_differ_from_itself_and_differs_from_all_others(
    scheme_id: str,
) -> None:
    scheme = load_scheme(scheme_id)
    assert compare_schemes(scheme, scheme) == ()
    assert all(
        compare_schemes(scheme, load_scheme(other))
        for other in scheme_ids()
        if other != scheme_id
    )


def test_random_schemes_have_changes_exactly_when_they_differ() -> None:
    schemes = [random_scheme(seed) for seed in range(min(DRAWS, 60))]
    for one, other in pairwise(schemes):
        assert compare_schemes(one, other)
        assert all(str(change) for change in compare_schemes(one, other))


def test_weights_bands_sources_and_fields_are_told_with_both_values() -> None:
    spec = replace(YUEYANG.indicators[0], weight=Decimal("3.5"))
    changed = replace(
        YUEYANG,
        version="2",
        valid_to=None,
        source=replace(YUEYANG.source, number="财绩〔2021〕1号"),
        bands=(replace(YUEYANG.bands[0], lowest=Decimal(95)), *YUEYANG.bands[1:]),
        indicators=(spec, *YUEYANG.indicators[1:]),
    )
    assert said(YUEYANG, changed) == [
        "基本信息|版本：1 → 2",
        "基本信息|删去失效日期：2020-12-31",
        "基本信息|文号：岳阳市自评报告 → 财绩〔2021〕1号",
        "等级|“优秀”：90分起 → 95分起",
        "指标|项目决策·项目目标·目标内容的分值：4分 → 3.5分",
    ]


def test_a_new_name_is_told_as_such_and_other_changes_with_it() -> None:
    first = YUEYANG.indicators[0]
    renamed = replace(first, path=("项目决策", "项目目标", "目标的内容"), target="明确")
    changed = replace(YUEYANG, indicators=(renamed, *YUEYANG.indicators[1:]))
    assert said(YUEYANG, changed) == [
        "指标|改名：项目决策·项目目标·目标内容 → 项目决策·项目目标·目标的内容",
        "指标|项目决策·项目目标·目标的内容的标杆值：（无） → 明确",
    ]


def test_indicators_that_came_and_went_are_told_with_their_rules() -> None:
    gone = replace(YUEYANG, indicators=YUEYANG.indicators[1:])
    (told,) = said(YUEYANG, gone)
    assert told.startswith(
        "指标|删去指标：项目决策·项目目标·目标内容（4分），按符合的要点计分"
    )
    (told,) = said(gone, YUEYANG)
    assert told.startswith("指标|新增指标：项目决策·项目目标·目标内容（4分）")


def test_a_changed_rule_is_told_by_both_sentences() -> None:
    rules = {**OPEN.rules, "quantity": load_scheme("national-2021").rules["quantity"]}
    rule, source = said(OPEN, replace(OPEN, rules=rules))
    assert rule.startswith("规则|定量指标的规则：得分＝分值×完成率")
    assert " → " in rule
    assert "低于60%的不得分" in rule
    assert source.startswith("规则|定量指标的依据：")


def test_the_order_of_indicators_and_grades_is_told() -> None:
    turned = replace(
        YUEYANG, indicators=(*YUEYANG.indicators[1:], YUEYANG.indicators[0])
    )
    assert said(YUEYANG, turned) == ["指标|次序：指标的先后次序有变化"]
    sections = replace(YUEYANG, sections=tuple(reversed(YUEYANG.sections)))
    assert [told.split("：")[0] for told in said(YUEYANG, sections)] == ["文字|次序"]


def test_sections_funds_defects_and_categories_are_told() -> None:
    dimension = replace(
        OPEN.dimensions[0], categories=OPEN.dimensions[0].categories[1:]
    )
    changed = replace(
        OPEN,
        dimensions=(dimension, *OPEN.dimensions[1:]),
        funds=(*OPEN.funds, "自筹资金"),
        sections=(*OPEN.sections, Section(name="附件", group="材料")),
        defects=(Defect(code="PE-010", where="等级", text="如此"),),
        bands=(*OPEN.bands[:-1], Band(label="不合格", lowest=Decimal(0))),
    )
    assert said(OPEN, changed) == [
        "等级|删去“差”：0分起",
        "等级|新增“不合格”：0分起",
        "一级指标·产出指标|删去“数量指标”：表上2行",
        "资金|新增资金行：自筹资金",
        "文字|新增“附件”：表内，属于“材料”",
        "已知问题|新增问题：PE-010 等级：如此",
    ]

"""The forms of fixed schemes: what they print, what may be typed where, and what they refuse to hold."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from perfeval_xl.errors import BadSubmissionJson
from perfeval_xl.form.filling import conform, drawn, empty_form, fill_form
from perfeval_xl.form.formulas.rating import RatingFormulas
from perfeval_xl.form.identity.stated import (
    IDENTITY_SHEET,
    INSTRUCTIONS_SHEET,
    identity_rows,
    parse_identity,
)
from perfeval_xl.form.layout.rating import rating_layout_for
from perfeval_xl.form.layout.sizes import Sizes, sizes_for
from perfeval_xl.form.layout.spots import INPUT_ROLES
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import FactKind
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.sheets.model import Area
from perfeval_xl.submission.model import (
    DimensionEntry,
    FundsRow,
    Goal,
    Indicator,
    Submission,
)
from tests.sheets.ooxml import schema_errors
from tests.support.ratings import EXAMPLES, FIXED, example_of

YUEYANG = load_scheme("yueyang-2020")
EXAMPLE = example_of("yueyang-2020")


def printed(scheme_id: str, sheet: str) -> dict[str, object]:
    book = openpyxl.load_workbook(BytesIO(empty_form(load_scheme(scheme_id))))
    return {
        cell.coordinate: cell.value
        for row in book[sheet]
        for cell in row
        if cell.value is not None
    }


@pytest.mark.parametrize(
    ("scheme_id", "sheet", "cells"),
    [
        (
            "yueyang-2020",
            "指标体系",
            {
                "A1": "附件3-2",
                "A2": "项目支出绩效评价指标体系（参考样表）",
                "A4": "一级\n指标",
                "B4": "分值",
                "H4": "评价标准",
                "A5": "项目决策",
                "B5": "=20",
                "D6": "8",
                "H5": "①设有目标（1分）\n②目标明确（1分）\n③目标细化（1分）\n④目标量化（1分）",
                "E26": "服务对象满意度",
                "A27": "总分",
            },
        ),
        (
            "yueyang-2020",
            "自评报告",
            {
                "A1": "附件2-2",
                "A5": "评价类型：",
                "A14": "一、项目基本概况",
                "A18": "计划安排资金（万元）",
                "G18": "结余（万元）",
                "A19": "其中：中央财政",
                "G23": "其它",
                "A30": "支出合计",
                "A45": "绩效自评综合得分",
            },
        ),
        (
            "yantian-2024",
            "评分表",
            {
                "A5": "评分指标",
                "A6": "一级指标",
                "D6": "标杆值",
                "G5": "指标说明",
                "I5": "得分",
                "A7": "项目决策",
                "C26": "政府部门及市民满意度",
                "D26": '="≥95%"',
                "A27": "评价等级",
                "F27": "评价得分",
                "A28": "注：90（含）—100分为优秀，80（含）—90分为良，60（含）—80分为中，60分以下为差。",
            },
        ),
        (
            "hedong-2022",
            "综合得分表",
            {
                "A5": "委托单位",
                "A6": "第三方机构",
                "A8": "一级指标",
                "D8": "得分率",
                "A9": "决策",
                "B11": "=42",
                "A13": "合计",
            },
        ),
        (
            "xianan-2024",
            "评价分数和等级",
            {
                "A4": "报告文号",
                "A5": "序号",
                "B5": "项目",
                "C5": "标准分数",
                "E5": "等级",
                "A10": "总计",
            },
        ),
        (
            "framework-2020",
            "评分表",
            {"A5": "一级指标", "D5": "指标解释", "G5": "得分", "C6": "立项依据充分性"},
        ),
    ],
)
def test_the_cells_of_the_official_form_stand_in_their_places(
    scheme_id: str, sheet: str, cells: dict[str, str]
) -> None:
    found = printed(scheme_id, sheet)
    assert {address: found.get(address) for address in cells} == cells


def test_the_rating_tables_have_as_many_rows_as_the_documents() -> None:
    rows = {
        scheme_id: len(rating_layout_for(load_scheme(scheme_id)).asked)
        for scheme_id in EXAMPLES
    }
    assert (rows["yueyang-2020"], rows["yantian-2024"]) == (22, 20)


@pytest.mark.parametrize("scheme_id", FIXED)
def test_inputs_are_unlocked_and_prompted_and_all_else_is_locked(
    scheme_id: str,
) -> None:
    layout = rating_layout_for(load_scheme(scheme_id))
    formulas = RatingFormulas(load_scheme(scheme_id), layout)
    book = openpyxl.load_workbook(BytesIO(empty_form(load_scheme(scheme_id))))
    for plan in layout.plans:
        page = book[plan.title]
        assert page.protection.sheet
        prompted = {
            (row, column)
            for rule in page.data_validations.dataValidation
            if rule.prompt and rule.promptTitle
            for area in rule.sqref.ranges
            for row, column in area.cells
        }
        for spot in plan.spots:
            cell = page.cell(spot.area.top, spot.area.left)
            open_ = spot.role in INPUT_ROLES and formulas.computed(spot.key) is None
            assert cell.protection.locked != open_, (plan.title, cell.coordinate)
            assert not open_ or (spot.area.top, spot.area.left) in prompted, (
                plan.title,
                cell.coordinate,
            )
    for title in (INSTRUCTIONS_SHEET, IDENTITY_SHEET):
        assert book[title].protection.sheet


@pytest.mark.parametrize("scheme_id", FIXED)
def test_every_fact_has_a_validation_of_its_kind(scheme_id: str) -> None:
    layout = rating_layout_for(load_scheme(scheme_id))
    kinds = {
        FactKind.TICK: "list",
        FactKind.CHOICE: "list",
        FactKind.DATE: "date",
        FactKind.COUNT: "whole",
        FactKind.TEXT: "textLength",
    }
    rules = {
        (sheet.title, area.top, area.left): rule
        for sheet in drawn(load_scheme(scheme_id)).sheets
        for rule in sheet.validations
        for area in rule.areas
    }
    for asked in layout.asked:
        for fact in asked.own():
            ref = layout.fields[f"evidence_{asked.index}_{fact.name}"]
            rule = rules[ref.sheet, ref.row, ref.column]
            if fact.kind is FactKind.TEXT and rule.kind == "any":
                continue  # room for a few words: it names a paper
            usual = kinds.get(fact.kind, "decimal")
            if asked.rule.kind == "deductions" and fact.kind is FactKind.POINTS:
                assert rule.kind in {"custom", "list"}, "0, or what the rule names"
            else:
                assert rule.kind == usual
            assert rule.error
            assert len(rule.first) <= 255
            if fact.kind is FactKind.TICK:
                assert rule.first == '"是,否"'


def test_points_taken_off_are_none_or_what_the_rule_names() -> None:
    layout = rating_layout_for(load_scheme("yueyang-2020"))
    asked = next(each for each in layout.asked if each.rule.kind == "deductions")
    sheets = {sheet.title: sheet for sheet in drawn(load_scheme("yueyang-2020")).sheets}
    found = {}
    for name in ("1", "2"):
        ref = layout.fields[f"evidence_{asked.index}_{name}"]
        cell = Area(ref.row, ref.column, ref.row, ref.column)
        rules = sheets[ref.sheet].validations
        found[name] = next(rule for rule in rules if cell in rule.areas), ref.address
    rule, address = found["1"]
    assert rule.first == (
        f"AND(ISNUMBER({address}),OR({address}=0,AND({address}>=4,{address}<=7)))"
    )
    assert found["2"][0].first == '"0,2"'


def test_an_empty_date_cell_shows_dates_in_chinese() -> None:
    scheme = load_scheme("framework-2020")
    layout = rating_layout_for(scheme)
    index = next(each.index for each in layout.asked if each.rule.kind == "deadline")
    ref = layout.fields[f"indicator_{index}_actual"]
    cell = openpyxl.load_workbook(BytesIO(empty_form(scheme)))[ref.sheet][ref.address]
    assert cell.number_format == 'yyyy"年"m"月"d"日"'


@pytest.mark.parametrize("scheme_id", FIXED)
def test_every_field_has_one_cell_and_a_name(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    layout = rating_layout_for(scheme)
    keys = [spot.key for plan in layout.plans for spot in plan.spots if spot.key]
    assert len(keys) == len(set(keys))
    book = openpyxl.load_workbook(BytesIO(empty_form(scheme)))
    assert {f"pe_{key}" for key in layout.fields} == set(book.defined_names)
    for name in (
        "year",
        "project",
        "department",
        "unit",
        "weight_total",
        "self_total",
        "self_grade",
        "goal_0_expected",
    ):
        assert name in layout.fields
    for asked in layout.asked:
        for name in ("target", "actual", "weight", "self_score", "note"):
            assert f"indicator_{asked.index}_{name}" in layout.fields


def test_the_instructions_say_every_rule() -> None:
    text = "\n".join(
        str(value) for value in printed("yueyang-2020", INSTRUCTIONS_SHEET).values()
    )
    for asked in rating_layout_for(YUEYANG).asked:
        assert asked.rule.describe() in text
        assert asked.spec.path[-1] in text


def test_the_identity_holds_the_sizes_of_the_tables() -> None:
    sizes = Sizes(3, {**sizes_for(YUEYANG).tables, "项目支出明细": 9})
    rows = identity_rows(YUEYANG, rating_layout_for(YUEYANG, sizes))
    identity = parse_identity(dict(rows))
    assert (identity.scheme, identity.goals, identity.tables) == (
        "yueyang-2020",
        3,
        sizes.tables,
    )
    damaged = '{"goals": 2, "tables": {"项目支出明细": 100000, "评价人员": "很多"}}'
    assert parse_identity({"scheme": "yueyang-2020", "layout": damaged}).tables == {}


def test_filling_twice_gives_identical_bytes_that_follow_the_schemas() -> None:
    once = fill_form(YUEYANG, EXAMPLE)
    assert once == fill_form(YUEYANG, EXAMPLE)
    assert schema_errors(once) == []


def test_conforming_changes_nothing_in_a_conforming_submission() -> None:
    for scheme_id in EXAMPLES:
        once = conform(load_scheme(scheme_id), example_of(scheme_id))
        assert conform(load_scheme(scheme_id), once) == once


def test_what_is_left_out_becomes_blank_rows_of_the_form() -> None:
    bare = conform(YUEYANG, Submission(scheme=YUEYANG.id))
    assert [row.path for row in bare.indicators] == [
        spec.path for spec in YUEYANG.indicators
    ]
    assert [row.source for row in bare.funds] == list(YUEYANG.funds)
    assert bare.goals == (Goal(), Goal()), "the form prints 项目目标 and 项目实施计划"


def with_first(**changes: object) -> Submission:
    first: Indicator = replace(EXAMPLE.indicators[0], **changes)  # type: ignore[arg-type]
    return replace(EXAMPLE, indicators=(first, *EXAMPLE.indicators[1:]))


@pytest.mark.parametrize(
    ("submission", "named"),
    [
        (replace(EXAMPLE, scheme="yantian-2024"), "yantian-2024"),
        (replace(EXAMPLE, money_unit="元"), "元"),
        (replace(EXAMPLE, year=Entry("20\n20年度 ")), "year"),
        (replace(EXAMPLE, funds=(FundsRow(source="债券资金"),)), "债券资金"),
        (replace(EXAMPLE, funds=(FundsRow(source="省财政"),) * 2), "省财政"),
        (
            replace(
                EXAMPLE, funds=(FundsRow(source="省财政", self_score=Entry("10")),)
            ),
            "self_score",
        ),
        (replace(EXAMPLE, sections={"没有的栏目": Entry("文字")}), "没有的栏目"),
        (replace(EXAMPLE, goals=(Goal(),) * 51), "51"),
        (replace(EXAMPLE, dimensions=(DimensionEntry(name="过程指标"),)), "过程指标"),
        (
            replace(EXAMPLE, dimensions=(DimensionEntry(name="项目决策"),) * 2),
            "项目决策",
        ),
        (
            replace(
                EXAMPLE,
                dimensions=(
                    DimensionEntry(name="项目决策", self_score=Entry("（十）")),
                ),
            ),
            "项目决策",
        ),
        (replace(EXAMPLE, project=Entry("坏\x07字")), "project"),
        (replace(EXAMPLE, unit=Entry("长" * 32_768)), "32768"),
        (replace(EXAMPLE, indicators=(EXAMPLE.indicators[0],) * 2), "出现了两次"),
        (replace(EXAMPLE, indicators=(EXAMPLE.indicators[0],) * 601), "601"),
        (replace(EXAMPLE, tables={"没有的表": ((Entry("一"),),)}), "没有的表"),
        (
            replace(EXAMPLE, tables={"项目支出明细": ((Entry("一"),) * 5,)}),
            "第1行有5栏",
        ),
        (replace(EXAMPLE, tables={"定量指标内容": ((Entry("一"),),) * 9}), "9行"),
        (replace(EXAMPLE, tables={"项目支出明细": ((Entry("一"),),) * 601}), "601"),
        (with_first(path=("项目决策", "项目目标", "别的")), "别的"),
        (with_first(evidence={"佐证": Entry("有")}), "佐证"),
        (with_first(evidence={"self_score": Entry("4")}), "self_score"),
        (with_first(note=Entry("坏\x00字")), "控制字符"),
    ],
)
def test_what_a_form_cannot_hold_is_refused_by_name(
    submission: Submission, named: str
) -> None:
    with pytest.raises(BadSubmissionJson) as refusal:
        fill_form(YUEYANG, submission)
    assert named in refusal.value.message
    assert refusal.value.remedy


def test_a_sum_is_locked_until_somebody_states_it() -> None:
    layout = rating_layout_for(YUEYANG)
    ref = layout.fields["self_total"]
    locked = [
        openpyxl.load_workbook(
            BytesIO(fill_form(YUEYANG, replace(EXAMPLE, self_total=Entry(text))))
        )[ref.sheet][ref.address].protection.locked
        for text in (None, "98")
    ]
    assert locked == [True, False]

"""Layouts are data: every open form that a place prints is drawn, filled and read back without a line of Python."""

from __future__ import annotations

import json
import string
from dataclasses import replace
from functools import cache
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_xl.errors import BadSubmissionJson, SchemeError
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.contents.split_targets import (
    SIGNS,
    parted_target,
    stated_in,
    whole_actual,
    whole_target,
)
from perfeval_xl.form.filling import conform, empty_form, fill_form
from perfeval_xl.form.layout.open import Layout, layout_for
from perfeval_xl.reading.reading import read_submission
from perfeval_xl.refs import CellRef, Entry
from perfeval_xl.scheme.loader import example_json, load_scheme, parse_scheme
from perfeval_xl.submission.model import Submission
from perfeval_xl.submission.spelling import loads
from tests.support.missing import shared_folder

PLACES = ("hubei-2020", "anhui-2020", "shanghai-2020", "yunnan-2022", "sichuan-2022")


def example(scheme_id: str) -> Submission:
    """Return the example of a scheme."""
    return loads(example_json(scheme_id).encode(), "样例.json")


@cache
def filled(scheme_id: str) -> bytes:
    """Return the form of a scheme with its example in it."""
    return fill_form(load_scheme(scheme_id), example(scheme_id))


def layout_of(scheme_id: str) -> Layout:
    """Return the layout of the empty form."""
    return layout_for(load_scheme(scheme_id))


def cells(data: bytes, layout: Layout) -> dict[str, object]:
    """Return what stands in the cells of the form sheet, by address."""
    sheet = openpyxl.load_workbook(BytesIO(data))[layout.sheet]
    return {
        cell.coordinate: cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


@pytest.mark.parametrize("scheme_id", PLACES)
def test_what_is_filled_in_is_read_back(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    conformed = conform(scheme, example(scheme_id))
    reading = read_submission(filled(scheme_id), "a.xlsx")
    assert reading.problems == ()
    assert conform(scheme, reading.submission) == conformed


@pytest.mark.parametrize("scheme_id", PLACES)
def test_the_filled_form_scores_like_the_submission(scheme_id: str) -> None:
    form = evaluate(filled(scheme_id), "a.xlsx")
    submission = evaluate(example_json(scheme_id).encode(), "a.json")
    assert form.scorecard.total == submission.scorecard.total is not None
    assert {problem.code for problem in form.problems} == {"PE-051"}, (
        "how the satisfaction was surveyed is not said"
    )


@pytest.mark.parametrize("scheme_id", PLACES)
def test_every_place_has_the_columns_that_it_prints(scheme_id: str) -> None:
    layout = layout_of(scheme_id)
    printed = set(cells(empty_form(load_scheme(scheme_id)), layout).values())
    for placed in layout.parts:
        for column in placed.part.columns:
            if "{" not in column.heading:
                assert not column.heading or column.heading in printed


def test_hubei_prints_its_own_cells_and_no_others() -> None:
    layout = layout_of("hubei-2020")
    stands = cells(empty_form(load_scheme("hubei-2020")), layout)
    assert stands["A9"] == "预算执行情况\n（万元）\n（20分）"
    assert stands["G9"] == "得分\n（20分*执行率）"
    assert stands["A11"] == "年度绩效目标1\n（80分）"
    assert {
        "项目类别",
        "项目属性",
        "项目类型",
        "填报日期",
        "年初目标值（A）",
        "实际完成值（B）",
    } <= set(stands.values())
    assert not {"年初预算数", "预期目标", "偏差原因分析\n及改进措施"} & set(
        stands.values()
    )
    absent = {
        "funds_0_initial_budget",
        "funds_0_weight",
        "goal_0_expected",
        "indicator_0_note",
        "self_grade",
    }
    assert not absent & layout.fields.keys()


def test_weights_that_hubei_does_not_print_are_filled_in_beside_the_paper() -> None:
    layout = layout_of("hubei-2020")
    weight = layout.fields["indicator_0_weight"]
    assert weight.column == layout.last_column + 1
    assert layout.plans[0].last_column == layout.last_column
    codes = {
        problem.code
        for problem in read_submission(filled("hubei-2020"), "a.xlsx").problems
    }
    assert "PE-187" not in codes, "it is not hidden from paper by the unit"


def test_reasons_without_a_column_of_their_own_stand_in_a_text() -> None:
    data = json.loads(example_json("hubei-2020"))
    assert "PE-034" not in {
        problem.code
        for problem in evaluate(json.dumps(data).encode(), "a.json").problems
    }
    data["sections"]["偏差大或目标未完成原因分析"] = ""
    found = [
        p
        for p in evaluate(json.dumps(data).encode(), "a.json").problems
        if p.code == "PE-034"
    ]
    assert [problem.slots["where"] for problem in found] == [
        "“偏差大或目标未完成原因分析”栏"
    ]


def test_what_a_form_has_no_cell_for_is_refused_and_says_where_it_belongs() -> None:
    scheme, submission = load_scheme("hubei-2020"), example("hubei-2020")
    noted = replace(submission.indicators[0], note=Entry("设备晚到"))
    with pytest.raises(BadSubmissionJson) as refused:
        conform(
            scheme, replace(submission, indicators=(noted, *submission.indicators[1:]))
        )
    assert "偏差大或目标未完成原因分析" in refused.value.remedy
    money = replace(submission.funds[0], initial_budget=Entry("150"))
    with pytest.raises(BadSubmissionJson, match="年初预算数"):
        conform(scheme, replace(submission, funds=(money,)))


@pytest.mark.parametrize("scheme_id", ["yunnan-2022", "sichuan-2022"])
def test_targets_stand_in_three_columns(scheme_id: str) -> None:
    layout = layout_of(scheme_id)
    stands = cells(filled(scheme_id), layout)
    first = [
        stands[layout.at(f"indicator_0_{name}")]
        for name in ("sign", "target", "unit", "actual")
    ]
    assert first == ["≥", 40, "个", 40]
    read = read_submission(filled(scheme_id), "a.xlsx").submission.indicators[0]
    assert (read.target.text, read.actual.text) == ("≥40个", "40个")


def test_a_unit_counts_for_the_actual_value_too() -> None:
    layout = layout_of("yunnan-2022")
    book = openpyxl.load_workbook(BytesIO(filled("yunnan-2022")))
    sheet = book[layout.sheet]
    for name, value in (("sign", "＝"), ("target", 95), ("unit", "%"), ("actual", 98)):
        sheet[layout.at(f"indicator_0_{name}")].value = value
    changed = BytesIO()
    book.save(changed)
    read = read_submission(changed.getvalue(), "a.xlsx").submission.indicators[0]
    assert (read.target.text, read.actual.text) == ("95%", "98%")


TARGETS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(("", *SIGNS)),
        st.decimals(0, 999, places=1),
        st.sampled_from("个%项"),
    ),
)


@given(TARGETS)
def test_a_target_that_is_taken_apart_is_put_together_to_the_same_text(
    text: str,
) -> None:
    whole = whole_target(*parted_target(text))
    assert whole == (text if text.strip() else "")


@given(
    st.text(string.digits + ".%个 达标", max_size=8), st.sampled_from(("", "%", "个"))
)
def test_a_value_with_its_unit_keeps_it(actual: str, unit: str) -> None:
    once = whole_actual(actual, unit)
    assert whole_actual(once, unit) == once or not unit


def test_a_target_that_has_no_columns_of_its_own_stays_whole() -> None:
    layout = layout_of("national-2020")
    stated = stated_in(layout, example("national-2020").indicators[0])
    assert (stated["target"].text, set(stated)) == (
        "≥40个",
        {"target", "actual", "weight", "self_score", "note"},
    )


OWN = """
extends = "national-2020"
id = "own-2025"
title = "自己的版式"
form_title = "单位绩效自评表"
source = { document = "通知", number = "某财绩〔2025〕1号" }
weights_source = { document = "通知", number = "某财绩〔2025〕1号" }
sections = [{ name = "说明" }]

[[form.sheets]]
title = "{form_title}"
heading = "{form_title}"
year = true
widths = [20, 12, 12, 12, 12, 10, 10, 20.5]

[[form.sheets.parts]]
kind = "fields"
fields = [
    [{ label = "项目", field = "project", spans = [1, 7] }],
    [{ label = "主管部门", field = "department", spans = [1, 3] }, { label = "单位", field = "unit", spans = [1, 3] }],
]

[[form.sheets.parts]]
kind = "funds"
columns = [
    { kind = "source", heading = "资金" },
    { kind = "budget", heading = "预算", span = 2 },
    { kind = "executed", heading = "执行", span = 2 },
    { kind = "weight", heading = "分值" },
    { kind = "self_score", heading = "得分" },
    { kind = "rate", heading = "执行率" },
]

[[form.sheets.parts]]
kind = "indicators"
columns = [
    { kind = "name", heading = "指标" },
    { kind = "category", heading = "二级" },
    { kind = "dimension", heading = "一级" },
    { kind = "actual", heading = "完成" },
    { kind = "target", heading = "目标" },
    { kind = "weight", heading = "分值" },
    { kind = "self_score", heading = "得分" },
    { kind = "note", heading = "原因" },
]

[[form.sheets.parts]]
kind = "total"
columns = [{ kind = "label", heading = "合计", span = 5 }, { kind = "weight" }, { kind = "self_score" }, { kind = "grade" }]

[[form.sheets.parts]]
kind = "sections"
columns = [{ kind = "label" }, { kind = "text", span = 7 }]
"""


def test_a_new_layout_needs_no_python() -> None:
    scheme = parse_scheme(OWN, "own-2025.toml")
    layout = layout_for(scheme)
    assert layout.fields["indicator_0_target"] == CellRef(
        "单位绩效自评表", layout.rows["indicators"], 5
    )
    assert layout.fields["indicator_0_name"].column == 1
    assert "goal_0_expected" not in layout.fields
    stands = cells(empty_form(scheme), layout)
    assert (stands["A2"], stands["A6"], stands["H11"]) == (
        "单位绩效自评表",
        "资金",
        "原因",
    )


@pytest.mark.parametrize(
    ("was", "instead", "told"),
    [
        (
            '{ kind = "target", heading = "目标" }',
            '{ kind = "unit", heading = "目标" }',
            "没有 target 一栏",
        ),
        ("widths = [20,", "widths = [20, 5,", "共占8列，应为9列"),
        ('field = "unit"', 'field = "year"', "没有填写 unit 的地方"),
        (
            '{ kind = "name", heading = "指标" }',
            '{ kind = "note", heading = "指标" }',
            "重复的列",
        ),
    ],
)
def test_a_layout_that_cannot_be_filled_in_is_refused(
    was: str, instead: str, told: str
) -> None:
    with pytest.raises(SchemeError) as refused:
        parse_scheme(OWN.replace(was, instead, 1), "own-2025.toml")
    assert told in refused.value.message


def test_the_published_forms_of_hubei_are_not_asked_for_what_their_form_does_not_have() -> (
    None
):
    for file in sorted(
        (shared_folder() / "field-cases" / "02-hubei-official-form").glob("*.json")
    ):
        problems = evaluate(file.read_bytes(), file.name).problems
        asked = [
            problem.slots.get("field", "")
            for problem in problems
            if problem.code == "PE-050"
        ]
        assert not {"年初预算数", "预期目标", "实际完成情况"} & set(asked), file.name

"""Sheets copied or moved into a new workbook are read by their labels; what cannot be told is asked."""

from __future__ import annotations

import io
import time
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from perfeval_xl.errors import NotOurForm, UnclearForm
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import empty_form, fill_form
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.reading import read_submission
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme, scheme_ids
from perfeval_xl.submission.spelling import as_json, loads
from tests.support.draws import in_turn
from tests.support.issued import issued
from tests.support.moved import (
    moved,
    moved_by_office,
    moved_into,
    saved,
    visible_sheets,
)
from tests.support.office import Office

SCHEMES = [each for each in scheme_ids() if has_example(each)]
OPEN = [each for each in SCHEMES if load_scheme(each).family == "open"]


@cache
def example(scheme_id: str) -> bytes:
    return fill_form(load_scheme(scheme_id), loads(example_json(scheme_id)))


def codes(data: bytes, scheme_id: str = "") -> list[str]:
    return [
        problem.code for problem in read_submission(data, "表.xlsx", scheme_id).problems
    ]


def test_every_scheme_is_tried() -> None:
    assert len(SCHEMES) >= 9


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_copied_sheets_give_the_same_submission(scheme_id: str) -> None:
    form = example(scheme_id)
    before, after = (
        read_submission(form, "表"),
        read_submission(moved(form), "表", scheme_id),
    )
    assert as_json(after.submission) == as_json(before.submission)
    assert [problem.code for problem in after.problems] == [
        "PE-230",
        *(each.code for each in before.problems),
    ]


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_renamed_between_other_sheets(scheme_id: str) -> None:
    form = example(scheme_id)
    titles = {
        title: f"Sheet{number}" for number, title in enumerate(visible_sheets(form))
    }

    def beside(book: Workbook) -> None:
        book.create_sheet("汇总", 0).append(["项目名称", "得分"])
        book.create_sheet("评分依据").append(["单位", "电话"])

    after = read_submission(moved(form, titles, beside), "表", scheme_id)
    assert as_json(after.submission) == as_json(read_submission(form, "表").submission)


@pytest.mark.parametrize(
    ("scheme_id", "suffix"), in_turn(SCHEMES, [".xlsx", ".ods", ".xls"])
)
def test_moved_by_an_office_program(
    office: Office, tmp_path: Path, scheme_id: str, suffix: str
) -> None:
    form = example(scheme_id)
    after = read_submission(
        moved_by_office(office, tmp_path, form, suffix), "表", scheme_id
    )
    assert as_json(after.submission) == as_json(read_submission(form, "表").submission)


@pytest.mark.parametrize(("scheme_id", "seed"), in_turn(OPEN, [2, 5]))
def test_rows_that_a_distributed_form_has_more(scheme_id: str, seed: int) -> None:
    form = issued(seed, None, scheme_id)
    after = read_submission(moved(form), "表", scheme_id)
    assert as_json(after.submission) == as_json(read_submission(form, "表").submission)


def test_a_row_that_was_inserted_counts() -> None:
    def insert(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.delete_rows(17)  # the second, empty row of 质量指标
        sheet.insert_rows(15)
        for column, value in ((4, "新增指标"), (5, "≥3个"), (6, "3个"), (7, 1), (8, 1)):
            sheet.cell(15, column, value)

    def flat(book: Workbook) -> None:
        for area in list(book.worksheets[0].merged_cells.ranges):
            book.worksheets[0].unmerge_cells(area.coord)
        insert(book)

    read = read_submission(
        moved(example("national-2020"), change=flat), "表", "national-2020"
    ).submission
    added = next(each for each in read.indicators if each.path[2] == "新增指标")
    assert added.path[:2] == ("产出指标", "数量指标")
    assert (added.target.text, added.actual.text, added.weight.text) == (
        "≥3个",
        "3个",
        "1",
    )


def with_year(year: str, scheme_id: str = "national-2020") -> bytes:
    """Return the main sheet alone, without its help columns, in which nothing but the year can tell the scheme."""

    def change(book: Workbook) -> None:
        book.worksheets[0]["A3"] = f"（{year}年度）"

    form = example(scheme_id)
    return moved(form, {visible_sheets(form)[0]: "Sheet1"}, change)


def test_the_year_decides_where_labels_do_not() -> None:
    assert read_submission(with_year("2024"), "表").scheme.id == "national-2020"


@pytest.mark.parametrize("year", ["2022", "    "])
def test_what_cannot_be_told_is_asked_and_can_be_set(year: str) -> None:
    with pytest.raises(
        UnclearForm, match=r"national-2020（.*xinzhou-2022（.*--scheme"
    ) as caught:
        read_submission(with_year(year), "表")
    assert caught.value.code == "PE-231"
    for scheme_id in ("national-2020", "xinzhou-2022"):
        assert read_submission(with_year(year), "表", scheme_id).scheme.id == scheme_id
    assert (
        evaluate(with_year(year), "表", load_scheme("xinzhou-2022")).scheme.id
        == "xinzhou-2022"
    )


def test_a_further_sheet_decides_and_one_that_is_missing_is_told() -> None:
    form = example("xinzhou-2022")
    assert read_submission(moved(form), "表").scheme.id == "xinzhou-2022"
    main = visible_sheets(form)[0]
    assert codes(moved(form, {main: main}), "xinzhou-2022").count("PE-232") == 1
    fixed = example("yueyang-2020")
    alone = moved(fixed, {"指标体系": "Sheet1"})
    assert codes(alone).count("PE-232") == 2
    assert "PE-095" not in codes(alone)


def test_several_forms_in_one_workbook() -> None:
    form, blank = example("national-2021"), empty_form(load_scheme("national-2021"))
    title = visible_sheets(form)[0]

    def more(data: bytes) -> bytes:
        return moved(
            form, {title: "甲"}, lambda book: moved_into(book, data, {title: "乙"})
        )

    with pytest.raises(UnclearForm, match="“甲”、“乙”"):
        read_submission(more(example("national-2021")), "表")
    assert read_submission(more(blank), "表").submission.project.location.sheet == "甲"


def test_the_marked_copy_of_a_moved_sheet() -> None:
    data = moved(example("national-2021"))
    marked = mark_up(evaluate(data, "表.xlsx"))
    assert as_json(read_submission(marked, "表").submission) == as_json(
        read_submission(data, "表").submission
    )


TARGETS = """项目支出绩效目标申报表 项目名称 主管部门 实施单位 项目资金（万元） 年度资金总额 其中：财政拨款 其他资金 年度总体目标
一级指标 二级指标 三级指标 指标值 产出指标 数量指标 质量指标 时效指标 成本指标 效益指标 经济效益指标 社会效益指标 生态效益指标
可持续影响指标 满意度指标 服务对象满意度指标"""


@pytest.mark.parametrize(
    "labels",
    [
        TARGETS,
        "姓名 单位 职务 电话",
        "部门 项目名称 年初预算数 全年预算数 全年执行数 执行率",
    ],
)
def test_other_tables_are_refused(labels: str) -> None:
    book = Workbook()
    for label in labels.split():
        book.active.append([label, "内容"])
    with pytest.raises(NotOurForm):
        read_submission(saved(book), "表")


def test_a_large_foreign_workbook_costs_little() -> None:
    book = Workbook()
    for row in range(10_000):
        book.active.append([f"科目{row}", row, "预算", row * 2])
    data = saved(book)
    started = time.process_time()
    load_workbook(io.BytesIO(data))
    opened = time.process_time()
    with pytest.raises(NotOurForm):
        read_submission(data, "表")
    refused = time.process_time()
    # As a share of what openpyxl needs to open it: the machine may be busy.
    assert refused - opened < 4 * (opened - started)

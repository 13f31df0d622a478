"""What a project list says about handing in goes into the form of its project; what is given for all holds elsewhere."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from perfeval_xl.distribution.distributing import distribute_forms
from perfeval_xl.distribution.notices import lines_for
from perfeval_xl.distribution.preparing import NamedFile, prepare
from perfeval_xl.form.identity.stated import CHECKS_SHEET

_HEADINGS = "部门,单位,项目名称,年度,年初预算：年度资金总额"
_PROJECT = "市大数据局,市大数据中心,政务云平台运行维护,2024,30"


def listed(headings: str, cells: str) -> NamedFile:
    """A list of one project with further columns."""
    text = f"{_HEADINGS},{headings}\n{_PROJECT},{cells}\n"
    return NamedFile("清单.csv", text.encode())


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("截止日期", "报送截止"),
        ("报送截止", "报送截止"),
        ("*报送截止日期：", "报送截止"),
        ("联系人", "联系人"),
        ("联系电话", "联系人"),
        ("报送邮箱", "报送到"),
        ("附件清单", "随附材料"),
        ("随附材料（纸质）", "随附材料"),
    ],
)
def test_a_column_about_handing_in_is_a_line_of_the_form(
    heading: str, label: str
) -> None:
    plan = prepare(listed(heading, "见通知"), scheme="national-2020").plan
    assert [project.notice for project in plan.good] == [((label, "见通知"),)]
    assert plan.problems == (), "and is no column that was not read"


@pytest.mark.parametrize("heading", ["项目联系人", "单位联系人", "项目负责人"])
def test_the_people_of_the_unit_are_not_whom_to_ask(heading: str) -> None:
    plan = prepare(listed(heading, "某人"), scheme="national-2020").plan
    assert [project.notice for project in plan.good] == [()]
    assert [problem.code for problem in plan.problems] == ["PE-240"]


@pytest.mark.parametrize("text", ["2025-01-20", "2025年1月20日", "2025/1/20前"])
def test_a_day_is_said_in_one_way(text: str) -> None:
    (project,) = prepare(listed("截止日期", text), scheme="national-2020").plan.good
    assert project.notice == (("报送截止", "2025年1月20日前"),)
    assert project.due == date(2025, 1, 20)


@pytest.mark.parametrize("text", ["2025年2月30日", "45677"])
def test_a_day_that_is_none_is_told_and_no_form_is_made(text: str) -> None:
    plan = prepare(listed("截止日期", text), scheme="national-2020").plan
    assert [problem.code for problem in plan.problems] == ["PE-261"]
    assert plan.good == ()


def test_a_person_and_a_number_are_one_line() -> None:
    file = listed("联系人,联系电话", "绩效科,总机转3")
    (project,) = prepare(file, scheme="national-2020").plan.good
    assert project.notice == (("联系人", "绩效科 总机转3"),)


def test_the_list_goes_before_what_is_given_for_all() -> None:
    own = (("联系人", "业务科"),)
    common = (("报送截止", "2025年1月20日前"), ("联系人", "绩效科"))
    assert lines_for(own, common) == (
        ("报送截止", "2025年1月20日前"),
        ("联系人", "业务科"),
    )
    assert lines_for((), common) == common


def test_the_form_carries_both(tmp_path) -> None:
    plan = prepare(listed("联系人", "业务科"), scheme="national-2020").plan
    notice = (("报送截止", "2025年1月20日前"), ("联系人", "绩效科"))
    done = distribute_forms(plan.good, tmp_path, notice=notice)
    data = (tmp_path / done.records[0].file).read_bytes()
    sheet = openpyxl.load_workbook(BytesIO(data))[CHECKS_SHEET]
    told = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2)}
    assert told["报送截止"] == "2025年1月20日前"
    assert told["联系人"] == "业务科"

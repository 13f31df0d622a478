"""A form on several sheets is one form; two projects in a workbook stay two."""

from __future__ import annotations

import io

import openpyxl
import pytest

from perfeval_xl.errors import SeveralForms
from perfeval_xl.reading import read_submission

HEADINGS = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
]
HEAD = [
    ["项目支出绩效自评表（2023年度）"],
    ["项目名称", "修路"],
    ["主管部门", "示例局", "实施单位", "示例所"],
    ["项目资金（万元）", "", "全年预算数", "全年执行数", "执行率"],
    ["", "年度资金总额", "100", "95", "95%"],
    ["年度目标", "修路三公里。"],
]
OUTPUT = [HEADINGS, ["产出指标", "数量指标", "里程", "≥3公里", "3公里", "50", "50"]]
EFFECT = [HEADINGS, ["效益指标", "社会效益指标", "受益人数", "≥9人", "8人", "40", "35"]]
EXECUTION = [HEADINGS, ["预算执行率", "", "", "100%", "95%", "10", "9.5"], *OUTPUT[1:]]


def book(*sheets: list[list[str]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for rows in sheets:
        sheet = made.create_sheet()
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "sheets",
    [
        (HEAD, OUTPUT + EFFECT[1:]),
        (OUTPUT + EFFECT[1:], HEAD),
        (HEAD + OUTPUT, EFFECT),
        (HEAD, OUTPUT, EFFECT),
    ],
)
def test_facts_and_indicators_of_several_sheets_are_one_form(
    sheets: tuple[list[list[str]], ...],
) -> None:
    read = read_submission(book(*sheets), "表.xlsx").submission
    said = (
        read.project.text,
        read.unit.text,
        read.year.text,
        read.funds[0].executed.text,
    )
    assert said == ("修路", "示例所", "2023", "95")
    assert read.goals[0].expected.text == "修路三公里。"
    assert [row.path[2] for row in read.indicators] == ["里程", "受益人数"]
    assert (
        len(
            {
                entry.location.sheet
                for entry in (read.project, read.indicators[-1].actual)
            }
        )
        == 2
    )


def test_points_of_the_execution_among_the_indicators_join_the_money_of_another_sheet() -> (
    None
):
    total = read_submission(book(HEAD, EXECUTION), "表.xlsx").submission.funds[0]
    assert total.weight is not None
    assert total.self_score is not None
    assert (total.budget.text, total.weight.text, total.self_score.text) == (
        "100",
        "10",
        "9.5",
    )


def test_two_projects_stay_two_forms() -> None:
    other = [["项目支出绩效自评表"], ["项目名称", "架桥"], *EFFECT]
    with pytest.raises(SeveralForms):
        read_submission(book(HEAD + OUTPUT, other), "表.xlsx")

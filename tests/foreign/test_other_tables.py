"""Tables that are no 自评表 are told apart by name, and never read as one."""

from __future__ import annotations

import io

import openpyxl
import pytest

from perfeval_xl.errors import NotOurForm, OtherTable, TooLargeWorkbook
from perfeval_xl.reading import read_submission

HEADINGS = ["一级指标", "二级指标", "三级指标", "年度指标值"]
DONE = [*HEADINGS, "实际完成值", "分值", "得分"]


def table(*rows: list[str]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (
            table(["2024年度部门整体支出绩效自评表"], ["部门名称", "示例局"], DONE),
            "部门整体支出绩效自评表",
        ),
        (
            table(
                ["项目支出绩效目标申报表"],
                ["项目名称", "修路"],
                HEADINGS,
                ["产出指标", "数量指标", "里程", "≥3公里"],
            ),
            "绩效目标申报表",
        ),
        (
            table(
                ["项目名称", "修路"],
                HEADINGS,
                ["产出指标", "数量指标", "里程", "≥3公里"],
            ),
            "绩效目标申报表",
        ),
        (table(["项目绩效运行监控表"], ["项目名称", "修路"], DONE), "绩效运行监控表"),
        (
            table(["2024年部门预算表，各项指标"], ["科目", "金额"], ["教育支出", "30"]),
            "预算表",
        ),
        (
            table(["参会人员名单（指标组）"], ["姓名", "单位"], ["张三", "示例局"]),
            "名单",
        ),
    ],
)
def test_each_is_called_by_its_name(data: bytes, name: str) -> None:
    with pytest.raises(OtherTable, match=name) as caught:
        read_submission(data, "送来的.xlsx")
    assert caught.value.code == "PE-301"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2023年单位整体绩效自评表", "部门整体支出绩效自评表"),
        ("整体自评", "部门整体支出绩效自评表"),
        ("2023年部门整体自评情况表", "部门整体支出绩效自评表"),
        ("某局2023年度绩效自评表（整体）", "部门整体支出绩效自评表"),
        ("2024年部门预算项目绩效目标公开表", "绩效目标申报表"),
        ("财政支出项目绩效目标批复表", "绩效目标申报表"),
        ("项目绩效跟踪表", "绩效运行监控表"),
        ("2023年度项目绩效自评结果汇总表", "绩效自评汇总表"),
        ("项目支出绩效自评得分一览表", "绩效自评汇总表"),
        ("部门收支总表", "预算表"),
        ("一般公共预算支出表", "预算表"),
        ("收入支出决算总表", "决算表"),
        ("三公经费支出表", "决算表"),
        ("评审专家名单", "名单"),
        ("绩效指标培训报名表", "名单"),
        ("共性绩效指标库", "评价指标体系"),
        ("绩效自评复核表", "绩效自评复核表"),
        ("办公设备采购清单", "采购清单"),
    ],
)
def test_a_title_tells_the_kind_of_a_table(title: str, name: str) -> None:
    with pytest.raises(OtherTable, match=name):
        read_submission(
            table([title], ["名称", "预算数"], ["电脑", "3"]), "送来的.xlsx"
        )


@pytest.mark.parametrize("title", ["整体自评", "2023年度单位整体自评表"])
def test_the_form_of_a_whole_unit_is_none_of_a_project(title: str) -> None:
    row = ["产出指标", "数量指标", "里程", "3公里", "3公里", "50", "50"]
    with pytest.raises(OtherTable, match="整体支出"):
        read_submission(table([title], ["单位名称", "示例局"], DONE, row), "表.xlsx")


def test_a_project_whose_name_speaks_of_the_whole_is_a_project() -> None:
    row = ["产出指标", "数量指标", "里程", "3公里", "3公里", "50", "50"]
    data = table(["项目支出绩效自评表"], ["项目名称", "城市整体支出优化"], DONE, row)
    assert read_submission(data, "表.xlsx").submission.indicators


def test_a_sentence_that_speaks_of_another_table_is_no_title() -> None:
    row = ["产出指标", "数量指标", "里程", "3公里", "3公里", "50", "50"]
    said = "金额与部门决算表一致，名单见附件，采购清单另附。"
    data = table([said], ["项目名称", "修路"], DONE, row)
    assert read_submission(data, "送来的.xlsx").submission.indicators


def test_a_table_without_headings_is_none_of_them() -> None:
    with pytest.raises(NotOurForm) as caught:
        read_submission(table(["指标", "值"], ["一", "二"]), "送来的.xlsx")
    assert caught.value.code == "PE-077"


def test_more_sources_of_money_than_a_form_can_have_are_too_many() -> None:
    sources = [[f"来源{number}", "1", "1", "1"] for number in range(120)]
    head = ["资金来源", "年初预算数", "全年预算数", "全年执行数"]
    row = ["产出指标", "数量指标", "里程", "3公里", "3公里", "90", "90"]
    with pytest.raises(TooLargeWorkbook, match="行资金"):
        read_submission(
            table(
                ["项目支出绩效自评表"], ["项目名称", "修路"], head, *sources, DONE, row
            ),
            "送来的.xlsx",
        )


def test_more_indicators_than_a_form_can_have_are_too_many() -> None:
    rows = [
        ["产出指标", "数量指标", f"第{number}项", "1个", "1个", "1", "1"]
        for number in range(2500)
    ]
    with pytest.raises(TooLargeWorkbook, match="项指标"):
        read_submission(
            table(["项目支出绩效自评表"], ["项目名称", "修路"], DONE, *rows),
            "送来的.xlsx",
        )

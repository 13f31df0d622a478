"""绩效目标申报表 as different places lay it out, recognised by what the headings say."""

from __future__ import annotations

import pytest

from perfeval_xl.distribution.declarations import Declarations, read_declarations
from perfeval_xl.distribution.grid import Grid
from tests.support.rosters import GOOD, prepared, roster, sheet_of

FENGJIE = {
    "A1": "项目绩效目标申报表",
    "A2": "项目名称", "B2": "政务云运维", "E2": "项目编码", "F2": "XM001",
    "A3": "建设周期", "B3": "2023年", "E3": "业务主管部门", "F3": "数据局",
    "A4": "年度主要目标和成果", "B4": "保障七个系统稳定运行",
    "A6": "一级指标", "B6": "二级指标", "C6": "三级指标", "D6": "指标值", "E6": "分值", "F6": "指标解释",
    "A7": "预算执行率", "C7": "年度预算执行率", "D7": "100%", "E7": 10,
    "A8": "产出（40-50）", "B8": "数量", "C8": "指标1：运维系统数量", "D8": "7个", "E8": 50, "F8": "以合同为准",
    "A9": "效益", "B9": "社会效益", "C9": "便利程度", "D9": "提高", "E9": 30,
    "A10": "满意度", "C10": "使用人员满意度", "D10": "≥95%", "E10": 10,
    "A11": "填报人", "C11": "电话",
}  # fmt: skip
"""奉节县: 指标值, 分值, 指标解释, and the execution rate as a row of its own."""

FULIANG = {
    "A1": "项目支出绩效目标表",
    "A2": "项目名称", "B2": "政务云运维",
    "A4": "一级指标", "B4": "二级指标", "C4": "三级指标", "D4": "计算符号", "E4": "目标值", "F4": "度量单位", "G4": "指标值说明",
    "A5": "产出指标", "B5": "数量指标", "C5": "运维系统数量", "D5": "≥", "E5": 7, "F5": "个", "G5": "合理",
    "C6": "巡检次数", "D6": "=", "E6": 12, "F6": "次",
    "B7": "成本指标", "C7": "成本控制", "D7": "≤", "E7": 24.5, "F7": "万元",
    "A8": "满意度指标", "B8": "服务对象满意度指标", "C8": "满意度", "D8": "≥", "E8": 95, "F8": "%",
}  # fmt: skip
"""浮梁县: 计算符号, 目标值, 度量单位, and merged cells for 一级 and 二级指标."""

NINGXIANG = {
    "A1": "项目名称", "B1": "政务云运维",
    "A3": "长期绩效指标", "B3": "一级指标", "C3": "二级指标", "D3": "三级指标", "E3": "指标值",
    "B4": "产出指标", "C4": "数量指标", "D4": "三年运维系统数量", "E4": "21个",
    "A6": "年度绩效指标", "B6": "一级指标", "C6": "二级指标", "D6": "三级指标", "E6": "指标值",
    "B7": "产出指标", "C7": "数量指标", "D7": "运维系统数量", "E7": "7个",
    "C8": "质量指标", "D8": "可用率", "E8": "≥99%",
}  # fmt: skip
"""宁乡: 长期 and 年度, one below the other."""

STANDARD = {
    "A1": "项目名称", "C1": "政务云运维", "A2": "实施单位", "C2": "大数据中心",
    "B4": "长期绩效指标", "E4": "年度绩效指标",
    "A5": "一级指标", "B5": "二级指标", "C5": "三级指标", "D5": "指标值", "E5": "二级指标", "F5": "三级指标", "G5": "指标值",
    "A6": "产出指标", "B6": "数量指标", "C6": "指标1：三年数量", "D6": "21个", "E6": "数量指标", "F6": "指标1：数量", "G6": "7个",
    "C7": "指标2：", "F7": "指标2：……",
    "A8": "满意度指标", "B8": "满意度指标", "C8": "三年满意度", "D8": "95%", "E8": "满意度指标", "F8": "满意度", "G8": "≥90%",
}  # fmt: skip
"""The standard form: 实施期 at the left, 年度 at the right of the same 一级指标."""


def read(cells: dict[str, object]) -> Declarations:
    return read_declarations(Grid.sheets(sheet_of(cells), "申报表.xlsx"))


@pytest.mark.parametrize(
    ("cells", "expected", "long_term"),
    [
        (
            FENGJIE,
            [
                (("产出指标", "数量指标", "运维系统数量"), "7个", "50"),
                (("效益指标", "社会效益指标", "便利程度"), "提高", "30"),
                (("满意度指标", "服务对象满意度指标", "使用人员满意度"), "≥95%", "10"),
            ],
            0,
        ),
        (
            FULIANG,
            [
                (("产出指标", "数量指标", "运维系统数量"), "≥7个", None),
                (("产出指标", "数量指标", "巡检次数"), "12次", None),
                (("产出指标", "成本指标", "成本控制"), "≤24.5万元", None),
                (("满意度指标", "服务对象满意度指标", "满意度"), "≥95%", None),
            ],
            0,
        ),
        (
            NINGXIANG,
            [
                (("产出指标", "数量指标", "运维系统数量"), "7个", None),
                (("产出指标", "质量指标", "可用率"), "≥99%", None),
            ],
            1,
        ),
        (
            STANDARD,
            [
                (("产出指标", "数量指标", "数量"), "7个", None),
                (("满意度指标", "服务对象满意度指标", "满意度"), "≥90%", None),
            ],
            2,
        ),
    ],
    ids=["奉节", "浮梁", "宁乡", "standard"],
)
def test_a_layout_is_recognised_by_its_headings(
    cells: dict[str, object],
    expected: list[tuple[tuple[str, ...], str, str | None]],
    long_term: int,
) -> None:
    found = read(cells)
    assert found.problems == ()
    [declared] = found.sets
    assert declared.project.text == "政务云运维"
    assert [
        (t.path, t.target.text, t.weight.text) for t in declared.targets
    ] == expected
    assert found.long_term == long_term


def test_the_layout_may_stand_anywhere_on_the_sheet() -> None:
    moved = {
        f"{chr(ord(address[0]) + 3)}{int(address[1:]) + 5}": value
        for address, value in FULIANG.items()
    }
    assert [t.path for t in read(moved).sets[0].targets] == [
        t.path for t in read(dict(FULIANG)).sets[0].targets
    ]


def test_targets_of_a_file_reach_their_project_by_code_or_name() -> None:
    for cells in (FENGJIE, FULIANG, NINGXIANG, STANDARD):
        plan = prepared(roster([GOOD]), sheet_of(dict(cells))).plan
        assert {problem.code for problem in plan.problems} <= {"PE-161"}, (
            "a target such as 提高 is told, and issued"
        )
        assert plan.projects[0].targets
    assert (
        prepared(roster([GOOD]), sheet_of(dict(FENGJIE))).plan.projects[0].goal.text
        == "保障七个系统稳定运行"
    )


def test_a_file_without_targets_is_told() -> None:
    plan = prepared(roster([GOOD]), sheet_of({"A1": "会议通知"})).plan
    assert [(p.code, p.place.file) for p in plan.problems] == [
        ("PE-115", "申报表1.xlsx")
    ]


def test_several_files_and_sheets_are_put_together() -> None:
    other = {**FULIANG, "B2": "别的项目"}
    second = ("市数据局", "中心", "别的项目", None, None, 2024, None, 5)
    plan = prepared(
        roster([GOOD, second]), sheet_of(dict(FULIANG)), sheet_of(other)
    ).plan
    assert plan.problems == ()
    assert [len(project.targets) for project in plan.projects] == [4, 4]

"""Documents of sentences: a report is told by name, fields behind their labels are read, figures in long texts are not taken."""

from __future__ import annotations

import pytest

from perfeval_xl.errors import OtherTable
from perfeval_xl.reading import read_submission
from perfeval_xl.submission.model import Submission
from tests.support.layout_files import as_docx
from tests.support.layouts import WIDTH, Drawing

REPORT = (
    "某县水务局2023年度项目支出绩效自评报告",
    "（一）项目概况。小型水库维修养护项目2023年预算安排120万元，实际支出114万元，预算执行率95%。",
    "产出指标满分50分，得分49分。数量指标完成8座，达到年初目标。",
    "自评得分97分，等级为优。",
)
LABELS = (
    "项目支出绩效自评表",
    "（2023年度）",
    "项目名称：小型水库维修养护",
    "主管部门：某县水务局    实施单位：某县水库管理所",
    "全年预算数：120万元",
    "全年执行数：114万元",
    "执行率：95%",
    "年度总体目标：完成8座水库维修养护",
    "全年实际完成情况：完成8座",
    "自评得分：97",
)
TABLE = (
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    ("产出指标", "数量指标", "维修养护座数", "8座", "8座", "50", "50"),
)


def document(lines: tuple[str, ...], *, table: bool) -> bytes:
    rows = TABLE if table else (("第1页", "共1页"),)
    drawing = Drawing(rows=len(lines) + len(rows))
    for number, line in enumerate(lines, start=1):
        drawing.cells.append((number, 1, 1, WIDTH, line))
    for number, row in enumerate(rows, start=len(lines) + 1):
        for column, text in enumerate(row, start=1):
            drawing.cells.append((number, column, 1, 1, text))
    return as_docx(drawing)


def read(lines: tuple[str, ...]) -> Submission:
    return read_submission(document(lines, table=True), "报告.docx").submission


def test_a_report_without_a_table_of_indicators_is_told_by_name() -> None:
    with pytest.raises(OtherTable) as told:
        read_submission(document(REPORT, table=False), "报告.docx")
    assert "绩效评价报告（文字）" in told.value.message


def test_fields_and_money_behind_their_labels_are_read() -> None:
    found = read(LABELS)
    money = found.funds[0]
    assert found.project.text == "小型水库维修养护"
    assert found.unit.text == "某县水库管理所"
    assert found.money_unit == "万元"
    assert (money.budget.text, money.executed.text) == ("120", "114")
    assert money.rate is not None
    assert money.rate.text == "95%"
    assert found.self_total.text == "97"
    assert found.goals[0].achieved.text == "完成8座"


def test_points_that_a_sentence_gives_a_level_are_not_those_of_the_execution() -> None:
    found = read(REPORT)
    money = found.funds[0]
    assert (money.budget.text, money.executed.text) == ("120", "114")
    assert money.self_score is None or money.self_score.blank
    assert len(found.indicators) == 1

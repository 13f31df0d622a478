"""The columns of every sheet of the 汇总表: data, in the order in which they are printed."""

from __future__ import annotations

from dataclasses import replace

from perfeval_xl.problems import Severity
from perfeval_xl.summary.projects import (
    DOUBTFUL,
    NO_TOTAL,
    OPEN,
    OUT_OF_RANGE,
    PASSED,
    RETURNED,
)
from perfeval_xl.summary.tables import Column

__all__ = [
    "CONSPICUOUS",
    "DEPARTMENTS",
    "INDICATORS",
    "LETTERS",
    "OTHERS",
    "OWED",
    "PROBLEMS",
    "PROBLEM_DETAILS",
    "REPEATS",
    "SCORES",
    "SCORES_PRINTED",
    "UNREADABLE",
]

_STATES = {PASSED: "E2EFDA", RETURNED: "F8CBAD"}
_NOT_COUNTED = dict.fromkeys((NO_TOTAL, DOUBTFUL, OPEN, OUT_OF_RANGE), "FFE699")
_SEVERITIES = {str(Severity.ERROR): "F8CBAD", str(Severity.WARNING): "FFE699"}

_FILE = Column(key="file", heading="文件", width=18)
_RECEIVED = Column(key="received", heading="收到时间", width=11, look="centre")
_SENDER = Column(key="sender", heading="报送人", width=18)
_SUBJECT = Column(key="subject", heading="邮件主题", width=16)
_ORIGIN = Column(key="origin", heading="来源", width=16)

SCORES = (
    Column(key="department", heading="主管部门", width=14),
    Column(key="unit", heading="实施单位", width=14),
    Column(key="project", heading="项目名称", width=20),
    Column(key="code", heading="项目编码", width=11),
    Column(key="year", heading="年度", width=6, look="centre"),
    Column(key="state", heading="状态", width=6, look="centre", fills=_STATES),
    Column(key="budget", heading="全年预算数", width=10, look="money"),
    Column(key="executed", heading="全年执行数", width=10, look="money"),
    Column(key="money_unit", heading="金额单位", width=6, look="centre"),
    Column(key="rate", heading="执行率", width=9, look="rate"),
    Column(key="self_total", heading="自评总分", width=8, look="points"),
    Column(key="self_grade", heading="自评等级", width=6, look="centre"),
    Column(key="rule_total", heading="规则总分", width=8, look="points"),
    Column(key="rule_grade", heading="规则等级", width=6, look="centre"),
    Column(key="difference", heading="差额（自评－规则）", width=9, look="points"),
    Column(
        key="counted", heading="计入平均", width=9, look="centre", fills=_NOT_COUNTED
    ),
    Column(key="errors", heading="错误", width=5, look="count"),
    Column(key="warnings", heading="警告", width=5, look="count"),
    Column(key="hints", heading="提示", width=5, look="count"),
    Column(key="version", heading="版本", width=5, look="count"),
    _FILE,
    Column(key="rule_said", heading="待评价人员判断的得分", width=40),
    Column(key="form_id", heading="表格编号", width=24),
    Column(key="days_late", heading="迟报天数", width=8, look="count"),
    Column(key="place", heading="数据位置", width=50),
    replace(_RECEIVED, width=17),
    replace(_SENDER, width=36),
    Column(key="scheme", heading="评价方案", width=36),
)

SCORES_PRINTED = 21
"""How many columns of `SCORES` are printed: up to the file; where exactly, when and from whom stands to the right."""

_ROW = Column(key="row", heading="得分表第几行", width=8, look="count")
"""Leads to the submission. A short number carries the link, for LibreOffice cuts off the text of a linked cell."""

_CELL = Column(key="cell", heading="单元格或栏目", width=10, look="centre")

DEPARTMENTS = (
    Column(key="department", heading="主管部门", width=26),
    Column(key="listed", heading="应报", width=7, look="count"),
    Column(key="passed", heading="通过", width=7, look="count"),
    Column(key="returned", heading="退回", width=7, look="count"),
    Column(key="received", heading="待定", width=7, look="count"),
    Column(key="missing", heading="未报", width=7, look="count"),
    Column(key="overdue", heading="逾期", width=7, look="count"),
    Column(key="waived", heading="免报", width=7, look="count"),
    Column(key="beside", heading="清单以外", width=9, look="count"),
    Column(key="count", heading="计入平均", width=9, look="count"),
    Column(key="own", heading="自评平均分", width=11, look="points"),
    Column(key="by_rules", heading="规则平均分", width=11, look="points"),
    Column(key="difference", heading="自评－规则", width=11, look="points"),
)

OWED = (
    Column(
        key="state",
        heading="状态",
        width=7,
        look="centre",
        fills={"退回": "F8CBAD", "逾期": "F8CBAD", "未报": "FFE699"},
    ),
    Column(key="department", heading="主管部门", width=18),
    Column(key="unit", heading="实施单位", width=18),
    Column(key="project", heading="项目名称", width=26),
    Column(key="code", heading="项目编码", width=12),
    Column(key="days", heading="期限", width=10, look="centre"),
    Column(key="told", heading="情况", width=44),
    Column(key="mail", heading="邮箱", width=24),
)

PROBLEMS = (
    Column(key="code", heading="代码", width=8, look="centre"),
    Column(key="severity", heading="级别", width=6, look="centre", fills=_SEVERITIES),
    Column(key="title", heading="问题", width=24),
    Column(key="projects", heading="项目数", width=7, look="count"),
    Column(key="count", heading="处数", width=7, look="count"),
    Column(key="where", heading="哪些项目", width=44),
    Column(key="message", heading="例如", width=44),
    Column(key="remedy", heading="怎样改", width=34),
    Column(key="source", heading="依据", width=14),
)

PROBLEM_DETAILS = (
    _ROW,
    Column(key="project", heading="项目名称", width=18),
    Column(key="unit", heading="实施单位", width=13),
    Column(key="code", heading="代码", width=8, look="centre"),
    Column(key="severity", heading="级别", width=6, look="centre", fills=_SEVERITIES),
    Column(key="count", heading="处数", width=5, look="count"),
    _CELL,
    Column(key="path", heading="指标", width=18),
    Column(key="message", heading="问题", width=40),
    Column(key="remedy", heading="怎样改", width=28),
    Column(key="source", heading="依据", width=14),
    Column(key="sheet", heading="工作表", width=11),
    _FILE,
)

CONSPICUOUS = (
    _ROW,
    Column(key="kind", heading="哪里显眼", width=14),
    Column(key="department", heading="主管部门", width=16),
    Column(key="unit", heading="实施单位", width=16),
    Column(key="project", heading="项目名称", width=22),
    _CELL,
    Column(key="message", heading="情况", width=60),
    Column(key="sheet", heading="工作表", width=11),
    _FILE,
)

INDICATORS = (
    _ROW,
    Column(key="project", heading="项目名称", width=18),
    Column(key="unit", heading="实施单位", width=13),
    Column(key="level_1", heading="一级指标", width=9),
    Column(key="level_2", heading="二级指标", width=11),
    Column(key="level_3", heading="三级指标", width=16),
    Column(key="target", heading="年度指标值", width=11),
    Column(key="actual", heading="实际完成值", width=11),
    Column(key="weight", heading="分值", width=7, look="points"),
    Column(key="self_score", heading="自评得分", width=7, look="points"),
    Column(key="score", heading="规则得分", width=7, look="points"),
    Column(key="possible", heading="待判断的范围", width=9, look="centre"),
    Column(key="difference", heading="差额（自评－规则）", width=9, look="points"),
    Column(key="explanation", heading="规则得分说明", width=36),
    _FILE,
    Column(key="sheet", heading="工作表", width=11),
    _CELL,
)

UNREADABLE = (
    _FILE,
    Column(key="kind", heading="实际内容", width=11, look="centre"),
    Column(key="size", heading="字节数", width=9, look="size"),
    Column(key="code", heading="代码", width=8, look="centre"),
    Column(key="message", heading="原因", width=34),
    Column(key="remedy", heading="怎么办", width=28),
    Column(key="repaired", heading="后来", width=22, fills={"还没有补报": "FFE699"}),
    _SENDER,
    _SUBJECT,
    _RECEIVED,
    _ORIGIN,
)

LETTERS = (
    Column(key="sender", heading="发件人", width=24),
    Column(key="subject", heading="邮件主题", width=28),
    Column(key="message", heading="说明", width=34),
    Column(key="remedy", heading="怎么办", width=34),
    _RECEIVED,
    _ORIGIN,
)

REPEATS = (
    Column(key="class", heading="类别", width=9, look="centre"),
    _FILE,
    Column(key="earlier", heading="与之重复或被更正的文件", width=18),
    Column(key="project", heading="项目名称", width=18),
    Column(key="unit", heading="实施单位", width=14),
    Column(key="version", heading="版本", width=13, look="centre"),
    Column(key="in_force", heading="是否在用", width=9, look="centre"),
    _RECEIVED,
    _SENDER,
    _SUBJECT,
    _ORIGIN,
)

OTHERS = (
    _FILE,
    Column(key="kind", heading="内容", width=12, look="centre"),
    Column(key="size", heading="字节数", width=11, look="size"),
    Column(key="message", heading="说明", width=34),
    _SENDER,
    _SUBJECT,
    _RECEIVED,
    _ORIGIN,
)

"""The columns of a project list and of a list of targets: what they are called, and what they are called elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "BUDGET",
    "GROUPS",
    "INITIAL",
    "NO_ROWS",
    "PASSED_OVER",
    "ROSTER",
    "ROSTER_TITLE",
    "SOURCES",
    "TARGETS",
    "TARGETS_TITLE",
    "TOTALS",
    "column_key",
]

ROSTER_TITLE, TARGETS_TITLE = "项目清单", "绩效目标"

ROSTER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "department": ("部门", "主管部门", "预算部门", "业务主管部门", "主管部门名称"),
        "unit": (
            "单位",
            "实施单位",
            "项目单位",
            "预算单位",
            "单位名称",
            "项目实施单位",
        ),
        "project": ("项目名称", "项目", "预算项目名称"),
        "code": ("项目编码", "项目代码", "编码", "项目编号"),
        "mail": (
            "邮箱",
            "电子邮箱",
            "邮件地址",
            "邮箱地址",
            "email",
            "e-mail",
            "电子邮件",
        ),
        "year": ("年度", "预算年度", "评价年度", "年份"),
        "scheme": ("方案", "评价方案"),
    }
)
"""The columns of a project list by their key; the first heading of each is the one that we write."""

TARGETS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "project": ROSTER["project"],
        "code": ROSTER["code"],
        "unit_name": ("项目单位", "实施单位", "单位名称", "预算单位"),
        "dimension": ("一级指标", "一级"),
        "category": ("二级指标", "二级"),
        "name": ("三级指标", "三级", "指标名称", "三级指标名称"),
        "symbol": ("计算符号", "运算符号", "符号", "比较符号", "指标性质", "指标方向"),
        "target": (
            "指标值",
            "目标值",
            "年度指标值",
            "绩效指标值",
            "年度目标值",
            "计划指标值",
            "指标目标值",
            "三级指标值",
        ),
        "measure": ("度量单位", "计量单位", "单位", "指标单位"),
        "weight": ("分值", "权重", "分值权重", "指标分值", "指标权重", "分值/权重"),
        "note": ("说明", "指标值说明", "指标解释", "指标说明", "备注", "指标内容"),
    }
)
"""The columns of a list of targets and of the 绩效目标申报表 of several places (奉节, 浮梁, 宁乡, the standard form)."""

INITIAL, BUDGET = "年初预算", "全年预算"
"""What a heading of money begins with; its source follows."""

TOTALS = (
    "年度资金总额",
    "资金总额",
    "年度财政资金总额",
    "财政资金总额",
    "项目资金",
    "项目资金总额",
    "项目总额",
    "预算总额",
    "总额",
    "总计",
    "合计",
)
"""What the whole of a project is called, by one scheme or the other; it is the first funds row of every scheme."""

SOURCES = (
    "当年财政拨款",
    "上年结转资金",
    "其他资金",
    "财政拨款",
    "财政资金",
    "中央财政",
    "省财政",
    "市财政",
    "县市区财政",
    "其它",
)
"""Sources that a list may name without 年初预算 in front of them."""

GROUPS = (
    "资金",
    "资金情况",
    "资金安排",
    "资金来源",
    "项目资金",
    "预算",
    "预算资金",
    "预算金额",
    "预算安排",
    "项目预算",
    "金额",
)
"""What stands above several columns of money and says no more than that they are money."""


PASSED_OVER = frozenset({"序号", "备注", "编号", "no", "no."})
"""Columns that every list may have and that nobody expects to be read."""

NO_ROWS = (
    "合计",
    "总计",
    "小计",
    "填报人",
    "填表人",
    "负责人",
    "联系电话",
    "备注",
    "说明",
    "注",
)
"""How a row begins that stands in a table and is none of its entries: sums, signatures, remarks."""


def column_key(columns: Mapping[str, tuple[str, ...]], heading: str) -> str | None:
    """Return the key of the column with this heading, as `grid.heading` gives it; `None` for any other."""
    return next((key for key, headings in columns.items() if heading in headings), None)

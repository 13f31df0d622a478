"""The names of the fields as the form prints them, for messages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["FIELD_LABELS", "FUNDS_LABELS", "GOAL_LABELS", "INDICATOR_LABELS"]

FIELD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "year": "年度",
        "project": "项目名称",
        "department": "主管部门",
        "unit": "实施单位",
        "weight_total": "分值合计",
        "self_total": "总分",
        "self_grade": "等级",
    }
)

FUNDS_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "initial_budget": "年初预算数",
        "budget": "全年预算数",
        "executed": "全年执行数",
        "weight": "预算执行率的分值",
        "rate": "执行率",
        "self_score": "预算执行率的得分",
    }
)

GOAL_LABELS: Mapping[str, str] = MappingProxyType(
    {"expected": "预期目标", "achieved": "实际完成情况"}
)

INDICATOR_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "target": "年度指标值",
        "actual": "实际完成值",
        "weight": "分值",
        "self_score": "得分",
        "note": "偏差原因分析及改进措施",
    }
)

"""Where the figures stand on the 评分说明 sheet: it is drawn when a form is scored, and what is judged there is read back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "COLUMNS",
    "EVALUATOR",
    "FIRST_ROW",
    "HEADING_ROW",
    "JUDGED",
    "PATH",
    "REASON",
    "SCORE_SHEET",
]

SCORE_SHEET = "评分说明"

JUDGED, REASON = "评价人员得分", "理由"
"""The headings of the two columns in which an evaluator judges what is open."""

EVALUATOR = "评价人员"
"""The label below the total, beside which the evaluator may write a name."""

PATH = ("一级指标", "二级指标", "三级指标")

_HEADINGS = (
    "序号",
    *PATH,
    "分值",
    "自评得分",
    "规则得分",
    "差异",
    "得分依据",
    "取数单元格",
    JUDGED,
    REASON,
)

COLUMNS: Mapping[str, int] = MappingProxyType(
    {heading: column for column, heading in enumerate(_HEADINGS, 1)}
)
"""Every heading with its column, in order."""

HEADING_ROW, FIRST_ROW = 2, 3

"""What the hints beside the rows say: the formulas write these words, the colours and 实时核对 look for them.

A hint begins with its word, so that whoever counts hints need not read the rest.
"""

from __future__ import annotations

from perfeval_xl.rules.cells import shown_number

__all__ = [
    "AFTERWARDS",
    "AGREES",
    "BY_PERSON",
    "BY_PROGRAM",
    "BY_RULE",
    "CLOSE",
    "DIFFERS",
    "LATE",
    "MISSING",
    "NEGATIVE",
    "NOT_APPLICABLE",
    "NOT_A_NUMBER",
    "NO_PROOF",
    "NO_REASON",
    "OVER_WEIGHT",
    "PENDING",
    "REACHED_BUT_DEDUCTED",
    "SCORE_NOT_A_NUMBER",
    "UNEXPLAINED",
    "UNMET_BUT_FULL",
    "UNSAID",
    "partly_told_formula",
]

CLOSE = "0.005"
"""Points that differ by less are the same: half of the last place shown."""

# In any row
MISSING = "未填："
OVER_WEIGHT = "得分大于分值"
NEGATIVE = "得分小于0"
BY_RULE = "按评分标准应得"
AGREES = "相符"
DIFFERS = "不符："

# In rows that units write: there is a target, which was reached or not
NOT_A_NUMBER = "分值和得分应填数字"
REACHED_BUT_DEDUCTED = "已达成却扣分，请更正或写明原因"
UNMET_BUT_FULL = "未达成却满分，请更正得分"
NO_REASON = "请写偏差原因和改进措施"
UNSAID = "指标值或完成值没有写明，无法计分"
LATE = "已逾期，得分由评价人员判断"

# In rows that the form prints: there is evidence, which may be incomplete
SCORE_NOT_A_NUMBER = "得分应填数字"
UNEXPLAINED = "请写明扣分理由"
NO_PROOF = "缺佐证资料："
NOT_APPLICABLE = "不适用"

# Where no formula can tell the points
BY_PERSON = "须由评价人员判断"
AFTERWARDS = "报送后核定"
BY_PROGRAM = f"{AFTERWARDS}，此处算不出得分"
PENDING = "待定"


def partly_told_formula(weight: str) -> str:
    """Return the formula of what stands beside a total that some rows are not yet part of."""
    rest = f"分的得分，其余{AFTERWARDS}，等级{PENDING}"
    return f'"只是其中"&{shown_number(weight)}&"{rest}"'

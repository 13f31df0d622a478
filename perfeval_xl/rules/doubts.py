"""What the reading of a row leaves in doubt, as the outcome that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from perfeval_xl.measures.row import Doubt, Why
from perfeval_xl.rules.base import Finding, Input, Outcome
from perfeval_xl.rules.figures import left_open

__all__ = ["NO_SIGN", "ODD_SIGN", "odd_sign", "unsettled"]

_CODES: Mapping[Why, str] = MappingProxyType(
    {
        Why.DIRECTION: "PE-038",
        Why.NOTHING_SPENT: "PE-150",
        Why.DAY_NUMBER: "PE-151",
        Why.NO_DAY: "PE-152",
        Why.NO_SUCH_DAY: "PE-047",
        Why.SEVERAL: "PE-153",
        Why.UNITS: "PE-031",
    }
)
_SAID: Mapping[Why, str] = MappingProxyType(
    {
        Why.DIRECTION: "指标值没有写≥或≤，看不出是越多越好还是越少越好",
        Why.NOTHING_SPENT: "完成值为0或负数，没有支出，看不出成本是否得到控制",
        Why.DAY_NUMBER: "{what}里是数字{written}，如果是日期，就是{said}",
        Why.NO_DAY: "指标值是日期，完成值没有写实际完成的日期",
        Why.NO_SUCH_DAY: "{what}“{written}”不存在（{said}）",
        Why.SEVERAL: "{what}“{written}”里有两个以上的数值",
        Why.UNITS: "指标值和完成值的单位不同，或者看不出是百分数还是个数",
    }
)
NO_SIGN = "没有写≥或≤，看不出是越多越好还是越少越好"
ODD_SIGN = "的符号与指标名称不符：成本通常不应写“≥”，数量通常不应写“≤”"
"""How the sign of a target is wrong, behind “指标值…”."""


def unsettled(doubt: Doubt, target: Input, actual: Input) -> Outcome:
    """Return the outcome of a row that is in doubt: open, with the finding that says what to write."""
    if doubt.about == "target":
        item = target
    else:
        item = actual
    # Slots for every code: each message takes those that it names
    slots = {
        "what": item.name,
        "written": item.entry.shown,
        "target": target.entry.shown,
        "actual": actual.entry.shown,
        "day": doubt.said,
        "wrong": doubt.said,
        "why": f"{NO_SIGN}，没有计分",
    }
    finding = Finding(
        code=_CODES[doubt.why],
        fact=item.name,
        slots=slots,
        found=item.entry.shown,
    )
    both = "，".join(f"{each.name}{each.entry.shown}" for each in (target, actual))
    why = _SAID[doubt.why].format(
        what=item.name,
        written=item.entry.shown,
        said=doubt.said,
    )
    return left_open(f"{both}，{why}", (target, actual), finding)


def odd_sign(target: Input) -> Finding:
    """Return the finding that the sign of a target does not go with the name; the row is scored by the sign all the same."""
    slots = {"target": target.entry.shown, "why": ODD_SIGN}
    return Finding(
        code="PE-038",
        fact=target.name,
        slots=slots,
        found=target.entry.shown,
    )

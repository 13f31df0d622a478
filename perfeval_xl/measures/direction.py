"""Which way a target points that shows no sign: told by its unit, its place in the form and the name of the indicator."""

from __future__ import annotations

from enum import Enum

from perfeval_xl.measures.comparators import SIGN_CHARACTERS
from perfeval_xl.measures.comparing import compare
from perfeval_xl.measures.model import Measure
from perfeval_xl.measures.names import Name

__all__ = ["Side", "beyond_range", "is_limit"]

_DURATIONS = {"秒", "月", "工作日"}
"""The base units of durations."""

_MONEY = "元"


def is_limit(name: Name, target: Measure) -> bool | None:
    """Return whether less is better than the target, `None` where nobody can say and a sign has to be asked for.

    Money under 成本指标 and durations under 时效指标 are limits. Elsewhere a name such as 投诉 or 故障 says that less is
    better, but not whether the figure is a limit or was simply expected.
    """
    if name.cost:
        return _is_limit_of_cost(name, target)
    if name.ceiling:
        return True
    if name.timely and _is_duration(name, target):
        return True
    unsure = name.less or (name.spending and not name.saving)
    if unsure:
        return None
    return False


class Side(Enum):
    """On which side of a range an actual lies, where that side is the better one; or nobody can say."""

    BELOW = "below"
    ABOVE = "above"
    UNSURE = "unsure"


def beyond_range(target: Measure, actual: Measure, name: Name) -> Side | None:
    """Return the better side of a range without signs on which the actual lies; `None` inside, or on the worse side."""
    place = compare(target, actual)
    if not place or any(sign in target.text for sign in SIGN_CHARACTERS):
        return None
    limit = is_limit(name, target)
    # Of what should be small a range is a limit, whoever wrote it
    if limit is None and name.less:
        limit = True
    if place < 0:
        # Less than a number of things is too little, less than a limit is better
        if limit:
            return Side.BELOW
        if limit is None:
            return Side.UNSURE
        return None
    if limit:
        return None
    # More of a 合格率 is better; of a 含水率 or a temperature nobody can say
    good = name.satisfied or name.more
    if limit is None or not (good and name.rate):
        return Side.UNSURE
    return Side.ABOVE


def _is_limit_of_cost(name: Name, target: Measure) -> bool | None:
    if name.saving:
        return False
    if name.ceiling:
        return True
    # A rate of costs may be one to keep low or, like 资金到位率, one to reach
    if name.rate:
        if name.paid_in_full:
            return False
        return None
    # 24.5万 under 成本 is money although 元 is missing
    scaled = not target.unit and bool(target.written) and not target.rate
    named = name.unit is not None and name.unit.base == _MONEY
    is_money = target.unit == _MONEY or scaled or named
    if is_money or name.spending:
        return True
    return None


def _is_duration(name: Name, target: Measure) -> bool:
    if target.unit in _DURATIONS:
        return True
    return target.bare and name.unit is not None and name.unit.base in _DURATIONS

"""Target and actual side by side."""

from __future__ import annotations

from decimal import Decimal

from perfeval_xl.measures.done import lists_levels
from perfeval_xl.measures.model import Kind, Measure

__all__ = ["LOST_UNIT", "compare", "figures", "meets"]

LOST_UNIT = Decimal("1999.9999999")
"""From this many times on, two figures of which one has no unit may be in different ones; no round number, see `model`."""


def figures(target: Measure, actual: Measure) -> tuple[Decimal, Decimal] | None:
    """Return the two numbers in one unit, or `None` unless both are single figures that compare.

    One without a unit that is thousands of times the other has lost a 万, or stands in 元 beside 万元: nobody can say.

    >>> from perfeval_xl.measures import parse_measure
    >>> figures(parse_measure("≥95%"), parse_measure("97.5"))
    (Decimal('0.95'), Decimal('0.975'))
    """
    # Either side may be the bare one that takes the unit of the other
    beside = actual.in_unit_of(target)
    base = target.in_unit_of(actual)
    if beside is None or base is None or base.number is None or beside.number is None:
        return None
    if _lost_a_unit(target, actual, base.number, beside.number):
        return None
    return base.number, beside.number


def _lost_a_unit(
    target: Measure,
    actual: Measure,
    one: Decimal,
    other: Decimal,
) -> bool:
    """Whether figures, one of them without a unit, lie as far apart as 元 and 万元 do."""
    if target.rate or actual.rate or (target.written and actual.written):
        return False
    if one == 0 or other == 0:
        return False
    small, large = sorted((abs(one), abs(other)))
    return large >= LOST_UNIT * small


def compare(target: Measure, actual: Measure) -> int | None:
    """Return -1, 0 or 1: the actual lies below the target, at it (inside a range) or above it; dates: before, at, after.

    The direction of the target does not matter here. `None` where nobody can say: other units, an actual that is no
    single figure, a month beside a day of it.
    """
    if target.kind is Kind.DATE:
        return _compare_dates(target, actual)
    beside = actual.in_unit_of(target)
    if beside is None or beside.number is None:
        return None
    if target.kind is Kind.RANGE:
        return _place_in_range(target.in_unit_of(actual) or target, beside.number)
    pair = figures(target, actual)
    if pair is None:
        return None
    return (pair[1] > pair[0]) - (pair[1] < pair[0])


def meets(target: Measure, actual: Measure) -> bool | None:
    """Return whether the actual reaches the target, `None` where that cannot be told from the two texts.

    > and < want more than the figure itself; = counts as at least, like a bare number; a range wants its inside; a date
    is kept by every earlier one. An actual with a comparator or a range says no figure, so nothing can be told. Of two
    qualitative texts only the very same words are a yes.

    >>> from perfeval_xl.measures import parse_measure
    >>> [meets(parse_measure("95%≤N≤100%"), parse_measure(text)) for text in ("100%", "94.9%", "≥95%", "达标")]
    [True, False, None, None]
    """
    # Two texts: only the very same words say that it was reached
    if target.kind is Kind.QUALITY:
        # Copying the levels to choose from says nothing
        if lists_levels(target.text):
            return None
        if actual.kind is Kind.QUALITY and actual.text == target.text:
            return True
        return None
    # ≥5 as an actual says no figure
    if actual.kind is Kind.QUANTITY and actual.sign:
        return None
    place = compare(target, actual)
    if place is None:
        return None
    if target.kind is Kind.RANGE:
        return place == 0
    # Which places beside the target are good, by its sign; a date is a limit, the rest at least
    if target.kind is Kind.QUANTITY:
        allowed = {
            "≤": {-1, 0},
            "<": {-1},
            ">": {1},
        }
    else:
        allowed = {}
    return place in allowed.get(
        target.sign,
        {-1, 0} if target.kind is Kind.DATE else {0, 1},
    )


def _place_in_range(target: Measure, number: Decimal) -> int | None:
    if target.low is None or target.high is None:
        return None
    if number < target.low or (number == target.low and target.low_excluded):
        return -1
    if number > target.high or (number == target.high and target.high_excluded):
        return 1
    return 0


def _compare_dates(target: Measure, actual: Measure) -> int | None:
    """Compare what is certain: a month reaches from its first day to its last, …前 to any day up to its limit."""
    if not target.comparable(actual) or target.date is None or actual.date is None:
        return None
    if (target.since, target.date, target.certain_until) == (
        actual.since,
        actual.date,
        actual.certain_until,
    ):
        return 0
    # Before 12月前 is certain only up to the end of November
    limit = target.certain_until or target.date
    if actual.date <= limit:
        if actual.date == limit:
            return 0
        return -1
    # Later for certain only where even the first day it can mean is
    if actual.since is not None and actual.since > target.date:
        return 1
    return None

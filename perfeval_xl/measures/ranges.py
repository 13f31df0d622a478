"""Ranges: two figures in one unit, and two bounds that point at each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perfeval_xl.measures.figure import Figure, read_figure, tail_of
from perfeval_xl.measures.model import Direction, Kind, Measure

__all__ = ["one_bound", "range_of", "two_bounds"]


def range_of(
    folded: str,
    low: str,
    high: str,
    *,
    low_excluded: bool,
    high_excluded: bool,
) -> Measure | None:
    """Return the range from `low` to `high`, of which one may leave its unit to the other."""
    # In 3~5个 the lower end has no unit, in 3个~5 the upper one
    first, last = read_figure(low), read_figure(high)
    if not tail_of(low):
        first = read_figure(low + tail_of(high))
    elif not tail_of(high):
        last = read_figure(high + tail_of(low))
    if (
        first is None
        or last is None
        or first.number > last.number
        or _years(first, last)
    ):
        return None
    unit = last.unit
    if (first.unit.base, first.unit.rate, first.unit.per) != (
        unit.base,
        unit.rate,
        unit.per,
    ):
        return None
    return Measure(
        kind=Kind.RANGE,
        text=folded,
        unit=unit.base,
        rate=unit.rate,
        per=unit.per,
        written=unit.written,
        factor=unit.factor,
        low=first.number,
        high=last.number,
        low_excluded=low_excluded,
        high_excluded=high_excluded,
    )


def _years(first: Figure, last: Figure) -> bool:
    """Whether two bare figures are rather years: 2024-2026."""
    bare = not (first.unit.written or last.unit.written)
    return bare and all(1900 <= item.number <= 2100 for item in (first, last))


def two_bounds(folded: str, readings: Sequence[Measure | None]) -> Measure | None:
    """Return the range of ≥90%且≤100%, two bounds of one thing that point at each other."""
    if len(readings) != 2:
        return None
    # The lower bound is the one with ≥ or >, wherever it stands
    low, high = (
        next(
            (item for item in readings if item and item.sign and item.sign in signs),
            None,
        )
        for signs in ("≥>", "≤<")
    )
    if (
        low is None
        or high is None
        or low.number is None
        or high.number is None
        or low.number > high.number
    ):
        return None
    # ≥90%且≤100人 are two targets
    if (low.unit, low.rate, low.per) != (high.unit, high.rate, high.per):
        return None
    return replace(
        high,
        kind=Kind.RANGE,
        text=folded,
        comparator="",
        sign="",
        direction=Direction.AT_LEAST,
        number=None,
        low=low.number,
        high=high.number,
        low_excluded=low.sign == ">",
        high_excluded=high.sign == "<",
    )


def one_bound(whole: Measure, *, at_most: bool) -> Measure:
    """Return a range as its upper end alone: a limit (≤), or what has to be reached (≥)."""
    sign, direction = "≥", Direction.AT_LEAST
    if at_most:
        sign, direction = "≤", Direction.AT_MOST
    return replace(
        whole,
        kind=Kind.QUANTITY,
        number=whole.high,
        low=None,
        high=None,
        low_excluded=False,
        high_excluded=False,
        sign=sign,
        comparator=sign,
        direction=direction,
    )

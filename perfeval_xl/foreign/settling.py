"""What can only be told once a whole form has been read: which row of the funds is the total, points of lone indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from perfeval_xl.amounts import ZERO, normalise, parse_number
from perfeval_xl.foreign.draft import Draft, Sure, Understood
from perfeval_xl.foreign.funds import with_value
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import FundsRow, Indicator

__all__ = ["settle"]

_SCORED = ("weight", "rate", "self_score")
_POINTS_OF_FUNDS = ("weight", "self_score")
_SUMS = ("weight_total", "self_total")
_FEWEST_PARTS = 2
_POINTS = re.compile(r"\d+(?:\.\d+)?分")
Level = tuple[str, ...]


def settle(draft: Draft) -> None:
    """Settle what the parts of a form say together."""
    _settle_total(draft)
    _settle_execution(draft)
    _settle_lone_weights(draft)
    _settle_points(draft)


def _settle_total(draft: Draft) -> None:
    """Make the first source the total where no total is printed and it is the only one, or the sum of the others."""
    if len(draft.funds) < _FEWEST_PARTS:
        return
    total, first, *parts = draft.funds
    has_money = not (total.budget.blank and total.executed.blank)
    if total.source or has_money:
        return
    if parts and not _is_sum(first, parts):
        return
    # The points stood in the row without a name
    for key in _SCORED:
        stated = getattr(total, key)
        own = getattr(first, key)
        if stated is None:
            continue
        if own is None or own.blank:
            first = with_value(first, key, stated)
    draft.funds = [first, *parts]


def _is_sum(row: FundsRow, parts: Iterable[FundsRow]) -> bool:
    """Whether the money of a row is that of the rows below it taken together."""
    budget = ZERO
    executed = ZERO
    for part in parts:
        budget += _amount(part.budget)
        executed += _amount(part.executed)
    if _amount(row.budget) != budget:
        return False
    return _amount(row.executed) == executed


def _amount(entry: Entry) -> Decimal:
    """Return an amount of money, zero for a blank and for what is no number."""
    return parse_number(entry.text) or ZERO


def _settle_execution(draft: Draft) -> None:
    """Give the execution the points that the heading of the part of the funds names."""
    points = draft.execution_points
    if not draft.funds or points.blank:
        return
    total = draft.funds[0]
    stated = total.weight
    if stated is None or stated.blank:
        draft.funds[0] = replace(total, weight=points)


def _settle_lone_weights(draft: Draft) -> None:
    """Give an indicator that is the only one of a level the points of that level, in a form without a column of points."""
    if draft.has_weights:
        return
    rows = draft.indicators
    categories = draft.category_points
    dimensions: dict[Level, Entry] = {}
    for name, entry in draft.dimension_points.items():
        dimensions[name,] = entry
    for number, row in enumerate(rows):
        if not row.weight.blank:
            continue
        # The only one of its 二级指标, else of its 一级指标
        points = _lone(rows, row.path[:2], categories)
        if points is None:
            points = _lone(rows, row.path[:1], dimensions)
        if points is None:
            continue
        rows[number] = replace(row, weight=points)
        said = Understood("分值", points.shown, points.location, Sure.LIKELY)
        draft.understood.append(said)
    # Only where none is left without points the form has them
    without = [row for row in rows if row.weight.blank]
    draft.has_weights = bool(rows) and not without


def _settle_points(draft: Draft) -> None:
    """Read points with their unit behind them, `20分`, as the number."""
    for number, row in enumerate(draft.indicators):
        weight = _number_of(row.weight)
        score = _number_of(row.self_score)
        draft.indicators[number] = replace(row, weight=weight, self_score=score)
    # The points of the execution
    for number, money in enumerate(draft.funds):
        for key in _POINTS_OF_FUNDS:
            stated = getattr(money, key)
            if stated is None:
                continue
            points = _number_of(stated)
            money = with_value(money, key, points)
        draft.funds[number] = money
    # The sums, and the points of the levels
    for key in _SUMS:
        entry = draft.fields.get(key)
        if entry is not None:
            draft.fields[key] = _number_of(entry)
    for name, entry in draft.dimension_points.items():
        draft.dimension_points[name] = _number_of(entry)


def _number_of(entry: Entry) -> Entry:
    """Return an entry without 分 behind its number; any other text stays as it is."""
    said = normalise(entry.text or "")
    if _POINTS.fullmatch(said) is None:
        return entry
    number = said.removesuffix("分")
    return replace(entry, text=number)


def _lone(
    rows: Iterable[Indicator],
    level: Level,
    points: dict[Level, Entry],
) -> Entry | None:
    """Return the points of a level that has one indicator, `None` for another level."""
    depth = len(level)
    inside = [row for row in rows if row.path[:depth] == level]
    if len(inside) != 1:
        return None
    return points.get(level)

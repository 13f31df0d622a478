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
    if total.source or not total.budget.blank or not total.executed.blank:
        return
    if parts and not _is_sum(first, parts):
        return
    for key in _SCORED:
        stated = getattr(total, key)
        own = getattr(first, key)
        if stated is not None and (own is None or own.blank):
            first = with_value(first, key, stated)
    draft.funds = [first, *parts]


def _is_sum(row: FundsRow, parts: Iterable[FundsRow]) -> bool:
    """Whether the money of a row is that of the rows below it taken together."""
    given = list(parts)
    budgets = [_amount(each.budget) for each in given]
    spent = [_amount(each.executed) for each in given]
    same_budget = _amount(row.budget) == sum(budgets, ZERO)
    return same_budget and _amount(row.executed) == sum(spent, ZERO)


def _amount(entry: Entry) -> Decimal:
    return parse_number(entry.text) or ZERO


def _settle_execution(draft: Draft) -> None:
    """Give the execution the points that the heading of the part of the funds names."""
    if not draft.funds or draft.execution_points.blank:
        return
    total = draft.funds[0]
    if total.weight is None or total.weight.blank:
        draft.funds[0] = replace(total, weight=draft.execution_points)


def _settle_lone_weights(draft: Draft) -> None:
    """Give an indicator that is the only one of a level the points of that level, in a form without a column of points."""
    if draft.has_weights:
        return
    categories = draft.category_points
    dimensions: dict[Level, Entry] = {
        (name,): entry for name, entry in draft.dimension_points.items()
    }
    for number, row in enumerate(draft.indicators):
        points = _lone(draft.indicators, row.path[:2], categories)
        points = points or _lone(draft.indicators, row.path[:1], dimensions)
        if points is None or not row.weight.blank:
            continue
        draft.indicators[number] = replace(row, weight=points)
        said = Understood("分值", points.shown, points.location, Sure.LIKELY)
        draft.understood.append(said)
    weights = [row.weight.blank for row in draft.indicators]
    draft.has_weights = bool(weights) and not any(weights)


def _settle_points(draft: Draft) -> None:
    """Read points with their unit behind them, `20分`, as the number."""
    for number, row in enumerate(draft.indicators):
        weight = _number_of(row.weight)
        score = _number_of(row.self_score)
        draft.indicators[number] = replace(row, weight=weight, self_score=score)
    for number, money in enumerate(draft.funds):
        for key in ("weight", "self_score"):
            stated = getattr(money, key)
            if stated is not None:
                money = with_value(money, key, _number_of(stated))
        draft.funds[number] = money
    for key in ("weight_total", "self_total"):
        if key in draft.fields:
            draft.fields[key] = _number_of(draft.fields[key])
    for name, entry in draft.dimension_points.items():
        draft.dimension_points[name] = _number_of(entry)


def _number_of(entry: Entry) -> Entry:
    """Return an entry without 分 behind its number; any other text stays as it is."""
    said = normalise(entry.text or "")
    if _POINTS.fullmatch(said) is None:
        return entry
    return replace(entry, text=said.removesuffix("分"))


def _lone(
    rows: Iterable[Indicator], level: Level, points: dict[Level, Entry]
) -> Entry | None:
    """Return the points of a level that has one indicator, `None` for another level."""
    inside = [row for row in rows if row.path[: len(level)] == level]
    return points.get(level) if len(inside) == 1 else None

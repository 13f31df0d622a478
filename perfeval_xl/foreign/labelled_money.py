"""Money that stands beside its label, in a form without a table of funds: `预算数 100`, `其中：财政拨款 80`."""

from __future__ import annotations

import re

from perfeval_xl.amounts import normalise, parse_number
from perfeval_xl.foreign.beside import beside
from perfeval_xl.foreign.draft import Draft, Sure
from perfeval_xl.foreign.funds import (
    money_taken,
    money_unit_in,
    source_name,
    with_value,
)
from perfeval_xl.foreign.levels import level_name
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.words import bare, points_in, words
from perfeval_xl.submission.model import FundsRow

__all__ = ["funds_part_begun", "labelled_money", "money_behind_label"]

_AMOUNTS = ("initial_budget", "budget", "executed")
_FIGURES = (*_AMOUNTS, "rate")
_SCORED = ("weight", "self_score")
_NO_END = 1 << 30
_WHOLE = "whole"
"""What 资金总额 beside a figure is taken for."""
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)(亿元|千元|万元|元|%|)")
_OF_WHICH = "其中"
_HIGHEST = 8
"""How many rows above 其中 the label that it belongs to may stand."""


def funds_part_begun(draft: Draft, row: int) -> bool:
    """Note that a row is the heading of the part of the funds, or has it at its left: `预算执行情况（10分）`.

    Points in it are those of the execution, and 得分 beside a figure below it is the score of it.
    """
    fresh = draft.sheet.fresh(row)
    if not fresh:
        return False
    heading = fresh[0]
    alone = len(fresh) == 1
    name = level_name(heading.text)
    if bare(name) not in words().funds_parts:
        # The heading of another part
        if alone:
            draft.funds_part_ends = 0
        return False
    draft.use(heading)
    points = points_in(heading.text)
    if points:
        label = _label("weight")
        draft.execution_points = draft.sheet.entry(heading, label, points)
    # At the left it reaches down as far as it is merged, above down to the next heading
    draft.funds_part_ends = heading.bottom
    if alone:
        draft.funds_part_ends = _NO_END
    return alone


def labelled_money(draft: Draft, area: Area) -> bool:
    """Take the figure beside a label of the funds; `False` for a text that is no such label."""
    role = _role(draft, area)
    if not role:
        return _of_source(draft, area)
    value = beside(draft, area)
    if value is None or not any(map(str.isdigit, value.text)):
        return False
    draft.use(area)
    if not draft.money_unit:
        draft.money_unit = _unit_of_row(draft, area.top)
    # The label of the rate may name the points
    row = _total(draft)
    points = points_in(area.text)
    if role == "rate" and points:
        entry = draft.sheet.entry(area, _label("weight"), points)
        row = with_value(row, "weight", entry)
        draft.funds[:1] = [row]
    is_whole = role == _WHOLE
    if is_whole:
        role = "budget"
    # The first figure counts; one that stands beside 资金总额 gives way
    stated = getattr(row, role)
    known = stated is not None and not stated.blank
    if known and not draft.budget_is_whole:
        return True
    if role == "budget":
        draft.budget_is_whole = is_whole
    label = _label(role)
    if role in _AMOUNTS:
        entry = money_taken(draft, value, label)
    else:
        entry = draft.take(value, label)
    draft.funds[:1] = [with_value(row, role, entry)]
    return True


def money_behind_label(draft: Draft, area: Area, label: str, text: str) -> bool:
    """Take a figure that stands behind its label and a colon: `全年执行数：114万元`; `False` for anything else."""
    meaning = words().funds.meaning(label)
    if meaning is None or not meaning.sure:
        return False
    figure = _FIGURE.fullmatch(normalise(text))
    if figure is None:
        return False
    role = meaning.role
    if role not in _FIGURES:
        return False
    # A table of funds has been read
    row = _total(draft)
    if row.source:
        return False
    # A rate is in percent, and nothing else is
    number, unit = figure.groups()
    in_percent = unit == "%"
    is_rate = role == "rate"
    if in_percent != is_rate:
        return False
    stated = getattr(row, role)
    if stated is not None and not stated.blank:
        return False
    if unit.endswith("元"):
        if draft.money_unit not in {"", unit}:
            return False
        draft.money_unit = unit
    said = number
    if in_percent:
        said = f"{number}%"
    entry = draft.take(area, _label(role), Sure.LIKELY, said)
    draft.funds[:1] = [with_value(row, role, entry)]
    return True


def _total(draft: Draft) -> FundsRow:
    """Return the total, one without a name where there is none yet."""
    if draft.funds:
        return draft.funds[0]
    return FundsRow(source="")


def _label(role: str) -> str:
    """Return what people call a figure of the funds."""
    return words().funds.labels[role]


def _role(draft: Draft, area: Area) -> str:
    """Return which figure of the funds a label names, empty for none; 资金总额 is the budget where nothing else says it."""
    known = words()
    said = bare(area.text)
    if said in known.source_totals and said not in known.totals:
        return _WHOLE
    meaning = known.funds.meaning(area.text)
    if meaning is None or not meaning.sure:
        return ""
    role = meaning.role
    if role in _FIGURES:
        return role
    # 得分 alone is that of the execution only within its part
    of_execution = "执行" in said or area.top <= draft.funds_part_ends
    if role in _SCORED and of_execution:
        return role
    return ""


def _unit_of_row(draft: Draft, row: int) -> str:
    for area in draft.sheet.areas(row):
        unit = money_unit_in(area.text)
        if unit:
            return unit
    return ""


def _of_source(draft: Draft, area: Area) -> bool:
    """Take what a source gives of the figure to its left or above it: `预算数 100 其中：财政拨款 80`."""
    name = source_name(area.text)
    of_which = _OF_WHICH in area.text or name in words().sources
    if not of_which or not draft.funds:
        return False
    value = beside(draft, area)
    if value is None:
        return False
    said = normalise(value.text)
    number = said.rstrip("万元")
    if parse_number(number) is None:
        return False
    role = _figure_of(draft, area)
    if not role:
        return False
    draft.use(area)
    label = _label(role)
    entry = money_taken(draft, value, f"{name}{label}")
    # A source may give of several figures; the first row is the total
    for at, row in enumerate(draft.funds):
        if at and row.source == name:
            draft.funds[at] = with_value(row, role, entry)
            return True
    added = with_value(FundsRow(source=name), role, entry)
    draft.funds.append(added)
    return True


def _figure_of(draft: Draft, area: Area) -> str:
    """Return which figure of the funds a source beside it or below it is a part of, empty for none."""
    sheet = draft.sheet
    beside = sheet.areas(area.top)
    near = [each for each in beside if each.right < area.left]
    near.reverse()
    # To the left, then upwards
    highest = max(0, area.top - _HIGHEST)
    for row in range(area.top - 1, highest, -1):
        above = sheet.at(row, area.left)
        near.append(above)
    known = words().funds
    for each in near:
        meaning = known.meaning(each.text)
        if meaning is None or not meaning.sure:
            continue
        if meaning.role in _AMOUNTS:
            return meaning.role
    return ""

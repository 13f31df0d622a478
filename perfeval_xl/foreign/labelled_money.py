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
    if bare(level_name(heading.text)) not in words().funds_parts:
        if len(fresh) == 1:
            draft.funds_part_ends = 0  # the heading of another part
        return False
    draft.use(heading)
    points = points_in(heading.text)
    if points:
        draft.execution_points = draft.sheet.entry(heading, _label("weight"), points)
    draft.funds_part_ends = heading.bottom
    if len(fresh) == 1:
        draft.funds_part_ends = 1 << 30
    return len(fresh) == 1


def labelled_money(draft: Draft, area: Area) -> bool:
    """Take the figure beside a label of the funds; `False` for a text that is no such label."""
    role = _role(draft, area)
    if not role:
        return _of_source(draft, area)
    value = beside(draft, area)
    if value is None or not any(map(str.isdigit, value.text)):
        return False
    draft.use(area)
    draft.money_unit = draft.money_unit or _unit_of_row(draft, area.top)
    row = _total(draft)
    if role == "rate" and points_in(area.text):
        entry = draft.sheet.entry(area, _label("weight"), points_in(area.text))
        row = with_value(row, "weight", entry)
        draft.funds[:1] = [row]
    stated = getattr(row, "budget" if role == _WHOLE else role)
    if stated is not None and not stated.blank and not draft.budget_is_whole:
        return True
    if role == _WHOLE:
        draft.budget_is_whole = True
        role = "budget"
    elif role == "budget":
        draft.budget_is_whole = False
    if role in _AMOUNTS:
        entry = money_taken(draft, value, _label(role))
    else:
        entry = draft.take(value, _label(role))
    draft.funds[:1] = [with_value(row, role, entry)]
    return True


def money_behind_label(draft: Draft, area: Area, label: str, text: str) -> bool:
    """Take a figure that stands behind its label and a colon: `全年执行数：114万元`; `False` for anything else."""
    meaning = words().funds.meaning(label)
    figure = _FIGURE.fullmatch(normalise(text))
    if meaning is None or not meaning.sure or figure is None:
        return False
    if meaning.role not in _FIGURES or (draft.funds and draft.funds[0].source):
        return False
    number, unit = figure.groups()
    if (unit == "%") != (meaning.role == "rate"):
        return False
    row = _total(draft)
    stated = getattr(row, meaning.role)
    if stated is not None and not stated.blank:
        return False
    if unit.endswith("元"):
        if draft.money_unit not in {"", unit}:
            return False
        draft.money_unit = unit
    said = number
    if unit == "%":
        said = f"{number}%"
    entry = draft.take(area, _label(meaning.role), Sure.LIKELY, said)
    draft.funds[:1] = [with_value(row, meaning.role, entry)]
    return True


def _total(draft: Draft) -> FundsRow:
    if draft.funds:
        return draft.funds[0]
    return FundsRow(source="")


def _label(role: str) -> str:
    """Return what people call a figure of the funds."""
    return words().funds.labels[role]


def _role(draft: Draft, area: Area) -> str:
    """Return which figure of the funds a label names, empty for none; 资金总额 is the budget where nothing else says it."""
    said = bare(area.text)
    if said in words().source_totals and said not in words().totals:
        return _WHOLE
    meaning = words().funds.meaning(area.text)
    if meaning is None or not meaning.sure:
        return ""
    if meaning.role in _FIGURES:
        return meaning.role
    of_execution = "执行" in said or area.top <= draft.funds_part_ends
    if meaning.role in _SCORED and of_execution:
        return meaning.role
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
    value = beside(draft, area)
    if not of_which or value is None or not draft.funds:
        return False
    said = normalise(value.text).rstrip("万元")
    role = _figure_of(draft, area)
    if not role or parse_number(said) is None:
        return False
    draft.use(area)
    entry = money_taken(draft, value, f"{name}{_label(role)}")
    for number, row in enumerate(draft.funds):
        if number and row.source == name:
            draft.funds[number] = with_value(row, role, entry)
            return True
    draft.funds.append(with_value(FundsRow(source=name), role, entry))
    return True


def _figure_of(draft: Draft, area: Area) -> str:
    """Return which figure of the funds a source beside it or below it is a part of, empty for none."""
    sheet = draft.sheet
    before = [each for each in sheet.areas(area.top) if each.right < area.left]
    above = [
        sheet.at(row, area.left)
        for row in range(area.top - 1, max(0, area.top - _HIGHEST), -1)
    ]
    for each in (*reversed(before), *above):
        meaning = words().funds.meaning(each.text)
        if meaning is not None and meaning.sure and meaning.role in _AMOUNTS:
            return meaning.role
    return ""

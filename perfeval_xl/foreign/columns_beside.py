"""Columns that are told by what stands beside them: levels without a heading, units, signs, the points of a level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perfeval_xl.amounts import parse_number
from perfeval_xl.foreign.levels import is_level
from perfeval_xl.foreign.levels_under import with_levels_apart
from perfeval_xl.foreign.said_rows import with_said_rows
from perfeval_xl.foreign.sheet import Area, Sheet
from perfeval_xl.foreign.table_columns import Column, Columns
from perfeval_xl.foreign.words import Meaning, bare, words

__all__ = ["completed", "second_table"]

_LEVELS = ("dimension", "category")
_NAMES = ("name", "category")
_LOOKED_AT = 30
"""How many rows below the headings are looked at."""
_LONGEST_UNIT = 6
_UNITS = {"target": "measure", "actual": "actual_measure"}
"""Which column a unit beside a value belongs to."""


def completed(sheet: Sheet, columns: Columns) -> Columns:
    """Return the columns of a table of indicators with those that have no heading, or one that means two things."""
    columns = _with_points_of_levels(columns)
    columns = with_levels_apart(sheet, columns)
    columns = _with_levels(sheet, columns)
    columns = with_said_rows(sheet, columns)
    return _with_units(sheet, columns)


def second_table(columns: Columns) -> Columns | None:
    """Return the columns of a second table to the right, whose headings repeat those of the first; `None` for none."""
    end = max(column.right for column in columns.by_role.values())
    beside = [column for column in columns.spare if column.left > end]
    by_role: dict[str, Column] = {}
    for column in sorted(beside, key=lambda each: each.left):
        by_role.setdefault(column.meaning.role, column)
    has_values = "target" in by_role or "actual" in by_role
    if "name" not in by_role or not has_values:
        return None
    by_role.pop("other", None)
    return replace(columns, by_role=by_role, spare=())


def _with_points_of_levels(columns: Columns) -> Columns:
    """Make 分值 directly behind 一级指标 or 二级指标, and before the names, the points of that level."""
    name = columns.get("name")
    if name is None:
        return columns
    by_role = dict(columns.by_role)
    weights = columns.all_of("weight")
    for level in _LEVELS:
        heading = by_role.get(level)
        for weight in weights:
            if heading is None or weight.left != heading.right + 1:
                continue
            if weight.left > name.left or f"{level}_weight" in by_role:
                continue
            label = f"{heading.meaning.label}的分值"
            meaning = replace(weight.meaning, role=f"{level}_weight", label=label)
            by_role[f"{level}_weight"] = replace(weight, meaning=meaning)
    taken = {column.left for role, column in by_role.items() if role != "weight"}
    left = [weight for weight in weights if weight.left not in taken]
    by_role.pop("weight", None)
    if left:
        by_role["weight"] = left[0]
    spare = [each for each in columns.spare if each.meaning.role != "weight"]
    return replace(columns, by_role=by_role, spare=(*spare, *left[1:]))


def _with_levels(sheet: Sheet, columns: Columns) -> Columns:
    """Add the column of 一级指标 where nothing known stands above it: every text in it is a usual name of one."""
    named = [columns.get(role) for role in _NAMES]
    lefts = [column.left for column in named if column is not None]
    if not lefts or "dimension" in columns.by_role:
        return columns
    taken: set[int] = set()
    for known in columns.by_role.values():
        taken.update(known.span)
    for left in range(min(lefts) - 1, 0, -1):
        if left in taken or not _holds_levels(sheet, columns.bottom, left, min(lefts)):
            continue
        spare = tuple(each for each in columns.spare if left not in each.span)
        meaning = Meaning("dimension", "一级指标", 0, sure=False)
        return _with(sheet, replace(columns, spare=spare), meaning, left)
    return columns


def _with(sheet: Sheet, columns: Columns, meaning: Meaning, left: int) -> Columns:
    """Add a column that is one wide."""
    heading = sheet.at(columns.bottom, left)
    column = Column(meaning, heading, left, left)
    by_role = {meaning.role: column, **columns.by_role}
    return replace(columns, by_role=by_role)


def _taken(columns: Columns) -> set[int]:
    """Return the columns of the sheet that have a known heading."""
    taken: set[int] = set()
    for known in (*columns.by_role.values(), *columns.spare):
        taken.update(known.span)
    return taken


def _holds_levels(sheet: Sheet, bottom: int, left: int, end: int) -> bool:
    """Whether every text in a column below the headings, before the column `end`, is a usual name of a level."""
    found: set[Area] = set()
    for row in range(bottom + 1, bottom + _LOOKED_AT):
        across = sheet.across(row, [left])
        found.update(area for area in across if area.right < end)
    known = words()
    passed = known.execution | known.totals | known.subtotals
    named = [each for each in found if bare(each.text) not in passed]
    return bool(named) and all(is_level(each.text) for each in named)


def _with_units(sheet: Sheet, columns: Columns) -> Columns:
    """Add the units, and the signs, that stand without a heading beside the figures of a column."""
    for role, measure in _UNITS.items():
        figures = columns.get(role)
        if figures is None or measure in columns.by_role:
            continue
        left = figures.right + 1
        if left in _taken(columns) or not _are_units(sheet, columns, left):
            continue
        meaning = Meaning(measure, words().columns.labels["measure"], 0, sure=False)
        columns = _with(sheet, columns, meaning, left)
    return columns


def _are_units(sheet: Sheet, columns: Columns, left: int) -> bool:
    """Whether a column without a heading holds short words beside figures, and nothing else."""
    if sheet.at(columns.bottom, left).text:
        return False
    units = 0
    for row in range(columns.bottom + 1, columns.bottom + _LOOKED_AT):
        area = sheet.at(row, left)
        if not area.text or area.left != left:
            continue
        if _repeats_headings(sheet.areas(row)):
            break
        beside = sheet.at(row, left - 1)
        is_figure = parse_number(beside.text.lstrip("≥≤=＝<>＜＞ ")) is not None
        is_word = parse_number(area.text) is None and len(area.text) <= _LONGEST_UNIT
        if not is_figure or not is_word:
            return False
        units += 1
    return units > 0


def _repeats_headings(areas: Iterable[Area]) -> bool:
    """Whether a row repeats the headings."""
    known = words().columns
    return sum(known.surely(bare(area.text)) for area in areas) > len(_LEVELS)

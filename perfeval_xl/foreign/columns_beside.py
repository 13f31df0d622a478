"""Columns that are told by what stands beside them: levels without a heading, units, signs, the points of a level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perfeval_xl.amounts import parse_number
from perfeval_xl.foreign.levels import LOOKED_AT, all_below, is_level
from perfeval_xl.foreign.levels_under import with_levels_apart
from perfeval_xl.foreign.said_rows import with_said_rows
from perfeval_xl.foreign.sheet import Area, Sheet
from perfeval_xl.foreign.table_columns import Column, Columns
from perfeval_xl.foreign.words import Meaning, bare, words

__all__ = ["completed", "second_table"]

_LEVELS = ("dimension", "category")
_NAMES = ("name", "category")
_LONGEST_UNIT = 6
_SIGNS = "≥≤=＝<>＜＞ "
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
    first = columns.by_role.values()
    end = max(column.right for column in first)
    beside = [column for column in columns.spare if column.left > end]
    beside.sort(key=lambda column: column.left)
    # Of several headings that mean the same the left one counts
    by_role: dict[str, Column] = {}
    for column in beside:
        role = column.meaning.role
        by_role.setdefault(role, column)
    if "name" not in by_role:
        return None
    if "target" not in by_role and "actual" not in by_role:
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
        if heading is None:
            continue
        points = _points_of_level(level, heading, weights, name)
        if points is not None:
            by_role.setdefault(points.meaning.role, points)
    # Of the columns of points that are left the first is that of the indicators
    by_role.pop("weight", None)
    taken = {column.left for column in by_role.values()}
    left = [weight for weight in weights if weight.left not in taken]
    if left:
        by_role["weight"] = left[0]
    spare = [each for each in columns.spare if each.meaning.role != "weight"]
    spare += left[1:]
    return replace(columns, by_role=by_role, spare=tuple(spare))


def _points_of_level(
    level: str,
    heading: Column,
    weights: list[Column],
    name: Column,
) -> Column | None:
    """Return the first column of points directly behind that of a level and not behind the names, `None` for none."""
    behind = heading.right + 1
    for weight in weights:
        if weight.left != behind or weight.left > name.left:
            continue
        role = f"{level}_weight"
        label = f"{heading.meaning.label}的分值"
        meaning = replace(weight.meaning, role=role, label=label)
        return replace(weight, meaning=meaning)
    return None


def _with_levels(sheet: Sheet, columns: Columns) -> Columns:
    """Add the column of 一级指标 where nothing known stands above it: every text in it is a usual name of one."""
    if "dimension" in columns.by_role:
        return columns
    named = [columns.get(role) for role in _NAMES]
    lefts = [column.left for column in named if column is not None]
    if not lefts:
        return columns
    end = min(lefts)
    taken = _covered(columns.by_role.values())
    # From the names to the left
    for left in range(end - 1, 0, -1):
        if left in taken:
            continue
        if not all_below(sheet, columns.bottom, left, end, is_level):
            continue
        spare = [each for each in columns.spare if left not in each.span]
        columns = replace(columns, spare=tuple(spare))
        meaning = Meaning("dimension", "一级指标", 0, sure=False)
        return _with(sheet, columns, meaning, left)
    return columns


def _covered(columns: Iterable[Column]) -> set[int]:
    """Return the columns of the sheet that these stand in."""
    covered: set[int] = set()
    for column in columns:
        covered.update(column.span)
    return covered


def _with(sheet: Sheet, columns: Columns, meaning: Meaning, left: int) -> Columns:
    """Add a column that is one wide."""
    heading = sheet.at(columns.bottom, left)
    column = Column(meaning, heading, left, left)
    by_role = {meaning.role: column, **columns.by_role}
    return replace(columns, by_role=by_role)


def _taken(columns: Columns) -> set[int]:
    """Return the columns of the sheet that have a known heading."""
    filled = _covered(columns.by_role.values())
    spare = _covered(columns.spare)
    return filled | spare


def _with_units(sheet: Sheet, columns: Columns) -> Columns:
    """Add the units, and the signs, that stand without a heading beside the figures of a column."""
    for role, measure in _UNITS.items():
        figures = columns.get(role)
        if figures is None or measure in columns.by_role:
            continue
        left = figures.right + 1
        if left in _taken(columns):
            continue
        if not _are_units(sheet, columns, left):
            continue
        label = words().columns.labels["measure"]
        meaning = Meaning(measure, label, 0, sure=False)
        columns = _with(sheet, columns, meaning, left)
    return columns


def _are_units(sheet: Sheet, columns: Columns, left: int) -> bool:
    """Whether a column without a heading holds short words beside figures, and nothing else."""
    heading = sheet.at(columns.bottom, left)
    if heading.text:
        return False
    units = 0
    first = columns.bottom + 1
    end = columns.bottom + LOOKED_AT
    for row in range(first, end):
        area = sheet.at(row, left)
        if not area.text or area.left != left:
            continue
        # Another table begins
        if _repeats_headings(sheet.areas(row)):
            break
        if not _is_unit(area.text):
            return False
        # A sign before the figure is part of it
        beside = sheet.at(row, left - 1)
        figure = beside.text.lstrip(_SIGNS)
        if parse_number(figure) is None:
            return False
        units += 1
    return units > 0


def _is_unit(text: str) -> bool:
    """Whether a text is a short word and no figure."""
    if len(text) > _LONGEST_UNIT:
        return False
    return parse_number(text) is None


def _repeats_headings(areas: Iterable[Area]) -> bool:
    """Whether a row repeats the headings."""
    known = words().columns
    headings = 0
    for area in areas:
        if known.surely(bare(area.text)):
            headings += 1
    return headings > len(_LEVELS)

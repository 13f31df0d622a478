"""One heading above several columns of names: 绩效指标 above 数量指标 and the indicators, or above all three levels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from perfeval_xl.foreign.levels import all_below, is_level, level_name
from perfeval_xl.foreign.sheet import Sheet
from perfeval_xl.foreign.table_columns import Column, Columns
from perfeval_xl.foreign.words import bare, words

__all__ = ["with_levels_apart"]


def with_levels_apart(sheet: Sheet, columns: Columns) -> Columns:
    """Return columns in which the levels that stand under the heading of the names have columns of their own.

    A column is a level where every text in it is a usual name of one; the rest are names.
    """
    for role, belongs in _LEVELS:
        name = columns.get("name")
        known = columns.get(role)
        if name is None:
            continue
        if known is not None:
            continue
        # The last column has to be left for the names
        if name.left == name.right:
            continue
        if all_below(sheet, columns.bottom, name.left, name.right, belongs):
            columns = _divided(columns, name, role)
    return columns


def _is_category(text: str) -> bool:
    """Whether a text is one of the usual names of 二级指标."""
    name = level_name(text)
    return bare(name) in words().categories


_LEVELS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("dimension", is_level),
    ("category", _is_category),
)
"""The levels from left to right, and what tells their names."""


def _divided(columns: Columns, name: Column, role: str) -> Columns:
    """Give the first column of the names to a level."""
    label = words().columns.labels[role]
    meaning = replace(name.meaning, role=role, label=label, sure=False)
    level = Column(meaning, name.heading, name.left, name.left)
    # The names keep the columns behind it
    rest = replace(name, left=name.left + 1)
    by_role = dict(columns.by_role)
    by_role[role] = level
    by_role["name"] = rest
    return replace(columns, by_role=by_role)

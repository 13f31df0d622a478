"""Rows that say themselves what they hold: 目标值 in one row, 完成值 in the next, both of one indicator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfeval_xl.foreign.levels import LOOKED_AT
from perfeval_xl.foreign.sheet import Area, Sheet
from perfeval_xl.foreign.table_columns import Column, Columns
from perfeval_xl.foreign.words import Meaning, bare, words

__all__ = ["said_by_row", "with_said_rows"]

_BOTH = frozenset({"target", "actual"})
_SAID = _BOTH | {"weight", "score"}
"""What a row may say that it holds."""


def with_said_rows(sheet: Sheet, columns: Columns) -> Columns:
    """Return columns with that of the labels, where one says of each row which value it holds.

    The values all stand in one column: under 指标值, 数值 and the like, else directly behind the labels.
    """
    target = columns.get("target")
    actual = columns.get("actual")
    if target is not None and actual is not None:
        return columns
    # The first column whose texts name both values is that of the labels
    end = _end(columns)
    for at in range(columns.left, end + 1):
        roles = _roles_below(sheet, columns, at)
        if roles >= _BOTH:
            return _with_labels(sheet, columns, at, roles)
    return columns


def said_by_row(sheet: Sheet, columns: Columns, row: int) -> str:
    """Return the role that a row says its value has, empty in a table whose rows say none."""
    labels = columns.says
    if labels is None:
        return ""
    known = words().columns
    for area in sheet.across(row, labels.span):
        # A label that reaches down from a row above says nothing of this one
        if area.top != row:
            continue
        meaning = known.meaning(area.text)
        if meaning is not None:
            return meaning.role
    return ""


def _end(columns: Columns) -> int:
    """Return the last column of the sheet that has a known heading."""
    known = list(columns.by_role.values())
    known += columns.spare
    return max(column.right for column in known)


def _roles_below(sheet: Sheet, columns: Columns, at: int) -> set[str]:
    """Return what the texts of a column say, nothing where one of them is no name of a value."""
    known = words().columns
    roles: set[str] = set()
    for area in _texts(sheet, columns, at):
        meaning = known.meaning(area.text)
        if meaning is None or not meaning.sure:
            return set()
        if meaning.role not in _SAID:
            return set()
        roles.add(meaning.role)
    return roles


def _texts(sheet: Sheet, columns: Columns, at: int) -> Iterator[Area]:
    """Yield the texts of one column below the headings, down to the total."""
    totals = words().totals
    first = columns.bottom + 1
    end = columns.bottom + LOOKED_AT
    for row in range(first, end):
        fresh = sheet.fresh(row)
        if fresh and bare(fresh[0].text) in totals:
            return
        area = sheet.at(row, at)
        # A merged area counts once: where it begins
        begins = area.top == row and area.left == at
        if begins and area.text:
            yield area


def _with_labels(sheet: Sheet, columns: Columns, at: int, roles: set[str]) -> Columns:
    """Return columns with the labels at one place; every role that they name has the column of the values."""
    meaning = Meaning("says", "目标与完成", 0, sure=False)
    heading = sheet.at(columns.bottom, at)
    labels = Column(meaning, heading, at, at)
    # The heading of the labels may look like that of another column
    by_role = dict(columns.by_role)
    for role, column in columns.by_role.items():
        if at in column.span:
            by_role.pop(role)
    # The values stand under their own heading, else directly behind the labels
    values = by_role.get("target") or by_role.get("actual")
    left = at + 1
    right = at + 1
    if values is not None:
        left = values.left
        right = values.right
    heading = sheet.at(columns.bottom, left)
    # Points that have a column of their own keep it
    kept = by_role.keys() - _BOTH
    for role in roles - kept:
        label = words().columns.labels[role]
        own = Meaning(role, label, 0, sure=False)
        by_role[role] = Column(own, heading, left, right)
    return replace(columns, by_role=by_role, says=labels)

"""Columns of several years: 2021年完成值, 2022年完成值, 2023年目标值. The year that was evaluated counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from perfeval_xl.amounts import normalise
from perfeval_xl.foreign.table_columns import Column

__all__ = ["of_the_year"]

_YEAR = re.compile(r"(?:19|20)\d\d")
_DATED = ("target", "actual")


def of_the_year(found: list[Column]) -> list[Column]:
    """Return columns in which targets and results of other years are of no use, where headings name several years.

    What was done was done in the last of the years; the target is that of the same year, or of none.
    """
    years = {_year(column) for column in _of(found, "actual")}
    targets = {_year(column) for column in _of(found, "target")}
    several = len(years) > 1 or len(targets) > 1
    if not several or not any(years | targets):
        return found
    # A heading without a year is that of the year evaluated
    last = "" if "" in years else max(years, default="")
    wanted = {"actual": {last}, "target": {last, ""}}
    # Targets of another year than the results: the only one counts, of several none
    if not targets & wanted["target"] and len(targets) == 1:
        wanted["target"] = targets
    kept: list[Column] = []
    for column in found:
        role = column.meaning.role
        if role in _DATED and _year(column) not in wanted[role]:
            meaning = replace(column.meaning, role="other")
            kept.append(replace(column, meaning=meaning))
            continue
        kept.append(column)
    return kept


def _of(found: Iterable[Column], role: str) -> list[Column]:
    return [column for column in found if column.meaning.role == role]


def _year(column: Column) -> str:
    """Return the year that a heading names, empty for none."""
    named = _YEAR.search(normalise(column.heading.text))
    return "" if named is None else named[0]

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
    years = _years_of(found, "actual")
    targets = _years_of(found, "target")
    several = len(years) > 1 or len(targets) > 1
    dated = any(years) or any(targets)
    if not several or not dated:
        return found
    # A heading without a year is that of the year evaluated
    last = max(years, default="")
    if "" in years:
        last = ""
    wanted = {
        "actual": {last},
        "target": {last, ""},
    }
    # Targets of another year than the results: the only one counts, of several none
    of_the_same = targets & wanted["target"]
    if not of_the_same and len(targets) == 1:
        wanted["target"] = targets
    kept: list[Column] = []
    for column in found:
        meaning = column.meaning
        role = meaning.role
        if role not in _DATED or _year(column) in wanted[role]:
            kept.append(column)
            continue
        useless = replace(meaning, role="other")
        kept.append(replace(column, meaning=useless))
    return kept


def _years_of(found: Iterable[Column], role: str) -> set[str]:
    """Return the years that the headings of a role name, the empty one for a heading without."""
    years: set[str] = set()
    for column in found:
        if column.meaning.role == role:
            years.add(_year(column))
    return years


def _year(column: Column) -> str:
    """Return the year that a heading names, empty for none."""
    text = normalise(column.heading.text)
    named = _YEAR.search(text)
    if named is None:
        return ""
    return named[0]

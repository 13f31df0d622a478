"""Where the pages of an open form may end, and what may repeat on every page.

The table of indicators stands on one page wherever that stays legible, and 项目绩效分析 begins the next one. Where the
table needs several pages, a page ends with a 一级指标 or 二级指标 if it can, and the headings of the columns repeat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from perfeval_xl.form.layout.open_spots import OpenSheet
from perfeval_xl.form.layout.spots import WHOLE_TABLE, PagePlan, Repeated

__all__ = ["good_starts", "whole_table"]

_TOGETHER, _CATEGORY, _DIMENSION, _NEW_PART = -1, 1, 2, 3


def good_starts(sheet: OpenSheet) -> Mapping[int, int]:
    """Return how good it is to begin a page with a row; what belongs to the row above it has -1."""
    rows = sheet.rows
    good: dict[int, int] = {}
    # Where a 二级指标 begins, and better where a 一级指标 does
    for number, (before, slot) in enumerate(pairwise(sheet.slots), 1):
        if slot.ordinal > 1:
            continue
        row = rows["indicators"] + number
        if slot.dimension == before.dimension:
            good[row] = _CATEGORY
        else:
            good[row] = _DIMENSION
    # Headings stay with the first row below them, and 总分 with the last row above it
    good[rows["header"]] = _DIMENSION
    good[rows["indicators"]] = _TOGETHER
    good[rows["below"]] = _TOGETHER
    if "goals" in rows:
        good[rows["goals"]] = _DIMENSION
        good[rows["goals"] + 1] = _TOGETHER
    # What the unit writes about the whole project is a chapter of its own
    if _analysis(rows):
        good[rows["sections"]] = _NEW_PART
    return good


def whole_table(sheet: OpenSheet) -> PagePlan:
    """Return how the sheet is divided: the title repeats while the indicators stand together, else their headings."""
    rows = sheet.rows
    header = rows["header"]
    first, below, end = rows["indicators"], rows["below"], rows["end"]
    # As long as no page ends within the table, its headings are on the page anyway
    within = range(first + 1, below + 1)
    titles = Repeated((rows["title"], rows["year"]), unbroken=within)
    # And as long as none ends behind it, whoever reads on needs them
    after = range(below + 1, end + 1)
    headings = Repeated((header, header), unbroken=after)
    fresh: frozenset[int] = frozenset()
    if _analysis(rows):
        fresh = frozenset({rows["sections"]})
    return replace(
        WHOLE_TABLE,
        repeated=(titles, headings),
        fresh=fresh,
    )


def _analysis(rows: Mapping[str, int]) -> bool:
    """Whether 项目绩效分析 stands below the table."""
    return rows.get("sections", 0) > rows["total"]

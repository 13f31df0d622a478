"""Where the pages of an open form may end, and what may repeat on every page.

The table of indicators stands on one page wherever that stays legible, and 项目绩效分析 begins the next one. Where the
table needs several pages, a page ends with a 一级指标 or 二级指标 if it can, and the headings of the columns repeat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from perfeval_xl.form.layout.open_spots import OpenSheet
from perfeval_xl.form.layout.spots import WHOLE_TABLE, PagePlan, Repeated

__all__ = ["good_starts", "whole_table"]

_TOGETHER, _CATEGORY, _DIMENSION, _NEW_PART = -1, 1, 2, 3


def good_starts(sheet: OpenSheet) -> Mapping[int, int]:
    """Return how good it is to begin a page with a row; what belongs to the row above it has -1."""
    rows = sheet.rows
    good: dict[int, int] = {}
    for number, slot in enumerate(sheet.slots):
        if number and slot.ordinal == 1:
            before = sheet.slots[number - 1].dimension
            rank = _CATEGORY if slot.dimension == before else _DIMENSION
            good[rows["indicators"] + number] = rank
    good |= {rows["header"]: _DIMENSION, rows["indicators"]: _TOGETHER}
    good[rows["below"]] = _TOGETHER
    if "goals" in rows:
        good |= {rows["goals"]: _DIMENSION, rows["goals"] + 1: _TOGETHER}
    if _analysis(rows):
        good[rows["sections"]] = _NEW_PART
    return good


def whole_table(sheet: OpenSheet) -> PagePlan:
    """Return how the sheet is divided: the title repeats while the indicators stand together, else their headings."""
    rows = sheet.rows
    within = range(rows["indicators"] + 1, rows["below"] + 1)
    after = range(rows["below"] + 1, rows["end"] + 1)
    titles = Repeated((rows["title"], rows["year"]), unbroken=within)
    headings = Repeated((rows["header"], rows["header"]), unbroken=after)
    fresh = frozenset({rows["sections"]}) if _analysis(rows) else frozenset()
    return replace(WHOLE_TABLE, repeated=(titles, headings), fresh=fresh)


def _analysis(rows: Mapping[str, int]) -> bool:
    """Whether 项目绩效分析 stands below the table."""
    return rows.get("sections", 0) > rows["total"]

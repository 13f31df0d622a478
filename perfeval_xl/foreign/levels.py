"""The names of 一级指标: without their points, and whether a text is one of those that forms usually have."""

from __future__ import annotations

import re
from collections.abc import Callable

from perfeval_xl.amounts import normalise
from perfeval_xl.foreign.sheet import Area, Sheet
from perfeval_xl.foreign.words import bare, points_in, words

__all__ = ["LOOKED_AT", "all_below", "is_level", "level_name", "level_points"]

LOOKED_AT = 30
"""How many rows below the headings are looked at to tell what a column holds."""

_BRACKETED = re.compile(r"[(（](\d{1,3}(?:\.\d{1,2})?)[)）]$")


def level_name(text: str) -> str:
    """Return the name of a level without its points and blanks.

    >>> level_name("产出 指标（50分）"), level_name("效益指标30分"), level_name("成本指标(0-20)分")
    ('产出指标', '效益指标', '成本指标')
    """
    whole = "".join(text.split())
    # Points behind the name, with or without their unit
    said = whole.removesuffix("分")
    said = said.rstrip("0123456789.")
    # Points in brackets at the end
    opened = max(said.rfind("("), said.rfind("（"))
    closed = said.endswith((")", "）"))
    if closed and opened > 0:
        bracketed = said[opened:]
        if any(map(str.isdigit, bracketed)):
            said = said[:opened]
    name = said.strip(":：")
    return name or whole


def level_points(text: str) -> str:
    """Return the points beside the name of a level, empty for none: `产出指标（50分）` and `产出指标（50）` say 50."""
    named = points_in(text)
    if named:
        return named
    said = normalise(text)
    bracketed = _BRACKETED.search(said)
    if bracketed is None:
        return ""
    return bracketed[1]


def is_level(text: str) -> bool:
    """Whether a text is one of the usual names of 一级指标, a number in front and points behind it aside.

    >>> is_level("一、产出指标（60分）"), is_level("数量指标")
    (True, False)
    """
    name = level_name(text)
    return bare(name) in words().levels


def all_below(
    sheet: Sheet,
    bottom: int,
    left: int,
    end: int,
    belongs: Callable[[str], bool],
) -> bool:
    """Whether the texts of a column below the headings all are of a kind; those that reach as far as `end` do not count."""
    found: set[Area] = set()
    last = bottom + LOOKED_AT
    for row in range(bottom + 1, last):
        for area in sheet.across(row, [left]):
            # A total, a title, or the name of a level in a row of its own
            if area.right < end:
                found.add(area)
    # The rows of the execution and of sums name no level
    known = words()
    passed = known.execution | known.totals | known.subtotals
    named = [area for area in found if bare(area.text) not in passed]
    if not named:
        return False
    return all(belongs(area.text) for area in named)

"""How the form looks: fonts, tints and column widths, and how high a row must be to show its text."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from perfeval_xl.sheets.model import Style

__all__ = [
    "BODY",
    "HELP",
    "HELP_HEAD",
    "INPUT",
    "LABEL",
    "LONG_INPUT",
    "PLAIN",
    "TALLEST_ROW",
    "TITLE",
    "WIDTHS",
    "fitting_size",
    "height_of",
    "width_of",
]

_TINT = "FFFBEA"  # input cells: a light yellow that prints as white
_GREY = "595959"

LABEL = Style(font="宋体", size=10.5, border="thin")
BODY = Style(font="仿宋", size=10.5, border="thin")
INPUT = replace(BODY, fill=_TINT, locked=False)
LONG_INPUT = replace(INPUT, horizontal="left", vertical="top")
TITLE = Style(font="宋体", size=18, bold=True)
PLAIN = Style(font="宋体", size=10.5, wrap=False)
HELP_HEAD = Style(font="宋体", size=9, bold=True, colour=_GREY, fill="F2F2F2")
HELP = Style(font="宋体", size=9, colour=_GREY, horizontal="left")

WIDTHS: Mapping[int, float] = MappingProxyType(
    {1: 6.0, 2: 9.5, 3: 11.0, 4: 20.0, 5: 11.0, 6: 11.0, 7: 7.5, 8: 9.0, 9: 15.0, 10: 2.0, 11: 10.0, 12: 34.0}
)
"""Column widths in characters: A to I are one A4 page, J is a gap, K and L the live preview."""

TALLEST_ROW = 409.0
"""Excel's limit in points; a text that needs more is set smaller."""

_LINE = 1.45  # line height over font size: that of the tallest of the fonts that stand in for 仿宋
_PADDING = 6.0
_NARROW = 0.58  # width of a Latin letter over that of a Chinese one


def width_of(columns: range, widths: Mapping[int, float] = WIDTHS) -> float:
    """Return the width of neighbouring columns in pixels (7 pixels a character and 5 for the edges, as Excel does)."""
    return sum(widths[column] * 7 + 5 for column in columns)


def height_of(text: str | None, columns: range, size: float, widths: Mapping[int, float] = WIDTHS) -> float:
    """Return the height in points at which all of `text` shows, wrapped over these columns."""
    letter = size * 96 / 72
    capacity = width_of(columns, widths) - 8 - letter  # one letter less: punctuation does not begin a line
    lines = 0
    for paragraph in (text or "").split("\n"):
        wide = sum(1 if unicodedata.east_asian_width(char) in "WFA" else _NARROW for char in paragraph)
        lines += max(1, math.ceil(wide * letter / max(capacity, letter)))
    return lines * size * _LINE + _PADDING


def fitting_size(text: str | None, columns: range, size: float, widths: Mapping[int, float] = WIDTHS) -> float:
    """Return the largest font size, down to 6, at which `text` fits into the tallest row there is."""
    while size > 6 and height_of(text, columns, size, widths) > TALLEST_ROW:
        size -= 0.5
    return size

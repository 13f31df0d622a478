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
    "LEFT_INPUT",
    "LONG_INPUT",
    "NUMBER_INPUT",
    "PLAIN",
    "TALLEST_ROW",
    "TITLE",
    "WIDTHS",
    "fitting_size",
    "height_of",
    "width_of",
]

_TINT = "FFFBEA"  # input cells: a light yellow, left off the paper
_GREY = "595959"

LABEL = Style(font="宋体", size=10.5, border="thin")
BODY = Style(font="仿宋", size=10.5, border="thin")
INPUT = replace(BODY, fill=_TINT, locked=False)
NUMBER_INPUT = replace(INPUT, wrap=False, shrink=True)
LEFT_INPUT = replace(INPUT, horizontal="left")
LONG_INPUT = replace(LEFT_INPUT, vertical="top")
TITLE = Style(font="宋体", size=18, bold=True)
PLAIN = Style(font="宋体", size=10.5, wrap=False)
HELP_HEAD = Style(font="宋体", size=9, bold=True, colour=_GREY, fill="F2F2F2")
HELP = Style(font="宋体", size=9, colour=_GREY, horizontal="left")

WIDTHS: Mapping[int, float] = MappingProxyType(
    {1: 8.0, 2: 8.5, 3: 9.5, 4: 17.5, 5: 9.5, 6: 9.5, 7: 6.0, 8: 7.5, 9: 12.5, 10: 2.0, 11: 10.0, 12: 34.0}
)
"""Column widths in characters: A to I are one A4 page, J is a gap, K and L the live preview."""

TALLEST_ROW = 409.0
"""Excel's limit in points; a text that needs more is set smaller."""

_LINE = 1.45  # line height over font size: that of the tallest of the fonts that stand in for 仿宋
_PADDING = 6.0
_NARROW = 0.58  # width of a Latin letter over that of a Chinese one


def width_of(columns: range, widths: Mapping[int, float] = WIDTHS) -> float:
    """Return the width of neighbouring columns in pixels (8 pixels a character of 宋体 11 and 5 for the edges)."""
    return sum(widths[column] * 8 + 5 for column in columns)


def height_of(text: str | None, columns: range, size: float, widths: Mapping[int, float] = WIDTHS) -> float:
    """Return the height in points at which all of `text` shows, wrapped over these columns."""
    letter = size * 96 / 72
    room = width_of(columns, widths) - 8
    per_line = max(room - 0.6 * letter, letter)  # punctuation does not begin a line, and takes a letter along
    lines = 0
    for paragraph in (text or "").split("\n"):
        wide = sum(1 if unicodedata.east_asian_width(char) in "WFA" else _NARROW for char in paragraph)
        lines += 1 if wide * letter <= room else math.ceil(wide * letter / per_line)
    return lines * size * _LINE + _PADDING


def fitting_size(text: str | None, columns: range, size: float, widths: Mapping[int, float] = WIDTHS) -> float:
    """Return the largest font size, down to 6, at which `text` fits into the tallest row there is."""
    while size > 6 and height_of(text, columns, size, widths) > TALLEST_ROW:
        size -= 0.5
    return size

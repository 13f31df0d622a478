"""How the form looks: fonts, tints and column widths, and how high a row must be to show its text."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from perfeval_xl.form.layout.paper import width_of
from perfeval_xl.sheets.heights import TALLEST_ROW
from perfeval_xl.sheets.list_looks import GREY, PALE_FILL
from perfeval_xl.sheets.model import Style

__all__ = [
    "BODY",
    "HELP",
    "HELP_HEAD",
    "INPUT",
    "LABEL",
    "LEFT_INPUT",
    "LEGIBLE",
    "LONG_INPUT",
    "NUMBER_INPUT",
    "PLAIN",
    "SMALLEST",
    "TALLEST_ROW",
    "TITLE",
    "characters_in",
    "fitting_size",
    "height_of",
]

_TINT = "FFF2CC"  # input cells: a light yellow that can be told from white, left off the paper

LABEL = Style(font="宋体", size=10.5, border="thin")
BODY = Style(font="仿宋", size=10.5, border="thin")
INPUT = replace(BODY, fill=_TINT, locked=False)
NUMBER_INPUT = replace(INPUT, wrap=False, shrink=True)
LEFT_INPUT = replace(INPUT, horizontal="left")
LONG_INPUT = replace(LEFT_INPUT, vertical="top")
TITLE = Style(font="宋体", size=18, bold=True)
PLAIN = Style(font="宋体", size=10.5, wrap=False)
HELP_HEAD = Style(
    font="宋体",
    size=9,
    bold=True,
    colour=GREY,
    fill=PALE_FILL,
)
HELP = Style(
    font="宋体",
    size=9,
    colour=GREY,
    horizontal="left",
)

SMALLEST, LEGIBLE = 6.0, 9.0
"""The smallest font size of all, and the smallest one for a text that would merely make its row high."""

_LINE = 1.45  # line height over font size: that of the tallest of the fonts that stand in for 仿宋
_PADDING = 6.0
_MANY = 30
_NARROW = 0.58  # width of a Latin letter over that of a Chinese one


def height_of(
    text: str | None, columns: range, size: float, widths: Mapping[int, float]
) -> float:
    """Return the height in points at which all of `text` shows, wrapped over these columns."""
    return _height(text or "", width_of(columns, widths) - 8, size)


@lru_cache(maxsize=4096)
def _height(text: str, room: float, size: float) -> float:
    letter = size * 96 / 72
    per_line = max(
        room - 0.6 * letter, letter
    )  # punctuation does not begin a line, and takes a letter along
    lines = 0
    for paragraph in text.split("\n"):
        wide = sum(
            1 if unicodedata.east_asian_width(char) in "WFA" else _NARROW
            for char in paragraph
        )
        lines += 1 if wide * letter <= room else math.ceil(wide * letter / per_line)
    return lines * size * _LINE + _PADDING


def characters_in(
    height: float, columns: range, size: float, widths: Mapping[int, float]
) -> int:
    """Return how many Chinese characters show in a row of this height, rounded down to tens where there are many."""
    letter = size * 96 / 72
    per_line = max(1, int((width_of(columns, widths) - 8) / letter - 0.6))
    lines = max(1, int((height - _PADDING) / (size * _LINE)))
    count = lines * per_line
    if count < _MANY:
        return count
    return count // 10 * 10


def fitting_size(
    text: str | None,
    columns: range,
    size: float,
    widths: Mapping[int, float],
    preferred: float = TALLEST_ROW,
) -> float:
    """Return the largest font size at which `text` fits into a row of the `preferred` height.

    It does not fall below `LEGIBLE` for that, and below `SMALLEST` not even for the tallest row there is.
    """
    while size > LEGIBLE and height_of(text, columns, size, widths) > preferred:
        size -= 0.5
    while size > SMALLEST and height_of(text, columns, size, widths) > TALLEST_ROW:
        size -= 0.5
    return size

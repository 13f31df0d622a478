"""How high a row must be to show its texts: neither LibreOffice nor WPS finds it for a file made elsewhere."""

from __future__ import annotations

import math
import unicodedata

__all__ = ["TALLEST_ROW", "text_height"]

TALLEST_ROW = 409.0
"""Excel's limit in points."""

_LINE = 1.45  # line height over font size: that of the tallest of the fonts that stand in for Chinese ones
_PADDING = 6.0
_NARROW = 0.58  # width of a Latin letter over that of a Chinese one


def text_height(text: str, width: float, size: float) -> float:
    """Return the points that `text` needs, wrapped in a column of so many characters; at most `TALLEST_ROW`."""
    letter = size * 96 / 72
    room = width * 8 - 3
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
    return min(TALLEST_ROW, math.ceil(lines * size * _LINE + _PADDING))

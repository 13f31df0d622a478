"""How high a row must be to show its texts: neither LibreOffice nor WPS finds it for a file made elsewhere."""

from __future__ import annotations

import math
import unicodedata

__all__ = ["TALLEST_ROW", "text_height"]

TALLEST_ROW = 409.0
"""Excel's limit in points."""

# Line height over font size: that of the tallest of the fonts that stand in for Chinese ones
_LINE = 1.45
_PADDING = 6.0
# Width of a Latin letter over that of a Chinese one
_NARROW = 0.58


def text_height(text: str, width: float, size: float) -> float:
    """Return the points that `text` needs, wrapped in a column of so many characters; at most `TALLEST_ROW`."""
    # In pixels: points at 96 to the inch, columns at 8 a character, less the edges of the cell
    letter = size * 96 / 72
    room = width * 8 - 3
    # Punctuation does not begin a line, and takes a letter along
    per_line = max(room - 0.6 * letter, letter)
    lines = 0
    # A line of its own has at least the height of one, blank or not
    for paragraph in text.split("\n"):
        wide = sum(
            1 if unicodedata.east_asian_width(char) in "WFA" else _NARROW
            for char in paragraph
        )
        lines += 1 if wide * letter <= room else math.ceil(wide * letter / per_line)
    return min(TALLEST_ROW, math.ceil(lines * size * _LINE + _PADDING))

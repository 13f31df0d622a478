"""How the added sheets and marks look. Meaning never rests on colour alone: every mark names its severity in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from perfeval_xl.form.drawing.styles import INPUT as FORM_INPUT
from perfeval_xl.form.drawing.styles import height_of
from perfeval_xl.problems import Severity
from perfeval_xl.sheets.list_looks import LINK_COLOUR, PAGE_OF_PAGES
from perfeval_xl.sheets.model import Cell, Page, Style

__all__ = [
    "BODY",
    "FILLS",
    "FRAMES",
    "HEAD",
    "INPUT",
    "INPUT_TEXT",
    "LINK",
    "NUMBER",
    "PAGE",
    "TITLE",
    "WRAPPED",
    "row_heights",
]

FILLS = {
    Severity.ERROR: "F8CBAD",
    Severity.WARNING: "FFE699",
    Severity.HINT: "DDEBF7",
}

FRAMES = {
    Severity.ERROR: "C00000",
    Severity.WARNING: "BF8F00",
    Severity.HINT: "2F75B5",
}
"""The line around a marked cell: a fill is not seen where the form colours the cell by a rule of its own."""

TITLE = Style(
    font="宋体",
    size=16,
    bold=True,
    horizontal="left",
)
HEAD = Style(
    font="宋体",
    size=11,
    bold=True,
    fill="E7E6E6",
    border="thin",
)
BODY = Style(size=11, border="thin")
WRAPPED = Style(
    size=11,
    border="thin",
    horizontal="left",
    vertical="top",
)
NUMBER = Style(
    size=11,
    border="thin",
    number_format="0.00",
)
INPUT = replace(
    BODY,
    locked=False,
    fill=FORM_INPUT.fill,
)
INPUT_TEXT = replace(
    WRAPPED,
    locked=False,
    fill=FORM_INPUT.fill,
)
LINK = Style(
    size=11,
    border="thin",
    colour=LINK_COLOUR,
    underline=True,
    vertical="top",
)

# Title and headings are printed on every page
PAGE = Page(
    landscape=True,
    title_rows=(1, 2),
    footer=PAGE_OF_PAGES,
)


def row_heights(
    cells: Mapping[tuple[int, int], Cell], widths: Mapping[int, float]
) -> dict[int, float]:
    """Return the height of every row from the third on that shows all of its text in columns this wide."""
    heights: dict[int, float] = {}
    # Title and headings have heights of their own
    for (row, column), cell in cells.items():
        if row > 2 and isinstance(cell.value, str):
            needed = height_of(
                cell.value,
                range(column, column + 1),
                cell.style.size,
                widths,
            )
            heights[row] = max(heights.get(row, 0.0), needed)
    return heights

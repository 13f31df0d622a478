"""How a sheet stands on a screen of 1366 × 768, and which of its rows become higher with what is typed.

A row without merged inputs grows by itself, in every program, where its height is not fixed. It may then become lower,
too, and a label beside several rows would be cut: a strut, an empty cell with large letters in the first free column
beside the paper, keeps it as high as it was planned. Rows with merged inputs never grow by themselves: they are planned
for what they hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.styles import HELP
from perfeval_xl.form.layout.paper import width_of
from perfeval_xl.form.layout.spots import SheetPlan
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.model import Cell

__all__ = ["first_input", "frozen_above", "growing_rows", "put_struts", "zoom_for"]

_ROOM = 1050  # pixels: the screen without row numbers, scroll bar and sidebar; LibreOffice shows columns a fifth wider
_SMALLEST_ZOOM, _STEP = 60, 5
_MOST_FROZEN = 95.0  # points: at 200 % half of a small screen is left to scroll

_USUAL_ROW = 15.0
_LINE = 1.25  # line height over font size, in the lowest of the fonts in use
_SMALLEST_STRUT, _LARGEST_STRUT = 2.0, 400.0


def growing_rows(canvas: Canvas) -> frozenset[int]:
    """Return the rows whose inputs are single cells, and in which nothing else is merged within the row."""
    # A merged area does not make its rows higher, in any program
    fixed: set[int] = set()
    for area in canvas.merges:
        cell = canvas.cells[area.top, area.left]
        if area.top == area.bottom or not cell.style.locked:
            fixed.update(range(area.top, area.bottom + 1))
    return frozenset(
        row
        for (row, _), cell in canvas.cells.items()
        if not cell.style.locked and cell.style.wrap and row not in fixed
    )


def put_struts(
    canvas: Canvas, rows: frozenset[int], heights: Mapping[int, float], printed: int
) -> None:
    """Put a strut of its height beside each of these rows: in the first column behind the `printed` ones that is free."""
    # Right of the paper and of the preview: it must not print
    taken = {column for _, column in canvas.cells}
    column = printed + 1
    while column in taken:
        column += 1
    for row in rows:
        height = heights.get(row, 0.0)
        fitting = round(height / _LINE * 2) / 2
        size = min(_LARGEST_STRUT, max(_SMALLEST_STRUT, fitting))
        canvas.cells[row, column] = Cell(style=replace(HELP, size=size, fill=""))


def zoom_for(plan: SheetPlan, widths: Mapping[int, float]) -> int:
    """Return the zoom, in percent, at which the paper and the preview beside it stand on the screen together."""
    # Hidden columns take no room
    seen = {
        column: wide for column, wide in widths.items() if column not in plan.hidden
    }
    pixels = sum(width_of(range(column, column + 1), seen) for column in seen)
    fitting = int(_ROOM / pixels * 100) // _STEP * _STEP
    return max(_SMALLEST_ZOOM, min(100, fitting))


def frozen_above(plan: SheetPlan, heights: Mapping[int, float]) -> str:
    """Return the first cell that scrolls: below the headings of the table, or below the title and what is said beside it."""
    # The headings, if they leave enough of the screen to scroll; else as much of the title as does
    last = 3
    if plan.titles is not None:
        last = plan.titles[1]
    while last and _together(heights, last) > _MOST_FROZEN:
        last -= 1
    return f"A{last + 1}" if last else ""


def _together(heights: Mapping[int, float], last: int) -> float:
    """The height of the rows down to the last; one without a height of its own has that of a program."""
    return sum(heights.get(row) or _USUAL_ROW for row in range(1, last + 1))


def first_input(cells: Mapping[tuple[int, int], Cell]) -> str:
    """Return where the cursor stands: in the first input that is blank, else in the first one; empty for none."""
    # Row by row, as the Tab key goes
    inputs = sorted(place for place, cell in cells.items() if not cell.style.locked)
    blank = [place for place in inputs if cells[place].value in {None, ""}]
    for place in (*blank, *inputs):
        return CellRef("", *place).address
    return ""

"""A sheet while it is being drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from perfeval_xl.form.drawing.paging import Paging
from perfeval_xl.form.drawing.styles import TALLEST_ROW, fitting_size, height_of
from perfeval_xl.refs import Entry
from perfeval_xl.sheets.model import Area, Cell, Style, Value
from perfeval_xl.sheets.values import GENERAL, as_cell

__all__ = ["Canvas"]


class Canvas:
    """Collects cells, merges and row heights; rows only ever grow."""

    def __init__(self, widths: Mapping[int, float]) -> None:
        self.widths = widths
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[Area] = []
        self.heights: dict[int, float] = {}

    def put(self, row: int, column: int, value: Value, style: Style) -> None:
        """Set one cell."""
        self.cells[row, column] = Cell(value=value, style=style)

    def span(self, area: Area, value: Value, style: Style) -> None:
        """Set a rectangle, merged when it is more than one cell."""
        self.put(area.top, area.left, value, style)
        if (area.top, area.left) != (area.bottom, area.right):
            self.merges.append(area)

    def label(
        self,
        rows: range,
        columns: tuple[int, int],
        texts: tuple[str, str],
        style: Style,
        pages: Paging,
    ) -> None:
        """Set a label beside several rows, once on every page they stand on: the second text is for further pages.

        A merged area that crossed the end of a page would print as two open halves with the label cut through. Nor can
        rows that repeat on every page be part of one: beside them the label stands in one line.
        """
        left, right = columns
        # Rows that repeat above every page cannot be merged with those that do not
        above = pages.title_part(rows)
        if above:
            area = Area(above.start, left, above.stop - 1, right)
            self.span(area, texts[0].replace("\n", ""), style)
            rows = range(above.stop, rows.stop)
        # Once on every page, over the rows that it has there
        for number, part in enumerate(pages.parts(rows)):
            text = texts[min(number, 1)]
            self.span(Area(part.start, left, part.stop - 1, right), text, style)
            needed = height_of(
                text, range(left, right + 1), style.size, self.widths
            ) / len(part)
            for row in part:
                self.grow(row, needed)

    def write(
        self,
        area: Area,
        entry: Entry,
        style: Style,
        lowest: float = 0,
        preferred: float = TALLEST_ROW,
    ) -> None:
        """Set what a person wrote, as number or text, in a row high enough (and at least `lowest`) to show it.

        A long text is set smaller, as far as it stays legible, so that the row does not exceed the `preferred` height.
        """
        # What reads as a number stands as a number, so that programs can add it up
        value, number_format = as_cell(entry.text) if entry.text else (None, GENERAL)
        columns = range(area.left, area.right + 1)
        if isinstance(value, Decimal):
            self.span(area, value, _number_style(style, number_format))
            self.grow(
                area.top, max(lowest, height_of("", columns, style.size, self.widths))
            )
            return
        # A long text is set smaller before its row grows
        size = fitting_size(entry.text, columns, style.size, self.widths, preferred)
        self.span(area, value, _text_style(style, number_format, size))
        self.grow(
            area.top, max(lowest, height_of(entry.text, columns, size, self.widths))
        )

    def grow(self, row: int, height: float) -> None:
        """Make a row at least this high."""
        self.heights[row] = min(
            TALLEST_ROW, max(self.heights.get(row, 0), round(height * 2) / 2)
        )


@lru_cache(maxsize=1024)
def _number_style(style: Style, number_format: str) -> Style:
    return replace(
        style,
        wrap=False,
        shrink=True,
        number_format=number_format,
    )


@lru_cache(maxsize=1024)
def _text_style(style: Style, number_format: str, size: float) -> Style:
    return replace(style, number_format=number_format, size=size)

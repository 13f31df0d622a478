"""The sheet that nobody sees: a name in column A and a value in column B of every row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.sheets.model import Cell, Sheet, Style, Workbook

__all__ = ["HIDDEN_STYLE", "hidden_rows", "hidden_sheet", "with_hidden_rows"]

HIDDEN_STYLE = Style(
    font="宋体",
    wrap=False,
    horizontal="left",
)
"""How its cells look, should anybody show it."""

_Rows = Iterable[tuple[str, str | None]]


def hidden_sheet(rows: _Rows) -> Sheet:
    """Return the sheet with these rows."""
    return Sheet(
        title=IDENTITY_SHEET,
        cells=_cells(rows, first=1),
        protected=True,
        state="veryHidden",
    )


def with_hidden_rows(book: Workbook, rows: _Rows) -> Workbook:
    """Return the workbook with these rows below those that its hidden sheet has."""
    sheets = []
    # Rows are added below, so that the ones that are there keep their places
    for sheet in book.sheets:
        if sheet.title == IDENTITY_SHEET:
            below = max(row for row, _ in sheet.cells) + 1
            added = _cells(rows, first=below)
            sheet = replace(sheet, cells={**sheet.cells, **added})
        sheets.append(sheet)
    return replace(book, sheets=tuple(sheets))


def hidden_rows(book: Workbook) -> dict[str, str]:
    """Return the rows of the hidden sheet by name."""
    cells = next(sheet.cells for sheet in book.sheets if sheet.title == IDENTITY_SHEET)
    rows = {}
    for (row, column), cell in cells.items():
        if column == 1:
            rows[str(cell.value)] = str(cells[row, 2].value)
    return rows


def _cells(rows: _Rows, first: int) -> dict[tuple[int, int], Cell]:
    cells = {}
    for row, (name, value) in enumerate(rows, first):
        cells[row, 1] = Cell(value=name, style=HIDDEN_STYLE)
        cells[row, 2] = Cell(value=value, style=HIDDEN_STYLE)
    return cells

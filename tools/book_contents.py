"""Everything in a workbook that is open in LibreOffice and that a command must leave, or give back, as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["book_contents"]


def book_contents(document: Any) -> dict[str, object]:
    """Return what there is by name: two equal answers mean two equal workbooks, and the same view of them."""
    view = document.getCurrentController()
    found: dict[str, object] = {
        "sheets": document.Sheets.ElementNames,
        "book protected": document.isProtected(),
        "active sheet": view.getActiveSheet().Name,
        "selection": view.getSelection().AbsoluteName,
        "zoom": view.ZoomValue,
    }
    for name in document.Sheets.ElementNames:
        sheet = document.Sheets.getByName(name)
        found |= {f"{name} {what}": content for what, content in _sheet_contents(sheet)}
    return found


def _sheet_contents(sheet: Any) -> Iterator[tuple[str, object]]:
    cursor = sheet.createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    yield "formulas", cursor.getFormulaArray()
    yield "values", cursor.getDataArray()
    yield "visible", sheet.IsVisible
    yield "protected", sheet.isProtected()
    notes = sheet.Annotations
    yield (
        "notes",
        sorted(
            (note.Position.Column, note.Position.Row, note.String)
            for note in _each(notes)
        ),
    )
    yield "fills", _fills(cursor)
    yield "lines", _lines(cursor)


def _fills(area: Any) -> dict[tuple[int, int], int]:
    """Return the colour of every cell that has one, by column and row."""
    found: dict[tuple[int, int], int] = {}
    for alike in _each(area.getUniqueCellFormatRanges()):
        colour = alike.CellBackColor
        if colour != -1:
            found |= dict.fromkeys(_cells_of(alike, area), colour)
    return found


def _lines(area: Any) -> dict[tuple[int, int], tuple[tuple[int, int], ...]]:
    """Return colour and width of the lines of every cell that has some, by column and row."""
    found: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}
    for alike in _each(area.getUniqueCellFormatRanges()):
        borders = (
            alike.LeftBorder2,
            alike.TopBorder2,
            alike.RightBorder2,
            alike.BottomBorder2,
        )
        lines = tuple((each.Color, each.LineWidth) for each in borders)
        if any(width for _, width in lines):
            found |= dict.fromkeys(_cells_of(alike, area), lines)
    return found


def _cells_of(alike: Any, area: Any) -> Iterator[tuple[int, int]]:
    """Yield column and row of the cells with one look, within the area."""
    last = area.RangeAddress
    for where in alike.RangeAddresses:
        for row in range(where.StartRow, min(where.EndRow, last.EndRow) + 1):
            columns = range(where.StartColumn, min(where.EndColumn, last.EndColumn) + 1)
            yield from ((column, row) for column in columns)


def _each(container: Any) -> Iterator[Any]:
    return (container.getByIndex(at) for at in range(container.getCount()))

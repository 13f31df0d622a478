"""A form as the model of WPS's objects is loaded with it, read by openpyxl."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["book_of"]

_VISIBLE, _HIDDEN, _VERY_HIDDEN = -1, 0, 2
_SHOWN = {"visible": _VISIBLE, "hidden": _HIDDEN, "veryHidden": _VERY_HIDDEN}


def book_of(data: bytes, name: str, path: str = "C:\\表") -> dict[str, Any]:
    """Return the sheets of a workbook with values, formulas, colours, notes, merged cells and protection."""
    book = load_workbook(io.BytesIO(data))
    sheets = [_sheet(sheet) for sheet in book.worksheets]
    return {"name": name, "path": path, "sheets": sheets}


def _sheet(sheet: Worksheet) -> dict[str, Any]:
    cells = {}
    for row in sheet.iter_rows():
        for cell in row:
            found = _cell(cell)
            if found:
                cells[cell.coordinate] = found
    for area in sheet.merged_cells.ranges:
        _spread(cells, area)
    lock = None
    if sheet.protection.sheet:
        lock = {"drawings": True, "scenarios": True, "allowed": {}}
    return {
        "name": sheet.title,
        "visible": _SHOWN[sheet.sheet_state],
        "cells": cells,
        "merged": [str(area) for area in sheet.merged_cells.ranges],
        "lock": lock,
    }


def _spread(cells: dict[str, dict[str, Any]], area: Any) -> None:
    """Give all cells of a merged area the colour of its first, as a spreadsheet shows them."""
    first = cells.get(area.start_cell.coordinate, {})
    if "colour" not in first:
        return
    for row, column in area.cells:
        address = f"{get_column_letter(column)}{row}"
        cells.setdefault(address, {})["colour"] = first["colour"]


def _cell(cell: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if cell.data_type == "f":
        found["formula"] = str(cell.value)
    elif cell.value is not None:
        found["value"] = str(cell.value)
    if cell.fill.fill_type == "solid" and isinstance(cell.fill.fgColor.rgb, str):
        red, green, blue = bytes.fromhex(cell.fill.fgColor.rgb[2:])
        found["colour"] = red + 256 * green + 65536 * blue
    if cell.comment is not None:
        found["note"] = cell.comment.text
    return found

"""Sheets copied into a new workbook, as people do it: cells, merges and widths come along, names and hidden sheets do not."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.office import Office

__all__ = ["moved", "moved_by_office", "moved_into", "saved", "visible_sheets"]


def visible_sheets(data: bytes) -> list[str]:
    """Return the titles of the sheets that people see, the instructions left out."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [
        sheet.title
        for sheet in book
        if sheet.sheet_state == "visible" and sheet.title != "填报说明"
    ]


def moved(
    data: bytes,
    titles: Mapping[str, str] | None = None,
    change: Callable[[Workbook], None] | None = None,
) -> bytes:
    """Return a new workbook with copies of some sheets, each with its new title; by default all that are visible."""
    book = Workbook()
    book.remove(book.active)
    moved_into(book, data, titles)
    if change is not None:
        change(book)
    return saved(book)


def moved_into(
    book: Workbook, data: bytes, titles: Mapping[str, str] | None = None
) -> None:
    """Add copies of some sheets to a workbook."""
    source = openpyxl.load_workbook(io.BytesIO(data))
    for title, new in (titles or {each: each for each in visible_sheets(data)}).items():
        _copy(source[title], book.create_sheet(new))


def _copy(sheet: Worksheet, target: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.__class__.__name__ == "MergedCell":
                continue
            other = target.cell(cell.row, cell.column, cell.value)
            other.data_type = cell.data_type  # a text may begin with =
            other.number_format = cell.number_format
            other.font, other.fill, other.protection = (
                copy(cell.font),
                copy(cell.fill),
                copy(cell.protection),
            )
    for area in sheet.merged_cells.ranges:
        target.merge_cells(area.coord)
    for letter, width in sheet.column_dimensions.items():
        target.column_dimensions[letter].width = width.width


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def moved_by_office(office: Office, folder: Path, data: bytes, suffix: str) -> bytes:
    """Return the visible sheets as an office program moves them: everything else of the workbook taken out."""
    source = folder / "原表.xlsx"
    source.write_bytes(data)
    keep = visible_sheets(data)

    def take_out(document: Any) -> None:
        for title in list(document.Sheets.ElementNames):
            if title not in keep:
                document.Sheets.removeByName(title)
        for name in list(document.NamedRanges.ElementNames):
            document.NamedRanges.removeByName(name)
        properties = document.DocumentProperties.UserDefinedProperties
        for each in list(properties.PropertySetInfo.Properties):
            properties.removeProperty(each.Name)

    return office.changed(source, take_out, folder / f"移动{suffix}").read_bytes()

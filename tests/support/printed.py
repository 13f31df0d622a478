"""Drawings of forms as an office prints them: high rows over several pages, headings printed again or not."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.properties import PageSetupProperties

from tests.support.layout_files import as_xlsx
from tests.support.layouts import Drawing
from tests.support.office import Office

__all__ = ["as_printed"]

_HIGH = 75
"""The height of a row in points: seven stand on a page."""
_WIDE = 15
_HEADINGS = ("一级指标", "三级指标")


def as_printed(
    drawing: Drawing, office: Office, folder: Path, *, repeated: bool
) -> bytes:
    """Print a drawing to a PDF, each cell with lines around it; `repeated` has the headings on every page."""
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(drawing)))
    page = book.worksheets[0]
    thin = Side(style="thin")
    for row in page.iter_rows():
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for number in range(1, page.max_row + 1):
        page.row_dimensions[number].height = _HIGH
    for number in range(1, page.max_column + 1):
        letter = openpyxl.utils.get_column_letter(number)
        page.column_dimensions[letter].width = _WIDE
    if repeated:
        heading = _heading(page)
        page.print_title_rows = f"{heading}:{heading}"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToHeight = 0
    path = folder / "form.xlsx"
    book.save(path)
    return office.pdf(path).read_bytes()


def _heading(page: Any) -> int:
    """Return the row of the headings of the indicators."""
    for row in page.iter_rows():
        if any(cell.value in _HEADINGS for cell in row):
            return int(row[0].row)
    raise AssertionError("no headings")

"""A copy of somebody's workbook with marks and sheets added; the original is never written to.

openpyxl drops shapes and unknown extensions when it saves, which is why only copies are made with it.
"""

from __future__ import annotations

import contextlib
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from copy import copy
from io import BytesIO, StringIO
from types import MappingProxyType
from typing import cast

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_xl.errors import TooLargeWorkbook
from perfeval_xl.limits import LIMITS
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.model import Mark, Sheet
from perfeval_xl.sheets.package import Package, marks_in
from perfeval_xl.sheets.raw import OoxmlWorkbook
from perfeval_xl.sheets.raw_opening import Opened
from perfeval_xl.sheets.results import Results
from perfeval_xl.sheets.saving import saved
from perfeval_xl.sheets.settling import settle
from perfeval_xl.sheets.styling import Styles
from perfeval_xl.sheets.writing import by_part, comment, draw_sheet, store_value

__all__ = ["CopyRefused", "marked_copy"]

_REFUSALS = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError, RecursionError,
    SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What openpyxl raises for a workbook that is read without trouble elsewhere; errors of XML are `SyntaxError`s."""


class CopyRefused(Exception):
    """openpyxl cannot open the workbook, or cannot save what it has opened: nothing of it can be kept in a copy."""


# Endings of the parts that openpyxl turns into objects
_READ_WHOLE = (".xml", ".rels", ".vml")


def marked_copy(
    opened: Opened,
    marks: Mapping[CellRef, Mark],
    sheets: Iterable[Sheet],
    rows: Mapping[str, Mapping[str, str]] | None = None,
    *,
    front: Sheet | None = None,
    results: Results = MappingProxyType({}),
) -> bytes:
    """Return a copy of an .xlsx or .xlsm that was opened, with the marks put on its cells and the sheets behind its own.

    `front` is a sheet that stands before all others, and is the one that is seen first.

    A sheet that is already there under the same title, as in a copy that is marked up again, is replaced. A mark on
    a cell inside a merged area goes to the top left cell of the area. Values, formulas and protection stay. `rows` are
    names and texts for the columns A and B of existing sheets, by title; a row of the same name is replaced. `results` are
    those of formulas, as far as they are known.

    Raises `CopyRefused` for a workbook that openpyxl does not take, however well the reader has read it.
    """
    assert isinstance(opened.raw, OoxmlWorkbook)
    _refuse_heavy(opened.raw.package)
    # openpyxl prints what styles it misses, and warns of what it leaves out, which is documented
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(StringIO()),
    ):
        warnings.simplefilter("ignore")
        # Whatever it raises, the original is told to be damaged, and its form is filled anew
        try:
            return _marked(
                opened.data,
                marks,
                sheets,
                rows or {},
                front,
                results=results,
            )
        except _REFUSALS as exc:
            raise CopyRefused(type(exc).__name__) from exc


def _marked(
    data: bytes,
    marks: Mapping[CellRef, Mark],
    sheets: Iterable[Sheet],
    rows: Mapping[str, Mapping[str, str]],
    front: Sheet | None,
    *,
    results: Results,
) -> bytes:
    # Marks first, while all sheets of the original are still there
    book = load_workbook(BytesIO(data))
    for ref, mark in marks.items():
        if ref.sheet in book.sheetnames:
            _put_mark(book[ref.sheet], ref, mark)
    # The hidden sheet says of a copy that it is one
    for title, added in rows.items():
        if title in book.sheetnames:
            _put_rows(book[title], added)
    styles = Styles()
    for sheet in sheets:
        # A copy that is marked up again has the sheets of the last time
        if sheet.title in book.sheetnames:
            book.remove(book[sheet.title])
        draw_sheet(book, sheet, styles)
    if front is not None:
        _put_in_front(book, front, styles)
    # Formulas saved without their results are computed when the copy is opened
    book.calculation.fullCalcOnLoad = True
    data = saved(book)
    return settle(data, results=by_part(book, results))


def _put_in_front(book: Book, front: Sheet, styles: Styles) -> None:
    """Add a sheet before all others, and have the copy open on it alone: two selected sheets are edited together."""
    if front.title in book.sheetnames:
        book.remove(book[front.title])
    draw_sheet(book, front, styles, 0)
    book.active = 0
    for page in book.worksheets:
        page.sheet_view.tabSelected = page.title == front.title


def _refuse_heavy(package: Package) -> None:
    """Raise `TooLargeWorkbook` for a workbook that openpyxl would unfold into too much: it reads every part into objects."""
    # Sizes alone say little: what costs memory are tags and attributes
    size = marks = 0
    for part in package.sizes:
        if part.endswith(_READ_WHOLE):
            content = package.content(part) or b""
            size, marks = size + len(content), marks + marks_in(content)
        if size > LIMITS.copy_bytes or marks > LIMITS.copy_marks:
            raise TooLargeWorkbook(
                "工作簿的内容过多，不能写标注副本。",
                "请在下发的自评表中重新填写后再评分。",
            )


def _put_rows(page: Worksheet, added: Mapping[str, str]) -> None:
    """Put names and texts into the columns A and B, below each other from the first row on.

    Names end at the first blank cell of column A. Where the sheet says it ends is not asked: a forged row number
    1,048,576 would have openpyxl make a million cells.
    """
    found: dict[object, int] = {}
    free = 1
    while (name_there := page.cell(free, 1).value) not in (None, ""):
        found[name_there] = free
        free += 1
    for name, text in added.items():
        # A row with that name is overwritten, a new one goes below the last
        row = found.get(name, 0)
        if not row:
            row, free = free, free + 1
        for column, said in ((1, name), (2, text)):
            store_value(cast("SheetCell", page.cell(row, column)), said)


def _put_mark(page: Worksheet, ref: CellRef, mark: Mark) -> None:
    # Only the first cell of a merged area shows anything, but the lines stand at its margins
    bounds = (ref.column, ref.row, ref.column, ref.row)
    for area in page.merged_cells.ranges:
        in_rows = area.min_row <= ref.row <= area.max_row
        if in_rows and area.min_col <= ref.column <= area.max_col:
            bounds = area.bounds
    left, top, right, bottom = bounds
    cell = page.cell(top, left)
    cell.fill = PatternFill("solid", fgColor=mark.fill)
    cell.comment = comment(mark.note)
    line = Side(style="medium", color=mark.frame)
    for row in range(top, bottom + 1):
        _put_lines(page, (row, left), left=line)
        _put_lines(page, (row, right), right=line)
    for column in range(left, right + 1):
        _put_lines(page, (top, column), top=line)
        _put_lines(page, (bottom, column), bottom=line)


def _put_lines(page: Worksheet, place: tuple[int, int], **lines: Side) -> None:
    """Replace some of the lines of a cell."""
    cell = page.cell(*place)
    border = copy(cell.border)
    for edge, line in lines.items():
        setattr(border, edge, line)
    cell.border = border

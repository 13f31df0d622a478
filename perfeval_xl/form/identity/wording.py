"""What a form that was not distributed says of its own words, so that a change of them can be told when it comes back.

The digest of the empty form stands on the hidden sheet: a program that draws the same form in the same words knows what
stood in every locked cell. One that draws it in other words, because either of the two is older, says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfeval_xl.form.identity.issue import wording_of
from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.form.layout.open import NAME_PREFIX
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.model import Cell, Sheet, Workbook

__all__ = ["TYPED_ROW", "WORDING_ROW", "with_wording"]

WORDING_ROW, TYPED_ROW = "wording", "typed"
"""The names of the rows: the digest, and the fields that are locked when empty but were stated when the form was filled."""


def with_wording(book: Workbook, empty: Workbook) -> Workbook:
    """Return a form with the rows on its hidden sheet; `empty` is the same form before anything was filled in."""
    rows = (
        (WORDING_ROW, wording_of(empty)),
        (TYPED_ROW, ",".join(_typed(book, empty))),
    )
    return replace(
        book,
        sheets=tuple(
            _with_rows(s, rows) if s.title == IDENTITY_SHEET else s for s in book.sheets
        ),
    )


def _typed(book: Workbook, empty: Workbook) -> Iterator[str]:
    if book is empty:
        return
    stated = {sheet.title: sheet.cells for sheet in book.sheets}
    locked = {
        CellRef(sheet.title, *place).absolute: (sheet.title, place, cell.value)
        for sheet in empty.sheets
        for place, cell in sheet.cells.items()
        if cell.style.locked and cell.value is not None
    }
    for name, absolute in book.names.items():
        title, place, value = locked.get(absolute, ("", (0, 0), None))
        if title and stated[title][place].value != value:
            yield name.removeprefix(NAME_PREFIX)


def _with_rows(sheet: Sheet, rows: tuple[tuple[str, str], ...]) -> Sheet:
    style = sheet.cells[1, 1].style
    below = max(row for row, _ in sheet.cells) + 1
    added = {
        (below + number, column): Cell(value=text or None, style=style)
        for number, pair in enumerate(rows)
        for column, text in enumerate(pair, start=1)
    }
    return replace(sheet, cells={**sheet.cells, **added})

"""What a form that was not distributed says of its own words, so that a change of them can be told when it comes back.

The digest of the empty form stands on the hidden sheet: a program that draws the same form in the same words knows what
stood in every locked cell. One that draws it in other words, because either of the two is older, says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.form.identity.hidden_sheet import with_hidden_rows
from perfeval_xl.form.identity.issue import wording_of
from perfeval_xl.form.layout.placed import NAME_PREFIX
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.model import Workbook

__all__ = ["TYPED_ROW", "WORDING_ROW", "with_wording"]

WORDING_ROW, TYPED_ROW = "wording", "typed"
"""The names of the rows: the digest, and the fields that are locked when empty but were stated when the form was filled."""


def with_wording(book: Workbook, empty: Workbook) -> Workbook:
    """Return a form with the rows on its hidden sheet; `empty` is the same form before anything was filled in."""
    typed = ",".join(_typed(book, empty))
    rows = ((WORDING_ROW, wording_of(empty)), (TYPED_ROW, typed or None))
    return with_hidden_rows(book, rows)


def _typed(book: Workbook, empty: Workbook) -> Iterator[str]:
    # Nothing was filled in
    if book is empty:
        return
    # Locked cells that say something else than in the empty form were stated by a submission
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

"""What the locked cells of an empty form say, sheet by sheet, however that was found out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import parse_number, plain
from perfeval_xl.form.identity.issue import wording_of
from perfeval_xl.form.identity.stated import CHECKS_SHEET
from perfeval_xl.reading.sameness import formula_spelling
from perfeval_xl.sheets.model import Formula, Sheet, Value, Workbook

__all__ = ["DrawnForm", "DrawnSheet", "as_drawn", "labels_among", "unspaced"]

_SHORTEST = 2  # characters of a text that can be told from what people type
_CONTINUED = "（续）"  # a label that repeats on a new page, wherever pages end
_HELP = "实时核对"
"""What the first of the help columns begins with; they stand right of all that is printed."""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnSheet:
    """The locked cells of one visible sheet: texts as they are shown, formulas as they are written and as compared.

    `help_column` is the first of the help columns, 0 where the sheet has none; `help` are the cells from there on, some of
    them in `hidden_columns`.
    """

    title: str
    texts: Mapping[Place, str]
    formulas: Mapping[Place, tuple[str, str]]
    help_column: int
    help: tuple[Place, ...]
    hidden_columns: tuple[int, ...]
    tall: frozenset[Place]
    """The cells of `texts` that span several rows, so that they stand for none of them."""
    labels: Mapping[Place, str]
    """Those of `texts` that can be told from what people type."""
    words: frozenset[str]
    """All texts that the empty sheet prints, without blanks; the empty one is among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnForm:
    """The visible sheets of an empty form, and the digest of all their words."""

    sheets: tuple[DrawnSheet, ...]
    wording: str


def as_drawn(book: Workbook) -> DrawnForm:
    """Return what an empty form says."""
    seen = [sheet for sheet in book.sheets if sheet.state == "visible"]
    # the live checks are formulas only: nothing of theirs is read
    sheets = tuple(_sheet(sheet) for sheet in seen if sheet.title != CHECKS_SHEET)
    return DrawnForm(sheets=sheets, wording=wording_of(book))


def labels_among(texts: Mapping[Place, str]) -> dict[Place, str]:
    """Return those of the texts of a form that can be told from what people type."""
    return {at: said for at, said in texts.items() if _is_label(said)}


def _sheet(sheet: Sheet) -> DrawnSheet:
    # What is unlocked is the person's, whatever the form prints there to begin with
    locked = {
        at: cell.value
        for at, cell in sheet.cells.items()
        if cell.style.locked and cell.value is not None
    }
    left = _help_column(locked)
    texts: dict[Place, str] = {}
    formulas: dict[Place, tuple[str, str]] = {}
    # A label that goes on from another page may stand in any row
    for at, value in locked.items():
        if isinstance(value, Formula):
            formulas[at] = value.text, formula_spelling(value.text)
        elif _fixed(value):
            texts[at] = _said(value)
    return DrawnSheet(
        title=sheet.title,
        texts=texts,
        labels=labels_among(texts),
        formulas=formulas,
        help_column=left,
        hidden_columns=sheet.hidden_columns,
        words=_words(sheet),
        tall=frozenset(
            (area.top, area.left) for area in sheet.merges if area.bottom > area.top
        ),
        help=_help_cells(sheet, left),
    )


def _help_column(locked: Mapping[Place, Value]) -> int:
    """Return the first column of the checks beside the form, 0 where there are none."""
    for (_, column), value in locked.items():
        if isinstance(value, str) and value.startswith(_HELP):
            return column
    return 0


def _help_cells(sheet: Sheet, left: int) -> tuple[Place, ...]:
    """Return the places of the checks beside the form."""
    if not left:
        return ()
    return tuple(
        at
        for at, cell in sheet.cells.items()
        if at[1] >= left and cell.value is not None
    )


def _words(sheet: Sheet) -> frozenset[str]:
    """Return all texts of a sheet without blanks, and the empty one."""
    texts = [cell.value for cell in sheet.cells.values()]
    written = {unspaced(text) for text in texts if isinstance(text, str)}
    return frozenset({"", *written})


def _is_label(said: str) -> bool:
    return len(said.strip()) >= _SHORTEST and parse_number(said) is None


def unspaced(text: str) -> str:
    """Return a text without blanks, as `DrawnSheet.words` holds it."""
    return "".join(text.split())


def _fixed(value: Value) -> bool:
    return not (isinstance(value, str) and value.endswith(_CONTINUED))


def _said(value: Value) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)

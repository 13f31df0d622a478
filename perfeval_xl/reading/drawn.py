"""What the locked cells of a form say as long as nobody changes them: the form is drawn anew from what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from perfeval_xl.amounts import parse_number, plain
from perfeval_xl.form.drawing.whole_form import draw_form
from perfeval_xl.form.identity.issue import wording_of
from perfeval_xl.form.identity.stated import CHECKS_SHEET
from perfeval_xl.form.layout.open import Layout, Slot, layout_for
from perfeval_xl.form.layout.placed import FormLayout, LayoutKey
from perfeval_xl.reading.sameness import formula_spelling
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Formula, Sheet, Value

__all__ = ["DrawnForm", "DrawnSheet", "drawn_form", "layout_of"]

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


def drawn_form(scheme: Scheme, layout: FormLayout) -> DrawnForm:
    """Return what the form of this layout says when it is empty; the same object for the same form."""
    return _drawn(LayoutKey(scheme, layout))


def layout_of(scheme: Scheme, slots: tuple[Slot, ...] | None, goals: int) -> Layout:
    """Return the layout of an open form with these rows; the same object for the same form."""
    return _placed(_Asked(scheme, slots, goals))


class _Asked:
    """A scheme, which stays loaded, and the rows of a form of it, as the key of a cache."""

    def __init__(
        self, scheme: Scheme, slots: tuple[Slot, ...] | None, goals: int
    ) -> None:
        self.scheme, self.slots, self.goals = scheme, slots, goals
        self._told = (scheme.id, slots, goals)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Asked):
            return False
        return self.scheme is other.scheme and self._told == other._told

    def __hash__(self) -> int:
        return hash(self._told)


@lru_cache(maxsize=64)
def _placed(asked: _Asked) -> Layout:
    return layout_for(asked.scheme, asked.slots, asked.goals)


@lru_cache(maxsize=64)
def _drawn(key: LayoutKey) -> DrawnForm:
    scheme, layout = key.scheme, key.layout
    book = draw_form(scheme, layout)
    seen = [sheet for sheet in book.sheets if sheet.state == "visible"]
    # the live checks are formulas only: nothing of theirs is read
    sheets = tuple(_sheet(sheet) for sheet in seen if sheet.title != CHECKS_SHEET)
    return DrawnForm(sheets=sheets, wording=wording_of(book))


def _sheet(sheet: Sheet) -> DrawnSheet:
    locked = {
        at: cell.value
        for at, cell in sheet.cells.items()
        if cell.style.locked and cell.value is not None
    }
    left = _help_column(locked)
    texts: dict[Place, str] = {}
    formulas: dict[Place, tuple[str, str]] = {}
    for at, value in locked.items():
        if isinstance(value, Formula):
            formulas[at] = value.text, formula_spelling(value.text)
        elif _fixed(value):
            texts[at] = _said(value)
    return DrawnSheet(
        title=sheet.title,
        texts=texts,
        labels={at: said for at, said in texts.items() if _is_label(said)},
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
    written = {_unspaced(text) for text in texts if isinstance(text, str)}
    return frozenset({"", *written})


def _is_label(said: str) -> bool:
    return len(said.strip()) >= _SHORTEST and parse_number(said) is None


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _fixed(value: Value) -> bool:
    return not (isinstance(value, str) and value.endswith(_CONTINUED))


def _said(value: Value) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)

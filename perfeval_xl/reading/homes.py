"""Where the fields of a form are printed: what is read is what is printed, wherever the defined names lead.

A field belongs in the row and the column of its labels. Where a row or column has no label of its own, it is where most
names of the fields drawn in it agree, as long as that is between the labelled lines beside it; else it keeps its distance
from them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from perfeval_xl.form.identity.stated import INSTRUCTIONS_SHEET
from perfeval_xl.form.layout.placed import LayoutKey
from perfeval_xl.reading.anchors import (
    Anchors,
    anchors_on,
    holds_form,
    majority,
    shifted,
)
from perfeval_xl.reading.drawn import drawn_form
from perfeval_xl.reading.drawn_sheets import DrawnSheet
from perfeval_xl.reading.fields import BoundFields, text_of
from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.model import Scheme

__all__ = ["Homes", "homes_of"]

AnyFields = BoundFields[Any]
"""The fields of an open or of a fixed form."""
_Empty = Callable[[int], bool]
_Lines = Mapping[int, "int | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """One drawn sheet: what it is called now, and where its rows and columns stand now."""

    title: str
    rows: Mapping[int, int | None]
    columns: Mapping[int, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Homes:
    """Where each field is printed. `rivals` are sheets that look like the form and are not the ones read: (theirs, read)."""

    sheets: Mapping[str, _Sheet]
    rivals: tuple[tuple[str, str], ...]
    help_columns: Mapping[str, int]
    still: bool = False
    """Whether every field stands where it was drawn, and all labels and names agree on that."""

    def title(self, drawn: str) -> str:
        """Return what a drawn sheet is called now."""
        sheet = self.sheets.get(drawn)
        if sheet is None:
            return drawn
        return sheet.title

    def column(self, drawn: str, column: int) -> int | None:
        """Return where a column stands now, `None` when that cannot be told."""
        sheet = self.sheets.get(drawn)
        if sheet is None:
            return None
        return sheet.columns.get(column)

    def of(self, old: CellRef) -> CellRef | None:
        """Return where the cell `old` of the drawn form stands now, `None` when that cannot be told or is not printed."""
        # Help cells may be gone without harm: nothing is read from them
        sheet = self.sheets.get(old.sheet)
        if sheet is None or self.helps(old):
            return None
        row = sheet.rows.get(old.row)
        column = sheet.columns.get(old.column)
        if row is None or column is None:
            return None
        return CellRef(sheet.title, row, column)

    def helps(self, old: CellRef) -> bool:
        """Whether a drawn cell is one of the help columns, which do not print."""
        left = self.help_columns.get(old.sheet, 0)
        return bool(left) and old.column >= left


def homes_of(fields: AnyFields, scheme: Scheme) -> Homes:
    """Return where the fields of a form are printed, without changing where they are bound."""
    sheets: dict[str, _Sheet] = {}
    rivals: list[tuple[str, str]] = []
    helps: dict[str, int] = {}
    # 填报说明 has no fields, and a sheet that is missing no homes
    key = LayoutKey(scheme, fields.layout)
    still = fields.at_home
    for drawn in drawn_form(scheme, fields.layout).sheets:
        if drawn.title == INSTRUCTIONS_SHEET or fields.missing(drawn.title):
            continue
        own = _fields_on(key, drawn.title)
        title, other = _title(fields, drawn, own)
        if other:
            rivals.append((other, title))
        helps[drawn.title] = drawn.help_column
        # Labels and names agree that nothing has moved
        anchors = anchors_on(fields.raw, title, drawn)
        if fields.at_home and anchors.still and title == drawn.title:
            sheets[drawn.title] = _as_drawn(key, title, drawn.help_column)
        else:
            still = False
            sheets[drawn.title] = _settled(fields, drawn, own, title, anchors)
    return Homes(
        sheets=sheets,
        rivals=tuple(rivals),
        help_columns=helps,
        still=still,
    )


@lru_cache(maxsize=256)
def _fields_on(key: LayoutKey, title: str) -> Mapping[str, CellRef]:
    """Return the fields of a layout that are drawn on one sheet."""
    every = key.layout.fields.items()
    return {name: old for name, old in every if old.sheet == title}


@lru_cache(maxsize=256)
def _as_drawn(key: LayoutKey, title: str, help_column: int) -> _Sheet:
    """Return the sheet on which labels and names agree that nothing has moved, as on nearly all forms that come back."""
    printed = [
        old
        for old in _fields_on(key, title).values()
        if not help_column or old.column < help_column
    ]
    rows = {old.row: old.row for old in printed}
    columns = {old.column: old.column for old in printed}
    return _Sheet(title=title, rows=rows, columns=columns)


def _title(
    fields: AnyFields, drawn: DrawnSheet, own: Mapping[str, CellRef]
) -> tuple[str, str]:
    """Return the title of a drawn sheet as it is called now, and that of another that names or title speak for."""
    raw = fields.raw
    if fields.sheets is not None:
        return fields.sheets[drawn.title], ""
    # Names lead to the sheet by any title: people rename sheets
    led_to = _led_to(fields, drawn, own)
    # In its place, and to be seen
    seen = raw.arrangement(led_to).visible and led_to in raw.titles
    if led_to == drawn.title and seen:
        return led_to, ""
    # The names lead to a copy and the form stands where it was: that is told
    shown = holds_form(raw, led_to, drawn)
    if shown and not holds_form(raw, drawn.title, drawn):
        return led_to, ""
    if shown:
        return led_to, drawn.title
    # The names lead to a sheet that is no form: the form stands on another, if on any.
    others = [title for title in raw.titles if title != led_to]
    every = [title for title in others if holds_form(raw, title, drawn)]
    if not every:
        return led_to, ""
    if drawn.title in every:
        return drawn.title, led_to
    return every[0], led_to


def _led_to(fields: AnyFields, drawn: DrawnSheet, own: Mapping[str, CellRef]) -> str:
    """Return the sheet that most names of a drawn one lead to; its own title where none leads anywhere."""
    if fields.at_home:
        return drawn.title
    # By majority, since single cells may have been pasted elsewhere
    named = Counter(ref.sheet for key in own if (ref := fields.named(key)) is not None)
    if not named:
        return drawn.title
    (title, _count), *_rest = named.most_common(1)
    return title


def _named_on(
    fields: AnyFields, printed: Mapping[str, CellRef], title: str
) -> list[tuple[CellRef, CellRef]]:
    """Return where fields were drawn and where their names lead now, of those whose names lead to this sheet."""
    pairs = []
    for key, old in printed.items():
        ref = fields.named(key)
        if ref is not None and ref.sheet == title:
            pairs.append((old, ref))
    return pairs


def _settled(
    fields: AnyFields,
    drawn: DrawnSheet,
    own: Mapping[str, CellRef],
    title: str,
    anchors: Anchors,
) -> _Sheet:
    """Find out where the lines of one sheet stand now."""
    # What stands right of the form is not printed, and moves by itself
    left = drawn.help_column
    printed = {key: old for key, old in own.items() if not left or old.column < left}
    pairs = _named_on(fields, printed, title)
    printed_rows = {old.row for old in printed.values()}
    printed_columns = {old.column for old in printed.values()}
    lost_rows, lost_columns = _empty_lines(fields, title)
    # Labels say where lines stand; between them the neighbours do, and the names where these leave it open
    rows = _lines(
        anchors.rows,
        [(old.row, new.row) for old, new in pairs],
        printed_rows,
        lost_rows,
    )
    columns = _lines(
        anchors.columns,
        [(old.column, new.column) for old, new in pairs],
        printed_columns,
        lost_columns,
    )
    return _Sheet(title=title, rows=rows, columns=columns)


def _empty_lines(fields: AnyFields, title: str) -> tuple[_Empty, _Empty]:
    """Return what says whether a row, or a column, of a sheet holds nothing: as one does that was just inserted."""
    cells = fields.raw.cells(title)

    def no_row(line: int) -> bool:
        return all(
            row != line or text_of(cell) is None for (row, _), cell in cells.items()
        )

    def no_column(line: int) -> bool:
        return all(
            column != line or text_of(cell) is None
            for (_, column), cell in cells.items()
        )

    return no_row, no_column


def _lines(
    known: Mapping[int, int],
    pairs: list[tuple[int, int]],
    wanted: set[int],
    empty: _Empty,
) -> _Lines:
    """Return where each wanted line stands: as its labels say, else as its neighbours or the names on it do."""
    # What the names on each line say
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for old, new in pairs:
        votes[old][new] += 1
    lines: dict[int, int | None] = {}
    # A line with a label of its own is beyond doubt
    for old in wanted:
        near = shifted(known, old)
        lines[old] = near
        if old in known or old not in votes:
            continue
        named = majority(votes[old])
        if named is None or named == near:
            continue
        if _may_stand(known, old, near, named, empty):
            lines[old] = named
    return lines


def _may_stand(
    known: Mapping[int, int], old: int, near: int | None, named: int, empty: _Empty
) -> bool:
    """Whether names may say where a line stands: only between the labelled ones beside it, and not against them."""
    # Never over a labelled line: names that lead there went with cells that were pasted
    before = max((line for line in known if line < old), default=None)
    after = min((line for line in known if line > old), default=None)
    if before is not None and named <= known[before]:
        return False
    if after is not None and named >= known[after]:
        return False
    if near is None or not known:
        return True
    # Between two labels the room is known; elsewhere only a blank line can be one that was inserted
    between = before is not None and after is not None
    return not between and empty(near)

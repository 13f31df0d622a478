"""What Word needs after the rows have multiplied: vertical merges where the template asks, no cell and table empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from perfeval_xl.report.joints import CELL, CLOSED, END, FULL, JOINT, MERGE, ROW, TABLE
from perfeval_xl.report.lineage.tracing import BOOKMARK
from perfeval_xl.report.merging import CellLook

__all__ = ["mend_tables"]

_JOINTS = re.compile(
    rf"<\?{JOINT} ({TABLE}|{CLOSED}|{ROW}|{CELL}|{END}|{FULL}|{MERGE}) (\d+)\?>"
)
_TEXTS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_BOOKMARKS = re.compile(rf'w:name="({BOOKMARK}\d+)"')
_PARAGRAPH_END = re.compile(r"(</w:p>|<w:p(?: [^>]*)?/>)$")
_LAST = 200
"""In so many characters at the end of a cell its last tag is found."""


def mend_tables(text: str, looks: Sequence[CellLook]) -> tuple[str, frozenset[str]]:
    """Return the text without joints, and the bookmarks of figures that are gone with the text of merged cells."""
    # Between two joints nothing has to be looked at
    first, *rest = _JOINTS.split(text)
    mending = _Mending(looks=looks, written=[first])
    for place in range(0, len(rest), 3):
        kind, number, behind = rest[place : place + 3]
        mending.meet(kind, int(number))
        mending.written.append(behind)
    return "".join(mending.written), frozenset(mending.lost)


@dataclass(frozen=True, slots=True)
class _Top:
    """The first of the cells that are merged so far: where it begins, and what it and the marked cells to its left show."""

    place: int
    look: CellLook
    shown: tuple[str, ...]


@dataclass(slots=True)
class _Table:
    """One table while it is mended: `start` is its place in what was written, `above` and `current` are rows by column."""

    start: int
    above: dict[int, _Top] = field(default_factory=dict)
    current: dict[int, _Top] = field(default_factory=dict)
    shown: tuple[str, ...] = ()

    def next_row(self) -> None:
        """Begin a row."""
        self.above = self.current
        self.current = {}
        self.shown = ()


@dataclass(slots=True)
class _Cell:
    """A marked cell that is not closed yet. `asked` says that the template printed its mark."""

    look: CellLook
    start: int
    asked: bool = False


@dataclass(slots=True, kw_only=True)
class _Mending:
    """Goes from joint to joint. `written` is the text so far, in pieces."""

    looks: Sequence[CellLook]
    written: list[str]
    lost: set[str] = field(default_factory=set)
    _tables: dict[int, _Table] = field(default_factory=dict)
    _open: list[_Cell] = field(default_factory=list)

    def meet(self, kind: str, number: int) -> None:
        """Do what has to be done at one joint."""
        # A marked cell begins as if it stood alone; its end says whether it does
        if kind == CELL:
            look = self.looks[number]
            self._open.append(_Cell(look, len(self.written)))
            self.written.append(look.alone)
        # The mark counts for the cell in which it was printed
        elif kind == MERGE:
            if self._open:
                self._open[-1].asked = True
        elif kind == END:
            cell = self._open.pop()
            if cell.asked:
                self._merge(cell)
        # Rows, and the table as a whole
        elif kind == ROW:
            self._tables[number].next_row()
        elif kind == TABLE:
            self._tables[number] = _Table(len(self.written))
        elif kind == CLOSED:
            self._close(self._tables[number])
        # A cell without a paragraph is one that Word cannot open
        elif not self._ends_with_paragraph():
            self.written.append("<w:p/>")

    def _ends_with_paragraph(self) -> bool:
        ending = "".join(piece[-_LAST:] for piece in self.written[-2:])
        return bool(_PARAGRAPH_END.search(ending.rstrip()))

    def _merge(self, cell: _Cell) -> None:
        """Merge a marked cell with the one above while it, and all marked cells to its left, show the same."""
        look = cell.look
        table = self._tables[look.table]
        # What it shows, with the cells to its left: the same text in another group is not the same
        inside = "".join(self.written[cell.start + 1 :])
        text = "".join(_TEXTS.findall(inside))
        table.shown = (*table.shown, text)
        # No cell above with that text: this one may be the first of several
        top = table.above.get(look.column)
        if top is None or top.shown != table.shown or not text.strip():
            table.current[look.column] = _Top(cell.start, look, table.shown)
            return
        # The first becomes the head of the merge, this one loses what it shows
        self.written[top.place] = top.look.first
        del self.written[cell.start :]
        self.written.append(look.continued)
        self.lost.update(_BOOKMARKS.findall(inside))
        table.current[look.column] = top

    def _close(self, table: _Table) -> None:
        """Take out a table whose rows are all gone."""
        inside = "".join(self.written[table.start :])
        if "<w:tr>" not in inside and "<w:tr " not in inside:
            del self.written[table.start :]

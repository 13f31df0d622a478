"""A table of a PDF that runs over several pages: one grid, its columns by where their lines stand, not by their order.

A form that is printed breaks between two rows. The headings may be printed again, and a merged cell is cut in two: its
text stands in one half of it, or half of it in each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

__all__ = ["Part", "Piece", "PrintedTable", "joined"]

_SEEN = 2.0
"""How near two edges lie to be one, in points."""
_ALIKE = 4.0
"""How near the outer edges of two pages lie where a table goes on, in points."""
_MOST_HEADINGS = 4
"""How many rows of headings are printed again, at most."""
_SHORTEST_PART = 4
_FEWEST_TEXTS = 3
"""How many texts a row of headings has, at least."""


@dataclass(slots=True, kw_only=True)
class Piece:
    """One cell as a page shows it, its edges in points from the upper left.

    `begins` and `ends` say whether a line is drawn at its top and at its bottom: where none is, another page has the rest.
    """

    left: float
    top: float
    right: float
    bottom: float
    text: str
    begins: bool
    ends: bool


@dataclass(slots=True)
class _Placed:
    """One cell in the grid of the whole table, rows and columns counted from 0."""

    row: int
    column: int
    rows: int
    columns: int
    piece: Piece

    @property
    def last(self) -> int:
        """The last row that it covers."""
        return self.row + self.rows - 1

    @property
    def place(self) -> tuple[int, int]:
        """Its column, and how many it covers."""
        return self.column, self.columns


@dataclass(slots=True)
class PrintedTable:
    """A table of one page or of several: the cells of each, and what people call the table there."""

    name: str
    pieces: list[Piece]
    further: list[tuple[str, list[Piece]]] = field(default_factory=list)

    def go_on(self, other: PrintedTable) -> None:
        """Add the table of the next page, with which this one goes on."""
        self.further.append((other.name, other.pieces))

    def said(self) -> dict[str, object]:
        """Return the table for JSON: its cells as row, column, text, height, width, and the rows where pages begin."""
        pages = [(self.name, self.pieces), *self.further]
        every = [piece for _, pieces in pages for piece in pieces]
        lefts = _edges([edge for each in every for edge in (each.left, each.right)])
        cells: list[_Placed] = []
        starts: list[tuple[int, str]] = []
        row = 0
        for name, pieces in pages:
            placed = _placed(pieces, lefts, row)
            # What is printed again on each page was read on the first one
            placed = _without_repeated(cells, placed, row)
            starts.append((row + 1, name))
            _join(cells, placed, row)
            row = max((each.last + 1 for each in cells), default=row)
        said = [
            (each.row + 1, each.column + 1, each.piece.text, each.rows, each.columns)
            for each in cells
        ]
        return {"name": self.name, "cells": said, "pages": starts}


Part = str | PrintedTable
"""A line of text, or a table."""


def joined(pages: Sequence[list[Part]]) -> list[Part]:
    """Return the parts of all pages in order, tables that go on on the next page being one.

    A table goes on where nothing stands below it on the one page and above it on the next, lines aside that are printed
    on every page, and where the outer lines of both stand one below the other.
    """
    parts: list[Part] = []
    running = _running(pages)
    for number, page in enumerate(pages):
        # A line that is printed on every page is one of the first page
        kept = [part for part in page if not number or not _is_one_of(part, running)]
        if not number and len(page) > 1 and _is_one_of(page[-1], running):
            kept = page[:-1]
        kept = _without_cut(parts[-1] if parts else "", kept)
        if parts and kept and _goes_on(parts[-1], kept[0]):
            kept = kept[1:]
        parts += kept
    return parts


def _without_cut(last: Part, page: list[Part]) -> list[Part]:
    """Return the parts of a page without lines above its table that are texts of cells cut at the end of the page before."""
    if not isinstance(last, PrintedTable):
        return page
    before = last.further[-1][1] if last.further else last.pieces
    cut = [each.text for each in before if each.text and not each.ends]
    for number, part in enumerate(page):
        if isinstance(part, PrintedTable):
            return page[number:]
        if not all(any(word in text for text in cut) for word in part.split()):
            return page
    return page


def _is_one_of(part: Part, lines: set[str]) -> bool:
    return isinstance(part, str) and part in lines


def _goes_on(last: Part, first: Part) -> bool:
    """Add the table at the top of a page to the one at the end of the page before, where that goes on; say whether it does."""
    if not isinstance(last, PrintedTable) or not isinstance(first, PrintedTable):
        return False
    if not _same_width(last, first):
        return False
    last.go_on(first)
    return True


def _running(pages: Sequence[list[Part]]) -> set[str]:
    """Return the lines that begin, or end, more than one page."""
    seen: Counter[str] = Counter()
    for page in pages:
        ends = {part for part in (*page[:1], *page[-1:]) if isinstance(part, str)}
        seen.update(ends)
    return {line for line, count in seen.items() if count > 1}


def _same_width(table: PrintedTable, other: PrintedTable) -> bool:
    """Whether the outer lines of two tables stand one below the other."""
    before = table.further[-1][1] if table.further else table.pieces
    if not before or not other.pieces:
        return False
    left = min(each.left for each in before) - min(each.left for each in other.pieces)
    right = max(each.right for each in before) - max(
        each.right for each in other.pieces
    )
    return abs(left) <= _ALIKE and abs(right) <= _ALIKE


def _edges(found: Sequence[float]) -> list[float]:
    """Return edges in order, those that nearly coincide once."""
    kept: list[float] = []
    for edge in sorted(found):
        if not kept or edge - kept[-1] > _SEEN:
            kept.append(edge)
    return kept


def _placed(
    pieces: Iterable[Piece], lefts: Sequence[float], first: int
) -> list[_Placed]:
    """Return the cells of a page in the grid; `first` is the row of its top."""
    given = list(pieces)
    tops = _edges([edge for each in given for edge in (each.top, each.bottom)])
    placed: list[_Placed] = []
    for piece in given:
        column = _nearest(lefts, piece.left)
        right = _nearest(lefts, piece.right)
        row = _nearest(tops, piece.top)
        bottom = _nearest(tops, piece.bottom)
        height, width = max(1, bottom - row), max(1, right - column)
        placed.append(_Placed(first + row, column, height, width, piece))
    return placed


def _nearest(known: Sequence[float], edge: float) -> int:
    return min(range(len(known)), key=lambda number: abs(known[number] - edge))


def _without_repeated(
    before: Sequence[_Placed], page: list[_Placed], first: int
) -> list[_Placed]:
    """Leave out the rows at the top of a page that repeat headings of the pages before, and move the others up."""
    dropped = 0
    tall: dict[int, tuple[int, str]] = {}
    spilled: dict[int, str] = {}
    for row in range(first, first + _MOST_HEADINGS):
        repeated = _repeated(before, page, row)
        if not repeated:
            break
        dropped += 1
        texts = _texts(page, row)
        for each in repeated:
            if each.rows > 1:
                tall[each.column] = (each.rows, each.piece.text)
            # The text of a cell that was cut may stand over the heading
            said = texts.get(each.column, "")
            if each.piece.text in said:
                spilled[each.column] = said.replace(each.piece.text, "", 1)
    if not dropped:
        return page
    kept: list[_Placed] = []
    for each in page:
        end = each.last - dropped
        if end < first:
            continue
        # A cell beside the headings may reach down into the rows below them
        begin = max(first, each.row - dropped)
        rows = end - begin + 1
        # The text of a tall heading is set in the middle of all its height, over the rows below
        height, heading = tall.get(each.column, (0, ""))
        if begin < first + height:
            each.piece.text = _without_start(each.piece.text, heading)
        if each.row == first + dropped:
            each.piece.text = spilled.get(each.column, "") + each.piece.text
        kept.append(_Placed(begin, each.column, rows, each.columns, each.piece))
    return kept


def _without_start(text: str, heading: str) -> str:
    """Return a text without the part of a heading that it begins with; shorter than four letters it is none."""
    same = 0
    for letter, other in zip(text, heading, strict=False):
        if letter != other:
            break
        same += 1
    if same < _SHORTEST_PART:
        return text
    return text[same:]


def _repeated(
    before: Sequence[_Placed], page: Sequence[_Placed], row: int
) -> list[_Placed]:
    """Return the cells of the row of headings that a row at the top of a page repeats, none where it repeats none.

    One cut off at the left may differ, and the text of a cell that was cut may stand over a heading.
    """
    texts = _texts(page, row)
    if len(texts) < _FEWEST_TEXTS or any(map(_has_figure, texts.values())):
        return []
    compared = sorted(texts)[1:]
    for other in sorted({each.row for each in before}):
        known = _texts(before, other)
        same = [texts[column] == known.get(column) for column in compared]
        held = [known.get(column, "?") in texts[column] for column in compared]
        if all(held) and any(same):
            return [each for each in before if each.row == other]
    return []


def _texts(cells: Iterable[_Placed], row: int) -> dict[int, str]:
    """Return the texts that begin in a row, by their columns."""
    found: dict[int, str] = {}
    for each in cells:
        if each.row == row and each.piece.text:
            found[each.column] = each.piece.text
    return found


def _has_figure(text: str) -> bool:
    """Whether a text is a value and no heading: it begins with a digit or a sign."""
    return text[:1] in "0123456789≥≤=<>-—" or text.endswith("%")


def _join(cells: list[_Placed], page: Iterable[_Placed], first: int) -> None:
    """Add the cells of a page to those before, making one of the two halves of each cell that the page cut."""
    added = list(page)
    above = {each.place: each for each in cells if each.last == first - 1}
    merged = {each.place for each in (*cells, *added) if each.rows > 1}
    for each in added:
        half = above.get(each.place)
        if half is None or each.row != first:
            cells.append(each)
            continue
        if not _one_cell(half.piece, each.piece, merged=each.place in merged):
            cells.append(each)
            continue
        half.rows += each.rows
        half.piece.text = _whole(half.piece.text, each.piece.text)
        half.piece.ends = each.piece.ends


def _one_cell(upper: Piece, lower: Piece, *, merged: bool) -> bool:
    """Whether the last cell of a page and the first of the next are halves of one."""
    if not upper.ends or not lower.begins:
        return True
    # Where each page closes its cells, the text stands in one of the halves
    return merged and not (upper.text and lower.text)


def _whole(upper: str, lower: str) -> str:
    """Return the text of a cell from its halves; each of them may show all of it."""
    if upper in lower:
        return lower
    if lower in upper:
        return upper
    return upper + lower

"""Sheets of untrusted workbooks as rows of entries, and columns found by what their headings say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfeval_xl.amounts import plain
from perfeval_xl.distribution.model import match_text
from perfeval_xl.refs import CellRef, Entry, Location
from perfeval_xl.sheets.raw import RawCell
from perfeval_xl.sheets.raw_opening import open_raw
from perfeval_xl.sheets.values import printed
from perfeval_xl.texts import storable

__all__ = ["EXAMPLE", "Grid", "heading"]

EXAMPLE = "示例"
"""A row whose first cell says this is an example, and not read."""

_BRACKETS = str.maketrans("", "", "*＊:：")


def heading(text: str | None) -> str:
    """Return a heading as it is compared: without blanks, stars, colons and what stands in brackets.

    >>> heading("* 项目 名称："), heading("年初预算（万元）")
    ('项目名称', '年初预算')
    """
    folded = match_text(text).translate(_BRACKETS)
    while "(" in folded and ")" in folded[folded.index("(") :]:
        start = folded.index("(")
        folded = folded[:start] + folded[folded.index(")", start) + 1 :]
    return folded


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its cells by row and column, as a person sees them."""

    file: str
    sheet: str
    cells: Mapping[tuple[int, int], RawCell]

    @classmethod
    def sheets(cls, data: bytes, file: str) -> tuple[Grid, ...]:
        """Return all sheets of a workbook; raises `SubmissionFileError` when it is none."""
        raw = open_raw(data, file)
        return tuple(cls(file, title, raw.cells(title)) for title in raw.titles)

    def place(self, row: int, column: int, label: str = "") -> Location:
        """Return the place of a cell, for messages."""
        return Location(file=self.file, sheet=self.sheet, cell=CellRef(self.sheet, row, column).address, label=label)

    def entry(self, row: int, column: int | None, label: str = "") -> Entry:
        """Return what a cell shows, blanks at its ends taken off; a column that is not there is blank everywhere."""
        if column is None:
            return Entry()
        return Entry(_shown(self.cells.get((row, column))), self.place(row, column, label))

    def text(self, row: int, column: int) -> str | None:
        """Return what a cell shows, `None` for a blank."""
        return _shown(self.cells.get((row, column)))

    def rows(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield every row that holds something, with the columns that do."""
        columns: dict[int, list[int]] = {}
        for row, column in self.cells:
            columns.setdefault(row, []).append(column)
        for row in sorted(columns):
            filled = tuple(sorted(column for column in columns[row] if self.text(row, column) is not None))
            if filled:
                yield row, filled


def _shown(cell: RawCell | None) -> str | None:
    if cell is None:
        return None
    if cell.error:
        return cell.error
    value = cell.value
    if value is None and cell.formula:
        return f"={cell.formula}"  # saved without its result, or a text that a program took for a formula
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).upper()
    text = value if isinstance(value, str) else printed(value, cell.number_format) or plain(value)
    return storable(text).strip() or None

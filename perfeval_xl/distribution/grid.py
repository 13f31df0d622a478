"""Sheets of untrusted workbooks as rows of entries, and columns found by what their headings say."""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.distribution.model import match_text
from perfeval_xl.errors import NotAWorkbook, TooLargeWorkbook
from perfeval_xl.limits import LIMITS
from perfeval_xl.refs import CellRef, Entry, Location
from perfeval_xl.sheets.raw import RawCell, RawWorkbook
from perfeval_xl.sheets.raw_opening import open_raw
from perfeval_xl.sheets.row_spans import NO_ROWS, RowSpans
from perfeval_xl.sheets.values import printed
from perfeval_xl.texts import storable

__all__ = ["EXAMPLE", "Grid", "heading"]

EXAMPLE = "示例"
"""A row whose first cell says this is an example, and not read."""

# A number format of zeros only, which shows a number with that many digits
_ZEROS = re.compile(r"0{2,}\Z")
_FIRST_LOST = Decimal(10) ** 15
"""The first number of 16 digits: a cell keeps 15."""

# How zip files and the old binary workbooks begin: some are named .csv nevertheless
_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
_BRACKETS = str.maketrans("", "", "*＊:：")


def heading(text: str | None) -> str:
    """Return a heading as it is compared: without blanks, stars, colons and what stands in brackets.

    >>> heading("* 项目 名称："), heading("年初预算（万元）")
    ('项目名称', '年初预算')
    """
    folded = match_text(text).translate(_BRACKETS)
    kept: list[str] = []
    # Brackets are cut out one after the other; one that is never closed stays as text
    here = 0
    while (
        opened := folded.find(
            "(",
            here,
        )
    ) >= 0 and (closed := folded.find(")", opened)) >= 0:
        kept.append(folded[here:opened])
        here = closed + 1
    return "".join(kept) + folded[here:]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its cells by row and column, as a person sees them."""

    file: str
    sheet: str
    cells: Mapping[tuple[int, int], RawCell]
    hidden: RowSpans = NO_ROWS
    merged: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """The areas of one column and several rows that are one cell, by column: first and last row, in order."""

    @classmethod
    def sheets(cls, data: bytes, file: str) -> tuple[Grid, ...]:
        """Return all sheets of a workbook, or the one of a .csv; raises `SubmissionFileError` when it is neither."""
        # The contents decide what a file is: a workbook called .csv is read as a workbook
        if file.lower().endswith(".csv") and not data.startswith(_WORKBOOKS):
            return (_checked(cls(file, "CSV", _csv_cells(data, file))),)
        try:
            raw = open_raw(data, file)
        except NotAWorkbook as exc:
            raise NotAWorkbook(
                exc.message,
                "请用 Excel 或 WPS 打开它，另存为 .xlsx 后再运行一次。",
            ) from exc
        return tuple(_checked(cls._sheet(raw, file, title)) for title in raw.titles)

    @classmethod
    def _sheet(cls, raw: RawWorkbook, file: str, title: str) -> Grid:
        arrangement = raw.arrangement(title)
        merged: dict[int, list[tuple[int, int]]] = {}
        for area in arrangement.merges:
            # Only areas of one column stand for several rows; none may cover the whole sheet
            if area.left == area.right and area.bottom - area.top < LIMITS.merged_rows:
                merged.setdefault(area.left, []).append((area.top, area.bottom))
        # In order, so that the area of a row is found by bisection
        in_order = {column: tuple(sorted(areas)) for column, areas in merged.items()}
        return cls(
            file,
            title,
            raw.cells(title),
            arrangement.hidden,
            in_order,
        )

    def _top(self, row: int, column: int) -> int | None:
        """Return the row in which the value of a merged area stands that covers this cell; `None` for no such area."""
        areas = self.merged.get(column, ())
        # The last area that begins above the row
        at = bisect_left(areas, (row,)) - 1
        if at >= 0 and row <= areas[at][1]:
            return areas[at][0]
        return None

    def place(self, row: int, column: int, label: str = "") -> Location:
        """Return the place of a cell, for messages."""
        return Location.at(CellRef(self.sheet, row, column), self.file, label)

    def entry(self, row: int, column: int | None, label: str = "") -> Entry:
        """Return what a cell shows, blanks at its ends taken off; a column that is not there is blank everywhere."""
        if column is None:
            return Entry()
        return Entry(
            _shown(self.cells.get((row, column))),
            self.place(row, column, label),
        )

    def merged_entry(self, row: int, column: int | None, label: str = "") -> Entry:
        """Return the same, and in a merged area of several rows what it shows for all of them."""
        entry = self.entry(row, column, label)
        top = self._top(row, column or 0)
        if entry.blank and top is not None:
            return self.entry(top, column, label)
        return entry

    def code_entry(self, row: int, column: int | None, label: str = "") -> Entry:
        """Return a code as its cell shows it: 12 in a cell of the format 0000 is 0012."""
        entry = self.entry(row, column, label)
        cell = self.cells.get((row, column or 0))
        # Only numbers lose their zeros; a code that is text is shown as it stands
        if (
            cell is None
            or not isinstance(cell.value, Decimal)
            or not _ZEROS.match(cell.number_format)
        ):
            return entry
        return replace(entry, text=plain(cell.value).zfill(len(cell.number_format)))

    def lost_digits(self, row: int, column: int | None) -> bool:
        """Whether a cell holds a number of more digits than a spreadsheet keeps: its end is lost."""
        cell = self.cells.get((row, column or 0))
        return (
            cell is not None
            and isinstance(cell.value, Decimal)
            and abs(cell.value) >= _FIRST_LOST
        )

    def text(self, row: int, column: int) -> str | None:
        """Return what a cell shows, `None` for a blank."""
        return _shown(self.cells.get((row, column)))

    def rows(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield every row that holds something, with the columns that do."""
        columns: dict[int, list[int]] = {}
        for row, column in self.cells:
            # Cells come in the order of the file, which other programs need not sort
            columns.setdefault(row, []).append(column)
        for row in sorted(columns):
            # A cell of blanks only is not filled, whatever its format
            filled = tuple(
                sorted(
                    column
                    for column in columns[row]
                    if self.text(row, column) is not None
                )
            )
            if filled:
                yield row, filled


def _checked(grid: Grid) -> Grid:
    """Return a sheet that is not longer than a list may be; raises `TooLargeWorkbook`."""
    # Counting the rows takes time, and there cannot be more rows than cells
    most = LIMITS.list_rows
    if len(grid.cells) > most and len({row for row, _ in grid.cells}) > most:
        raise TooLargeWorkbook(
            f"“{grid.file}”的“{grid.sheet}”超过{most}行。", "请拆成几份清单。"
        )
    return grid


def _csv_cells(data: bytes, file: str) -> dict[tuple[int, int], RawCell]:
    """Return the cells of a .csv as Chinese programs write it: UTF-8, else GB 18030. Everything in it is text."""
    # Excel writes GB 18030 with ANSI, UTF-8 with a mark at its start; the text tells which
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    cells: dict[tuple[int, int], RawCell] = {}
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline="")), start=1
        ):
            # Blank fields are no cells: a line of commas is a blank row
            cells |= {
                (number, column): RawCell(value)
                for column, value in enumerate(row, start=1)
                if value.strip()
            }
            if len(cells) > LIMITS.cells:
                raise TooLargeWorkbook(f"“{file}”的单元格过多。", "请拆成几份清单。")
    except csv.Error as exc:
        raise NotAWorkbook(
            f"“{file}”不是可以读取的 .csv：内容已损坏。",
            "请另存为 .xlsx 后再运行一次。",
        ) from exc
    return cells


def _shown(cell: RawCell | None) -> str | None:
    if cell is None:
        return None
    if cell.error:
        return cell.error
    value = cell.value
    if value is None and cell.formula:
        # Saved without its result, or a text that a program took for a formula
        return f"={cell.formula}"
    # Excel shows TRUE and FALSE in capitals
    if value is None or isinstance(value, bool):
        if value is None:
            return None
        return str(value).upper()
    if isinstance(value, str):
        text = value
    else:
        text = printed(value, cell.number_format) or plain(value)
    # Control characters could not be written into a form
    return storable(text).strip() or None

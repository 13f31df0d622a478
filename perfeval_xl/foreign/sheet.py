"""One sheet as a person sees it: areas with texts, merged cells being one area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perfeval_xl.amounts import plain
from perfeval_xl.refs import Entry, Location
from perfeval_xl.sheets.raw import RawCell, RawWorkbook
from perfeval_xl.sheets.values import printed
from perfeval_xl.texts import storable

__all__ = ["Area", "Sheet", "shown"]

_MOST_ROWS, _MOST_COLUMNS = 3000, 80
"""What is looked at of a sheet: a form stands within."""
_MOST_COVERED = 200_000
"""How many cells merged areas may cover in all."""


@dataclass(frozen=True, slots=True)
class Area:
    """One cell, or the cells merged into one: rows and columns from 1, both ends included. A blank has the text ''."""

    top: int
    left: int
    bottom: int
    right: int
    text: str


class Sheet:
    """The areas of one sheet, by row and column."""

    def __init__(self, raw: RawWorkbook, title: str, file: str) -> None:
        self.raw = raw
        self.title = title
        self.file = file
        self._at: dict[tuple[int, int], Area] = {}
        self._rows: dict[int, tuple[Area, ...]] = {}
        cells = raw.cells(title)
        arrangement = raw.arrangement(title)
        self.visible = arrangement.visible
        # Merged areas first: what stands in a cell that one covers is not seen
        self._merge()
        for place, cell in cells.items():
            row, column = place
            if row > _MOST_ROWS or column > _MOST_COLUMNS:
                continue
            if place in self._at:
                continue
            text = shown(cell)
            if text:
                self._at[place] = Area(row, column, row, column, text)
        self.rows = sorted({row for row, _ in self._at})

    def _merge(self) -> None:
        """Put each merged area at all the cells that it covers, as far as a form reaches."""
        cells = self.raw.cells(self.title)
        arrangement = self.raw.arrangement(self.title)
        covered = 0
        for area in arrangement.merges:
            bottom = min(area.bottom, _MOST_ROWS)
            right = min(area.right, _MOST_COLUMNS)
            height = max(0, bottom - area.top + 1)
            width = max(0, right - area.left + 1)
            # A file may claim areas without end
            covered += height * width
            if covered > _MOST_COVERED:
                return
            first = (area.top, area.left)
            text = shown(cells.get(first))
            whole = Area(area.top, area.left, bottom, right, text)
            for row in range(area.top, bottom + 1):
                for column in range(area.left, right + 1):
                    self._at[row, column] = whole

    def at(self, row: int, column: int) -> Area:
        """Return the area that covers a cell; one that holds nothing is blank."""
        area = self._at.get((row, column))
        if area is None:
            return Area(row, column, row, column, "")
        return area

    def areas(self, row: int) -> tuple[Area, ...]:
        """Return the areas with a text that cover any cell of a row, from left to right."""
        known = self._rows.get(row)
        if known is not None:
            return known
        found: list[Area] = []
        for column in range(1, _MOST_COLUMNS + 1):
            area = self._at.get((row, column))
            if area is None or not area.text:
                continue
            # A merged area is met once for each of its columns
            if area not in found[-1:]:
                found.append(area)
        self._rows[row] = tuple(found)
        return self._rows[row]

    def fresh(self, row: int) -> tuple[Area, ...]:
        """Return those of the areas of a row that begin in it."""
        return tuple(area for area in self.areas(row) if area.top == row)

    def across(self, row: int, columns: Iterable[int]) -> list[Area]:
        """Return the areas with a text that cover one of these columns in a row, from left to right."""
        found: list[Area] = []
        for column in columns:
            area = self.at(row, column)
            if area.text and area not in found:
                found.append(area)
        return found

    def place(self, area: Area, label: str = "") -> Location:
        """Return where an area stands, for messages."""
        cell = self.raw.spot(self.title, area.top, area.left)
        return Location.said(self.title, cell, self.file, label)

    def entry(self, area: Area, label: str = "", text: str | None = None) -> Entry:
        """Return the text of an area, or another one taken from it, with its place; nothing written is `None`."""
        said = text
        if said is None:
            said = area.text
        place = self.place(area, label)
        return Entry(said.strip() or None, place)


def shown(cell: RawCell | None) -> str:
    """Return what a cell shows, blanks at its ends taken off."""
    if cell is None:
        return ""
    value = cell.value
    # A formula that failed shows its error
    if value is None:
        return cell.error
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return storable(value).strip()
    # A number or a date as its format prints it
    text = printed(value, cell.number_format)
    if not text:
        text = plain(value)
    return storable(text).strip()

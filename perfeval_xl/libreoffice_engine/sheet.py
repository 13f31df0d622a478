"""One sheet of a book."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from perfeval_xl.libreoffice_engine.addresses import read_areas
from perfeval_xl.libreoffice_engine.members import implements
from perfeval_xl.libreoffice_engine.ranges import Range

__all__ = ["Sheet"]


@implements(base_classes.Sheet)
class Sheet(base_classes.Sheet):
    """A sheet with its cells."""

    def __init__(self, book: Any, api: Any) -> None:
        self._book = book
        self._api = api

    @property
    def api(self) -> Any:
        """The `XSpreadsheet`."""
        return self._api

    @property
    def book(self) -> Any:
        """The book the sheet belongs to."""
        return self._book

    @property
    def name(self) -> str:
        """The name on the tab."""
        return str(self.api.getName())

    @name.setter
    def name(self, value: str) -> None:
        self.api.setName(value)

    @property
    def index(self) -> int:
        """The place among the sheets, from 1."""
        return int(self.api.getRangeAddress().Sheet) + 1

    def activate(self) -> None:
        """Show the sheet."""
        self.book.api.getCurrentController().setActiveSheet(self.api)

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns the sheet can hold."""
        address = self.api.getRangeAddress()
        return address.EndRow + 1, address.EndColumn + 1

    @property
    def cells(self) -> Range:
        """All cells."""
        return Range(self, 1, 1, *self.size)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """The cells from `arg1` to `arg2`: addresses, names, (row, column) or ranges; (row, column, rows, columns)."""
        if isinstance(arg1, int) and isinstance(arg2, int):
            arg1, arg2 = (arg1, arg2), None
        first = self._range(arg1)
        if arg2 is None:
            return first
        second = self._range(arg2)
        corners = [*first.areas, *second.areas]
        return Range(
            self,
            min(area[0] for area in corners),
            min(area[1] for area in corners),
            max(area[2] for area in corners),
            max(area[3] for area in corners),
        )

    def _range(self, given: Any) -> Range:
        if isinstance(given, Range):
            return given
        if isinstance(given, tuple):
            if 0 in given:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            row, column, rows, columns = (*given, 1, 1)[:4]
            return Range(self, row, column, row + rows - 1, column + columns - 1)
        areas = read_areas(given, *self.size)
        made = Range.of_areas(self, areas)
        made.arg1_input = given
        return made

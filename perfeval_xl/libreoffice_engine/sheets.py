"""The sheets of a book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from perfeval_xl.libreoffice_engine.members import implements
from perfeval_xl.libreoffice_engine.sheet import Sheet

__all__ = ["Sheets"]


@implements(base_classes.Sheets)
class Sheets(base_classes.Sheets):
    """The sheets in the order of their tabs."""

    def __init__(self, book: Any) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        """The `XSpreadsheets`."""
        return self.book.api.getSheets()

    @property
    def active(self) -> Sheet:
        """The sheet that is shown."""
        return Sheet(self.book, self.book.api.getCurrentController().getActiveSheet())

    def __call__(self, name_or_index: Any) -> Sheet:
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(self):
                raise IndexError(f"Index {name_or_index} out of range ({len(self)} elements)")
            return Sheet(self.book, self.api.getByIndex(name_or_index - 1))
        for name in self.api.getElementNames():
            if name.lower() == str(name_or_index).lower():
                return Sheet(self.book, self.api.getByName(name))
        raise KeyError(name_or_index)

    def __contains__(self, name: Any) -> bool:
        return str(name).lower() in {each.lower() for each in self.api.getElementNames()}

    def __len__(self) -> int:
        return int(self.api.getCount())

    def __iter__(self) -> Iterator[Sheet]:
        return iter([Sheet(self.book, self.api.getByName(name)) for name in self.api.getElementNames()])

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Insert a sheet before or after another one, before the active one otherwise, and show it."""
        sheets = self.api
        taken = {each.lower() for each in sheets.getElementNames()}
        number = len(taken)
        while name is None or (not name):
            number += 1
            name = f"Sheet{number}" if f"sheet{number}" not in taken else None
        place = (before or self.active).index - 1 if after is None else after.index
        sheets.insertNewByName(name, place)
        sheet = Sheet(self.book, sheets.getByIndex(place))
        sheet.activate()
        return sheet

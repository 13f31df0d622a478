"""The sheets of a book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.failures import OfficeClosed
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.sheet import Sheet
from xlwings_libreoffice.titles import checked_title, free_title

__all__ = ["Sheets"]


@implements(base_classes.Sheets)
class Sheets(base_classes.Sheets):
    """The sheets in the order of their tabs."""

    def __init__(self, book: Any) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        """The `XSpreadsheets`.

        Raises:
            OfficeClosed: the book has been closed.
        """
        sheets = self.book.api.getSheets()
        if sheets is None:
            raise OfficeClosed("工作簿已经关闭，请重新打开后再试。")
        return sheets

    @property
    def active(self) -> Sheet:
        """The sheet that is shown."""
        return Sheet(self.book, self.book.controller.getActiveSheet())

    def titles(self) -> list[str]:
        """The names of the sheets."""
        return list(self.api.getElementNames())

    def __call__(self, name_or_index: int | str) -> Sheet:
        """Return a sheet by its name, whatever the case, or by its place from 1.

        Raises:
            IndexError: there are fewer sheets.
            KeyError: there is no sheet of that name.
        """
        sheets = self.api
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= sheets.getCount():
                raise IndexError(
                    f"Index {name_or_index} out of range ({sheets.getCount()} elements)"
                )
            return Sheet(self.book, sheets.getByIndex(name_or_index - 1))
        for title in sheets.getElementNames():
            if title.lower() == name_or_index.lower():
                return Sheet(self.book, sheets.getByName(title))
        raise KeyError(name_or_index)

    def __contains__(self, title: Any) -> bool:
        return str(title).lower() in {each.lower() for each in self.titles()}

    def __len__(self) -> int:
        return int(self.api.getCount())

    def __iter__(self) -> Iterator[Sheet]:
        sheets = self.api
        return iter(
            [
                Sheet(self.book, sheets.getByName(title))
                for title in sheets.getElementNames()
            ]
        )

    def add(
        self,
        before: Sheet | None = None,
        after: Sheet | None = None,
        name: str | None = None,
    ) -> Sheet:
        """Insert a sheet before or after another one, before the active one otherwise, and show it.

        Raises:
            ValueError: `name` is taken, or no name for a sheet.
        """
        self.book.require_open_structure()
        titles = self.titles()
        if name is None:
            title = free_title(titles)
        else:
            title = checked_title(name, titles)
        if after is not None and before is None:
            place = after.index
        else:
            place = (before or self.active).index - 1
        sheets = self.api
        sheets.insertNewByName(title, place)
        sheet = Sheet(self.book, sheets.getByIndex(place))
        sheet.activate()
        return sheet

"""Tables (ListObjects): LibreOffice keeps those of .xlsx files as database ranges. They are read here, not made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from perfeval_xl.libreoffice_engine.members import implements
from perfeval_xl.libreoffice_engine.rectangles import areas_of, common_area

__all__ = ["Table", "Tables", "table_at"]


@implements(base_classes.Table)
class Table(base_classes.Table):
    """A database range of a sheet."""

    def __init__(self, sheet: Any, name: str) -> None:
        self._sheet = sheet
        self._name = name

    @property
    def api(self) -> Any:
        """The `XDatabaseRange`."""
        return _ranges(self._sheet).getByName(self._name)

    @property
    def parent(self) -> Any:
        """The sheet."""
        return self._sheet

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.api.setName(value)
        self._name = value

    @property
    def display_name(self) -> str:
        """The name."""
        return self._name

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def range(self) -> Any:
        """All cells, with headers and totals."""
        return self._sheet.cells.made(*areas_of([self.api.getDataArea()])[0])

    @property
    def show_headers(self) -> bool:
        """Whether the first row holds headers."""
        return bool(self.api.getPropertyValue("ContainsHeader"))

    @show_headers.setter
    def show_headers(self, value: object) -> None:
        self.api.setPropertyValue("ContainsHeader", bool(value))

    @property
    def show_totals(self) -> bool:
        """Whether the last row holds totals."""
        return bool(self.api.getPropertyValue("TotalsRow"))

    @show_totals.setter
    def show_totals(self, value: object) -> None:
        self.api.setPropertyValue("TotalsRow", bool(value))

    @property
    def header_row_range(self) -> Any:
        """The headers; `None` without them."""
        return self.range.rows[0] if self.show_headers else None

    @property
    def totals_row_range(self) -> Any:
        """The totals; `None` without them."""
        return self.range.rows[-1] if self.show_totals else None

    @property
    def data_body_range(self) -> Any:
        """The rows between headers and totals; `None` if there are none."""
        row1, column1, row2, column2 = self.range.areas[0]
        row1, row2 = row1 + self.show_headers, row2 - self.show_totals
        return self._sheet.cells.made(row1, column1, row2, column2) if row1 <= row2 else None


@implements(base_classes.Tables)
class Tables(base_classes.Tables):
    """The tables of a sheet, in the order of their names."""

    def __init__(self, sheet: Any) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        """The `XDatabaseRanges` of the document."""
        return _ranges(self.parent)

    def __call__(self, key: int | str) -> Table:
        """Return a table by its name or its place from 1."""
        tables = self._all()
        if isinstance(key, int):
            return tables[key - 1]
        for table in tables:
            if table.name.lower() == key.lower():
                return table
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._all())

    def __contains__(self, key: object) -> bool:
        return str(key).lower() in {table.name.lower() for table in self._all()}

    def _all(self) -> list[Table]:
        ranges, number = self.api, self.parent.index - 1
        names = [name for name in ranges.getElementNames() if ranges.getByName(name).getDataArea().Sheet == number]
        return [Table(self.parent, name) for name in names]


def table_at(cell: Any) -> Table | None:
    """Return the table a cell belongs to, `None` if it belongs to none."""
    place = (cell.row, cell.column, cell.row, cell.column)
    return next((table for table in Tables(cell.sheet) if common_area(table.range.areas[0], place)), None)


def _ranges(sheet: Any) -> Any:
    return sheet.book.api.getPropertyValue("DatabaseRanges")

"""Ranges: rectangles of cells of one sheet."""

from __future__ import annotations

from typing import Any

from xlwings import base_classes

from perfeval_xl.libreoffice_engine.members import implements

__all__ = ["Range"]


@implements(base_classes.Range)
class Range(base_classes.Range):
    """One rectangle, rows and columns counted from 1, or several (see `of_areas`)."""

    def __init__(self, sheet: Any, row1: int, column1: int, row2: int, column2: int) -> None:
        self._sheet = sheet
        self.areas: tuple[tuple[int, int, int, int], ...] = ((row1, column1, row2, column2),)
        self.arg1_input = ""
        self.options: dict[str, Any] = {}

    @classmethod
    def of_areas(cls, sheet: Any, areas: tuple[tuple[int, int, int, int], ...]) -> Range:
        """Return the range of several rectangles (row, column, row, column); the first one answers for row and value."""
        made = cls(sheet, *areas[0])
        made.areas = areas
        return made

    @property
    def api(self) -> Any:
        """The `XCellRange` of the first area."""
        row1, column1, row2, column2 = self.areas[0]
        return self._sheet.api.getCellRangeByPosition(column1 - 1, row1 - 1, column2 - 1, row2 - 1)

    @property
    def sheet(self) -> Any:
        """The sheet the range stands on."""
        return self._sheet

    @property
    def row(self) -> int:
        """The first row."""
        return self.areas[0][0]

    @property
    def column(self) -> int:
        """The first column."""
        return self.areas[0][1]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the first area."""
        row1, column1, row2, column2 = self.areas[0]
        return row2 - row1 + 1, column2 - column1 + 1

    @property
    def raw_value(self) -> Any:
        """The values as the office has them."""
        return self.api.getDataArray()

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows = data if isinstance(data, (list, tuple)) else ((data,),)
        self.api.setDataArray(tuple(tuple(row) for row in rows))

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            below, right = divmod(row - 1, self.shape[1])
            row, column = below + 1, right + 1
        top, left = self.row + row - 1, self.column + column - 1
        return Range(self._sheet, top, left, top, left)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

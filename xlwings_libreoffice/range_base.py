"""What every part of a range builds on: where its cells are."""

from __future__ import annotations

from typing import Any, Self

from xlwings import base_classes

from xlwings_libreoffice.addresses import Area, column_letters, quoted_sheet
from xlwings_libreoffice.cell_formats import format_groups, uniform
from xlwings_libreoffice.failures import OfficeFailure, uno_exceptions
from xlwings_libreoffice.formula_translation import FunctionNames
from xlwings_libreoffice.rectangles import range_address

__all__ = ["RangeBase"]


class RangeBase(base_classes.Range):
    """One rectangle, rows and columns counted from 1, or several (see `of_areas`); a rectangle may be empty (`A1[0:0]`)."""

    def __init__(
        self,
        sheet: Any,
        row1: int,
        column1: int,
        row2: int,
        column2: int,
    ) -> None:
        self._sheet = sheet
        self.areas: tuple[Area, ...] = ((row1, column1, row2, column2),)
        self.arg1_input = ""
        self.options: dict[str, Any] = {}

    @classmethod
    def of_areas(cls, sheet: Any, areas: tuple[Area, ...]) -> Self:
        """Return the range of several rectangles (row, column, row, column); the first one answers for row and value."""
        made = cls(sheet, *areas[0])
        made.areas = areas
        return made

    @property
    def api(self) -> Any:
        """The `XCellRange` of the first area; `None` for an empty range.

        Raises:
            IndexError: the cells lie outside the sheet.
        """
        if self.shape[0] > 0 and self.shape[1] > 0:
            return self.part(self.areas[0])
        return None

    def part(self, area: Area) -> Any:
        """Return the `XCellRange` of a rectangle of the sheet."""
        row1, column1, row2, column2 = area
        rows, columns = self._sheet.size
        if row1 < 1 or column1 < 1 or row2 > rows or column2 > columns:
            raise IndexError(
                f"Range {area} lies outside the sheet ({rows} rows, {columns} columns)."
            )
        corners = f"{column_letters(column1)}{row1}:{column_letters(column2)}{row2}"
        try:
            return self._sheet.api.getCellRangeByName(corners)
        except uno_exceptions():
            # After cells were deleted an `XSpreadsheet` made before no longer covers the whole sheet, and its
            # getCellRangeByPosition would count from another cell.
            self._sheet.refresh()
            return self._sheet.api.getCellRangeByName(corners)

    def parts(self) -> list[Any]:
        """Return the `XCellRange` of every area; nothing for an empty range."""
        if self.api is not None:
            return [self.part(area) for area in self.areas]
        return []

    def cell_api(self) -> Any:
        """Return the `XCell` of the first cell."""
        return self.part(
            (self.row, self.column, self.row, self.column)
        ).getCellByPosition(
            0,
            0,
        )

    def addresses(self) -> list[Any]:
        """Return the `CellRangeAddress` of every area."""
        return [range_address(self._sheet.api, area) for area in self.areas]

    def made(self, row1: int, column1: int, row2: int, column2: int) -> Self:
        """Return another range of the same sheet."""
        return type(self)(
            self._sheet,
            row1,
            column1,
            row2,
            column2,
        )

    def document(self) -> Any:
        """Return the document."""
        return self._sheet.book.api

    def names_of_functions(self) -> FunctionNames:
        """Return the names of functions, asked once for each office."""
        state = self._sheet.book.app.office.state
        if state.function_names is None:
            state.function_names = FunctionNames(self.document())
        names: FunctionNames = state.function_names
        return names

    def must_be_free(self, *, for_contents: bool = False) -> None:
        """See that cells may be changed, where LibreOffice would do nothing and say nothing.

        On a protected sheet the contents of unlocked cells may be changed, nothing else.

        Raises:
            OfficeFailure: the sheet is protected.
        """
        if not self._sheet.api.isProtected():
            return
        groups = [group for part in self.parts() for group in format_groups(part)]
        if not for_contents or any(
            group.getPropertyValue("CellProtection").IsLocked for group in groups
        ):
            raise OfficeFailure(
                f"工作表“{self._sheet.name}”受保护，{self.address} 不能这样修改。请先撤销工作表保护。"
            )

    def look(self, name: str) -> Any:
        """Return a property of the cells' look; `None` where cells differ."""
        found = [uniform(part, name) for part in self.parts()]
        if found and all(value == found[0] for value in found):
            return found[0]
        return None

    def set_look(self, name: str, value: object) -> None:
        """Set a property of the cells' look."""
        self.must_be_free()
        for part in self.parts():
            part.setPropertyValue(name, value)

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
    def coords(self) -> tuple[int, int, int, int]:
        """Row, column, number of rows, number of columns."""
        return self.row, self.column, *self.shape

    def __len__(self) -> int:
        return sum(
            (area[2] - area[0] + 1) * (area[3] - area[1] + 1) for area in self.areas
        )

    def __call__(self, *args: int) -> Self:
        """Return the cell at a row and a column, or at a number counted along the rows; it may lie beside the range."""
        if len(args) == 1:
            below, right = divmod(args[0] - 1, self.shape[1])
            args = (below + 1, right + 1)
        if len(args) != 2:
            raise ValueError("Invalid arguments")
        row = self.row + args[0] - 1
        column = self.column + args[1] - 1
        rows, columns = self._sheet.size
        if not (1 <= row <= rows and 1 <= column <= columns):
            raise IndexError(
                f"Row {row}, column {column} lies outside the sheet ({rows} rows, {columns} columns)."
            )
        return self.made(row, column, row, column)

    @property
    def rows(self) -> list[Self]:
        """One range for each row."""
        row1, column1, row2, column2 = self.areas[0]
        return [self.made(row, column1, row, column2) for row in range(row1, row2 + 1)]

    @property
    def columns(self) -> list[Self]:
        """One range for each column."""
        row1, column1, row2, column2 = self.areas[0]
        return [
            self.made(
                row1,
                column,
                row2,
                column,
            )
            for column in range(column1, column2 + 1)
        ]

    @property
    def address(self) -> str:
        """The absolute address, such as `$A$1:$B$2`."""
        rows, columns = self.shape
        if rows < 1 or columns < 1:
            return f"${column_letters(self.column)}${self.row}{{{rows}x{columns}}}"
        return self.get_address(
            row_absolute=True,
            col_absolute=True,
            external=False,
        )

    def get_address(
        self,
        row_absolute: object,
        col_absolute: object,
        external: object,
    ) -> str:
        """Return the address; `external` puts `[Book1]Sheet1!` before it."""
        down = ""
        if row_absolute:
            down = "$"
        across = ""
        if col_absolute:
            across = "$"
        text = ",".join(self._spelled(area, down, across) for area in self.areas)
        if not external:
            return text
        title, book = self._sheet.name, self._sheet.book.name
        if quoted_sheet(title) == title and not set(book) & set(" '-()&+,;"):
            return f"[{book}]{title}!{text}"
        both = f"[{book}]{title}".replace("'", "''")
        return f"'{both}'!{text}"

    def _spelled(self, area: Area, down: str, across: str) -> str:
        row1, column1, row2, column2 = area
        rows, columns = self._sheet.size
        if row1 == 1 and row2 == rows and not (column1 == 1 and column2 == columns):
            return (
                f"{across}{column_letters(column1)}:{across}{column_letters(column2)}"
            )
        if column1 == 1 and column2 == columns:
            return f"{down}{row1}:{down}{row2}"
        first = f"{across}{column_letters(column1)}{down}{row1}"
        last = f"{across}{column_letters(column2)}{down}{row2}"
        if (row1, column1) == (row2, column2):
            return first
        return f"{first}:{last}"

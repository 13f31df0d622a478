"""Tables (ListObjects): LibreOffice keeps them as database ranges, which .xlsx files store as tables.

Styles of tables are not known to LibreOffice 7.4: a table has filter buttons, no stripes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.addresses import allowed_name, column_letters
from xlwings_libreoffice.members import implements, unsupported
from xlwings_libreoffice.rectangles import areas_of, common_area, range_address

__all__ = ["Table", "Tables", "table_at"]

_NUMBERS = 1 | 2 | 16  # com.sun.star.sheet.CellFlags: numbers, dates, formulas
_SUM, _COUNT = 109, 103  # what SUBTOTAL does with the rows a filter leaves


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
        ranks = _ranks(self._sheet)
        self.api.setName(value)
        if self._name in ranks:
            ranks[value] = ranks.pop(self._name)
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
        """Add a row for totals below the table, or take it away; cells below move, as in Excel."""
        if bool(value) == self.show_totals:
            return
        row1, column1, row2, column2 = self.range.areas[0]
        made = self._sheet.cells.made
        if value:
            made(row2 + 1, column1, row2 + 1, column2).insert("down")
            self._cover(row1, column1, row2 + 1, column2)
            self.api.setPropertyValue("TotalsRow", True)
            _write_totals(made(row2 + 1, column1, row2 + 1, column2), row1, row2)
        else:
            self.api.setPropertyValue("TotalsRow", False)
            self._cover(row1, column1, row2 - 1, column2)
            made(row2, column1, row2, column2).delete("up")

    def _cover(self, row1: int, column1: int, row2: int, column2: int) -> None:
        area = (row1, column1, row2, column2)
        self.api.setDataArea(range_address(self._sheet.api, area))

    @property
    def show_autofilter(self) -> bool:
        """Whether the headers have filter buttons."""
        return bool(self.api.getPropertyValue("AutoFilter"))

    @show_autofilter.setter
    def show_autofilter(self, value: object) -> None:
        self.api.setPropertyValue("AutoFilter", bool(value))

    def resize(self, range: Any) -> None:  # noqa: A002 - xlwings' name
        """Let the table be these cells (an `xlwings.Range` of its sheet).

        Raises:
            ValueError: they lie on another sheet, or share cells with another table.
        """
        target = range.impl
        if not target.sheet.same_sheet(self._sheet):
            raise ValueError("A table stays on its sheet.")
        _refuse_shared(
            target,
            [each for each in Tables(self._sheet) if each.name != self._name],
        )
        self.api.setDataArea(range_address(self._sheet.api, target.areas[0]))

    @property
    def header_row_range(self) -> Any:
        """The headers; `None` without them."""
        if self.show_headers:
            return self.range.rows[0]
        return None

    @property
    def totals_row_range(self) -> Any:
        """The totals; `None` without them."""
        if self.show_totals:
            return self.range.rows[-1]
        return None

    @property
    def data_body_range(self) -> Any:
        """The rows between headers and totals; `None` if there are none."""
        row1, column1, row2, column2 = self.range.areas[0]
        row1 = row1 + self.show_headers
        row2 = row2 - self.show_totals
        if row1 <= row2:
            return self._sheet.cells.made(row1, column1, row2, column2)
        return None


@implements(base_classes.Tables)
class Tables(base_classes.Tables):
    """The tables of a sheet: from left to right and down those that came with the file, then as they were added.

    LibreOffice keeps them by name and does not know which came first.
    """

    def __init__(self, sheet: Any) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        """The `XDatabaseRanges` of the document."""
        return _ranges(self.parent)

    def add(  # noqa: PLR0917 - xlwings' arguments
        self,
        source_type: str | None = None,
        source: Any = None,
        link_source: object = None,
        has_headers: object = None,
        destination: Any = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        """Make the cells of `source` a table, named Table1, … without a name; empty headers become Column1, ….

        Without headers a row of them is put above, as in Excel. The style is not drawn.

        Raises:
            ValueError: the name is taken or none for a table, or the cells belong to a table.
        """
        if (
            source_type not in {None, "xlSrcRange"}
            or link_source
            or destination is not None
        ):
            raise unsupported("Tables.add(source_type=…, link_source=…, destination=…)")
        cells = source.impl
        cells.must_be_free()
        _refuse_shared(cells, self._all())
        title = self._free_title(name)
        row1, column1, row2, column2 = cells.areas[0]
        if not has_headers:
            cells.made(row1, column1, row1, column2).insert("down")
            row2 += 1
        row2 = max(row2, row1 + 1)
        _complete_headers(cells.made(row1, column1, row1, column2))
        self.api.addNewByName(
            title,
            range_address(self.parent.api, (row1, column1, row2, column2)),
        )
        ranks = _ranks(self.parent)
        ranks[title] = 1 + max(ranks.values(), default=0)
        made = Table(self.parent, title)
        made.show_headers = made.show_autofilter = True
        return made

    def _free_title(self, name: str | None) -> str:
        """Return what a new table is called; raises `ValueError` for a name that it cannot have."""
        taken = {each.lower() for each in self.api.getElementNames()}
        if name:
            title = name
        else:
            numbered = map("Table{}".format, count(1))
            title = next(each for each in numbered if each.lower() not in taken)
        if title.lower() in taken or not allowed_name(title):
            raise ValueError(
                f"“{title}”不能作表格的名称：已经有了，或者含空格、像单元格地址。"
            )
        return title

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

    def remove_all(self) -> None:
        """Make all tables plain cells."""
        for table in self._all():
            table.show_autofilter = False  # the buttons would stay
            self.api.removeByName(table.name)

    def _all(self) -> list[Table]:
        ranges, number = self.api, self.parent.index - 1
        names = [
            name
            for name in ranges.getElementNames()
            if ranges.getByName(name).getDataArea().Sheet == number
        ]
        ranks = _ranks(self.parent)
        tables = [Table(self.parent, name) for name in names]
        return sorted(
            tables,
            key=lambda table: (ranks.get(table.name, 0), table.range.areas[0]),
        )


def table_at(cell: Any) -> Table | None:
    """Return the table a cell belongs to, `None` if it belongs to none."""
    place = (cell.row, cell.column, cell.row, cell.column)
    return next(
        (
            table
            for table in Tables(cell.sheet)
            if common_area(table.range.areas[0], place)
        ),
        None,
    )


def _refuse_shared(cells: Any, tables: list[Table]) -> None:
    for table in tables:
        if common_area(table.range.areas[0], cells.areas[0]):
            raise ValueError(
                f"{cells.address} 与表格 {table.name}（{table.range.address}）有共同的单元格。"
            )


def _complete_headers(row: Any) -> None:
    """Give every column a header of its own: texts stay, what is empty or there before gets a number."""
    known: set[str] = set()
    for number, cell in enumerate(row.columns, 1):
        shown = cell.cell_api().getString()  # a number becomes the text it shows
        title = shown or f"Column{number}"
        tries = count(2)
        while title.lower() in known:
            title = f"{shown or 'Column'}{next(tries)}"
        known.add(title.lower())
        if cell.raw_value != title:
            cell.cell_api().setString(title)


def _write_totals(row: Any, row1: int, row2: int) -> None:
    """Write what Excel writes into a new row of totals: a word below the first column, the total below the last."""
    columns = row.columns
    last = columns[-1]
    letters = column_letters(last.column)
    below = f"{letters}{row1 + 1}:{letters}{row2}"
    numbers = row.sheet.api.getCellRangeByName(below).queryContentCells(_NUMBERS)
    kind = _COUNT
    if numbers.getRangeAddresses():
        kind = _SUM
    last.raw_value = f"=SUBTOTAL({kind},{below})"
    if len(columns) > 1:
        columns[0].raw_value = "Total"


def _ranks(sheet: Any) -> dict[str, int]:
    """Return the numbers of the tables that were added to a book, by name."""
    ranks: dict[str, dict[str, int]] = sheet.book.app.office.state.table_ranks
    return ranks.setdefault(str(sheet.book.api.RuntimeUID), {})


def _ranges(sheet: Any) -> Any:
    return sheet.book.api.getPropertyValue("DatabaseRanges")

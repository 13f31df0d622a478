"""The tables of a workbook as rows that know their cells, wherever their columns have been moved to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.parameters import Holds
from perfeval_xl.scheme_book.cells import CellFault, blank, read_cell
from perfeval_xl.scheme_book.columns import AUTOMATIC, Column, Table
from perfeval_xl.scheme_book.mistakes import Mistake
from perfeval_xl.sheets.raw import BLANK_CELL, RawCell, RawWorkbook

__all__ = ["Grid", "Row", "Spot", "value_of"]

# Headings may have moved down a little; below is data
_LAST_HEADING_ROW = 10


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell and where it stands. `there` is false where the sheet has lost the whole column, which is told already."""

    ref: CellRef
    cell: RawCell = BLANK_CELL
    there: bool = True

    @property
    def blank(self) -> bool:
        """Whether nothing was written there."""
        return blank(self.cell)

    def mistake(self, message: str, remedy: str = "请改正。") -> Mistake:
        """Return a mistake about this cell."""
        return Mistake(self.ref.sheet, self.ref.address, message, remedy)


class _Spots(dict[str, Spot]):
    """The cells of one row by key. A key whose column is gone is not in it, and stands for a blank cell that is not there."""

    def __init__(self, spots: Mapping[str, Spot], heading: CellRef) -> None:
        super().__init__(spots)
        self._heading = heading

    def __missing__(self, key: str) -> Spot:
        return Spot(self._heading, there=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by key; one whose column is gone is blank and not `there`."""

    spots: Mapping[str, Spot]

    def has(self, key: str) -> bool:
        """Whether something stands under the key."""
        return key in self.spots and not self.spots[key].blank


class Grid:
    """One sheet read as its table. What is missing or not known about its columns is in `mistakes`."""

    def __init__(self, book: RawWorkbook, table: Table) -> None:
        self.table = table
        self.mistakes: list[Mistake] = []
        self._cells = book.cells(table.title)
        self._heading_row, self._columns = self._find_headings()
        # Only the first that is true: without a sheet there are no headings either
        if table.title not in book.titles:
            self.mistakes.append(
                Mistake(
                    table.title,
                    "",
                    "没有这张工作表",
                    "请从导出的工作簿改起，不要删除或改名。",
                )
            )
        elif not self._columns:
            self.mistakes.append(
                Mistake(
                    table.title,
                    "",
                    f"找不到标题行（{self._headings()}）",
                    "请恢复标题行。",
                )
            )
        else:
            self._check_headings()

    @property
    def complete(self) -> bool:
        """Whether every column that a person fills in is there."""
        return all(
            column.automatic or column.key in self._columns
            for column in self.table.columns
        )

    def rows(self) -> Iterator[Row]:
        """Yield the rows in which something stands."""
        if not self._columns:
            return
        for number in sorted(
            {row for row, _ in self._cells if row > self._heading_row}
        ):
            spots = {
                key: self._spot(
                    number,
                    column,
                )
                for key, column in self._columns.items()
            }
            # What a formula shows does not make a row
            if any(
                not spot.blank
                for key, spot in spots.items()
                if not self.table.column(key).automatic
            ):
                yield Row(
                    _Spots(spots, CellRef(self.table.title, self._heading_row, 1))
                )

    def heading(self, key: str) -> CellRef:
        """Return the cell of a heading, for what is wrong with a whole column."""
        return CellRef(
            self.table.title,
            self._heading_row or 1,
            self._columns.get(key, 1),
        )

    def _headings(self) -> str:
        return "、".join(
            column.heading for column in self.table.columns if not column.automatic
        )

    def _find_headings(self) -> tuple[int, dict[str, int]]:
        """Return the row with the most headings, and the columns by key."""
        # The row with the most headings, since one word may stand in the title or in data too
        names = {column.heading: column.key for column in self.table.columns}
        best: tuple[int, dict[str, int]] = (0, {})
        for row in range(1, _LAST_HEADING_ROW + 1):
            found: dict[str, int] = {}
            for (at, column), cell in sorted(self._cells.items()):
                if (
                    at == row
                    and isinstance(cell.value, str)
                    and cell.value.strip() in names
                ):
                    found.setdefault(names[cell.value.strip()], column)
            if len(found) > len(best[1]):
                best = (row, found)
        # A single word may stand there by chance
        if len(best[1]) > 1:
            return best
        return (0, {})

    def _check_headings(self) -> None:
        # Columns that the scheme needs and that are gone
        known = set(self._columns.values())
        for column in self.table.columns:
            needed = not (column.automatic or column.later)
            if column.key not in self._columns and needed:
                told = f"缺少“{column.heading}”一栏"
                self.mistakes.append(
                    Mistake(self.table.title, "", told, "请恢复这一栏的标题。")
                )
        # Columns with something in them that no heading explains: it would be lost
        inside = {
            at
            for (row, at), cell in self._cells.items()
            if row >= self._heading_row and not blank(cell)
        }
        for number in sorted(inside - known):
            spot = self._spot(self._heading_row, number)
            name = str(spot.cell.value or "").strip()
            # Computed columns are not read, wherever they stand
            if name.endswith(AUTOMATIC):
                continue
            if name:
                told = f"“{name}”不是方案的栏目，导入后会丢失"
            else:
                told = "这一栏没有标题，导入后会丢失"
            if any(name == column.heading for column in self.table.columns):
                told = f"“{name}”一栏出现了不止一次"
            self.mistakes.append(
                spot.mistake(told, "请删去这一栏，或者移到另一张工作表。")
            )

    def _spot(self, row: int, column: int) -> Spot:
        return Spot(
            CellRef(self.table.title, row, column),
            self._cells.get((row, column), BLANK_CELL),
        )


def value_of(spot: Spot, column: Column) -> object:
    """Return the value of a cell that is not blank; raises `CellFault` for what may not stand there."""
    value = read_cell(column.holds, spot.cell, column.words, strip=column.strip)
    # A word may be written in Chinese or as in the TOML file
    if column.words and column.holds is Holds.WORD and value not in column.words:
        raise CellFault(
            f"应为{'、'.join(f'“{word}”' for word in column.words.values())}之一"
        )
    if isinstance(value, (int, Decimal)) and value < 0 and not column.signed:
        raise CellFault("不能小于0")
    return value

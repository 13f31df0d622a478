"""A document as one sheet: its paragraphs and the rows of its tables below each other, each with its place in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from perfeval_xl.errors import TooLargeWorkbook
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.model import Area
from perfeval_xl.sheets.package import too_large
from perfeval_xl.sheets.raw import Arrangement, RawCell, RawWorkbook
from perfeval_xl.texts import LONGEST_TEXT, storable

__all__ = ["Cell", "Document", "StackedDocument", "Table"]

_WIDEST = 200
"""How many columns a table of a document may have."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: where it begins, how many rows and columns it covers, what it says."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Table:
    """One table of a document; `name` is how people call it (`表格1`, `第2页表格1`).

    `pages` are the rows in which another name begins, for a table that runs over several pages.
    """

    name: str
    cells: list[Cell] = field(default_factory=list)
    pages: Mapping[int, str] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max((cell.row + cell.rows - 1 for cell in self.cells), default=0)


@dataclass(slots=True)
class Document:
    """What a document says, in order: texts of paragraphs, and tables."""

    title: str
    parts: list[str | Table] = field(default_factory=list)


class StackedDocument(RawWorkbook):
    """The sheets of a document; each stacks paragraphs and tables."""

    names: Mapping[str, str]

    def __init__(self, documents: Sequence[Document], file: str) -> None:
        super().__init__()
        self.file = file
        self.names = {}
        self._documents = {document.title: document for document in documents}
        self._spots: dict[str, dict[int, tuple[str, int]]] = {}
        self._check_counts()

    def apart(self) -> StackedDocument:
        """Return the same with every table on a sheet of its own, as a form of several sheets is saved in a document."""
        tables: list[Document] = []
        for document in self._documents.values():
            found = (part for part in document.parts if isinstance(part, Table))
            tables += [
                Document(f"{document.title}{table.name}", [table]) for table in found
            ]
        return StackedDocument(tables, self.file)

    @property
    def titles(self) -> Collection[str]:
        """The titles of all sheets."""
        return self._documents.keys()

    def _too_large(self, what: str) -> TooLargeWorkbook:
        return too_large(self.file, what)

    def spot(self, title: str, row: int, column: int) -> str:
        """Return how people call a cell: its table, row and column; a paragraph by its number."""
        self.cells(title)
        name, first = self._spots[title].get(row, ("", row))
        # A paragraph is counted by its place among all parts
        if not name:
            return f"第{first}段"
        return f"{name}第{row - first + 1}行第{column}列"

    def _read_sheet(self, title: str) -> dict[tuple[int, int], RawCell]:
        cells: dict[tuple[int, int], RawCell] = {}
        merges: list[Area] = []
        spots: dict[int, tuple[str, int]] = {}
        row = 1
        # Each part begins below the one before it
        for number, part in enumerate(self._documents[title].parts, start=1):
            if isinstance(part, str):
                # A paragraph is a row of one cell
                cells[row, 1] = RawCell(_text(part))
                spots[row] = ("", number)
                row += 1
                continue
            self._table(part, row, cells, merges)
            # Every row of a table knows where the table, or its page, began
            name, first = part.name, row
            for inside in range(part.height):
                if inside + 1 in part.pages:
                    name, first = part.pages[inside + 1], row + inside
                spots[row + inside] = (name, first)
            row += part.height
        self._spots[title] = spots
        self._arrangements[title] = Arrangement(merges=tuple(merges))
        return cells

    def _table(
        self,
        table: Table,
        top: int,
        cells: dict[tuple[int, int], RawCell],
        merges: list[Area],
    ) -> None:
        for cell in table.cells:
            row, column = top + cell.row - 1, cell.column
            # A forged table may have any number of columns
            if column > _WIDEST:
                continue
            if cell.text.strip():
                # Cells without a text only count for merging
                cells[row, column] = RawCell(_text(cell.text))
            if cell.rows > 1 or cell.columns > 1:
                right = min(_WIDEST, column + cell.columns - 1)
                merges.append(Area(row, column, row + cell.rows - 1, right))
            if len(cells) > LIMITS.cells:
                raise self._too_large("单元格过多")
            if len(merges) > LIMITS.merges:
                raise self._too_large("合并的单元格过多")


def _text(said: str) -> str:
    return storable(said.strip())[:LONGEST_TEXT]

"""The XML of one sheet, read as it goes by: only cells that hold something are kept, and no tree is built.

Most cells of a form are blank ones with a border, and most of what follows the cells are rules for colours and entries,
which no reader asks for: building a tree of all that takes far longer than reading the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.parsers import expat

from perfeval_xl.errors import NotAWorkbook
from perfeval_xl.sheets.package import Package

__all__ = ["MOST_CELLS", "UNKNOWN_FORMULA", "SheetPart", "WrittenCell", "read_sheet_part"]

MOST_CELLS = 400_000
"""How many cells a sheet may hold."""

UNKNOWN_FORMULA = "?"
"""The text of a formula that the file does not spell out at its cell."""

_LOWEST, _NARROWEST = 3.0, 0.4
"""Points of a row and characters of a column below which nothing can be seen."""
_MOST_COLUMNS = 16_384
_TEXTS = frozenset({"v", "f", "t"})


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell as the XML has it: `kind` is its `t`, `style` its `s`; a cell with neither value nor formula is none.

    `address` is the last one written in the row up to here, empty for none, and `further` how many cells have gone by
    since: a cell without an address stands behind the one before it (ECMA-376 Part 1, 18.3.1.4).
    """

    row: int
    address: str
    further: int
    kind: str
    style: str
    written: str | None
    formula: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    """What a sheet holds: its cells, the references of its merged areas, and the rows and columns that are not shown."""

    cells: list[WrittenCell]
    merges: list[str]
    hidden: set[int]
    hidden_columns: list[tuple[int, int]]


def read_sheet_part(package: Package, part: str) -> SheetPart:
    """Read a sheet, empty when the package has no such part; raises as `Package` does."""
    content = package.content(part)
    found = SheetPart([], [], set(), [])
    if content is None:
        return found
    try:
        _Pass(package, found).parse(content)
    except NotAWorkbook:
        raise  # which is a ValueError too
    except (expat.ExpatError, ValueError, LookupError) as exc:
        raise package.broken("内容已损坏") from exc
    return found


class _Pass:
    """One pass through the XML of a sheet."""

    def __init__(self, package: Package, found: SheetPart) -> None:
        self._package, self._found = package, found
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start_outside
        self._row, self._address, self._further = 0, "", 0
        self._kind, self._style = "n", ""
        self._text: list[str] = []
        self._written: str | None = None
        self._formula = ""
        self._phonetic = False

    def parse(self, content: bytes) -> None:
        """Read all of it."""
        self._parser.Parse(content, True)

    def _doctype(self, *_declared: object) -> None:
        """Refuse a document type: workbooks have none, and without one there are no entities."""
        raise self._package.broken("内容已损坏")

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if name == "sheetData":
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._text.append
        elif name == "mergeCell":
            self._found.merges.append(attributes.get("ref", ""))
        elif name == "col" and (_set(attributes, "hidden") or _tiny(attributes.get("width"), _NARROWEST)):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdigit() and last.isdigit() and len(self._found.hidden_columns) < _MOST_COLUMNS:
                self._found.hidden_columns.append((int(first), int(last)))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = _local(name)
        self._text.clear()
        if name == "c":
            address = attributes.get("r")
            self._address, self._further = (self._address, self._further + 1) if address is None else (address, 0)
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._phonetic = True

    def _begin_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r", "")
        self._row = int(written) if written.isascii() and written.isdigit() else self._row + 1
        self._address, self._further = "", 0
        if _set(attributes, "hidden") or _tiny(attributes.get("ht"), _LOWEST):
            self._found.hidden.add(self._row)

    def _end(self, name: str) -> None:
        if ":" in name:
            name = _local(name)
        if name == "c":
            if self._written is not None or self._formula:
                self._end_cell()
        elif name in _TEXTS:
            self._end_text(name, "".join(self._text))
        elif name == "rPh":
            self._phonetic = False
        elif name == "sheetData":
            self._parser.StartElementHandler = self._start_outside
            self._parser.EndElementHandler = self._parser.CharacterDataHandler = None

    def _end_text(self, name: str, text: str) -> None:
        if name == "f":
            self._formula = text or UNKNOWN_FORMULA  # a shared formula stands at its first cell only
        elif name == "v":
            self._written = text
        elif not self._phonetic:  # a text within the cell: its own, or all its runs
            self._written = (self._written or "") + text

    def _end_cell(self) -> None:
        cells = self._found.cells
        if len(cells) >= MOST_CELLS:
            raise self._package.broken("单元格过多")
        cells.append(
            WrittenCell(self._row, self._address, self._further, self._kind, self._style, self._written, self._formula)
        )
        self._written, self._formula = None, ""


def _set(attributes: dict[str, str], name: str) -> bool:
    return attributes.get(name) in {"1", "true"}


def _tiny(size: str | None, least: float) -> bool:
    """Whether a row or column is so small that nothing in it can be seen."""
    if size is None:
        return False
    try:
        return float(size) < least
    except ValueError:
        return False


def _local(name: str) -> str:
    return name.rpartition(":")[2]

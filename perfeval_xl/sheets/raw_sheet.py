"""The XML of one sheet, read as it goes by: only cells that hold something are kept, and no tree is built.

Most cells of a form are blank ones with a border, and most of what follows the cells are rules for colours and entries,
which no reader asks for: building a tree of all that takes far longer than reading the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.parsers import expat

from perfeval_xl.amounts import whole_number
from perfeval_xl.errors import SubmissionFileError
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.package import Package

__all__ = ["UNKNOWN_FORMULA", "SheetPart", "WrittenCell", "read_sheet_part"]

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
    hidden: list[int]
    hidden_columns: list[tuple[int, int]]


def read_sheet_part(package: Package, part: str) -> SheetPart:
    """Read a sheet, empty when the package has no such part; raises as `Package` does."""
    content = package.content(part)
    found = SheetPart([], [], [], [])
    if content is None:
        return found
    try:
        _Pass(package, found).parse(content)
    except SubmissionFileError:
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
        self._rows = self._row = self._further = 0
        self._address = ""
        self._kind, self._style = "n", ""
        self._text: list[str] = []
        self._value: str | None = None
        self._texts: list[str] = []
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
            self._merge(attributes.get("ref", ""))
        elif name == "col" and (_set(attributes, "hidden") or _tiny(attributes.get("width"), _NARROWEST)):
            first, last = whole_number(attributes.get("min"), 0), whole_number(attributes.get("max"), 0)
            if first and last and len(self._found.hidden_columns) < _MOST_COLUMNS:
                self._found.hidden_columns.append((first, last))

    def _merge(self, reference: str) -> None:
        if len(self._found.merges) >= LIMITS.merges:
            raise self._package.too_large("合并的区域过多")
        self._found.merges.append(reference)

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
        self._row = whole_number(attributes.get("r"), self._row + 1)
        self._address, self._further = "", 0
        self._rows += 1
        if self._rows > LIMITS.rows:
            raise self._package.too_large("行数过多")
        if _set(attributes, "hidden") or _tiny(attributes.get("ht"), _LOWEST):
            self._found.hidden.append(self._row)

    def _end(self, name: str) -> None:
        if ":" in name:
            name = _local(name)
        if name == "c":
            if self._value is not None or self._texts or self._formula:
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
            self._value = text
        elif not self._phonetic:  # a text within the cell: its own, or all its runs
            self._texts.append(text)

    def _end_cell(self) -> None:
        cells = self._found.cells
        if len(cells) >= LIMITS.cells:
            raise self._package.too_large("单元格过多")
        written = self._value
        if self._texts:
            written = (written or "") + "".join(self._texts)
        cells.append(
            WrittenCell(self._row, self._address, self._further, self._kind, self._style, written, self._formula)
        )
        self._value, self._formula = None, ""
        self._texts.clear()


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

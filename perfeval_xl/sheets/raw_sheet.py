"""The XML of one sheet, read as it goes by: only cells that hold something are kept, and no tree is built.

Most cells of a form are blank ones with a border, and most of what follows the cells are rules for colours and entries,
which no reader asks for: building a tree of all that takes far longer than reading the sheet.
"""

from __future__ import annotations

from xml.parsers import expat

from perfeval_xl.amounts import whole_number
from perfeval_xl.errors import SubmissionFileError
from perfeval_xl.limits import LIMITS
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.areas import areas_in
from perfeval_xl.sheets.package import Package
from perfeval_xl.sheets.quick_sheet import read_quickly
from perfeval_xl.sheets.sheet_part import (
    UNKNOWN_FORMULA,
    SheetPart,
    WrittenCell,
    hides_column,
    hides_row,
)
from perfeval_xl.sheets.xml_parts import MalformedXml, check_well_formed

__all__ = ["read_by_events", "read_sheet_part"]

# Columns of a sheet, and so the most runs that can be hidden
_MOST_COLUMNS = 16_384
# Elements whose text counts: value, formula, text within a cell
_TEXTS = frozenset({"v", "f", "t"})


def read_sheet_part(package: Package, part: str) -> SheetPart:
    """Read a sheet, empty when the package has no such part; raises as `Package` does."""
    content = package.content(part)
    if content is None:
        return SheetPart()
    # Nearly all sheets are spelled in the usual ways
    quick = read_quickly(content)
    if quick is not None:
        return quick
    try:
        check_well_formed(content)
    except MalformedXml as exc:
        raise package.broken("内容已损坏") from exc
    return read_by_events(package, content)


def read_by_events(package: Package, content: bytes) -> SheetPart:
    """Read the XML of a sheet however it is spelled; raises as `Package` does."""
    found = SheetPart()
    try:
        _Pass(package, found).parse(content)
    except SubmissionFileError:
        # It is a ValueError too, which would be taken for damage below
        raise
    except (expat.ExpatError, ValueError, LookupError) as exc:
        raise package.broken("内容已损坏") from exc
    return found


class _Pass:
    """One pass through the XML of a sheet."""

    def __init__(self, package: Package, found: SheetPart) -> None:
        self._package, self._found = package, found
        parser = self._parser = expat.ParserCreate()
        # Texts come in one piece
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        # Outside the rows only merged areas and columns are looked at
        parser.StartElementHandler = self._start_outside
        self._rows = self._row = self._merges = 0
        # The last address in this row, and how many cells have gone by since: a cell without an address stands behind
        # the one before it (ECMA-376 Part 1, 18.3.1.4).
        self._address, self._further = "", 0
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
            # Inside, the handlers change: the parser calls nothing that nobody needs
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._text.append
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col":
            columns = hides_column(attributes)
            if columns is not None and len(self._found.hidden_columns) < _MOST_COLUMNS:
                self._found.hidden_columns.append(columns)

    def _merge(self, reference: str) -> None:
        self._merges += 1
        if self._merges > LIMITS.merges:
            raise self._package.too_large("合并的区域过多")
        self._found.merges.extend(areas_in((reference,)))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = _local(name)
        # The text begins anew with every element
        self._text.clear()
        if name == "c":
            address = attributes.get("r")
            self._address, self._further = (
                (self._address, self._further + 1) if address is None else (address, 0)
            )
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            # Phonetic readings stand beside a text, and are no part of it
            self._phonetic = True

    def _begin_row(self, attributes: dict[str, str]) -> None:
        # A row without a number follows the one before it
        self._row = whole_number(attributes.get("r"), self._row + 1)
        self._address, self._further = "", 0
        self._rows += 1
        if self._rows > LIMITS.rows:
            raise self._package.too_large("行数过多")
        if hides_row(attributes):
            self._found.hidden.append(self._row)

    def _end(self, name: str) -> None:
        if ":" in name:
            name = _local(name)
        if name == "c":
            # A cell with a style only is left out
            if self._value is not None or self._texts or self._formula:
                self._end_cell()
        elif name in _TEXTS:
            self._end_text(name, "".join(self._text))
        elif name == "rPh":
            self._phonetic = False
        elif name == "sheetData":
            # Behind the rows nothing but merged areas is of interest
            self._parser.StartElementHandler = self._start_outside
            self._parser.EndElementHandler = self._parser.CharacterDataHandler = None

    def _end_text(self, name: str, text: str) -> None:
        # A shared formula stands at its first cell only
        if name == "f":
            self._formula = text or UNKNOWN_FORMULA
        elif name == "v":
            self._value = text
        elif not self._phonetic:
            # A text within the cell: its own, or all its runs
            self._texts.append(text)

    def _end_cell(self) -> None:
        cells = self._found.cells
        if len(cells) >= LIMITS.cells:
            raise self._package.too_large("单元格过多")
        written = self._value
        if self._texts:
            # All runs together are the text
            written = (written or "") + "".join(self._texts)
        column = self._column() + self._further
        style = whole_number(self._style, 0)
        cells.append(
            WrittenCell(self._row, column, self._kind, style, written, self._formula)
        )
        self._value, self._formula = None, ""
        self._texts.clear()

    def _column(self) -> int:
        """Return the column of the last address in this row, 0 for none."""
        if not self._address:
            return 0
        try:
            return CellRef.parse("", self._address).column
        except ValueError as exc:
            raise self._package.broken(f"单元格{self._address}的内容已损坏") from exc


def _local(name: str) -> str:
    return name.rpartition(":")[2]

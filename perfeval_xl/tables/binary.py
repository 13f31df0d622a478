"""Workbooks of the format .xlsb (MS-XLSB): values, number formats and merged areas; formulas are not kept.

A part is a row of records, each with its number, its length and its bytes. What a record needs is looked at only within its
length, so that a damaged one is told and nothing is read past it.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Mapping
from xml.etree.ElementTree import Element

from perfeval_xl.errors import TooLargeWorkbook
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.model import Area
from perfeval_xl.sheets.package import Package, children, not_a_workbook, too_large
from perfeval_xl.sheets.raw import Arrangement, RawCell, RawWorkbook, as_number
from perfeval_xl.sheets.values import BUILTIN_FORMATS

__all__ = ["BinaryWorkbook", "is_binary"]

# Parts of the package; .xlsb keeps them in binary form under the names of .xlsx
_BOOK, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_STRINGS, _STYLES = "xl/sharedStrings.bin", "xl/styles.bin"
# Types of records, as MS-XLSB numbers them (2.3)
_ROW, _SHEET, _STRING, _MERGE, _FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = (
    0,
    156,
    19,
    176,
    44,
    47,
    617,
    618,
)
# Types of records that are cells
_RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED = 2, 3, 4, 5, 6, 7
_OF_FORMULA = {8: _TEXT, 9: _REAL, 10: _BOOL, 11: _ERROR}
"""Results of formulas are stored as values are (MS-XLSB 2.4.313 and on)."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def is_binary(package: Package) -> bool:
    """Whether a package is an .xlsb workbook."""
    return _BOOK in package.sizes


class BinaryWorkbook(RawWorkbook):
    """The sheets of one .xlsb file."""

    names: Mapping[str, str]

    def __init__(self, package: Package) -> None:
        super().__init__()
        self._package = package
        self.names = {}
        # A sheet names its part by a relation, as in .xlsx
        targets = _targets(package.xml(_RELATIONS))
        self._sheets: dict[str, tuple[str, bool]] = {}
        for kind, content in self._records(_BOOK):
            if kind == _SHEET:
                # Whether it is hidden comes first, then its number, then relation and title
                hidden = _number(content, 0)
                relation, after = _wide(content, 8)
                title, _ = _wide(content, after)
                self._sheets[title] = (targets.get(relation, ""), hidden == 0)
        self._check_counts()
        # A flag of one byte stands before each shared text
        self._strings = [
            _wide(content, 1)[0]
            for kind, content in self._records(_STRINGS)
            if kind == _STRING
        ]
        self._formats = list(self._styles())

    @property
    def titles(self) -> Collection[str]:
        """The titles of all sheets."""
        return self._sheets.keys()

    def _too_large(self, what: str) -> TooLargeWorkbook:
        return too_large(self._package.file, what)

    def _records(self, part: str) -> Iterator[tuple[int, bytes]]:
        """Yield the records of a part, none where the package has no such part."""
        data = self._package.content(part) or b""
        here, count = 0, 0
        while here < len(data):
            kind, here = _grouped(data, here, 2)
            length, here = _grouped(data, here, 4)
            # Nothing is read past the end of the part
            if here + length > len(data):
                raise not_a_workbook(self._package.file, "内容不完整")
            count += 1
            if count > LIMITS.tree_marks:
                raise self._too_large("记录过多")
            yield kind, data[here : here + length]
            here += length

    def _styles(self) -> Iterator[str]:
        """Yield the number format of every style of a cell."""
        codes = dict(BUILTIN_FORMATS)
        # The same record describes styles of cells and named styles: only the former count
        inside = False
        for kind, content in self._records(_STYLES):
            if kind == _FORMAT:
                codes[_number(content, 0, 2)] = _wide(content, 2)[0]
            elif kind in {_STYLES_BEGIN, _STYLES_END}:
                inside = kind == _STYLES_BEGIN
            elif kind == _STYLE and inside:
                yield codes.get(_number(content, 2, 2), "General")

    def _read_sheet(self, title: str) -> dict[tuple[int, int], RawCell]:
        part, visible = self._sheets[title]
        cells: dict[tuple[int, int], RawCell] = {}
        merges: list[Area] = []
        row = 0
        # A row is told once, and holds for all cells that follow
        for kind, content in self._records(part):
            if kind == _ROW:
                row = _number(content, 0) + 1
            elif kind == _MERGE and len(merges) < LIMITS.merges:
                # Corners are stored from 0, rows first
                top, bottom, left, right = (
                    _number(content, at) + 1 for at in (0, 4, 8, 12)
                )
                if top <= bottom <= _LAST_ROW and left <= right <= _LAST_COLUMN:
                    merges.append(Area(top, left, bottom, right))
            elif _RK <= kind <= max(_OF_FORMULA) and 0 < row <= _LAST_ROW:
                # All types of cells stand in one run of numbers
                column = _number(content, 0) + 1
                cell = self._cell(_OF_FORMULA.get(kind, kind), content)
                if cell is not None and column <= _LAST_COLUMN:
                    cells[row, column] = cell
                if len(cells) > LIMITS.cells:
                    raise self._too_large("单元格过多")
        self._arrangements[title] = Arrangement(merges=tuple(merges), visible=visible)
        return cells

    def _cell(self, kind: int, content: bytes) -> RawCell | None:
        """Return the cell of a record: its column, its style, its value (MS-XLSB 2.5.9)."""
        # The style takes three bytes, a fourth holds flags
        style = _number(content, 4, 3)
        number_format = (
            self._formats[style] if style < len(self._formats) else "General"
        )
        if kind == _RK:
            return RawCell(
                as_number(_rk(_number(content, 8))), number_format=number_format
            )
        if kind == _REAL and len(content) >= 16:
            return RawCell(
                as_number(struct.unpack_from("<d", content, 8)[0]),
                number_format=number_format,
            )
        if kind == _TEXT:
            return RawCell(_wide(content, 8)[0])
        if kind == _SHARED:
            index = _number(content, 8)
            return RawCell(self._strings[index]) if index < len(self._strings) else None
        if kind == _BOOL:
            return RawCell(_number(content, 8, 1) != 0)
        return RawCell(error="#N/A") if kind == _ERROR else None


def _targets(root: Element | None) -> dict[str, str]:
    items = () if root is None else children(root, "Relationship")
    # Targets are relative to the folder, or begin at the root
    return {
        item.get("Id", ""): f"xl/{item.get('Target', '')}".replace("xl//xl/", "xl/")
        for item in items
    }


def _grouped(data: bytes, here: int, most: int) -> tuple[int, int]:
    """Return a number that is stored in groups of seven bits, and where it ends (MS-XLSB 2.1.4)."""
    number = 0
    for group in range(most):
        if here >= len(data):
            return number, here
        byte = data[here]
        here += 1
        # The highest bit says that another group follows
        number |= (byte & 0x7F) << (7 * group)
        if byte < 0x80:
            break
    return number, here


def _number(content: bytes, at: int, width: int = 4) -> int:
    """Return a whole number, 0 where the record is too short."""
    return int.from_bytes(content[at : at + width], "little")


def _wide(content: bytes, at: int) -> tuple[str, int]:
    """Return a text and where it ends: its length in characters, and UTF-16 (MS-XLSB 2.5.168)."""
    length = _number(content, at)
    if length > len(content):
        return "", len(content)
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _rk(written: int) -> float:
    """Return a number stored in 30 bits (MS-XLSB 2.5.122): a whole one, or the upper bits of a fraction, perhaps times 100."""
    # The second bit says that it is a whole number, the first that it is to be divided by 100
    if written & 2:
        whole = written >> 2
        # Two's complement in 30 bits
        number = float(whole - (1 << 30) if whole >= 1 << 29 else whole)
    else:
        number = float(
            struct.unpack("<d", struct.pack("<Q", (written & 0xFFFFFFFC) << 32))[0]
        )
    return number / 100 if written & 1 else number

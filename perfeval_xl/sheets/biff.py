"""The records of an .xls workbook (MS-XLS 2.1.4), looked through before a library interprets them.

Only the records that say what stands in cells are left in; drawings, links, comments and whatever else programs store
become records that nobody reads. Names keep their place, but only those that stand for one area keep their meaning:
the value of a name that is computed from names can be made to grow without end.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.model import Area
from perfeval_xl.sheets.package import encrypted, not_a_workbook, too_large
from perfeval_xl.sheets.raw import Arrangement
from perfeval_xl.sheets.row_spans import RowSpans

__all__ = ["Screened", "screen"]

# Types of records, as MS-XLS numbers them (2.3)
_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _NAME = 0x809, 0x0A, 0x2F, 0x85, 0x18
_FORMULA, _MULRK = 0x06, 0xBD
_ROW, _MERGED, _COLUMNS, _HIDDEN = 0x208, 0xE5, 0x7D, 0x20
# Twentieths of a point, 256ths of a character
_LOWEST, _NARROWEST = 60, 100
# The bit that says that a row has the height of all others, whatever number stands beside it
_DEFAULT_HEIGHT = 0x8000
_BIFF8, _WORKSHEET = 0x600, 0
# NUMBER, RK, LABEL, LABELSST, RSTRING, BOOLERR and FORMULA
_ONE_CELL = {
    0x203,
    0x27E,
    0x204,
    0xFD,
    0xD6,
    0x205,
    _FORMULA,
}
_KEPT = _ONE_CELL | {
    _BOF, _EOF, _BOUNDSHEET, _NAME, _MULRK,
    0x42, 0x22,  # CODEPAGE, DATEMODE
    0x31, 0x41E, 0xE0, 0x92,  # FONT, FORMAT, XF, PALETTE
    0xFC, 0x3C,  # SST, CONTINUE
    0x17, 0x1AE,  # EXTERNSHEET, SUPBOOK
    0x207, 0x221, 0x4BC, 0x236,  # STRING, ARRAY, SHRFMLA, TABLEOP
}  # fmt: skip
# A record type that nobody has defined
_UNREAD = 0xFFFF
_REFERENCES = {
    7: {0x3A, 0x5A, 0x7A, 0x3C, 0x5C, 0x7C},
    11: {0x3B, 0x5B, 0x7B, 0x3D, 0x5D, 0x7D},
}
"""The tokens for one cell or area of a sheet, also a deleted one, by the length of the formula (MS-XLS 2.5.198)."""

Formulas = dict[tuple[int, int], bytes]


@dataclass(frozen=True, slots=True)
class Screened:
    """The stream with harmless records only; what follows is by worksheet, in order.

    `formulas` are the tokens by cell from 0; `arrangements` are told here, since the library would keep any number of them.
    """

    stream: bytes
    formulas: tuple[Mapping[tuple[int, int], bytes], ...]
    arrangements: tuple[Arrangement, ...]


def screen(stream: bytes, file: str) -> Screened:
    """Look through the records; raises `SubmissionFileError` for a damaged, encrypted, too old or too large workbook."""
    if len(stream) > LIMITS.old_stream_bytes:
        raise too_large(file)
    # A stream begins with BOF; older formats begin with another record
    if stream[:2] != struct.pack("<H", _BOF):
        raise not_a_workbook(file, "内容已损坏")
    look = _Look(stream, file)
    here = 0
    # Every record says how long it is; one end more than there were beginnings stops it
    while here + 4 <= len(stream) and look.depth >= 0:
        kind, length = struct.unpack_from("<HH", stream, here)
        look.take(here, kind, stream[here + 4 : here + 4 + length])
        here += 4 + length
    return Screened(
        stream=bytes(look.clean),
        # In the order of the sheets, and not in that of their records
        formulas=tuple(look.found.get(start, {}) for start in look.sheets),
        arrangements=tuple(map(look.arrangement, look.sheets)),
    )


class _Look:
    """What has been met so far, record by record."""

    def __init__(self, stream: bytes, file: str) -> None:
        self.file = file
        self.clean = bytearray(stream)
        self.found: dict[int, Formulas] = {}
        self.sheets: list[int] = []
        self.depth = 0
        self._here: Formulas = {}
        self._start = self._cells = self._names = self._width = 0
        self._widths: dict[tuple[int, int], int] = {}
        self._merges: dict[int, list[Area]] = {}
        self._hidden: dict[int, set[int]] = {}
        self._hidden_columns: dict[int, list[tuple[int, int]]] = {}
        self._unseen: set[int] = set()

    def take(self, start: int, kind: int, data: bytes) -> None:
        """Take one record that stands at `start`."""
        # The most frequent records first
        if kind in _ONE_CELL or kind == _MULRK:
            self._cell(kind, data)
        elif kind in {_ROW, _MERGED, _COLUMNS}:
            self._arrange(kind, data)
        elif kind == _NAME:
            self._name(start + 4, data)
        elif kind == _BOUNDSHEET:
            self._sheet(data)
        elif kind == _BOF:
            self._begin(start, data)
        elif kind == _EOF:
            self.depth -= 1
        elif kind == _FILEPASS:
            raise encrypted(self.file)
        # What is not kept gets a type that no library reads; its length keeps the others in place
        if kind not in _KEPT:
            struct.pack_into("<H", self.clean, start, _UNREAD)

    def arrangement(self, start: int) -> Arrangement:
        """Return how the sheet is arranged that begins at `start`."""
        return Arrangement(
            merges=tuple(self._merges.get(start, ())),
            hidden=RowSpans.of((row, row) for row in self._hidden.get(start, ())),
            hidden_columns=tuple(self._hidden_columns.get(start, ())),
            visible=start not in self._unseen,
        )

    def _arrange(self, kind: int, data: bytes) -> None:
        """Take a hidden row (MS-XLS 2.4.221), hidden columns (2.4.53) or merged areas (2.4.168)."""
        if kind == _ROW:
            if len(data) >= 16 and _is_hidden_row(data):
                hidden = self._hidden.setdefault(self._start, set())
                hidden.add(_number(data, 0) + 1)
            return
        if kind == _COLUMNS:
            columns = self._hidden_columns.setdefault(self._start, [])
            if len(data) < 10:
                return
            # A column that is too narrow to show a digit is as good as hidden
            if data[8] & 1 or _number(data, 4) < _NARROWEST:
                first, last = struct.unpack_from("<2H", data)
                columns.append((first + 1, last + 1))
            return
        merges = self._merges.setdefault(self._start, [])
        # Two bytes say how many areas follow, of eight bytes each
        for at in range(2, len(data) - 7, 8):
            top, bottom, left, right = struct.unpack_from("<4H", data, at)
            if len(merges) >= LIMITS.merges:
                raise too_large(self.file, "合并的区域过多")
            merges.append(Area(top + 1, left + 1, bottom + 1, right + 1))

    def _begin(self, start: int, data: bytes) -> None:
        if len(data) < 4 or _number(data, 0) != _BIFF8:
            raise not_a_workbook(self.file, "是 Excel 97 以前的格式")
        # Only what begins outside is a sheet: charts inside one begin and end in its midst
        if self.depth == 0:
            self._start = start
            self._here = self.found[start] = {}
        self.depth += 1

    def _sheet(self, data: bytes) -> None:
        if len(data) > 5 and data[5] == _WORKSHEET:
            self.sheets.append(struct.unpack_from("<I", data)[0])
            # Hidden, or hidden so that no menu shows it
            if data[4] & 3:
                self._unseen.add(self.sheets[-1])
        if len(self.sheets) > LIMITS.sheets:
            raise too_large(self.file)

    def _name(self, start: int, data: bytes) -> None:
        """Take the formula of a name away unless it is one plain reference."""
        self._names += 1
        if self._names > LIMITS.names:
            raise too_large(self.file)
        if len(data) < 15:
            return
        letters = data[3]
        length = _number(data, 4)
        # The name comes before its formula; each letter takes one byte, or two.
        wide = 1 + (data[14] & 1)
        formula = 15 + letters * wide
        token = data[formula : formula + 1]
        if not token or token[0] not in _REFERENCES.get(length, ()):
            struct.pack_into("<H", self.clean, start + 4, 0)

    def _cell(self, kind: int, data: bytes) -> None:
        if len(data) < 6:
            return
        row, first = struct.unpack_from("<HH", data)
        last = first
        if kind == _MULRK:
            # The last column of such a run stands at its end
            last = max(first, _number(data, len(data) - 2))
        self._cells += last - first + 1
        # The library makes every row as wide as its last cell, so that width is counted too
        before = self._widths.get((self._start, row), 0)
        if last >= before:
            self._widths[self._start, row] = last + 1
            self._width += last + 1 - before
        if self._cells > LIMITS.cells or self._width > LIMITS.old_width:
            raise too_large(self.file, "单元格过多")
        # Formulas of sheets only, not of charts inside them; tokens follow 20 bytes
        if kind == _FORMULA and len(data) >= 22 and self.depth == 1:
            self._here[row, first] = data[20:]


def _number(data: bytes, at: int) -> int:
    """Return the two bytes at a place as a number, the lower one first."""
    return int.from_bytes(data[at : at + 2], "little")


def _is_hidden_row(data: bytes) -> bool:
    """Whether a row is hidden, or too low to be seen."""
    height = struct.unpack_from("<H", data, 6)[0]
    return bool(data[12] & _HIDDEN) or (
        not height & _DEFAULT_HEIGHT and height < _LOWEST
    )

"""A sheet as nearly every program writes it, read by its spelling: several times faster than event by event.

Excel, WPS, LibreOffice and openpyxl spell cells in the same few ways. Whatever is counted and not understood here
makes `read_quickly` give up, and the sheet is read event by event, see `raw_sheet`; both find the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from perfeval_xl.limits import LIMITS
from perfeval_xl.refs import column_number
from perfeval_xl.sheets.sheet_part import (
    UNKNOWN_FORMULA,
    SheetPart,
    WrittenCell,
    hides_column,
    hides_row,
)
from perfeval_xl.sheets.xml_parts import text_in

__all__ = ["read_quickly"]

_MOST_COLUMNS = 1_000
_ATTRIBUTES = rb'(?: [A-Za-z][\w:]*+="[^"<>&\s]*+")*+'
_ROW = re.compile(rb'r="([1-9][0-9]{0,6})"(%s) ?/?>' % _ATTRIBUTES)
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})[1-9][0-9]{0,6}"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]+)")?>(?!</c>)'
    rb"(?:(<f)%s(?: ?/>|>([^<]*)</f>))?"
    rb"(?:(<v)(?: ?/>|>([^<]*)</v>))?"
    rb'(?:(<is>)<t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>' % _ATTRIBUTES
)
_MERGE = re.compile(rb'<mergeCell ref="([^"<>&\s]*)" ?/>')
_COLUMN = re.compile(rb"<col(%s) ?/>" % _ATTRIBUTES)
_ATTRIBUTE = re.compile(rb' ([\w:]+)="([^"]*)"')
_PREFIXED = re.compile(rb"</?[^<>\s/:]+:(?:c|row|sheetData|col|mergeCell)[\s/>]")
_ANY_COLUMN, _ANY_MERGE = re.compile(rb"<col[\s/>]"), re.compile(rb"<mergeCell[\s/>]")


def read_quickly(content: bytes) -> SheetPart | None:
    """Read the XML of a sheet, as `plain_xml` returns it; `None` where it is spelled in another way, or holds too much."""
    before, opened, rest = content.partition(b"<sheetData>")
    data, closed, after = rest.partition(b"</sheetData>")
    if (
        not opened
        or not closed
        or content.count(b"sheetData") != 2
        or _PREFIXED.search(content)
    ):
        return None
    found = SheetPart()
    if not _read_rows(data, found):
        return None
    around = before + after
    if not _read_columns(around, found) or not _read_merges(around, found):
        return None
    return found


def _read_rows(data: bytes, found: SheetPart) -> bool:
    """Read rows and cells; returns whether all of them were understood."""
    first, *rows = data.split(b"<row ")
    ends = data.count(b"</c>")
    # A cell holds something unless its end follows the quote of its last attribute.
    filled = ends - data.count(b'"></c>')
    if filled > LIMITS.cells or len(rows) > LIMITS.rows:
        return False
    if b"<c" in first or data.count(b"<row") != len(rows) or data.count(b"</c") != ends:
        return False
    for piece in rows:
        begin = _ROW.match(piece)
        if begin is None:
            return False
        row = int(begin[1])
        if hides_row(_attributes(begin[2])):
            found.hidden.append(row)
        found.cells += [
            _cell(row, match) for match in _CELL.findall(piece, begin.end())
        ]
    contents = data.count(b"<f") + data.count(b"<v") + data.count(b"<is")
    return len(found.cells) == filled and contents == sum(map(_contents, found.cells))


def _contents(cell: WrittenCell) -> int:
    """Return how many elements a cell holds: a formula, a value or a text; one with both of these is rare enough."""
    return (cell.formula != "") + (cell.written is not None)


def _cell(row: int, match: tuple[bytes, ...]) -> WrittenCell:
    """Return the cell of which the pattern found these pieces."""
    letters, style, kind, has_formula, formula, has_value, value, has_text, text = match
    written = None
    if has_value:
        written = text_in(value)
    if has_text:
        written = (written or "") + text_in(text)
    spelled = ""
    if has_formula:
        spelled = (
            text_in(formula) or UNKNOWN_FORMULA
        )  # a shared formula stands at its first cell only
    return WrittenCell(
        row,
        column_number(letters.decode()),
        kind.decode() or "n",
        int(style or b"0"),
        written,
        spelled,
    )


def _read_columns(around: bytes, found: SheetPart) -> bool:
    columns = _COLUMN.findall(around)
    if len(columns) > _MOST_COLUMNS:
        return False
    for written in columns:
        hidden = hides_column(_attributes(written))
        if hidden is not None:
            found.hidden_columns.append(hidden)
    return len(columns) == len(_ANY_COLUMN.findall(around))


def _read_merges(around: bytes, found: SheetPart) -> bool:
    merges = _MERGE.findall(around)
    found.merges += [reference.decode() for reference in merges]
    return (
        len(merges) == len(_ANY_MERGE.findall(around)) and len(merges) <= LIMITS.merges
    )


@lru_cache(maxsize=512)
def _attributes(written: bytes) -> Mapping[str, str]:
    """Return attributes by their names; rows and columns of a form have few different ones."""
    return {
        name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(written)
    }

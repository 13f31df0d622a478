"""A sheet as nearly every program writes it, read by its spelling: several times faster than event by event.

Excel, WPS, LibreOffice and openpyxl spell cells in the same few ways. Whatever is counted and not understood here
makes `read_quickly` give up, and the sheet is read event by event, see `raw_sheet`; both find the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from perfeval_xl.limits import LIMITS
from perfeval_xl.refs import column_number
from perfeval_xl.sheets.recurring import Recurring
from perfeval_xl.sheets.sheet_part import (
    UNKNOWN_FORMULA,
    SheetPart,
    WrittenCell,
    hides_column,
    hides_row,
)
from perfeval_xl.sheets.xml_parts import is_plain, text_in

__all__ = ["read_quickly"]

_MOST_COLUMNS = 1_000
_BEGIN, _END, _FORMULA_END = b"<sheetData>", b"</sheetData>", b"</f>"
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


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a sheet in which a number stands for each formula, and the formulas by these numbers."""

    xml: bytes
    formulas: Sequence[str]


def read_quickly(content: bytes) -> SheetPart | None:
    """Read the XML of a sheet; `None` where it is spelled in another way, is not well-formed, or holds too much.

    Nine tenths of a form are formulas, and what stands around its rows: these come again in every form of its kind. Each
    of these pieces is passed by the parser when it is seen for the first time, the rows are each time; what is well-formed
    piece by piece is so as a whole.
    """
    start = content.find(_BEGIN) + len(_BEGIN)
    end = content.rfind(_END)
    if not len(_BEGIN) <= start <= end:
        return None
    hidden_columns = _before.of(content[:start])
    merges = _after.of(content[end:])
    rows = _without_formulas(content[start:end])
    if hidden_columns is None or merges is None or rows is None:
        return None
    if not is_plain(_BEGIN + rows.xml + _END) or _odd(rows.xml):
        return None
    found = SheetPart(merges=list(merges), hidden_columns=list(hidden_columns))
    return found if _read_rows(rows, found) else None


def _without_formulas(data: bytes) -> _Rows | None:
    """Put a number in the place of every formula; `None` where one is not spelled as usual."""
    *pieces, last = data.split(_FORMULA_END)
    formulas: list[str] = []
    written: list[bytes] = []
    for number, piece in enumerate(pieces):
        before, _, rest = piece.rpartition(b"<")
        tag, closed, formula = rest.partition(b">")
        if not closed or not (tag == b"f" or tag.startswith(b"f ")):
            return None
        text = _formula_texts.of(formula)
        if text is None:
            return None
        formulas.append(text)
        written.append(b"%s<%s>%d" % (before, tag, number))
    written.append(last)
    return _Rows(_FORMULA_END.join(written), formulas)


def _formula_text(written: bytes) -> str | None:
    """Return the text of a formula, `None` where it is not well-formed."""
    return text_in(written) if is_plain(b"<f>" + written + _FORMULA_END) else None


def _columns_before(before: bytes) -> Sequence[tuple[int, int]] | None:
    """Return the columns that are hidden by what stands before the rows; `None` where not all of it is understood."""
    if not is_plain(before + _END + b"</worksheet>") or _odd(before[: -len(_BEGIN)]):
        return None
    if _ANY_MERGE.search(before):
        return None
    return _hidden_columns(before)


def _merges_after(after: bytes) -> Sequence[str] | None:
    """Return the merged areas told by what stands after the rows; `None` where not all of it is understood."""
    if not is_plain(b"<worksheet>" + _BEGIN + after) or _odd(after[len(_END) :]):
        return None
    if _ANY_COLUMN.search(after):
        return None
    merges = _MERGE.findall(after)
    if len(merges) != len(_ANY_MERGE.findall(after)) or len(merges) > LIMITS.merges:
        return None
    return [reference.decode() for reference in merges]


def _odd(xml: bytes) -> bool:
    """Whether there are rows elsewhere, or elements of this kind with a prefix."""
    return b"sheetData" in xml or _PREFIXED.search(xml) is not None


_formula_texts = Recurring(_formula_text, 4 << 20)
_before = Recurring(_columns_before, 1 << 18)
_after = Recurring(_merges_after, 1 << 21)


def _read_rows(written: _Rows, found: SheetPart) -> bool:
    """Read rows and cells; returns whether all of them were understood."""
    data, formulas = written.xml, written.formulas
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
        if _hides(begin[2]):
            found.hidden.append(row)
        found.cells += [
            _cell(row, match, formulas) for match in _CELL.findall(piece, begin.end())
        ]
    contents = data.count(b"<f") + data.count(b"<v") + data.count(b"<is")
    return len(found.cells) == filled and contents == sum(map(_contents, found.cells))


def _contents(cell: WrittenCell) -> int:
    """Return how many elements a cell holds: a formula, a value or a text; one with both of these is rare enough."""
    return (cell.formula != "") + (cell.written is not None)


def _cell(row: int, match: tuple[bytes, ...], formulas: Sequence[str]) -> WrittenCell:
    """Return the cell of which the pattern found these pieces."""
    letters, style, kind, has_formula, formula, has_value, value, has_text, text = match
    written = None
    if has_value:
        written = text_in(value)
    if has_text:
        written = (written or "") + text_in(text)
    spelled = ""
    if has_formula:
        # A shared formula stands at its first cell only.
        spelled = (formulas[int(formula)] if formula else "") or UNKNOWN_FORMULA
    number = int(style) if style else 0
    return WrittenCell(row, _column(letters), _kind(kind), number, written, spelled)


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    return column_number(letters.decode())


@lru_cache(maxsize=64)
def _kind(written: bytes) -> str:
    return written.decode() or "n"


@lru_cache(maxsize=512)
def _hides(written: bytes) -> bool:
    """Whether a row with these attributes cannot be seen."""
    return hides_row(_attributes(written))


def _hidden_columns(before: bytes) -> Sequence[tuple[int, int]] | None:
    columns = _COLUMN.findall(before)
    if len(columns) > _MOST_COLUMNS or len(columns) != len(_ANY_COLUMN.findall(before)):
        return None
    hidden = (hides_column(_attributes(written)) for written in columns)
    return [span for span in hidden if span is not None]


@lru_cache(maxsize=512)
def _attributes(written: bytes) -> Mapping[str, str]:
    """Return attributes by their names; rows and columns of a form have few different ones."""
    return {
        name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(written)
    }

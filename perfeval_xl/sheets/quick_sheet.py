"""A sheet as nearly every program writes it, read by its spelling: several times faster than event by event.

Excel, WPS, LibreOffice and openpyxl spell cells in the same few ways. Whatever is counted and not understood here
makes `read_quickly` give up, and the sheet is read event by event, see `raw_sheet`; both find the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from perfeval_xl.limits import LIMITS
from perfeval_xl.refs import column_number
from perfeval_xl.sheets.areas import areas_in
from perfeval_xl.sheets.model import Area
from perfeval_xl.sheets.recurring import Recurring, Seen
from perfeval_xl.sheets.sheet_part import (
    UNKNOWN_FORMULA,
    SheetPart,
    WrittenCell,
    hides_column,
    hides_row,
)
from perfeval_xl.sheets.xml_parts import is_plain, text_in

__all__ = ["read_quickly"]

# Runs of columns; a sheet with more is read event by event
_MOST_COLUMNS = 1_000
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_FORMULA_END, _ROW_END = b"</f>", b"</row>"
_BLANKS = b" \t\n"
# Attributes without blanks in their values; possessive, so that nothing is tried twice
_ATTRIBUTES = rb'(?: [A-Za-z][\w:]*+="[^"<>&\s]*+")*+'
# The first tag of a row, without `<row `
_FIRST_TAG = re.compile(rb'r="([1-9][0-9]{0,6})"(%s) ?>' % _ATTRIBUTES)
# A cell without `<c `: at most a formula, a value, and a text of its own
_CELL = re.compile(
    rb'r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]+)")?>(?!</c>)'
    rb"(?:(<f)%s(?: ?/>|>([0-9]*)</f>))?"
    rb"(?:(<v)(?: ?/>|>([^<]*)</v>))?"
    rb'(?:(<is>)<t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>[ \t\n]*'
    % _ATTRIBUTES
)
# A cell with nothing in it
_BLANK = re.compile(
    rb'r="([A-Z]{1,3})([1-9][0-9]{0,6})"%s ?(?:/>|></c>)[ \t\n]*' % _ATTRIBUTES
)
_MERGE = re.compile(rb'<mergeCell ref="([^"<>&\s]*)" ?/>')
_COLUMN = re.compile(rb"<col(%s) ?/>" % _ATTRIBUTES)
_ATTRIBUTE = re.compile(rb' ([\w:]+)="([^"]*)"')
# Elements with a prefix are spelled otherwise, and would be overlooked
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
    # What stands before, between and after the rows is looked at apart
    start = content.find(_BEGIN) + len(_BEGIN)
    end = content.rfind(_END)
    if not len(_BEGIN) <= start <= end:
        return None
    # The parts around the rows come again in every form of the kind
    hidden_columns = _before.of(content[:start])
    merges = _after.of(content[end:])
    rows = _without_formulas(content[start:end])
    if hidden_columns is None or merges is None or rows is None:
        return None
    # Comments, CDATA and processing instructions could hold what only looks like cells
    if b"<!" in rows.xml or b"<?" in rows.xml:
        return None
    found = SheetPart(merges=list(merges), hidden_columns=list(hidden_columns))
    return found if _read_rows(rows, found) else None


def _without_formulas(data: bytes) -> _Rows | None:
    """Put a number in the place of every formula; `None` where one is not spelled as usual."""
    # Formulas are taken out: what is left of the rows comes again from form to form
    *pieces, last = data.split(_FORMULA_END)
    formulas: list[str] = []
    written: list[bytes] = []
    for number, piece in enumerate(pieces):
        # The piece ends with the text of its formula, behind its last tag
        before, _, rest = piece.rpartition(b"<")
        tag, closed, formula = rest.partition(b">")
        if not closed or not (tag == b"f" or tag.startswith(b"f ")):
            return None
        text = _formula_texts.of(formula)
        if text is None:
            return None
        formulas.append(text)
        # The number takes the place of the text, and well-formed it stays
        written.append(b"%s<%s>%d" % (before, tag, number))
    written.append(last)
    return _Rows(_FORMULA_END.join(written), formulas)


def _formula_text(written: bytes) -> str | None:
    """Return the text of a formula, `None` where it is not well-formed."""
    return text_in(written) if is_plain(b"<f>" + written + _FORMULA_END) else None


def _columns_before(before: bytes) -> Sequence[tuple[int, int]] | None:
    """Return the columns that are hidden by what stands before the rows; `None` where not all of it is understood."""
    # Closed, so that the parser passes it as a whole
    if not is_plain(before + _END + b"</worksheet>") or _odd(before[: -len(_BEGIN)]):
        return None
    if _ANY_MERGE.search(before):
        return None
    return _hidden_columns(before)


def _merges_after(after: bytes) -> Sequence[Area] | None:
    """Return the merged areas told by what stands after the rows; `None` where not all of it is understood."""
    if not is_plain(b"<worksheet>" + _BEGIN + after) or _odd(after[len(_END) :]):
        return None
    if _ANY_COLUMN.search(after):
        return None
    merges = _MERGE.findall(after)
    # One that is counted and not understood makes all of it odd
    if len(merges) != len(_ANY_MERGE.findall(after)) or len(merges) > LIMITS.merges:
        return None
    return list(areas_in(reference.decode() for reference in merges))


def _odd(xml: bytes) -> bool:
    """Whether there are rows elsewhere, or elements of this kind with a prefix."""
    return b"sheetData" in xml or _PREFIXED.search(xml) is not None


_formula_texts = Recurring(_formula_text, 4 << 20)
_before = Recurring(_columns_before, 1 << 18)
_after = Recurring(_merges_after, 1 << 21)


class _Spelled(NamedTuple):
    """What stands in the first tag of a row, and its cells, each without its `<c `."""

    head: bytes
    cells: Sequence[bytes]


class _Head(NamedTuple):
    """The number of a row, and whether it cannot be seen."""

    row: int
    hidden: bool


class _Cell(NamedTuple):
    """A cell as it is spelled: the row that it names, what it holds, `None` for nothing, and the number of its formula."""

    row: int
    held: WrittenCell | None
    formula: int | None = None


class _Row(NamedTuple):
    """A row as it is spelled: its number, whether it cannot be seen, and its cells that hold anything."""

    row: int
    hidden: bool
    cells: Sequence[_Cell]


def _read_rows(written: _Rows, found: SheetPart) -> bool:
    """Read rows and cells; returns whether all of them were understood."""
    # A row ends where the next one begins
    first, *rows = written.xml.split(b"<row ")
    if first.strip(_BLANKS) or len(rows) > LIMITS.rows:
        return False
    # Headings, explanations and blank rows come again as a whole, the others cell by cell
    known = _rows.known
    fresh = _new_rows(row for row in rows if row not in known)
    if fresh is None:
        return False
    for spelled in rows:
        row = known.get(spelled) or fresh[spelled]
        if row.hidden:
            found.hidden.append(row.row)
        found.cells += _held(row.cells, written.formulas)
    return len(found.cells) <= LIMITS.cells


def _new_rows(spelled: Iterable[bytes]) -> Mapping[bytes, _Row] | None:
    """Return what rows hold that are not known, each without its `<row `; `None` where one is not understood."""
    rows = {row: _taken_apart(row.rstrip(_BLANKS)) for row in spelled}
    # Only new cells go through the parser, all of this sheet together
    known = _cells.known
    new = _new_cells((row.cells for row in rows.values()), known)
    if new is None:
        return None
    read: dict[bytes, _Row] = {}
    for whole, row in rows.items():
        head = _heads.of(row.head)
        cells = [known.get(cell) or new[cell] for cell in row.cells]
        # A cell that names another row is spelled correctly, and means something else
        if head is None or any(cell.row != head.row for cell in cells):
            return None
        held = tuple(cell for cell in cells if cell.held is not None)
        read[whole] = _Row(head.row, head.hidden, held)
    _rows.keep(read)
    return read


def _taken_apart(row: bytes) -> _Spelled:
    """Take a row apart, which stands here without its `<row `; an empty one may close itself."""
    if row.endswith(b"/>"):
        return _Spelled(row.removesuffix(b"/>") + b">", ())
    if not row.endswith(_ROW_END):
        # An empty head is no first tag, and so not understood
        return _Spelled(b"", ())
    head, *cells = row.removesuffix(_ROW_END).split(b"<c ")
    return _Spelled(head.rstrip(_BLANKS), cells)


def _held(cells: Iterable[_Cell], formulas: Sequence[str]) -> Iterator[WrittenCell]:
    """Yield the cells that hold anything, with the texts of their formulas."""
    for _, held, formula in cells:
        if held is None:
            continue
        if formula is not None:
            held = held.computed_by(formulas[formula])
        yield held


def _head(spelled: bytes) -> _Head | None:
    """Return what stands in the first tag of a row; `None` where it is not spelled as usual."""
    begin = _FIRST_TAG.fullmatch(spelled)
    if begin is None or not is_plain(b"<row " + spelled + _ROW_END):
        return None
    return _Head(int(begin[1]), hides_row(_attributes(begin[2])))


_heads = Recurring(_head, 1 << 18)
_cells: Seen[bytes, _Cell] = Seen(1 << 20)
_rows: Seen[bytes, _Row] = Seen(1 << 20)


def _new_cells(
    rows: Iterable[Sequence[bytes]], known: Mapping[bytes, _Cell]
) -> Mapping[bytes, _Cell] | None:
    """Return what cells hold that are not known, each spelled without its `<c `; `None` where one is not understood.

    Most stand in every form of the kind: labels, blanks, and the cells around what was filled in.
    """
    new = [piece for row in rows for piece in row if piece not in known]
    if not new:
        return {}
    # Joined into one row, each piece has to be whole for all of them to be so
    if not is_plain(b"<row><c " + b"<c ".join(new) + _ROW_END):
        return None
    read: dict[bytes, _Cell] = {}
    for piece in new:
        cell = _cell(piece)
        if cell is None:
            return None
        read[piece] = cell
    _cells.keep(read)
    return read


def _cell(piece: bytes) -> _Cell | None:
    """Return the cell that is spelled so, `None` where it is not spelled as usual."""
    blank = _BLANK.fullmatch(piece)
    if blank is not None:
        return _Cell(int(blank[2]), None)
    # Numbers of groups: column, row, style, type, formula and its number, value, text
    match = _CELL.fullmatch(piece)
    if match is None:
        return None
    letters, row, style, kind, has_formula, formula, value, text = match.group(
        1, 2, 3, 4, 5, 6, 8, 10
    )
    has_value, has_text = match[7], match[9]
    # Both would be one text after another; nobody writes that
    if has_value and has_text:
        return None
    held = None
    if has_value:
        held = text_in(value or b"")
    # A text within the cell stands in an element of its own
    if has_text:
        held = text_in(text)
    cell = WrittenCell(
        row=int(row),
        column=column_number(letters.decode()),
        kind="n" if kind is None else kind.decode(),
        style=int(style or 0),
        written=held,
        formula=UNKNOWN_FORMULA if has_formula else "",
    )
    return _Cell(cell.row, cell, int(formula) if formula else None)


def _hidden_columns(before: bytes) -> Sequence[tuple[int, int]] | None:
    columns = _COLUMN.findall(before)
    # As many runs have to be understood as there are
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

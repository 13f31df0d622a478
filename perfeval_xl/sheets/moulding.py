"""A workbook drawn once, and cast many times with other values in some of its cells.

openpyxl needs tens of milliseconds for a form, of which all but a few cells are the same for every project. A mould keeps
the parts that never differ as deflated bytes, and the others as text that is cut where they do.
The result is what the normal writer gives for the same records; the tests compare the two.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from zipfile import ZipFile

from perfeval_xl.refs import column_letters
from perfeval_xl.sheets.asked_cells import validations_xml, without_places
from perfeval_xl.sheets.computing.books import ComputedBook
from perfeval_xl.sheets.model import Area, Cell, Sheet, Workbook
from perfeval_xl.sheets.moulded_styles import GrowingStyles, MouldedStyles
from perfeval_xl.sheets.packing import Packed, pack, packed
from perfeval_xl.sheets.results import Result, formula_xml
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.sheets.xml_text import cell_xml, escaped, must_stay_text

__all__ = ["Changes", "Mould"]

# How the normal writer spells rows and cells
_ROW = re.compile(r'<row r="(\d+)"([^>]*)>(.*?)</row>', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+\d+)" s="(\d+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_HEIGHT = re.compile(r' ht="[^"]*"')
_ASKED = re.compile(r"<dataValidations .*</dataValidations>", re.DOTALL)
_STYLES, _CUSTOM = "xl/styles.xml", "docProps/custom.xml"
# Sets of further styles, and of cells without validations, that are kept; then all are forgotten
_MOST_STYLES = 500
_FORMULA = re.compile(r"<f>[^<]*</f>")
# A character as a reference
_REFERENCE = re.compile(r"&#(\d+);")
# The level of deflate for what every cast packs anew: two thirds of the time, a tenth more bytes
_QUICK = 3


_Owned = tuple[tuple[int, int], bool | None]
"""The first cell of an area, and whether a cell is that one; its own place and `None` for a formula."""
_Owners = dict[str, _Owned]
"""By address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs on one sheet: cells by (row, column), each the first of its area, and heights by row.

    `unasked` are cells in which the validations of the sheet no longer ask for anything. `results` are those of formulas
    that look at these cells, found by the mould; `None` for one that cannot be told.
    """

    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    unasked: frozenset[tuple[int, int]] = frozenset()
    results: Mapping[tuple[int, int], Result | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Hole:
    """One cell that may differ. `owner` is the first cell of its area; `xml` is what stands there in the mould."""

    address: str
    owner: tuple[int, int]
    first: bool
    style: int
    xml: str


@dataclass(frozen=True, slots=True)
class _Computed:
    """A formula, whose result may differ. `start` is the cell up to its type; `xml` is what stands there in the mould."""

    place: tuple[int, int]
    start: str
    formula: str
    xml: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row in which something may differ: its attributes without the height, and its cells up to the last that may."""

    number: int
    attributes: str
    height: str
    cells: tuple[str | _Hole | _Computed, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The place of the validations of a sheet, and what stands there in the mould."""

    sheet: Sheet
    xml: bytes


_Piece = bytes | _Row | _Asked


class Mould:
    """Casts workbooks that differ from `book` in the `holes` of its sheets and in the values of its properties.

    `holes` are areas by sheet title. The values of `properties` in the book must be unlike each other and anything else
    in that part: they are markers, which `cast` replaces. What formulas show follows from the values in the holes.
    """

    def __init__(self, book: Workbook, holes: Mapping[str, Collection[Area]]) -> None:
        self._book = book
        self._computed = ComputedBook(book)
        self._computed.results()
        # Drawn once by the normal writer, and taken apart
        with ZipFile(io.BytesIO(write_workbook(book))) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        self._styles = MouldedStyles(parts[_STYLES].decode())
        titles = {
            f"xl/worksheets/sheet{number}.xml": sheet
            for number, sheet in enumerate(book.sheets, start=1)
        }
        self._pieces: dict[str, tuple[_Piece, ...]] = {}
        self._title_of: dict[str, str] = {}
        self._fixed: dict[str, Packed] = {}
        # Parts that never differ are deflated here, once for all casts
        for name, content in parts.items():
            sheet = titles.get(name)
            if sheet is None:
                self._fixed[name] = packed(content)
                continue
            areas = holes.get(sheet.title, ())
            formulas = self._computed.visible(sheet.title)
            # Without holes, a sheet is as in the mould unless its formulas show something else
            if not areas:
                self._fixed[name] = packed(content)
            if areas or formulas:
                text = _unreferenced(content.decode())
                self._title_of[name] = sheet.title
                self._pieces[name] = _split(text, areas, formulas, sheet)
        # Parts keep the order of the normal writer
        self._order = tuple(parts)
        self._custom = parts.get(_CUSTOM, b"").decode()
        self._styled: dict[tuple[str, ...], Packed] = {}
        self._asked: dict[tuple[str, frozenset[tuple[int, int]]], bytes] = {}

    def cast(
        self, changes: Mapping[str, Changes], properties: Mapping[str, str]
    ) -> bytes:
        """Return the file with these cells, heights and values of properties; everything else is as in the book."""
        # Styles grow only by what this cast needs
        styles = self._styles.more()
        made: dict[str, Packed] = {}
        shown = self._computed.results_with(
            {
                (title, *place): cell
                for title, changed in changes.items()
                for place, cell in changed.cells.items()
            }
        )
        for name, pieces in self._pieces.items():
            title = self._title_of[name]
            changed, results = changes.get(title, Changes()), shown.get(title, {})
            if results or name not in self._fixed:
                told = replace(changed, results=results)
                made[name] = self._sheet(pieces, told, styles)
        if styles.key:
            made[_STYLES] = self._styles_part(styles)
        # Properties are markers in the text, each replaced by its value
        if properties:
            text = self._custom
            for name, value in properties.items():
                text = text.replace(
                    f">{self._book.properties[name]}<", f">{escaped(value)}<"
                )
            made[_CUSTOM] = packed(text.encode())
        # What was not made anew is the same in every cast
        return pack((name, made.get(name) or self._fixed[name]) for name in self._order)

    def _sheet(
        self, pieces: tuple[_Piece, ...], changes: Changes, styles: GrowingStyles
    ) -> Packed:
        parts: list[bytes] = []
        for piece in pieces:
            if isinstance(piece, bytes):
                parts.append(piece)
            elif isinstance(piece, _Asked):
                parts.append(self._validations(piece, changes.unasked))
            else:
                parts.append(_row_text(piece, changes, styles).encode())
        # Packed anew for every cast, so at a lower level
        return packed(b"".join(parts), _QUICK)

    def _validations(self, asked: _Asked, unasked: frozenset[tuple[int, int]]) -> bytes:
        """Return the validations of a sheet without these cells, spelled once for all casts that leave out the same."""
        if not unasked:
            return asked.xml
        key = (asked.sheet.title, unasked)
        if key not in self._asked:
            if len(self._asked) >= _MOST_STYLES:
                self._asked.clear()
            rules = without_places(asked.sheet.validations, unasked)
            self._asked[key] = _unreferenced(validations_xml(rules)).encode()
        return self._asked[key]

    def _styles_part(self, styles: GrowingStyles) -> Packed:
        """Return the part, deflated once for all casts that need the same styles."""
        if styles.key not in self._styled:
            if len(self._styled) >= _MOST_STYLES:
                self._styled.clear()
            self._styled[styles.key] = packed(styles.as_xml().encode())
        return self._styled[styles.key]


def _split(
    xml: str,
    areas: Collection[Area],
    formulas: Collection[tuple[int, int]],
    sheet: Sheet,
) -> tuple[_Piece, ...]:
    """Take a sheet apart into what never changes and the rows in which something may."""
    # Every cell of a merged area, with the first one, whose look all of them take
    owners: _Owners = {
        f"{column_letters(column)}{row}": ((row, column), None)
        for row, column in formulas
    }
    rows = {row for row, _ in formulas}
    for area in areas:
        owner = (area.top, area.left)
        for row in range(area.top, area.bottom + 1):
            rows.add(row)
            for column in range(area.left, area.right + 1):
                address = f"{column_letters(column)}{row}"
                owners[address] = (owner, (row, column) == owner)
    pieces: list[_Piece] = []
    done = 0
    # Whatever lies between the rows that may change is one piece
    for match in _ROW.finditer(xml):
        if int(match[1]) not in rows:
            continue
        made, end = _row(match, owners)
        if match.start() > done:
            pieces.append(xml[done : match.start()].encode())
        pieces.append(made)
        done = end
    # Validations stand below all rows
    asked = _ASKED.search(xml, done)
    if asked is not None:
        pieces.append(xml[done : asked.start()].encode())
        pieces.append(_Asked(sheet, asked[0].encode()))
        done = asked.end()
    pieces.append(xml[done:].encode())
    return tuple(pieces)


def _row(match: re.Match[str], owners: _Owners) -> tuple[_Row, int]:
    """Return the row up to its last cell that may differ, and where that cell ends."""
    cells: list[str | _Hole | _Computed] = []
    done, start = 0, match.start(3)
    for cell in _CELL.finditer(match[3]):
        if cell[1] not in owners:
            continue
        if cell.start() > done:
            cells.append(match[3][done : cell.start()])
        cells.append(_item(cell, owners[cell[1]]))
        done = cell.end()
    # Heights may change and are kept apart
    found = _HEIGHT.search(match[2])
    height = ""
    if found:
        height = found[0]
    row = _Row(
        number=int(match[1]),
        attributes=_HEIGHT.sub("", match[2]),
        height=height,
        cells=tuple(cells),
    )
    return row, start + done


def _item(cell: re.Match[str], owned: _Owned) -> _Hole | _Computed:
    """Return a cell that may differ."""
    owner, first = owned
    if first is None:
        formula = _FORMULA.search(cell[0])
        assert formula is not None
        return _Computed(
            place=owner,
            start=f'<c r="{cell[1]}" s="{cell[2]}"',
            formula=formula[0],
            xml=cell[0],
        )
    return _Hole(
        address=cell[1],
        owner=owner,
        first=first,
        style=int(cell[2]),
        xml=cell[0],
    )


def _unreferenced(xml: str) -> str:
    """Write the characters that openpyxl wrote as references to them: a third of the bytes of a Chinese form."""
    return _REFERENCE.sub(_character, xml)


def _character(reference: re.Match[str]) -> str:
    """Return the character that is referred to; one of ASCII may be a mark of XML and stays a reference."""
    code = int(reference[1])
    if code > 0x7F:
        return chr(code)
    return reference[0]


def _row_text(row: _Row, changes: Changes, styles: GrowingStyles) -> str:
    height = changes.heights.get(row.number)
    shown = row.height
    if height is not None:
        shown = f' ht="{height:.16g}"'
    out = [f'<row r="{row.number}"{shown}{row.attributes}>']
    for item in row.cells:
        if isinstance(item, str):
            out.append(item)
            continue
        if isinstance(item, _Computed):
            out.append(_result_xml(item, changes.results))
            continue
        # A hole without a change stays as it was drawn
        cell = changes.cells.get(item.owner)
        if cell is None:
            out.append(item.xml)
        elif item.first:
            number = styles.id_of(
                item.style, cell.style, quoted=must_stay_text(cell.value)
            )
            out.append(cell_xml(item.address, number, cell.value))
        else:
            # The covered cells of an area take its look, and hold nothing
            number = styles.id_of(item.style, cell.style)
            out.append(f'<c r="{item.address}" s="{number}"/>')
    return "".join(out)


def _result_xml(
    item: _Computed, results: Mapping[tuple[int, int], Result | None]
) -> str:
    """Return a formula with what it shows now."""
    if item.place not in results:
        return item.xml
    return formula_xml(item.start, item.formula, results[item.place])

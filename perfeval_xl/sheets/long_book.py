"""A workbook of several sheets, some of any length: their rows are written one after the other, and none is kept.

The normal writer draws everything but the rows, twice: once to learn which number each look has, and again when it is
known how long the sheets are. In between the rows go through a file of the system.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import IO
from urllib.parse import quote
from xml.sax.saxutils import quoteattr
from zipfile import ZipFile

from perfeval_xl.refs import column_letters
from perfeval_xl.sheets.model import Cell, Sheet, Style, Value, Workbook
from perfeval_xl.sheets.packing import Packed, pack, packed, packed_pieces
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.sheets.xml_text import cell_xml, escaped, must_stay_text
from perfeval_xl.texts import visible

__all__ = ["MOST_LINKS", "Link", "LongRow", "LongSheet", "write_long_book"]

MOST_LINKS = 60_000
"""Excel opens no sheet with more than 65,530 links; a longer one has formulas instead, of which there is no limit."""

# The look of a cell in what the normal writer has written
_STYLE = re.compile(rb'<c r="[A-Z]+\d+" s="(\d+)"')
# How far a sheet reaches: left out, since it would have to be known before the rows
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
# What follows the links in the order that the schema asks for
_PAGE = re.compile(rb"<(?:printOptions|pageMargins)\b")
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# Bytes that are copied at once
_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class Link:
    """Where a cell leads: a place such as `'得分'!A5`, in this workbook or in another `file` beside it."""

    place: str
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LongRow:
    """The cells of a row as value and number of the look, its height in points, and links by column, from 0."""

    cells: Sequence[tuple[Value, int]]
    height: float
    links: Mapping[int, Link] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongSheet:
    """A sheet of any length. `sheet` draws its headings, told the last row; `looks` are all looks of its cells.

    `first` is the first row below the headings. With `formulas` links are written as formulas.
    """

    sheet: Callable[[int], Sheet]
    looks: Sequence[Style]
    rows: Iterable[LongRow]
    first: int = 2
    formulas: bool = False


@dataclass(slots=True, kw_only=True)
class _Spooled:
    """The rows of a sheet as XML in a file, how many there are, and the links that stand behind them."""

    file: IO[bytes]
    first: int
    count: int = 0
    links: list[tuple[str, Link]] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last row; the one above the first where there are none."""
        return self.first + self.count - 1


def write_long_book(sheets: Sequence[Sheet | LongSheet], title: str = "") -> bytes:
    """Return the bytes of an .xlsx; the same sheets give the same bytes.

    Values are written as `write_workbook` writes them; what cannot be seen in a text is spelled out.
    """
    # Looks first: rows refer to them by number
    numbers = _numbers_of_looks(sheets, title)
    spooled: dict[int, _Spooled] = {}
    for place, sheet in enumerate(sheets, start=1):
        if isinstance(sheet, LongSheet):
            spooled[place] = _spool(sheet, numbers[place])
    # Then the rows, of which only now it is known how many there are
    lasts = {place: rows.last for place, rows in spooled.items()}
    drawn: list[Sheet] = []
    for place, sheet in enumerate(sheets, start=1):
        drawn.append(_drawn(sheet, lasts.get(place, 0)))
    # Then everything around the rows, which counts them: filters, print areas
    parts = _parts(drawn, title)
    try:
        return pack(_packed(parts, spooled))
    finally:
        # Files without a name vanish when they are closed
        for rows in spooled.values():
            rows.file.close()


def _numbers_of_looks(
    sheets: Sequence[Sheet | LongSheet], title: str
) -> dict[int, list[tuple[int, int]]]:
    """Return, by place of the sheet, the numbers of each look: for plain values, and for texts that stay texts."""
    # Drawn once with a row of plain values and one of texts, whose looks differ
    parts = _parts([_drawn(sheet, 0) for sheet in sheets], title)
    found = {}
    for place, sheet in enumerate(sheets, start=1):
        if isinstance(sheet, LongSheet):
            xml = parts[_name(place)]
            at = xml.index(b'<row r="%d"' % sheet.first)
            second = xml.index(b'<row r="%d"' % (sheet.first + 1))
            plain = _STYLE.findall(xml[at:second])
            # The two rows hold one cell for each look, in order
            texts = _STYLE.findall(xml[second:])[: len(plain)]
            found[place] = [
                (int(one), int(other)) for one, other in zip(plain, texts, strict=True)
            ]
    return found


def _drawn(sheet: Sheet | LongSheet, last: int) -> Sheet:
    """Draw a sheet with two rows to copy in it, one of plain values and one of texts that a program would compute."""
    if isinstance(sheet, Sheet):
        return sheet
    drawn = sheet.sheet(max(last, sheet.first))
    cells = dict(drawn.cells)
    # Each look stands in a column of its own, in both rows
    for column, look in enumerate(sheet.looks, start=1):
        cells[sheet.first, column] = Cell(value="例", style=look)
        cells[sheet.first + 1, column] = Cell(value="=", style=look)
    return replace(drawn, cells=cells)


def _parts(sheets: Sequence[Sheet], title: str) -> dict[str, bytes]:
    data = write_workbook(Workbook(sheets=tuple(sheets), title=title))
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _name(place: int) -> str:
    return f"xl/worksheets/sheet{place}.xml"


def _spool(sheet: LongSheet, numbers: Sequence[tuple[int, int]]) -> _Spooled:
    """Write all rows of a sheet into a file."""
    spooled = _Spooled(file=tempfile.TemporaryFile(), first=sheet.first)  # noqa: SIM115 - the caller closes it
    # Wider than any list
    letters = [column_letters(column) for column in range(1, 200)]
    for number, row in enumerate(sheet.rows, start=sheet.first):
        # Heights are fixed: programs do not measure rows of a file that they open
        pieces = [f'<row r="{number}" ht="{row.height:g}" customHeight="1">']
        for place, (written, look) in enumerate(row.cells):
            address = f"{letters[place]}{number}"
            value = written
            if isinstance(written, str):
                value = visible(written)
            link = row.links.get(place)
            # Text that begins like a formula has a look that keeps it text
            style = numbers[look][must_stay_text(value)]
            # Formulas carry their link; links proper are listed behind all rows
            if link is not None and sheet.formulas:
                pieces.append(_formula(address, style, value, link))
                continue
            pieces.append(cell_xml(address, style, value))
            if link is not None:
                spooled.links.append((address, link))
        pieces.append("</row>")
        spooled.file.write("".join(pieces).encode())
        spooled.count += 1
    return spooled


def _formula(address: str, style: int, value: Value, link: Link) -> str:
    """Return a cell whose formula leads to a place; the quotes in a text of a formula are doubled."""
    # HYPERLINK leads into another file by the name before the #
    target = f"{link.file}#{link.place}".replace('"', '""')
    shown = str(value).replace('"', '""')
    formula = escaped(f'HYPERLINK("{target}","{shown}")')
    return f'<c r="{address}" s="{style}" t="str"><f>{formula}</f><v>{escaped(str(value))}</v></c>'


def _packed(
    parts: Mapping[str, bytes], spooled: Mapping[int, _Spooled]
) -> Iterator[tuple[str, Packed]]:
    long = {_name(place): place for place in spooled}
    for name, content in parts.items():
        place = long.get(name)
        # Parts without long rows are packed as they are
        if place is None:
            yield name, packed(content)
            continue
        rows = spooled[place]
        files = _numbered(rows)
        yield name, packed_pieces(_pieces(content, rows, files))
        # Links into other files are relations of the sheet
        if files:
            yield (
                f"xl/worksheets/_rels/sheet{place}.xml.rels",
                packed(_relations(files)),
            )


def _numbered(rows: _Spooled) -> dict[str, str]:
    """Return the id of every file that a link of the sheet leads to."""
    files = dict.fromkeys(link.file for _, link in rows.links if link.file)
    return {file: f"rId{number}" for number, file in enumerate(files, start=1)}


def _pieces(xml: bytes, rows: _Spooled, files: Mapping[str, str]) -> Iterator[bytes]:
    """Yield the part with its rows in place of the two that were drawn to be copied."""
    # The two drawn rows are the last of the sheet
    begin = xml.index(b'<row r="%d"' % rows.first)
    end = xml.index(b"</sheetData>")
    head = _DIMENSION.sub(b"", xml[:begin], count=1)
    tail = xml[end:]
    page = _PAGE.search(tail)
    assert page is not None
    rows.file.seek(0)
    blocks = iter(lambda: rows.file.read(_BLOCK), b"")
    return chain(
        [head],
        blocks,
        [tail[: page.start()]],
        _links(rows, files),
        [tail[page.start() :]],
    )


def _links(rows: _Spooled, files: Mapping[str, str]) -> Iterator[bytes]:
    if not rows.links:
        return
    yield b"<hyperlinks>"
    for address, link in rows.links:
        ident = ""
        # Places in this workbook need no relation
        if link.file:
            ident = f' xmlns:r="{_RELATIONS}" r:id="{files[link.file]}"'
        yield f'<hyperlink ref="{address}"{ident} location={quoteattr(link.place)}/>'.encode()
    yield b"</hyperlinks>"


def _relations(files: Mapping[str, str]) -> bytes:
    # Targets are addresses: Chinese characters are written in percent
    rows = "".join(
        f'<Relationship Id="{ident}" Type="{_RELATIONS}/hyperlink" Target={quoteattr(quote(file))} TargetMode="External"/>'
        for file, ident in files.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{rows}</Relationships>'.encode()

"""A table of any length as a workbook: its rows are written one after the other, and none of them is kept.

The normal writer holds every cell of a workbook at once, some kilobytes a row. Here it draws the headings and two rows to
copy, one of plain values and one of texts that a program would compute; the rows themselves go straight into the zip.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from zipfile import ZipFile

from perfeval_xl.refs import column_letters
from perfeval_xl.sheets.model import Cell, Sheet, Style, Value, Workbook
from perfeval_xl.sheets.packing import Packed, pack, packed, packed_pieces
from perfeval_xl.sheets.xml_text import cell_xml, must_stay_text

__all__ = ["write_long_table"]

# The only sheet
_PART = "xl/worksheets/sheet1.xml"
_DIMENSION = re.compile(rb'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+"')
# The look of a cell in what the normal writer has written
_STYLE = re.compile(rb'<c r="[A-Z]+\d+" s="(\d+)"')


def write_long_table(
    sheet: Sheet,
    rows: Iterable[Sequence[Value]],
    count: int,
    styles: Sequence[Style],
    title: str = "",
) -> bytes:
    """Return an .xlsx with one sheet: `sheet` with its headings, and `count` `rows` below them, one style per column.

    Whatever else the sheet says (print area, filter) counts the rows already; the first row has the height of all. Values are written as `write_workbook`
    writes them; formulas are not for tables of this kind.
    """
    filled = [row for row, _ in sheet.cells]
    top = max(filled) + 1
    cells = dict(sheet.cells)
    # Two rows are drawn to be copied, one of each kind of value
    for column, style in enumerate(styles, start=1):
        cells[top, column] = Cell(value="例", style=style)
        cells[top + 1, column] = Cell(value="=", style=style)
    whole = replace(sheet, cells=cells)
    # The normal writer draws everything else. Who only names such a table need not have what writes workbooks
    from perfeval_xl.sheets.writing import write_workbook

    book = Workbook(sheets=(whole,), title=title)
    drawn = io.BytesIO(write_workbook(book))
    made: list[tuple[str, Packed]] = []
    with ZipFile(drawn) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            part = packed(content)
            # The one part with rows is put together; it streams
            if name == _PART:
                part = _table(content, top, rows, count)
            made.append((name, part))
    return pack(made)


def _table(xml: bytes, top: int, rows: Iterable[Sequence[Value]], count: int) -> Packed:
    """Return the part with the rows in place of the two that were drawn to be copied."""
    # The two rows stand one behind the other: plain values, then texts that a program would compute.
    first = xml.index(_row_start(top))
    second = xml.index(_row_start(top + 1))
    end = xml.index(b"</sheetData>")
    plain_row = xml[first:second]
    quoted_row = xml[second:end]
    plain = map(int, _STYLE.findall(plain_row))
    quoted = map(int, _STYLE.findall(quoted_row))
    styles = list(zip(plain, quoted, strict=True))

    # All rows are as high as the first one, and the sheet is as long as they are many.
    opened = xml.index(b">", first)
    opening = xml[first:opened]
    attributes = opening.removeprefix(_row_start(top)).decode()
    last = top + count - 1
    size = rb'\g<1>%d"' % last
    head = _DIMENSION.sub(size, xml[:first], count=1)

    written = _written(rows, top, styles, attributes)
    pieces = chain([head], written, [xml[end:]])
    return packed_pieces(pieces)


def _row_start(number: int) -> bytes:
    """Return how the row with a number begins."""
    return b'<row r="%d"' % number


def _written(
    rows: Iterable[Sequence[Value]],
    top: int,
    styles: Sequence[tuple[int, int]],
    attributes: str,
) -> Iterator[bytes]:
    columns = range(1, len(styles) + 1)
    letters = [column_letters(column) for column in columns]
    for number, values in enumerate(rows, start=top):
        cells: list[str] = []
        for letter, value, pair in zip(letters, values, styles, strict=True):
            # Text that begins like a formula has a look that keeps it text
            style = pair[must_stay_text(value)]
            cells.append(cell_xml(f"{letter}{number}", style, value))
        yield f'<row r="{number}"{attributes}>{"".join(cells)}</row>'.encode()

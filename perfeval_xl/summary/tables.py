"""A table becomes a sheet of any length: headings that stay, filters, widths to read and to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache, partial
from types import MappingProxyType

from perfeval_xl.sheets.list_looks import (
    LINK_COLOUR,
    LIST_CELL,
    LIST_HEADING,
    LIST_POINTS,
    LIST_TEXT,
)
from perfeval_xl.sheets.long_book import Link, LongRow, LongSheet
from perfeval_xl.sheets.model import Area, Cell, Page, Sheet, Style, Value
from perfeval_xl.summary.columns import Column, ListLayout
from perfeval_xl.texts import shown_width

__all__ = [
    "FOOTER",
    "Row",
    "long_table",
    "look",
    "value_of",
]

FOOTER = "第&P页，共&N页"

_LOOKS: Mapping[str, Style] = MappingProxyType(
    {
        "text": LIST_TEXT,
        "centre": LIST_CELL,
        "count": replace(LIST_CELL, number_format="0"),
        "size": replace(LIST_CELL, horizontal="right", number_format="#,##0"),
        "points": LIST_POINTS,
        "money": replace(LIST_CELL, horizontal="right", number_format="#,##0.00"),
        "rate": replace(LIST_CELL, horizontal="right", number_format="0.00%"),
    }
)
# In points
_HEADING_HEIGHT, _LINE_HEIGHT, _PADDING, _HIGHEST = 30.0, 14.5, 5.0, 400.0
# How much of a line is used before a word or a full stop wraps
_FILLED = 0.92
_NOTHING = "（无）"


def look(name: str) -> Style:
    """Return a named look of cells: text, centre, count, size, points, money or rate."""
    return _LOOKS[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its values by the keys of the columns, and where its cells lead, by the same keys."""

    values: Mapping[str, object]
    links: Mapping[str, Link] = field(default_factory=dict)


def long_table(
    layout: ListLayout, rows: Iterable[Row], *, formulas: bool = False
) -> LongSheet:
    """Describe a sheet with these rows; a table without rows says so in its first row, and is not printed.

    `formulas` is for more than `MOST_LINKS` links.
    """
    looks = _Looks(layout.columns)
    return LongSheet(
        sheet=partial(_headed, layout, looks),
        looks=looks.styles,
        rows=_written(layout.columns, rows, looks),
        formulas=formulas,
    )


class _Looks:
    """All looks the cells of a table may have, numbered; `empty` is known when its rows were written."""

    def __init__(self, columns: Sequence[Column]) -> None:
        # All looks are known before the first row: styles stand before the cells in the file
        self._numbers: dict[tuple[str, str, bool], int] = {}
        self.styles: list[Style] = []
        self.empty = False
        # Any cell may lead somewhere or not, and any of the fills may apply
        for column in columns:
            for fill in ("", *column.fills.values()):
                for linked in (False, True):
                    self._add(column.look, fill, linked=linked)

    def _add(self, name: str, fill: str, *, linked: bool) -> None:
        if (name, fill, linked) in self._numbers:
            return
        style = look(name)
        if fill:
            style = replace(style, fill=fill)
        if linked:
            style = replace(
                style,
                colour=LINK_COLOUR,
                underline=True,
            )
        self._numbers[name, fill, linked] = len(self.styles)
        self.styles.append(style)

    def number(self, column: Column, value: Value, *, linked: bool) -> int:
        """Return the number of the look of a cell."""
        fill = ""
        if isinstance(value, str):
            fill = column.fills.get(value, "")
        return self._numbers[column.look, fill, linked]


def _headed(layout: ListLayout, looks: _Looks, last: int) -> Sheet:
    """Draw the sheet without its rows."""
    columns = layout.columns
    width = len(columns)
    area = Area(1, 1, last, layout.printed or width)
    if layout.printed == 0 or looks.empty:
        # A cell in which nothing stands: the sheet is there to look things up, and would fill hundreds of pages.
        area = Area(1, width + 2, 1, width + 2)
    return Sheet(
        title=layout.title,
        cells={
            (1, number): Cell(value=column.heading, style=LIST_HEADING)
            for number, column in enumerate(columns, start=1)
        },
        widths={number: column.width for number, column in enumerate(columns, start=1)},
        heights={1: _HEADING_HEIGHT},
        page=Page(
            landscape=layout.landscape,
            area=area,
            title_rows=(1, 1),
            footer=FOOTER,
        ),
        freeze="A2",
        column_titles="A1",
        filter=Area(1, 1, last, width),
    )


def _written(
    columns: Sequence[Column], rows: Iterable[Row], looks: _Looks
) -> Iterator[LongRow]:
    # Rows are streamed: only when they are all through is it known whether there was one
    looks.empty = True
    for row in rows:
        looks.empty = False
        yield _long_row(columns, row, looks)
    # The filter and the frozen heading need a row below them
    if looks.empty:
        nothing = looks.number(columns[0], None, linked=False)
        yield LongRow(cells=((_NOTHING, nothing),), height=_PADDING + _LINE_HEIGHT)


def _long_row(columns: Sequence[Column], row: Row, looks: _Looks) -> LongRow:
    cells: list[tuple[Value, int]] = []
    links: dict[int, Link] = {}
    # The cell with the most lines decides how high the row is
    lines = 1
    for place, column in enumerate(columns):
        value = value_of(row.values.get(column.key))
        link = row.links.get(column.key)
        # A blank cell would be a link that nobody sees
        if link is not None and value is not None:
            links[place] = link
        cells.append((value, looks.number(column, value, linked=place in links)))
        if isinstance(value, str):
            lines = max(lines, _text_lines(value, column.width))
    # Excel refuses rows higher than 409 points
    return LongRow(
        cells=cells, height=min(_PADDING + _LINE_HEIGHT * lines, _HIGHEST), links=links
    )


def value_of(value: object) -> Value:
    """Return what a cell is to hold: exact numbers as numbers, anything from outside as text, nothing for a gap."""
    if isinstance(value, (Decimal, bool, int, str)) and value != "":
        return value
    return None


@lru_cache(maxsize=65_536)
def _text_lines(value: str, width: float) -> int:
    """Return how many lines a text takes in a column; a Chinese character is as wide as two others.

    Most texts of a 汇总表 stand in it many times.
    """
    # A column has at least one character, and a line without text is a line too
    room = max(int(width * _FILLED), 1)
    return sum(max(1, -(-shown_width(line) // room)) for line in value.split("\n"))

"""A table of pandas becomes a sheet: headings that stay, filters, widths to read and to print."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType

import pandas as pd

from perfeval_xl.sheets.model import Area, Cell, Page, Sheet, Style, Value

__all__ = ["BODY", "FOOTER", "HEADING", "LINK", "Column", "Links", "look", "table_sheet", "value_of"]

HEADING = Style(font="黑体", size=10, bold=True, fill="D9E2F3", border="thin")
BODY = Style(font="宋体", size=10, border="thin")
LINK = "0563C1"
FOOTER = "第&P页，共&N页"

_LOOKS: Mapping[str, Style] = MappingProxyType(
    {
        "text": replace(BODY, horizontal="left"),
        "centre": BODY,
        "count": replace(BODY, number_format="0"),
        "size": replace(BODY, horizontal="right", number_format="#,##0"),
        "points": replace(BODY, horizontal="right", number_format="0.00"),
        "money": replace(BODY, horizontal="right", number_format="#,##0.00####"),
        "rate": replace(BODY, horizontal="right", number_format="0.00%"),
    }
)
_HEADING_HEIGHT, _LINE_HEIGHT, _PADDING, _HIGHEST = 30.0, 14.5, 5.0, 400.0  # points
_FILLED = 0.92  # how much of a line is used before a word or a full stop wraps
_NOTHING = "（无）"

Links = Mapping[tuple[int, str], str]
"""Row number in the table, from 0, and key of the column -> the place inside the workbook that the cell leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the key in the frame, its heading, its width in characters, and how its cells look.

    `fills` colours a cell by its text.
    """

    key: str
    heading: str
    width: float
    look: str = "text"
    fills: Mapping[str, str] = field(default_factory=dict)


def look(name: str) -> Style:
    """Return a named look of cells: text, centre, count, size, points, money or rate."""
    return _LOOKS[name]


def table_sheet(
    title: str, frame: pd.DataFrame, columns: Sequence[Column], links: Links | None = None, printed: int | None = None
) -> Sheet:
    """Describe a sheet with one row per row of `frame`; a table without rows says so in its first row.

    The first `printed` columns are printed, all of them without it.
    """
    cells = {(1, number): Cell(value=column.heading, style=HEADING) for number, column in enumerate(columns, start=1)}
    for number, column in enumerate(columns, start=1):
        values = frame.get(column.key, ())
        for row, value in enumerate(values):
            cells[row + 2, number] = _cell(value_of(value), column, (links or {}).get((row, column.key), ""))
    if frame.empty:
        cells[2, 1] = Cell(value=_NOTHING, style=BODY)
    bottom = max(len(frame), 1) + 1
    return Sheet(
        title=title,
        cells=cells,
        widths={number: column.width for number, column in enumerate(columns, start=1)},
        heights={1: _HEADING_HEIGHT} | _heights(cells, columns),
        page=Page(landscape=True, area=Area(1, 1, bottom, printed or len(columns)), title_rows=(1, 1), footer=FOOTER),
        freeze="A2",
        column_titles="A1",
        filter=Area(1, 1, bottom, len(columns)),
    )


def value_of(value: object) -> Value:
    """Return what a cell is to hold: exact numbers as numbers, anything from outside as text, nothing for a gap."""
    if isinstance(value, (Decimal, bool, int, str)) and value != "":
        return value
    return None


def _heights(cells: Mapping[tuple[int, int], Cell], columns: Sequence[Column]) -> dict[int, float]:
    """Return the height that shows all of every row: neither LibreOffice nor WPS finds it for a file made elsewhere."""
    lines: dict[int, int] = {}
    for (row, column), cell in cells.items():
        if row > 1:
            lines[row] = max(lines.get(row, 1), _lines(cell.value, columns[column - 1].width))
    return {row: min(_PADDING + _LINE_HEIGHT * count, _HIGHEST) for row, count in lines.items()}


def _lines(value: Value, width: float) -> int:
    return _text_lines(value, width) if isinstance(value, str) else 1


@lru_cache(maxsize=65_536)
def _text_lines(value: str, width: float) -> int:
    """Return how many lines a text takes in a column; a Chinese character is as wide as two others.

    Most texts of a 汇总表 stand in it many times.
    """
    room = max(int(width * _FILLED), 1)
    return sum(max(1, -(-_width(line) // room)) for line in value.split("\n"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def _cell(value: Value, column: Column, link: str) -> Cell:
    fill = column.fills.get(value, "") if isinstance(value, str) else ""
    return Cell(value=value, style=_style(column.look, fill, linked=bool(link)), link=link)


@cache
def _style(name: str, fill: str, *, linked: bool) -> Style:
    """Return one and the same record for all cells that look alike."""
    style = look(name)
    if fill:
        style = replace(style, fill=fill)
    return replace(style, colour=LINK, underline=True) if linked else style

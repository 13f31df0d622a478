"""Where the headings of a project list stand: the row or the two rows of them, and the columns they name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from perfeval_xl.amounts import parse_number
from perfeval_xl.distribution.columns import (
    GROUPS,
    ROSTER,
    column_key,
)
from perfeval_xl.distribution.grid import Grid, heading
from perfeval_xl.distribution.model import match_text
from perfeval_xl.distribution.money_units import unit_of_heading, unit_of_lines

__all__ = ["NEEDED", "Headings", "headings_of"]


NEEDED = ("project", "unit")
# Rows in which the headings are looked for
_SEARCHED = 20
# Headings that make a row the one with the headings
_FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """The last row of the headings, the known columns, every other column by its heading, the unit of all money."""

    row: int
    known: dict[str, int]
    others: dict[str, int]
    unit: str


def headings_of(grid: Grid) -> Headings | None:
    """Find the headings of a project list; they may take two rows, of which the upper one has merged cells."""
    # Lines above the headings, one of which may name the unit of the money
    lines: list[str] = []
    for row, columns in islice(grid.rows(), _SEARCHED):
        # Of a heading that stands twice the first counts
        known: dict[str, int] = {}
        others: dict[str, int] = {}
        for column in columns:
            title = heading(grid.text(row, column))
            key = column_key(ROSTER, title)
            if key is not None:
                known.setdefault(key, column)
            else:
                others.setdefault(match_text(grid.text(row, column)), column)
        # A line of text may hold one such word; headings are several, and those a list must have
        if len(known) >= _FEWEST and all(key in known for key in NEEDED):
            below = _second_row(grid, row, known)
            if below:
                both = _two_rows(
                    grid,
                    row,
                    columns,
                    below,
                    known,
                )
            else:
                both = others
            return Headings(
                row=row + 1 if below else row,
                known=known,
                others=both,
                unit=unit_of_lines(lines),
            )
        lines += [grid.text(row, column) or "" for column in columns]
    return None


def _second_row(grid: Grid, row: int, known: dict[str, int]) -> dict[int, str]:
    """Return the headings below a row of headings by column; empty where the next row is a project, or an example."""
    columns = {column for each, column in grid.cells if each == row + 1}
    texts = {column: grid.text(row + 1, column) or "" for column in columns}
    filled = {column: text for column, text in texts.items() if text}
    words = all(parse_number(text) is None for text in filled.values())
    # A project would have its number or its name in a column that is already named
    if filled and words and not filled.keys() & set(known.values()) and 1 not in filled:
        return filled
    return {}


def _two_rows(
    grid: Grid,
    row: int,
    columns: tuple[int, ...],
    below: dict[int, str],
    known: dict[str, int],
) -> dict[str, int]:
    """Return the columns by their two headings together; the upper one holds up to the next."""
    others: dict[str, int] = {}
    taken = set(known.values())
    upper = ""
    # Column by column, since the upper heading stands only in the first cell of its area
    for column in range(1, max(*columns, *below) + 1):
        own = grid.text(row, column)
        # A known column is no group: nothing of it holds for its neighbours
        upper = own or ("" if column - 1 in taken else upper)
        if column in below:
            title = _joined(upper, below[column])
        else:
            title = own or ""
        if title and column not in taken:
            others.setdefault(match_text(title), column)
    return others


def _joined(upper: str, below: str) -> str:
    """Return two headings as one; of an upper one that only says that these are money, its unit is kept."""
    # 资金安排 above 财政拨款 says nothing; 年初预算 above it says which
    if heading(upper) not in GROUPS:
        return upper + below
    unit = unit_of_heading(upper)
    if unit and not unit_of_heading(below):
        return f"{below}（{unit}）"
    return below

"""Where the cells of a form stand now: rows are inserted, columns and sheets are moved, and formulas follow."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, TypeVar

from perfeval_xl.reading.anchors import shifted
from perfeval_xl.reading.fields import BoundFields
from perfeval_xl.refs import CellRef, column_letters

__all__ = ["Moves", "moved_formula"]

_REFERENCE = re.compile(
    r"(?P<text>\"[^\"]*\")|(?:(?P<sheet>'[^']+(?:''[^']*)*'|[^\W\d]\w*)!)?"
    r"(?P<fix>\$?)(?P<column>[A-Z]{1,3})(?P<hold>\$?)(?P<row>[1-9]\d*)(?![\d(A-Z_])"
)


_Line = TypeVar("_Line")
"""A row or column by its number, or a sheet by its title."""


class Moves:
    """Where the rows and columns of one drawn sheet stand now: those of its fields, and those between them.

    `none` says that every field of the sheet stands where it was drawn.
    """

    def __init__(self, fields: BoundFields[Any], sheet: str) -> None:
        # Every field votes for its row and its column
        rows: defaultdict[int, Counter[int]] = defaultdict(Counter)
        columns: defaultdict[int, Counter[int]] = defaultdict(Counter)
        titles: Counter[str] = Counter()
        self.none = True
        drawn = {} if fields.at_home else fields.layout.fields
        for key, old in drawn.items():
            if old.sheet != sheet:
                continue
            new = fields.ref(key)
            self.none = self.none and new == old
            if new is not None:
                titles[new.sheet] += 1
                rows[old.row][new.row] += 1
                columns[old.column][new.column] += 1
        self.title = _most(titles) if titles else sheet
        self._rows = {old: _most(found) for old, found in rows.items()}
        self._columns = {old: _most(found) for old, found in columns.items()}

    def place(self, row: int, column: int) -> tuple[int, int] | None:
        """Return where a cell of the drawn form stands now, `None` when that cannot be told."""
        if self.none:
            return row, column
        # Lines without fields have moved with their neighbours
        there = shifted(self._rows, row)
        across = shifted(self._columns, column)
        if there is None or across is None:
            return None
        # Columns that were cut away would put their neighbours before column A.
        if there < 1 or across < 1:
            return None
        return there, across


def _most(found: Counter[_Line]) -> _Line:
    """Return what most of them say."""
    (line, _count), *_rest = found.most_common(1)
    return line


def moved_formula(moves: Mapping[str, Moves], sheet: str, text: str) -> str | None:
    """Return a formula with its references put where the cells stand now; `None` when one of them is gone."""
    lost, named = False, sheet

    def put(match: re.Match[str]) -> str:
        nonlocal lost, named
        # What stands in quotes is no reference
        if match["text"] is not None:
            return match[0]
        # The end of a range stands on the sheet of its start.
        ends_range = match["sheet"] is None and text[: match.start()].endswith(":")
        if not ends_range:
            named = match["sheet"] or sheet
        # Another sheet has moves of its own
        there = moves.get(named.strip("'").replace("''", "'"))
        ref = CellRef.parse("", match["column"] + match["row"])
        place = None
        if there is not None:
            place = there.place(ref.row, ref.column)
        if there is None or place is None:
            lost = True
            return match[0]
        row, column = place
        cell = f"{match['fix']}{column_letters(column)}{match['hold']}{row}"
        if match["sheet"]:
            return f"'{there.title}'!{cell}"
        return cell

    moved = _REFERENCE.sub(put, text)
    if lost:
        return None
    return moved

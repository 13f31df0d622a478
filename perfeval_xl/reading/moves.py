"""Where the cells of a form stand now: rows are inserted, columns and sheets are moved, and formulas follow."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from perfeval_xl.reading.fields import BoundFields
from perfeval_xl.refs import CellRef, column_letters

__all__ = ["Moves", "moved_formula"]

_REFERENCE = re.compile(
    r"(?P<text>\"[^\"]*\")|(?:(?P<sheet>'[^']+(?:''[^']*)*'|[^\W\d]\w*)!)?"
    r"(?P<fix>\$?)(?P<column>[A-Z]{1,3})(?P<hold>\$?)(?P<row>[1-9]\d*)(?![\d(A-Z_])"
)


class Moves:
    """Where the rows and columns of one drawn sheet stand now: those of its fields, and those between them.

    `none` says that every field of the sheet stands where it was drawn.
    """

    def __init__(self, fields: BoundFields[Any], sheet: str) -> None:
        rows: defaultdict[int, Counter[int]] = defaultdict(Counter)
        columns: defaultdict[int, Counter[int]] = defaultdict(Counter)
        titles: Counter[str] = Counter()
        self.none = True
        for key, old in fields.layout.fields.items():
            if old.sheet != sheet:
                continue
            new = fields.ref(key)
            self.none = self.none and new == old
            if new is not None:
                titles[new.sheet] += 1
                rows[old.row][new.row] += 1
                columns[old.column][new.column] += 1
        self.title = titles.most_common(1)[0][0] if titles else sheet
        self._rows = {old: found.most_common(1)[0][0] for old, found in rows.items()}
        self._columns = {
            old: found.most_common(1)[0][0] for old, found in columns.items()
        }

    def place(self, row: int, column: int) -> tuple[int, int] | None:
        """Return where a cell of the drawn form stands now, `None` when that cannot be told."""
        if self.none:
            return row, column
        there, across = _moved(self._rows, row), _moved(self._columns, column)
        if there is None or across is None:
            return None
        inside = (
            there >= 1 and across >= 1
        )  # columns that were cut away would put their neighbours before column A
        return (there, across) if inside else None


def _moved(known: Mapping[int, int], old: int) -> int | None:
    """Return where a row is: its own place, or as far from its neighbours as it was, if both agree."""
    if not known:
        return old
    if old in known:
        return known[old]
    before = max((row for row in known if row < old), default=None)
    after = min((row for row in known if row > old), default=None)
    if before is None or after is None:
        near = after if before is None else before
        assert near is not None
        return known[near] + old - near
    shift = known[before] - before
    return old + shift if shift == known[after] - after else None


def moved_formula(moves: Mapping[str, Moves], sheet: str, text: str) -> str | None:
    """Return a formula with its references put where the cells stand now; `None` when one of them is gone."""
    lost, named = False, sheet

    def put(match: re.Match[str]) -> str:
        nonlocal lost, named
        if match["text"] is not None:
            return match[0]
        ends_range = match["sheet"] is None and text[: match.start()].endswith(":")
        named = (
            named if ends_range else match["sheet"] or sheet
        )  # the end of a range stands on the sheet of its start
        there = moves.get(named.strip("'").replace("''", "'"))
        ref = CellRef.parse("", match["column"] + match["row"])
        place = None if there is None else there.place(ref.row, ref.column)
        if there is None or place is None:
            lost = True
            return match[0]
        before = f"'{there.title}'!" if match["sheet"] else ""
        return (
            f"{before}{match['fix']}{column_letters(place[1])}{match['hold']}{place[0]}"
        )

    moved = _REFERENCE.sub(put, text)
    return None if lost else moved

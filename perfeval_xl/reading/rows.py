"""Which row of the sheet is which indicator row, also after somebody has cut and pasted.

Cutting a cell and pasting it elsewhere takes its defined name along, so that names may point at the row of another
indicator. The rows of a form stand in the order of its slots: a name that breaks the order has been moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["rows_in_order", "usual_row"]


def usual_row(rows: Sequence[int | None]) -> int | None:
    """Return the row in which most fields of one slot stand; `None` when none of them is left."""
    known = Counter(row for row in rows if row is not None)
    if not known:
        return None
    (row, _count), *_rest = known.most_common(1)
    return row


def rows_in_order(found: Sequence[int | None]) -> list[int | None]:
    """Return the row of every slot, those out of order put back where the rows around them leave room for them.

    >>> rows_in_order([14, 15, 18, 17, None, 19])
    [14, 15, 16, 17, 18, 19]
    >>> rows_in_order([14, None, 15])
    [14, None, 15]
    """
    # A row that breaks the order is forgotten.
    rows: list[int | None] = [None] * len(found)
    for index in _longest_increasing(found):
        rows[index] = found[index]
    # What is unknown is taken from its neighbours, those found just now included.
    for index, row in enumerate(rows):
        if row is None:
            rows[index] = _between(rows, index)
    return rows


def _between(rows: Sequence[int | None], index: int) -> int | None:
    """Return the row that the neighbours leave for a slot, or `None` when the rows there were deleted."""
    before = _known(rows, range(index - 1, -1, -1))
    after = _known(rows, range(index + 1, len(rows)))
    if before is None or after is None:
        return None
    slots_between = after.slot - before.slot
    rows_between = after.row - before.row
    if rows_between != slots_between:
        return None
    return before.row + index - before.slot


class _Known(NamedTuple):
    slot: int
    row: int


def _known(rows: Sequence[int | None], indices: Iterable[int]) -> _Known | None:
    """Return the first of these slots whose row is known."""
    for index in indices:
        row = rows[index]
        if row is not None:
            return _Known(index, row)
    return None


def _longest_increasing(found: Sequence[int | None]) -> set[int]:
    """Return the indices of a longest strictly increasing run through the known rows (patience sorting)."""
    tails: list[int] = []  # the smallest last row of a run of 1, 2, 3… rows
    ends: list[int] = []  # the index of that row
    previous: dict[int, int | None] = {}
    for index, row in enumerate(found):
        if row is None:
            continue
        length = bisect_left(tails, row)
        previous[index] = None
        if length > 0:
            previous[index] = ends[length - 1]
        tails[length : length + 1] = [row]
        ends[length : length + 1] = [index]
    # From the end of the longest run back to its beginning.
    chosen: set[int] = set()
    at = None
    if ends:
        at = ends[-1]
    while at is not None:
        chosen.add(at)
        at = previous[at]
    return chosen

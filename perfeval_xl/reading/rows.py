"""Which row of the sheet is which indicator row, also after somebody has cut and pasted.

Cutting a cell and pasting it elsewhere takes its defined name along, so that names may point at the row of another
indicator. The rows of a form stand in the order of its slots: a name that breaks the order has been moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

__all__ = ["rows_in_order", "usual_row"]


def usual_row(rows: Sequence[int | None]) -> int | None:
    """Return the row in which most fields of one slot stand; `None` when none of them is left."""
    known = Counter(row for row in rows if row is not None)
    return known.most_common(1)[0][0] if known else None


def rows_in_order(found: Sequence[int | None]) -> list[int | None]:
    """Return the row of every slot, those out of order put back where the rows around them leave room for them.

    >>> rows_in_order([14, 15, 18, 17, None, 19])
    [14, 15, 16, 17, 18, 19]
    >>> rows_in_order([14, None, 15])
    [14, None, 15]
    """
    kept = _longest_increasing(found)
    rows: list[int | None] = [
        row if index in kept else None for index, row in enumerate(found)
    ]
    for index, row in enumerate(rows):
        if row is None:
            rows[index] = _between(rows, index)
    return rows


def _between(rows: Sequence[int | None], index: int) -> int | None:
    """Return the row that the neighbours leave for a slot, or `None` when the rows there were deleted."""
    before = next((i for i in range(index - 1, -1, -1) if rows[i] is not None), None)
    after = next((i for i in range(index + 1, len(rows)) if rows[i] is not None), None)
    first = rows[before] if before is not None else None
    last = rows[after] if after is not None else None
    if before is None or after is None or first is None or last is None:
        return None
    return first + index - before if last - first == after - before else None


def _longest_increasing(found: Sequence[int | None]) -> set[int]:
    """Return the indices of a longest strictly increasing run through the known rows (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    previous: dict[int, int | None] = {}
    for index, row in enumerate(found):
        if row is None:
            continue
        place = bisect_left(tails, row)
        previous[index] = ends[place - 1] if place else None
        tails[place:] = [row] if place == len(tails) else [row, *tails[place + 1 :]]
        ends[place:] = [index] if place == len(ends) else [index, *ends[place + 1 :]]
    chosen: set[int] = set()
    at = ends[-1] if ends else None
    while at is not None:
        chosen.add(at)
        at = previous[at]
    return chosen

"""How wide the columns of a fixed form are, and where its pages end: with a group if that leaves no large hole.

The columns of a sheet fill the width of its paper at full size, so that nothing has to be scaled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from perfeval_xl.form.drawing.open_paging import Paging
from perfeval_xl.form.layout.paper import A4_LONG, A4_SHORT
from perfeval_xl.form.layout.spots import SheetPlan

__all__ = ["paginate_plan", "settle_plan"]

_HIGH = 0.94  # how much of it is used: fonts and printers differ a little
_FULL_ENOUGH, _HARDLY_FULL = (
    0.6,
    0.3,
)  # how full a page must be to end early, and rather than to cut through an indicator
_UNKNOWN_ROW = 15.0
_TRIES = 3  # a label that is repeated on a new page can make a row higher, and so move the end of the page


def paginate_plan(heights: Mapping[int, float], plan: SheetPlan) -> Paging:
    """Return the pages of a sheet whose rows are this high, in points."""
    room = _HIGH * (A4_SHORT if plan.landscape else A4_LONG) * 72
    tall = {row: heights.get(row, _UNKNOWN_ROW) for row in range(1, plan.last_row + 1)}
    titles = plan.titles or (1, 0)
    repeated = sum(tall[row] for row in range(titles[0], titles[1] + 1))
    starts: list[int] = []
    first = 1
    while first <= plan.last_row:
        limit = min(
            (row + 1 for row in plan.breaks if row >= first), default=plan.last_row + 1
        )
        used = repeated if first > titles[1] and starts else 0.0
        first = _end(plan, tall, first, limit, (used, room))
        if first <= plan.last_row:
            starts.append(first)
    return Paging(title_rows=titles, starts=tuple(starts))


def settle_plan(
    plan: SheetPlan, heights: Callable[[Paging], Mapping[int, float]]
) -> Paging:
    """Return the pages of a sheet; `heights` gives the heights of its rows when it is drawn for some pages."""
    pages = Paging(title_rows=(1, 1))
    for _ in range(_TRIES):
        found = paginate_plan(heights(pages), plan)
        if found == pages:
            break
        pages = found
    return pages


def _end(
    plan: SheetPlan,
    tall: Mapping[int, float],
    first: int,
    limit: int,
    space: tuple[float, float],
) -> int:
    """Return the first row that no longer stands on the page that begins with `first`."""
    used, room = space
    ends: dict[int, float] = {}
    row = first
    while row < limit and (used + tall[row] <= room or row == first):
        used += tall[row]
        row += 1
        if plan.good.get(row, 0) >= 0:
            ends[row] = used
    if row == limit:
        return row
    full = [end for end, filled in ends.items() if filled >= _FULL_ENOUGH * room]
    if full:
        return max(full, key=lambda end: (plan.good.get(end, 0), end))
    return max(
        (end for end, filled in ends.items() if filled >= _HARDLY_FULL * room),
        default=row,
    )

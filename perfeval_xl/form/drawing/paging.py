"""Where the pages of a printed sheet end, how wide its columns are for that, and what repeats on every page.

A sheet prints one page wide, so that wider columns mean smaller print. What is preferred is data: the `PagePlan` of a sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, replace

from perfeval_xl.form.layout.paper import A4_LONG, A4_SHORT, width_of
from perfeval_xl.form.layout.spots import Repeated, SheetPlan

__all__ = ["Paging", "attempts", "paginate", "settle_pages"]

_UNKNOWN_ROW = 15.0
_NOTHING = Repeated((1, 0))
_SHARES = tuple(step / 20 for step in range(10, 20))  # of a page, the least first
_TRIES = 3  # a label that is repeated on a new page can make a row higher, and so move the end of the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """`starts` are the first rows of all pages but the first; `title_rows` repeat above each of them.

    `widening` is by how much the printed columns are wider than the plan says.
    """

    title_rows: tuple[int, int]
    widening: float = 1.0
    starts: tuple[int, ...] = ()

    @property
    def breaks(self) -> tuple[int, ...]:
        """The rows after which a page ends."""
        return tuple(row - 1 for row in self.starts)

    def widths(self, plan: SheetPlan) -> Mapping[int, float]:
        """Return the widths of all columns; those of the preview stay."""
        if self.widening == 1:
            return plan.widths
        widths = dict(plan.widths)
        for column in range(1, plan.last_column + 1):
            widths[column] = round(widths[column] * self.widening, 1)
        return widths

    def title_part(self, rows: range) -> range:
        """Return those of some rows that repeat on every page, when not all of them do: the others are no part of them."""
        first, last = self.title_rows
        if first <= rows.start <= last < rows.stop - 1:
            return range(rows.start, last + 1)
        return range(rows.start, rows.start)

    def parts(self, rows: range) -> Iterator[range]:
        """Yield the rows page by page."""
        # Page by page: the first rows of pages cut the rows apart
        inside = [start for start in self.starts if rows.start < start < rows.stop]
        for first, after in zip(
            [rows.start, *inside], [*inside, rows.stop], strict=True
        ):
            yield range(first, after)


def attempts(plan: SheetPlan) -> Iterator[tuple[Paging, range]]:
    """Yield what to try, the best first, each with the rows with which no page may then begin.

    The last is what remains when nothing else suits.
    """
    # Wider columns make the print smaller: the least of it comes first
    for each in plan.paging.repeated:
        for widening in plan.paging.widenings:
            yield Paging(title_rows=each.rows, widening=widening), each.unbroken
    last = Repeated(plan.titles) if plan.titles else _NOTHING
    yield Paging(title_rows=last.rows), last.unbroken


def settle_pages(
    plan: SheetPlan, heights: Callable[[Paging], Mapping[int, float]]
) -> Paging:
    """Return the first way of paging that suits; `heights` gives the heights of all rows when drawn for some pages."""
    # The program that prints decides where pages end
    if not plan.paging.ends:
        return next(attempts(plan))[0]
    # The first that cuts nothing apart that should stay together
    for attempt, unbroken in attempts(plan):
        pages = paginate(heights(attempt), plan, attempt)
        if not any(start in unbroken for start in pages.starts):
            break
    # Where pages end decides how high rows are, and the other way round: until both agree
    for _ in range(_TRIES):
        found = paginate(heights(pages), plan, pages)
        if found == pages:
            break
        pages = found
    return pages


def paginate(heights: Mapping[int, float], plan: SheetPlan, pages: Paging) -> Paging:
    """Return the same paging with the pages that rows of these heights, in points, take."""
    # Page after page: what repeats above it takes its room first
    tall = {row: heights.get(row, _UNKNOWN_ROW) for row in range(1, plan.last_row + 1)}
    room = _room(plan, pages)
    above, below = pages.title_rows
    repeated = sum(tall[row] for row in range(above, below + 1))

    starts: list[int] = []
    first = 1
    for after in (*(row + 1 for row in plan.breaks), plan.last_row + 1):
        if first > 1:
            starts.append(first)
        space = _Space(room, repeated, below, always=plan.paging.always)
        starts += _starts(plan, tall, range(first, after), space)
        first = after
    return replace(pages, starts=tuple(starts))


@dataclass(frozen=True, slots=True)
class _Space:
    """The points of rows that a page has, and those of what repeats above it, down to the row `below`."""

    room: float
    repeated: float
    below: int
    _: KW_ONLY
    always: bool

    def used_above(self, first: int) -> float:
        """Return what is taken by rows that repeat, on the page that begins with this row."""
        again = first > 1 and (self.always or first > self.below)
        return self.repeated if again else 0.0


def _starts(
    plan: SheetPlan, tall: Mapping[int, float], rows: range, space: _Space
) -> list[int]:
    """Return the first rows of the further pages that these rows take.

    They take as few pages as they can, and these are as evenly full as the groups allow: the last is not nearly empty.
    """
    fewest = _filled(plan, tall, rows, space)
    if not fewest or not plan.paging.even:
        return fewest
    for share in _SHARES:
        even = _filled(plan, tall, rows, replace(space, room=space.room * share))
        if len(even) == len(fewest):
            return even
    return fewest


def _filled(
    plan: SheetPlan, tall: Mapping[int, float], rows: range, space: _Space
) -> list[int]:
    """Return the first rows of the further pages when each takes as much as it has room for."""
    starts: list[int] = []
    first = rows.start
    while first < rows.stop:
        used = space.used_above(first)
        first = _end(plan, tall, range(first, rows.stop), (used, space.room))
        if first < rows.stop:
            starts.append(first)
    return starts


def _room(plan: SheetPlan, pages: Paging) -> float:
    """Return how many points of rows stand on a page, at the size that makes the sheet one page wide."""
    wide, high = A4_SHORT, A4_LONG
    if plan.landscape:
        wide, high = A4_LONG, A4_SHORT
    printed = range(1, plan.last_column + 1)
    scale = min(1.0, wide * 96 / width_of(printed, pages.widths(plan)))
    return plan.paging.used * high * 72 / scale


def _end(
    plan: SheetPlan,
    tall: Mapping[int, float],
    rows: range,
    space: tuple[float, float],
) -> int:
    """Return the first row that no longer stands on the page that begins with the first of `rows`."""
    # What fits, and how full the page is when it ends before a row.
    used, room = space
    ends: dict[int, float] = {}
    row = rows.start
    while row < rows.stop and (used + tall[row] <= room or row == rows.start):
        used += tall[row]
        row += 1
        if plan.good.get(row, 0) >= 0:
            ends[row] = used
    if row == rows.stop:
        return row

    # The best place of those that leave no large hole, else the last that leaves none too large.
    paging = plan.paging
    full = []
    hardly = []
    for end, filled in ends.items():
        if filled >= paging.full * room or end in paging.fresh:
            full.append(end)
        if filled >= paging.hardly * room:
            hardly.append(end)
    if full:
        return max(full, key=lambda end: (plan.good.get(end, 0), end))
    return max(hardly, default=row)

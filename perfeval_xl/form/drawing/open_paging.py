"""Where the pages of the printed form end, how wide its columns are for that, and what repeats on every page.

The form prints one page wide, so that wider columns mean smaller print. The table of indicators stands on one page
wherever that stays legible, and 项目绩效分析 begins the next one. Where the table needs several pages, a page ends with a
一级指标 or 二级指标 if it can, and the headings of the columns repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from perfeval_xl.form.layout.open import FIRST_COLUMN, Layout
from perfeval_xl.form.layout.paper import A4_LONG, A4_SHORT, width_of

__all__ = ["Paging", "attempts", "paginate", "settle_pages"]

_USED = 0.96  # of the height: fonts and printers differ a little
_WIDENINGS = (1.0, 1.04, 1.08, 1.12, 1.16)
_FULL_ENOUGH = 0.62  # how full a page must be before it may end early
_TRIES = 3  # a label that is repeated on a new page can make a row higher, and so move the end of the page
_NEW_PART = (
    3  # the rank of 项目绩效分析, which begins a page however empty the one before is
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """`starts` are the first rows of all pages but the first; `title_rows` repeat above each of them.

    `widening` is by how much the printed columns are wider than the layout says.
    """

    title_rows: tuple[int, int]
    widening: float = 1.0
    starts: tuple[int, ...] = ()

    @property
    def breaks(self) -> tuple[int, ...]:
        """The rows after which a page ends."""
        return tuple(row - 1 for row in self.starts)

    def widths(self, layout: Layout) -> Mapping[int, float]:
        """Return the widths of all columns; those of the preview stay."""
        widths = dict(layout.widths)
        for column in range(FIRST_COLUMN, layout.last_column + 1):
            widths[column] = round(widths[column] * self.widening, 1)
        return widths

    def repeats_headings(self, layout: Layout) -> bool:
        """Whether the headings of the indicators repeat, and not the title."""
        return self.title_rows == (layout.rows["header"],) * 2

    def good(self, layout: Layout) -> bool:
        """Whether every page has the right rows above it: headings above indicators, the title above anything else."""
        rows = layout.rows
        if self.repeats_headings(layout):
            return not self.starts or self.starts[-1] <= rows["below"]
        return not any(
            rows["indicators"] < start <= rows["below"] for start in self.starts
        )

    def parts(self, rows: range) -> Iterator[range]:
        """Yield the rows page by page."""
        inside = [start for start in self.starts if rows.start < start < rows.stop]
        for first, after in zip(
            [rows.start, *inside], [*inside, rows.stop], strict=True
        ):
            yield range(first, after)


def attempts(layout: Layout) -> Iterator[Paging]:
    """Yield what to try, the best first; the last is what remains when nothing is `good`."""
    rows = layout.rows
    for titles in ((rows["title"], rows["year"]), (rows["header"], rows["header"])):
        yield from (
            Paging(title_rows=titles, widening=widening) for widening in _WIDENINGS
        )
    yield Paging(title_rows=(rows["header"], rows["header"]))


def paginate(heights: Mapping[int, float], layout: Layout, pages: Paging) -> Paging:
    """Return the same paging with the pages that rows of these heights, in points, take."""
    paper = (A4_SHORT, A4_LONG)
    if layout.described.landscape:
        paper = (A4_LONG, A4_SHORT)
    printed = range(FIRST_COLUMN, layout.last_column + 1)
    scale = min(1.0, paper[0] * 96 / width_of(printed, pages.widths(layout)))
    room = _USED * paper[1] * 72 / scale
    repeated = sum(
        heights[row] for row in range(pages.title_rows[0], pages.title_rows[1] + 1)
    )
    ranks = _ranks(layout)
    starts: list[int] = []
    first = 1
    while True:
        rows = range(first, layout.rows["end"] + 1)
        used = list(
            accumulate(
                (heights[row] for row in rows), initial=repeated if starts else 0.0
            )
        )
        over = next(
            (
                row
                for row, after in zip(rows, used[1:], strict=True)
                if after > room and row > first
            ),
            None,
        )
        if over is None:
            return replace(pages, starts=tuple(starts))
        fitting = range(first + 1, over + 1)
        full = [
            row
            for row in fitting
            if used[row - first] >= _FULL_ENOUGH * room or ranks[row] == _NEW_PART
        ]
        first = max(full or [over], key=lambda row: (ranks[row], row))
        starts.append(first)


def settle_pages(
    layout: Layout, heights: Callable[[Paging], Mapping[int, float]]
) -> Paging:
    """Return the first way of paging that leaves every page with the right rows above it.

    `heights` gives the heights of all rows when the form is drawn for these pages.
    """
    for attempt in attempts(layout):
        pages = paginate(heights(attempt), layout, attempt)
        if pages.good(layout):
            break
    for _ in range(_TRIES):
        found = paginate(heights(pages), layout, pages)
        if found == pages:
            break
        pages = found
    return pages


def _ranks(layout: Layout) -> dict[int, int]:
    """Return how good it is to begin a page with a row; what belongs to the row above it has -1."""
    rows = layout.rows
    ranks = dict.fromkeys(range(1, rows["end"] + 1), 0)
    for number, slot in enumerate(layout.slots):
        if number and slot.ordinal == 1:
            ranks[rows["indicators"] + number] = (
                1 if slot.dimension == layout.slots[number - 1].dimension else 2
            )
    ranks |= {rows["header"]: 2, rows["indicators"]: -1, rows["below"]: -1}
    if "goals" in rows:
        ranks |= {rows["goals"]: 2, rows["goals"] + 1: -1}
    if rows.get("sections", 0) > rows["total"]:
        ranks[rows["sections"]] = _NEW_PART
    return ranks

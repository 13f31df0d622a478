"""Where cells end: the edges Ctrl and an arrow key lead to, and the region around a cell."""

from __future__ import annotations

from typing import Any

from xlwings_libreoffice.range_base import RangeBase
from xlwings_libreoffice.rectangles import areas_within, common_area

__all__ = ["CONTENTS", "RangeEdges"]

CONTENTS = 1 | 2 | 4 | 16
"""The `com.sun.star.sheet.CellFlags` of what is written in a cell: numbers, dates, texts, formulas."""
_DIRECTIONS = {
    "d": "down",
    "u": "up",
    "l": "left",
    "r": "right",
}
"""What `end` takes as well as the whole words, as with Excel."""


class RangeEdges(RangeBase):
    """What leads from a cell to the end of what is filled."""

    def end(self, direction: str) -> Any:
        """Return the cell Ctrl and an arrow key lead to from the first cell."""
        direction = _DIRECTIONS.get(direction, direction)
        row, column = self.row, self.column
        rows, columns = self._sheet.size
        forward = direction in {"down", "right"}
        upright = direction in {"down", "up"}
        if not forward and direction not in {"up", "left"}:
            raise ValueError(
                f"direction must be 'up', 'down', 'left' or 'right', not {direction!r}."
            )
        # The line along which it goes, the filled stretches of it, and where it begins and ends.
        if upright:
            strip = (1, column, rows, column)
            here, last = row, rows
        else:
            strip = (row, 1, row, columns)
            here, last = column, columns
        filled = self.part(strip).queryContentCells(CONTENTS).getRangeAddresses()
        runs: list[tuple[int, int]] = []
        for row1, column1, row2, column2 in areas_within(filled, strip):
            if upright:
                runs.append((row1, row2))
            else:
                runs.append((column1, column2))
        runs.sort()
        if forward:
            place = _next_edge(here, runs, last)
        else:
            # Backwards is forwards on the line turned round.
            turn = last + 1
            turned = [(turn - final, turn - first) for first, final in reversed(runs)]
            place = turn - _next_edge(turn - here, turned, last)
        if upright:
            return self.made(place, column, place, column)
        return self.made(row, place, row, place)

    @property
    def current_region(self) -> Any:
        """The cells around the first one up to empty rows and columns."""
        used = self._sheet.used_range
        part = used.api.queryContentCells(CONTENTS).getRangeAddresses()
        full = areas_within(part, used.areas[0])
        region = (self.row, self.column, self.row, self.column)
        while True:
            row1, column1, row2, column2 = region
            around = (
                max(1, row1 - 1),
                max(1, column1 - 1),
                row2 + 1,
                column2 + 1,
            )
            touching = [area for each in full if (area := common_area(each, around))]
            grown = (
                min([row1, *(area[0] for area in touching)]),
                min([column1, *(area[1] for area in touching)]),
                max([row2, *(area[2] for area in touching)]),
                max([column2, *(area[3] for area in touching)]),
            )
            if grown == region:
                return self.made(*region)
            region = grown


def _next_edge(here: int, runs: list[tuple[int, int]], last: int) -> int:
    """Return where Ctrl and an arrow lead: the end of the run, or the next run, or the end of the sheet.

    >>> [_next_edge(here, [(2, 4), (7, 7)], 99) for here in (1, 2, 4, 5, 7)]
    [2, 4, 7, 7, 99]
    """
    for first, final in _joined(runs):
        if first <= here < final:
            return final
        if first > here:
            return first
    return last


def _joined(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, final in runs:
        if joined and joined[-1][1] >= first - 1:
            joined[-1] = (joined[-1][0], max(final, joined[-1][1]))
        else:
            joined.append((first, final))
    return joined

"""Rows by their first and last: a million hidden rows below a form are one line in its file, and one here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["NO_ROWS", "RowSpans"]


@dataclass(frozen=True, slots=True)
class RowSpans:
    """Rows, counted from 1, as spans in order that do not touch each other; `row in spans` asks for one."""

    firsts: tuple[int, ...] = ()
    lasts: tuple[int, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> RowSpans:
        """Return the rows of spans given by first and last row, in any order; they may overlap."""
        firsts: list[int] = []
        lasts: list[int] = []
        # In order, so that spans that touch become one
        for first, last in sorted(spans):
            if lasts and first <= lasts[-1] + 1:
                lasts[-1] = max(lasts[-1], last)
            else:
                firsts.append(first)
                lasts.append(last)
        return cls(tuple(firsts), tuple(lasts))

    def __contains__(self, row: int) -> bool:
        at = bisect_right(self.firsts, row) - 1
        return at >= 0 and row <= self.lasts[at]


NO_ROWS = RowSpans()

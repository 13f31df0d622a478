"""Areas of cells as files write them: merged ones, and what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.model import Area

__all__ = ["areas_in", "print_areas"]

# More than any print setup has; a forged one is cut off
_MOST_AREAS = 100


def print_areas(reference: str) -> tuple[Area, ...]:
    """Return the areas of `'自评表'!$A$1:$I$30,'自评表'!$A$40:$I$50`; whole rows or columns are left out.

    >>> print_areas("'自评表'!$A$1:$I$30")
    (Area(top=1, left=1, bottom=30, right=9),)
    """
    parts = (
        part.rpartition("!")[2].replace("$", "")
        for part in reference.split(",")[:_MOST_AREAS]
    )
    return tuple(areas_in(parts))


def areas_in(references: Iterable[str]) -> Iterator[Area]:
    """Yield the areas of references such as `A1:B2`; a damaged one is none."""
    for reference in references:
        first, _, last = reference.partition(":")
        try:
            # One corner alone is an area of one cell
            start, end = CellRef.parse("", first), CellRef.parse("", last or first)
        except ValueError:
            continue
        yield Area(start.row, start.column, end.row, end.column)

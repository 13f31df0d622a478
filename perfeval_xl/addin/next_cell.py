"""Where 下一个问题 goes: round the cells that have problems, in the order of the list, from where the person is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perfeval_xl.problems import Problem
from perfeval_xl.refs import CellRef

__all__ = ["Stop", "next_stop"]

_FIRST_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One cell with its problems, the `number`-th of `total`, counted from 1."""

    ref: CellRef
    problems: tuple[Problem, ...]
    number: int
    total: int


def next_stop(
    problems: Sequence[Problem],
    titles: Sequence[str],
    sheet: str,
    selection: str,
) -> Stop | None:
    """Return the cell after the selection, the first one behind the last; `None` when no problem has a cell.

    `titles` are the sheets in order. On a cell with a problem the next of the list follows; elsewhere the first one
    below or right of the selection, on this sheet or on those behind it. `selection` is an address of cells, empty for none.
    """
    # In the order of the problems, which is that of the form; several of one cell are one stop
    cells: dict[CellRef, list[Problem]] = {}
    for problem in problems:
        ref = problem.place.ref
        if ref is not None and ref.sheet in titles:
            cells.setdefault(ref, []).append(problem)
    if not cells:
        return None
    stops = list(cells)
    place = _after(stops, titles, sheet, selection)
    ref = stops[place]
    return Stop(
        ref=ref,
        problems=tuple(cells[ref]),
        number=place + 1,
        total=len(stops),
    )


def _after(
    stops: Sequence[CellRef],
    titles: Sequence[str],
    sheet: str,
    selection: str,
) -> int:
    # Nothing selected, or something on a sheet of the person's own: from the beginning
    match = _FIRST_CELL.search(selection)
    if match is None or sheet not in titles:
        return 0
    here = CellRef.parse(sheet, match[0])
    # On a cell with a problem the next one, and behind the last the first again
    if here in stops:
        return (stops.index(here) + 1) % len(stops)
    order: Mapping[str, int] = {title: n for n, title in enumerate(titles)}

    def rank(ref: CellRef) -> tuple[int, int, int]:
        return order[ref.sheet], ref.row, ref.column

    # Elsewhere the first one that comes behind it, read row by row
    behind = [ref for ref in stops if rank(ref) > rank(here)]
    if behind:
        return stops.index(min(behind, key=rank))
    return 0

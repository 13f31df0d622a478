"""Which cells are marked, and what their notes say."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_xl.markup.looks import FILLS, FRAMES
from perfeval_xl.problems import Problem
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.model import Mark, Note
from perfeval_xl.texts import visible

__all__ = ["plan_marks"]


def plan_marks(problems: Iterable[Problem]) -> dict[CellRef, Mark]:
    """Return one mark per cell: the colours of its gravest problem, and a note with all of them."""
    # Several problems of one cell share its one colour and its one note
    by_cell: dict[CellRef, list[Problem]] = {}
    for problem in problems:
        ref = problem.place.ref
        if ref is not None:
            by_cell.setdefault(ref, []).append(problem)
    return {ref: _mark(found) for ref, found in by_cell.items()}


def _mark(problems: list[Problem]) -> Mark:
    # The lowest rank is the gravest
    gravest = min(
        (problem.severity for problem in problems),
        key=lambda severity: severity.rank,
    )
    lines = (
        f"【{problem.severity}】{problem.code} {problem.message}{problem.remedy}"
        for problem in problems
    )
    return Mark(
        fill=FILLS[gravest],
        frame=FRAMES[gravest],
        note=Note(text=visible("\n".join(lines))),
    )

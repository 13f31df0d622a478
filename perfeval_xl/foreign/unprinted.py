"""What a form in another layout cannot be asked for: its table has no place for it."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_xl.problems import Problem
from perfeval_xl.submission.model import Submission

__all__ = ["asked_for"]

_BLANKS = frozenset({"PE-029", "PE-034", "PE-050", "PE-081"})
"""Findings that something was not filled in."""
_POINTS = frozenset({"PE-001", "PE-002", "PE-005", "PE-006", "PE-029", "PE-066"})
"""Findings about points, which a form without points does not have."""


def asked_for(
    problems: Iterable[Problem], submission: Submission
) -> tuple[Problem, ...]:
    """Return the problems that a unit can do something about in the form that it filled in.

    A blank counts where the form has a cell for it; points count where the form has points.
    """
    pointless = all(row.weight.blank for row in submission.indicators)
    kept: list[Problem] = []
    for problem in problems:
        if problem.code in _BLANKS and not problem.place.cell:
            continue
        if pointless and problem.code in _POINTS:
            continue
        kept.append(problem)
    return tuple(kept)

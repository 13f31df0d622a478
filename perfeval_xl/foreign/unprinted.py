"""What a form in another layout cannot be asked for: its table has no place for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perfeval_xl.amounts import ZERO, parse_number
from perfeval_xl.problems import Problem
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import Submission

__all__ = ["asked_for", "points_as_printed"]

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


def points_as_printed(scheme: Scheme, submission: Submission) -> Scheme:
    """Return the scheme as a form has it whose indicators alone make the full score: none is for the execution.

    A form that prints points for the execution, or whose indicators leave room for them, has the scheme as it is.
    """
    for row in submission.funds[:1]:
        if row.weight is not None and not row.weight.blank:
            return scheme
    total = ZERO
    for indicator in submission.indicators:
        points = parse_number(indicator.weight.text)
        if points is None:
            return scheme
        total += points
    if total != scheme.full_score:
        return scheme
    return replace(scheme, execution_weight=ZERO)

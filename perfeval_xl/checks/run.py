"""Run every check over one submission."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from perfeval_xl.checks import (
    comparing,
    conclusions,
    content,
    contradictions,
    fixed,
    funds,
    indicators,
    judgements,
    privacy,
    rates,
    repeats,
    rule_findings,
    sources,
    totals,
    units,
)
from perfeval_xl.checks.base import Check, Context, Skipped
from perfeval_xl.citations import Source
from perfeval_xl.problems import Problem, fold
from perfeval_xl.refs import Location
from perfeval_xl.scheme.citing import cited
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import Scorecard
from perfeval_xl.submission.model import Submission

__all__ = ["ALL_CHECKS", "CheckRun", "run_checks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRun:
    """The findings, and the codes of checks that passed, did not apply or could not run: silence means something."""

    problems: tuple[Problem, ...]
    passed: tuple[str, ...]
    not_applicable: tuple[str, ...]
    not_run: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return `problems` and `checks` of the command line's JSON."""
        return {
            "problems": [problem.as_json() for problem in self.problems],
            "checks": {
                "passed": list(self.passed),
                "not_applicable": list(self.not_applicable),
                "not_run": list(self.not_run),
            },
        }


ALL_CHECKS: tuple[Check, ...] = (
    *totals.CHECKS,
    *rates.CHECKS,
    *funds.CHECKS,
    *sources.CHECKS,
    *comparing.CHECKS,
    *indicators.CHECKS,
    *rule_findings.CHECKS,
    *units.CHECKS,
    *judgements.CHECKS,
    *fixed.CHECKS,
    *content.CHECKS,
    *conclusions.CHECKS,
    *contradictions.CHECKS,
    *repeats.CHECKS,
    *privacy.CHECKS,
)
"""Every check, one per code."""


def run_checks(
    submission: Submission,
    scheme: Scheme,
    scorecard: Scorecard,
    reading: Iterable[Problem] = (),
    issued_rows: frozenset[tuple[str, str]] = frozenset(),
) -> CheckRun:
    """Run all checks; the problems met while `reading` belong to the findings too.

    `issued_rows` are the names and targets that the issuer wrote and locked, see `Context`.

    Problems come in the order of the form: by cell where there are cells, else in the order of the checks.
    """
    context = Context(
        submission=submission,
        scheme=scheme,
        scorecard=scorecard,
        issued_rows=issued_rows,
    )
    # Every check gives its findings, or says why it gives none
    found = list(reading)
    states: dict[str, list[str]] = {
        "passed": [],
        "not_applicable": [],
        "not_run": [],
    }
    for check in ALL_CHECKS:
        answer = check.answer(context)
        if isinstance(answer, Skipped):
            states[answer.value].append(check.code)
            continue
        answered = tuple(answer)
        found.extend(answered)
        if not answered:
            states["passed"].append(check.code)
    # Findings that only follow from others are left out, which may take back what passed
    kept = fold(found)
    _settle(states, found, kept)
    # Each with the document it rests on, in the order of the form
    problems = tuple(
        cited(problem, scheme, _row_source(problem, scorecard))
        for problem in sorted(kept, key=_position)
    )
    return CheckRun(
        problems=problems,
        **{state: tuple(sorted(codes)) for state, codes in states.items()},
    )


def _settle(
    states: dict[str, list[str]], found: Iterable[Problem], kept: Iterable[Problem]
) -> None:
    """Take out of the passed checks what was found after all, and count what was folded away as not run."""
    told = {problem.code for problem in kept}
    states["passed"] = [code for code in states["passed"] if code not in told]
    # What was only a follow-on can be told when its cause is mended
    states["not_run"] += {problem.code for problem in found} - told


def _row_source(problem: Problem, scorecard: Scorecard) -> Source | None:
    """Return the source of the rule by which the row of a problem is scored; `None` for what is about no row.

    Two rows may have one name: then the one in the row of the problem's cell counts.
    """
    rows = [row for row in scorecard.indicators if row.path == problem.path]
    here = _position(problem)[1]
    beside = [row for row in rows if _row_number(row.self_score_entry.location) == here]
    return next((row.source for row in (*beside, *rows)), None)


def _position(problem: Problem) -> tuple[str, float, int]:
    """Sort key; the sort is stable, so problems without a cell keep their order, behind those with one."""
    place = problem.place
    order = place.order
    if order is None:
        return (place.sheet, math.inf, 0)
    return (place.sheet, *order)


def _row_number(place: Location) -> int:
    order = place.order
    if order is None:
        return 0
    return order[0]

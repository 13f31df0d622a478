"""What the checks found, in the words of the form, and how many of each kind."""

from __future__ import annotations

from collections import Counter

from perfeval_xl.evaluation import Evaluation
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.report.vocabulary.findings import CheckCounts, ProblemLine

__all__ = ["counts_of", "problems_of"]

_WHOLE = "全表"


def problems_of(evaluation: Evaluation) -> tuple[ProblemLine, ...]:
    """One line per problem, in the order of the form."""
    return tuple(
        _line(number, problem) for number, problem in enumerate(evaluation.problems, 1)
    )


def counts_of(evaluation: Evaluation) -> CheckCounts:
    """Count the problems by severity, and the checks that found none."""
    by_severity = Counter(problem.severity for problem in evaluation.problems)
    checks = evaluation.checks
    return CheckCounts(
        errors=by_severity[Severity.ERROR],
        warnings=by_severity[Severity.WARNING],
        hints=by_severity[Severity.HINT],
        passed=len(checks.passed),
        not_applicable=len(checks.not_applicable),
        not_run=len(checks.not_run),
    )


def _line(number: int, problem: Problem) -> ProblemLine:
    place = problem.place
    # The labels of a JSON file are keys, nothing to print
    label = place.label if place.sheet else ""
    # The indicator where there is one, else the name of the cell
    item = label
    if problem.path:
        item = problem.path[-1]
    parts = (place.sheet, place.cell, item)
    return ProblemLine(
        number=number,
        code=problem.code,
        severity=str(problem.severity),
        item=item or _WHOLE,
        place=" ".join(part for part in parts if part),
        found=problem.found,
        expected=problem.expected,
        message=problem.message,
        remedy=problem.remedy,
        source=problem.source,
    )

"""评价人员得分: what evaluators gave to open rows is taken only inside the bounds, with a reason, for a row that is there."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_xl.checks.base import Check, Checks, Context, Skipped
from perfeval_xl.checks.rule_findings import finding_check
from perfeval_xl.problems import Problem

__all__ = ["CHECKS"]

CHECKS = Checks()


def _by_rule(code: str) -> Check:
    report = finding_check(code)

    def run(context: Context) -> Iterable[Problem] | Skipped:
        # Without judgements the check has nothing to look at
        if context.submission.judgements:
            return report(context)
        return Skipped.NOT_APPLICABLE

    return Check(code, run)


CHECKS.extend(_by_rule(code) for code in ("PE-155", "PE-156", "PE-157"))


@CHECKS.reports("PE-158")
def judgements_have_a_row(context: Context) -> list[Problem] | Skipped:
    """Every judgement is about a row of the form; a row that was renamed or deleted since has none."""
    given = context.submission.judgements
    if not given:
        return Skipped.NOT_APPLICABLE
    taken = {
        id(row.judgement)
        for row in context.scorecard.indicators
        if row.judgement is not None
    }
    return [
        Problem(
            code="PE-158",
            place=judgement.score.location,
            path=judgement.path,
            found=judgement.score.shown,
            slots={
                "indicator": judgement.path[-1],
                "written": judgement.score.shown,
            },
        )
        for judgement in given
        if id(judgement) not in taken
    ]

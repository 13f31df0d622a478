"""Units of target and actual: they agree, a rate is in percent, and a share of a whole stays within it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfeval_xl.amounts import normalise
from perfeval_xl.checks.base import Checks, Context, indicator_rows
from perfeval_xl.checks.rule_findings import finding_problem
from perfeval_xl.checks.wording import wording
from perfeval_xl.measures import parse_measure
from perfeval_xl.measures.promises import is_called_a_rate, is_no_percentage
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.submission.model import Indicator

__all__ = ["CHECKS"]

CHECKS = Checks()


@CHECKS.reports("PE-031", looks_at=indicator_rows)
def units_agree(context: Context) -> Iterator[Problem]:
    """R31: target and actual have one unit, and what is called a rate (…率) is given in percent.

    Bare figures under the name of a rate are read as percent; all of them together are one hint.
    """
    bare = []
    for indicator, row in context.scored():
        # What the rule has found about the row already is said in its words
        by_rule = [
            finding_problem(row, finding)
            for finding in row.outcome.findings
            if finding.code == "PE-031"
        ]
        yield from by_rule
        if (
            by_rule
            or context.issued(indicator)
            or not is_called_a_rate(indicator.path[-1])
        ):
            continue
        # A name that ends with 率 wants a percentage; a bare figure above 1 is taken for one
        target = parse_measure(indicator.target.text)
        if is_no_percentage(indicator.target.text):
            yield _unit_problem(indicator, "名称是“率”，应填百分数")
        elif (
            target.bare
            and target.figure is not None
            and target.figure > 1
            and not _sign_in_name(indicator)
        ):
            bare.append(indicator)
    # One hint for all of them, at the first; what a scheme calls its own rows is not the unit's to mend
    if bare and context.scheme.has_slots:
        names = "”“".join(indicator.path[-1] for indicator in bare)
        yield _unit_problem(
            replace(bare[0], path=(*bare[0].path[:-1], names)),
            "没有写“%”，现按百分数读",
            Severity.HINT,
        )


def _sign_in_name(indicator: Indicator) -> bool:
    """Whether the name itself says in what its figures are: 合格率（%）, 受害率（‰）."""
    return any(sign in normalise(indicator.path[-1]) for sign in "%‰")


def _unit_problem(
    indicator: Indicator,
    what: str,
    raised_to: Severity | None = None,
) -> Problem:
    return Problem(
        code="PE-031",
        place=indicator.target.location,
        path=indicator.path,
        found=indicator.target.shown,
        expected="百分数",
        slots={
            "indicator": indicator.path[-1],
            "target": indicator.target.shown,
            "actual": indicator.actual.shown,
            "what": what,
        },
        raised_to=raised_to,
    )


def _shares(context: Context) -> list[IndicatorScore]:
    """Return the rows whose name is a share of a whole."""
    whole = wording().at_most_whole
    return [
        row
        for row in context.scorecard.indicators
        if normalise(row.path[-1]).split("(")[0].endswith(whole)
    ]


@CHECKS.reports("PE-071", looks_at=_shares)
def shares_of_a_whole_stay_within_it(context: Context) -> Iterator[Problem]:
    """R71: nobody is more than wholly satisfied; a rate of that kind above 100 % was mistyped or misread."""
    for row in _shares(context):
        # The first step of a rule has target and actual as its inputs
        for item in (item for step in row.outcome.steps[:1] for item in step.inputs):
            measure = parse_measure(item.entry.text)
            if measure.rate and measure.number is not None and measure.number > 1:
                slots = {
                    "indicator": row.path[-1],
                    "what": item.name,
                    "written": item.entry.shown,
                }
                place = item.entry.location
                yield Problem(
                    code="PE-071",
                    place=place,
                    path=row.path,
                    found=item.entry.shown,
                    slots=slots,
                )

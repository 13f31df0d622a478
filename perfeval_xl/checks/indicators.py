"""计分规则: every row is filled in, and its points follow from what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from perfeval_xl.amounts import plain
from perfeval_xl.checks.base import TOLERANCE, Check, Checks, Context
from perfeval_xl.checks.wording import wording
from perfeval_xl.measures import parse_measure
from perfeval_xl.problems import Problem, catalogue
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Finding
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.submission.model import Indicator
from perfeval_xl.texts import says_something

__all__ = ["CHECKS", "finding_check"]

CHECKS = Checks()

_RULE_FINDINGS = (
    "PE-030",
    "PE-036",
    "PE-038",
    "PE-042",
    "PE-047",
    "PE-052",
    "PE-059",
    "PE-081",
    "PE-082",
    "PE-086",
    "PE-087",
    "PE-088",
    "PE-089",
    "PE-096",
    "PE-150",
    "PE-151",
    "PE-152",
    "PE-153",
)
"""Codes that the rules themselves report while scoring."""

_MAY_BE_EXPLAINED = {"PE-036"}
"""Findings that ask for an explanation, and rest once the note gives one."""


@CHECKS.reports("PE-028", "open")
def targets_are_filled_in(context: Context) -> Iterator[Problem]:
    """R28: an indicator has a target."""
    for indicator in context.submission.indicators:
        if indicator.target.blank:
            slots = {"indicator": indicator.path[-1]}
            yield Problem(code="PE-028", place=indicator.target.location, path=indicator.path, slots=slots)


@CHECKS.reports("PE-029", "open")
def rows_are_filled_in(context: Context) -> Iterator[Problem]:
    """R29: an indicator has an actual, a weight and a score; so has the funds row a score."""
    for indicator, row in context.scored():
        cells = {"实际完成值": indicator.actual, "分值": indicator.weight, "得分": indicator.self_score}
        yield from _blank_cells(row, cells)
    if context.total_funds.self_score is not None:
        yield from _blank_cells(context.execution, {"得分": context.total_funds.self_score})


def _blank_cells(row: IndicatorScore, cells: dict[str, Entry]) -> Iterator[Problem]:
    for column, entry in cells.items():
        if entry.blank:
            slots = {"indicator": row.path[-1], "column": column}
            yield Problem(code="PE-029", place=entry.location, path=row.path, slots=slots)


def _deducted(row: IndicatorScore) -> bool:
    return row.self_score is not None and row.self_score < row.weight


@CHECKS.reports("PE-032", "open")
def deductions_from_reached_targets_have_a_reason(context: Context) -> Iterator[Problem]:
    """R32: a target that was reached loses no points without a reason."""
    for indicator, row in context.scored():
        if (
            row.outcome.reached
            and _deducted(row)
            and row.self_score is not None
            and not says_something(indicator.note.text)
        ):
            yield Problem(
                code="PE-032",
                place=row.self_score_entry.location,
                path=row.path,
                found=plain(row.self_score),
                expected=plain(row.weight),
                slots={
                    "target": indicator.target.shown,
                    "actual": indicator.actual.shown,
                    "score": plain(row.self_score),
                    "weight": plain(row.weight),
                },
            )


@CHECKS.reports("PE-033", "open")
def missed_targets_get_no_full_score(context: Context) -> Iterator[Problem]:
    """R33: a target that was not reached gets no full score."""
    for indicator, row in context.scored():
        if row.outcome.reached is not False or row.self_score != row.weight or row.highest == row.weight:
            continue
        possible = row.said_points()
        yield Problem(
            code="PE-033",
            place=row.self_score_entry.location,
            path=row.path,
            found=plain(row.weight),
            expected=possible,
            slots={
                "target": indicator.target.shown,
                "actual": indicator.actual.shown,
                "weight": plain(row.weight),
                "rule_score": possible,
            },
        )


@CHECKS.reports("PE-034", "open")
def deviations_have_a_note(context: Context) -> Iterator[Problem]:
    """R34: what was not reached, or lost points, says why and what will be done."""
    for indicator, row in context.scored():
        missed, deducted = row.outcome.reached is False, _deducted(row)
        if not (missed or deducted) or says_something(indicator.note.text):
            continue
        score = f"得{plain(row.self_score)}/{plain(row.weight)}分" if row.self_score is not None else ""
        what = ("未达到指标值" if missed else "扣了分") + (f"（{score}）" if score else "")
        slots = {"indicator": row.path[-1], "what": what}
        yield Problem(code="PE-034", place=indicator.note.location, path=row.path, slots=slots)


@CHECKS.reports("PE-035")
def scores_follow_the_rule(context: Context) -> Iterator[Problem]:
    """R35: the unit's score is what the rule gives; a lower one may be explained in the note, a higher one may not."""
    for indicator, row in context.scored():
        if row.self_score is None or row.score is None or abs(row.self_score - row.score) <= TOLERANCE:
            continue
        if row.self_score < row.score and says_something(indicator.note.text):
            continue
        slots = {
            "rule_score": plain(row.score),
            "score": plain(row.self_score),
            "difference": plain(abs(row.self_score - row.score)),
        }
        yield Problem(
            code="PE-035",
            place=row.self_score_entry.location,
            path=row.path,
            found=plain(row.self_score),
            expected=plain(row.score),
            slots=slots,
        )


def finding_check(code: str) -> Callable[[Context], Iterator[Problem]]:
    """Return the check that reports what the rules themselves found under a code."""

    def report(context: Context) -> Iterator[Problem]:
        explained = _explained(context) if code in _MAY_BE_EXPLAINED else set()
        for row in context.scorecard.indicators:
            if id(row) not in explained:
                yield from (_problem_of(row, finding) for finding in row.outcome.findings if finding.code == code)

    return report


def _explained(context: Context) -> set[int]:
    """The rows whose note says something, by identity: two rows may have one name."""
    return {id(row) for indicator, row in context.scored() if says_something(indicator.note.text)}


def _problem_of(row: IndicatorScore, finding: Finding) -> Problem:
    """Turn what a rule found into a problem; the place is that of the fact it is about."""
    inputs = {item.name: item.entry for step in row.outcome.steps for item in step.inputs}
    entry = inputs.get(finding.fact, Entry())
    known = {"indicator": row.path[-1], "written": entry.shown, **finding.slots}
    needed = catalogue()[finding.code].slots
    return Problem(
        code=finding.code,
        place=entry.location,
        path=row.path,
        found=finding.found,
        expected=finding.expected,
        slots={name: known[name] for name in needed},
    )


CHECKS.extend(Check(code, finding_check(code)) for code in _RULE_FINDINGS)


@CHECKS.reports("PE-031")
def units_agree(context: Context) -> Iterator[Problem]:
    """R31: target and actual have one unit, and what is called a rate (…率) is given as a number."""
    for indicator, row in context.scored():
        by_rule = [_problem_of(row, finding) for finding in row.outcome.findings if finding.code == "PE-031"]
        if by_rule:
            yield from by_rule
        elif _is_rate(indicator) and row.rule == "levels" and not indicator.target.blank:
            yield _unit_problem(indicator)


def _is_rate(indicator: Indicator) -> bool:
    name = indicator.path[-1].split("（")[0].split("(")[0].rstrip()
    return name.endswith("率") and not name.endswith(wording().not_rates)


def _unit_problem(indicator: Indicator) -> Problem:
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
        },
    )


@CHECKS.reports("PE-071")
def shares_of_a_whole_stay_within_it(context: Context) -> Iterator[Problem]:
    """R71: nobody is more than wholly satisfied; a rate of that kind above 100 % was mistyped or misread."""
    for _, row in context.scored():
        if not row.path[-1].split("（")[0].endswith(wording().at_most_whole):
            continue
        for item in (item for step in row.outcome.steps[:1] for item in step.inputs):
            measure = parse_measure(item.entry.text)
            if measure.rate and measure.number is not None and measure.number > 1:
                slots = {"indicator": row.path[-1], "what": item.name, "written": item.entry.shown}
                place = item.entry.location
                yield Problem(code="PE-071", place=place, path=row.path, found=item.entry.shown, slots=slots)

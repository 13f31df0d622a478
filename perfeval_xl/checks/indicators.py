"""计分规则: every row is filled in, and its points follow from what was done."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.amounts import plain
from perfeval_xl.checks.base import (
    TOLERANCE,
    Checks,
    Context,
    indicator_rows,
    scored_rows,
    written_rows,
)
from perfeval_xl.checks.wording import has_one_of, wording
from perfeval_xl.measures import Kind, parse_measure
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Entry
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.submission.model import Indicator
from perfeval_xl.texts import says_something

__all__ = ["CHECKS", "only_target_missing"]

CHECKS = Checks()


@CHECKS.reports("PE-028", written_rows, looks_at=indicator_rows)
def targets_are_filled_in(context: Context) -> Iterator[Problem]:
    """R28: an indicator has a target; a dash beside something that was done is none."""
    for indicator in context.submission.indicators:
        if indicator.target.blank or only_target_missing(indicator):
            slots = {"indicator": indicator.path[-1]}
            yield Problem(
                code="PE-028",
                place=indicator.target.location,
                path=indicator.path,
                slots=slots,
            )


def only_target_missing(indicator: Indicator) -> bool:
    """Whether a target says 不适用 while the actual tells what was done: then the indicator does apply."""
    kinds = [
        parse_measure(entry.text).kind for entry in (indicator.target, indicator.actual)
    ]
    return kinds[0] is Kind.NOT_APPLICABLE and kinds[1] not in {
        Kind.NOT_APPLICABLE,
        Kind.BLANK,
    }


@CHECKS.reports("PE-029", written_rows)
def rows_are_filled_in(context: Context) -> Iterator[Problem]:
    """R29: an indicator has an actual, a weight and a score; so has the funds row a score. One finding for a row."""
    for indicator, row in context.scored():
        cells = {
            "实际完成值": indicator.actual,
            "分值": indicator.weight,
            "得分": indicator.self_score,
        }
        yield from _blank_cells(row, cells)
    if context.total_funds.self_score is not None:
        yield from _blank_cells(
            context.execution, {"得分": context.total_funds.self_score}
        )


def _blank_cells(row: IndicatorScore, cells: dict[str, Entry]) -> Iterator[Problem]:
    blank = {column: entry for column, entry in cells.items() if entry.blank}
    if not blank:
        return
    # One finding a row, at the first of its blank cells
    first = next(iter(blank.values()))
    zero = ""
    if "实际完成值" in blank:
        zero = "；没有完成的，实际完成值填0"
    slots = {
        "indicator": row.path[-1],
        "column": "、".join(blank),
        "zero": zero,
    }
    yield Problem(
        code="PE-029",
        place=first.location,
        path=row.path,
        slots=slots,
    )


def _deducted(row: IndicatorScore) -> bool:
    return row.self_score is not None and row.self_score < row.weight


@CHECKS.reports("PE-032", written_rows, looks_at=indicator_rows)
def deductions_from_reached_targets_have_a_reason(
    context: Context,
) -> Iterator[Problem]:
    """R32: a target that was reached loses no points without a reason."""
    for indicator, row in context.scored():
        if (
            row.outcome.reached
            and _deducted(row)
            and row.self_score is not None
            and not says_something(context.reason(indicator).text)
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


@CHECKS.reports("PE-033", written_rows, looks_at=indicator_rows)
def missed_targets_get_no_full_score(context: Context) -> Iterator[Problem]:
    """R33: a target that was not reached gets no full score."""
    for indicator, row in context.scored():
        # Where full points are still possible, a person has yet to decide
        if (
            row.outcome.reached is not False
            or row.self_score != row.weight
            or row.highest == row.weight
        ):
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


@CHECKS.reports("PE-034", written_rows, looks_at=indicator_rows)
def deviations_have_a_note(context: Context) -> Iterator[Problem]:
    """R34: what was not reached, or lost points, says why and what will be done."""
    where = "这一行的“偏差原因分析及改进措施”栏"
    if context.scheme.reasons:
        where = f"“{context.scheme.reasons}”栏"
    for indicator, row in context.scored():
        missed = row.outcome.reached is False
        deducted = _deducted(row)
        reason = context.reason(indicator)
        # A blank actual is told by another check; nobody can explain what is not yet known
        if (
            not (missed or deducted)
            or indicator.actual.blank
            or says_something(reason.text)
        ):
            continue
        score = ""
        if row.self_score is not None:
            score = f"（得{plain(row.self_score)}/{plain(row.weight)}分）"
        what = "扣了分"
        if missed:
            what = "没有完成指标值"
        slots = {
            "indicator": row.path[-1],
            "what": what + score,
            "where": where,
        }
        yield Problem(
            code="PE-034",
            place=reason.location,
            path=row.path,
            slots=slots,
        )


@CHECKS.reports("PE-035", looks_at=scored_rows)
def scores_follow_the_rule(context: Context) -> Iterator[Problem]:
    """R35: the unit's score is what the rule gives; a note may explain a lower one, where it speaks of the deduction.

    Another note makes it a hint: why a target was missed does not say why more was taken off than the rule does.
    """
    for indicator, row in context.scored():
        if (
            row.self_score is None
            or row.score is None
            or abs(row.self_score - row.score) <= TOLERANCE
        ):
            continue
        # More than the rule gives is never explained by a note
        lower = row.self_score < row.score
        if lower and has_one_of(context.reason(indicator).text, wording().deducting):
            continue
        # A note about something else makes it a question
        milder = None
        if lower and says_something(context.reason(indicator).text):
            milder = Severity.HINT
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
            raised_to=milder,
        )

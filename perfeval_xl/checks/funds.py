"""预算资金: the score of the execution rate, and what the rate itself needs to be explained."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ZERO, percent, plain
from perfeval_xl.checks.base import (
    TOLERANCE,
    Checks,
    Context,
    Skipped,
    readable,
    scored_money,
)
from perfeval_xl.checks.explaining import budget_section, execution_explained, written
from perfeval_xl.checks.rule_findings import finding_check
from perfeval_xl.checks.wording import has_one_of, wording
from perfeval_xl.measures import Kind, parse_measure
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Entry
from perfeval_xl.rules.thresholds import thresholds
from perfeval_xl.submission.labels import FUNDS_LABELS, INDICATOR_LABELS
from perfeval_xl.submission.model import EXECUTION_PATH

__all__ = ["CHECKS"]

CHECKS = Checks()

_AMOUNTS = ("initial_budget", "budget", "executed")


def _money(context: Context) -> tuple[Decimal, Decimal] | None:
    """Return budget and executed of 年度资金总额, or `None` when one of them is no number."""
    budget = readable(context.total_funds.budget)
    executed = readable(context.total_funds.executed)
    if budget is None or executed is None:
        return None
    return (budget, executed)


def _told_by_rule(context: Context) -> list[Problem]:
    """Return what the rule of the execution rate says of its two figures: without them nothing can be scored."""
    return list(finding_check("PE-081")(context))


@CHECKS.reports(
    "PE-081",
    looks_at=lambda context: context.submission.funds or _told_by_rule(context),
)
def amounts_are_numbers(context: Context) -> Iterator[Problem]:
    """An amount is a number; of one that decides no points it is only asked."""
    by_rule = _told_by_rule(context)
    yield from by_rule
    told = {problem.slots["figure"] for problem in by_rule}
    for row in context.submission.funds:
        whole = row is context.total_funds
        for name in _AMOUNTS:
            entry = getattr(row, name)
            figure = f"{'年度资金总额' if whole else row.source}的{FUNDS_LABELS[name]}"
            if figure in told or _is_amount(entry):
                continue
            yield Problem(
                code="PE-081",
                place=entry.location,
                path=EXECUTION_PATH if whole else (*EXECUTION_PATH, row.source),
                found=entry.shown,
                slots={"figure": figure, "written": entry.shown},
                raised_to=Severity.WARNING,
            )


def _is_amount(entry: Entry) -> bool:
    """Whether an entry is a number, is left blank, or says that there is no such money."""
    if readable(entry) is not None:
        return True
    return parse_measure(entry.text).kind in {Kind.BLANK, Kind.NOT_APPLICABLE}


@CHECKS.reports("PE-015", scored_money)
def rate_score_is_right(context: Context) -> list[Problem] | Skipped:
    """R15: the unit's own score of the funds row is what the rule gives."""
    row = context.execution
    # Nothing claimed, or nothing to compare it with
    if row.self_score is None:
        return Skipped.NOT_APPLICABLE
    if _money(context) is None or row.score is None:
        return Skipped.NOT_RUN
    if abs(row.self_score - row.score) <= TOLERANCE:
        return []
    rate = row.outcome.rate
    slots = {
        "basis": "全年预算数为0，没有执行率"
        if rate is None
        else f"执行率{percent(rate)}",
        "weight": plain(row.weight),
        "score": plain(row.score),
        "stated": plain(row.self_score),
    }
    return [
        Problem(
            code="PE-015",
            place=row.self_score_entry.location,
            path=EXECUTION_PATH,
            found=plain(row.self_score),
            expected=plain(row.score),
            slots=slots,
        )
    ]


@CHECKS.reports("PE-016")
def executed_within_budget(context: Context) -> list[Problem] | Skipped:
    """R16: no more is spent than planned."""
    if not context.submission.funds:
        return Skipped.NOT_APPLICABLE
    money = _money(context)
    if money is None:
        return Skipped.NOT_RUN
    budget, executed = money
    # A budget of 0 is the matter of another check
    if executed <= budget or budget <= 0 or _overspending_explained(context):
        return []
    rate = percent(EXACT.divide(executed, budget))
    slots = {
        "executed": plain(executed),
        "budget": plain(budget),
        "rate": rate,
    }
    place = context.total_funds.executed.location
    return [
        Problem(
            code="PE-016",
            place=place,
            path=EXECUTION_PATH,
            found=plain(executed),
            expected=plain(budget),
            slots=slots,
        )
    ]


def _overspending_explained(context: Context) -> bool:
    return any(
        has_one_of(entry.text, wording().overspending) for entry in written(context)
    )


@CHECKS.reports("PE-017")
def nothing_spent_without_budget(context: Context) -> list[Problem] | Skipped:
    """R17: where the budget is 0, nothing is spent; of a source it is asked, what was planned may stand elsewhere."""
    if not context.submission.funds:
        return Skipped.NOT_APPLICABLE
    if _money(context) is None:
        return Skipped.NOT_RUN
    found = []
    for row in context.submission.funds:
        budget = readable(row.budget)
        executed = readable(row.executed)
        if budget is None or executed is None or budget > 0 or executed == 0:
            continue
        # Of a source it is only asked: its budget may stand beside another one
        whole = row is context.total_funds
        slots = {
            "source": row.source,
            "budget": plain(budget),
            "executed": plain(executed),
        }
        problem = Problem(
            code="PE-017",
            place=row.budget.location,
            path=EXECUTION_PATH if whole else (*EXECUTION_PATH, row.source),
            found=plain(budget),
            slots=slots,
            raised_to=None if whole else Severity.WARNING,
        )
        found.append(problem)
    # Where nothing at all was planned, that is the one mistake
    planned = [readable(row.budget) or ZERO for row in context.submission.funds]
    if any(planned):
        return found
    return found[:1]


@CHECKS.reports("PE-020")
def low_execution_is_explained(context: Context) -> list[Problem] | Skipped:
    """R20: a rate below 90 % needs a reason, in the section about the budget or in a note; below 60 % its lack is an error."""
    # Without points for the rate and without a section on money nobody is asked for an explanation
    money, section = _money(context), budget_section(context)
    if (
        money is None
        or money[0] <= 0
        or (section is None and not context.scheme.scores_execution)
    ):
        return Skipped.NOT_APPLICABLE
    limits = thresholds()
    rate = EXACT.divide(money[1], money[0])
    if rate >= limits.low_execution or execution_explained(context, rate):
        return []
    # Where the explanation is missing: the section if it has a cell, else the figure
    if section is None:
        where = INDICATOR_LABELS["note"]
    else:
        where = section.location.label
    place = context.total_funds.executed.location
    if section is not None and section.location.cell:
        place = section.location
    # Below the lower limit the lack of a reason is an error
    raised = None
    if rate < limits.very_low_execution:
        raised = Severity.ERROR
    slots = {
        "rate": percent(rate),
        "limit": percent(limits.low_execution),
        "section": where,
    }
    return [
        Problem(
            code="PE-020",
            place=place,
            path=EXECUTION_PATH,
            found=percent(rate),
            slots=slots,
            raised_to=raised,
        )
    ]


@CHECKS.reports("PE-066", scored_money)
def rate_weight_follows_the_scheme(
    context: Context,
) -> list[Problem] | Skipped:
    """R66: the funds row has the points the scheme gives it, not the total of the form."""
    entry = context.total_funds.weight
    stated = None
    if entry is not None:
        stated = readable(entry)
    # No cell for points, a blank one, or a text: nothing can be compared
    if entry is None or stated is None:
        return Skipped.NOT_APPLICABLE
    weight = context.scheme.execution_weight
    if stated == weight:
        return []
    slots = {"weight": plain(weight), "stated": plain(stated)}
    return [
        Problem(
            code="PE-066",
            place=entry.location,
            path=EXECUTION_PATH,
            found=plain(stated),
            expected=plain(weight),
            slots=slots,
        )
    ]

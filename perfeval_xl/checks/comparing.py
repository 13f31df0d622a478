"""前后对照: figures of one form that have to go together: budgets, units of money, costs, points beside the rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ONE, ZERO, normalise, percent, plain
from perfeval_xl.checks.base import (
    Checks,
    Context,
    Skipped,
    indicator_rows,
    readable,
    scored_money,
    written_rows,
)
from perfeval_xl.checks.explaining import execution_explained, sentences, written
from perfeval_xl.checks.wording import has_one_of, wording
from perfeval_xl.measures import Measure, parse_measure
from perfeval_xl.measures.promises import counts_execution
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Entry
from perfeval_xl.rules.thresholds import thresholds
from perfeval_xl.submission.labels import FUNDS_LABELS
from perfeval_xl.submission.model import EXECUTION_PATH, Indicator

__all__ = ["CHECKS"]

CHECKS = Checks()

# What lies between 元 and 万元
_APART = Decimal(10_000)
_YUAN = {"元": ONE, "万元": _APART, "亿元": _APART * _APART}
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\Z")


def _both_budgets(context: Context) -> tuple[Decimal, Decimal] | None:
    """Return 年初预算数 and 全年预算数 of the total, or `None` when one of them is blank, no number or not above 0.

    A form that does not ask for 年初预算数 has no such cell, whatever a file says.
    """
    if FUNDS_LABELS["initial_budget"] not in context.scheme.required:
        return None
    first = readable(context.total_funds.initial_budget)
    now = readable(context.total_funds.budget)
    if first is None or now is None or first <= 0 or now <= 0:
        return None
    return (first, now)


@CHECKS.reports("PE-021", scored_money, looks_at=_both_budgets)
def changed_budget_is_explained(context: Context) -> list[Problem]:
    """R21: a budget that was changed by more than a tenth says why."""
    pair = _both_budgets(context)
    assert pair is not None
    # Small changes and explained ones are in order
    first, now = pair
    change = EXACT.divide(now - first, first)
    if abs(change) <= thresholds().budget_change or _adjustment_told(context):
        return []
    slots = {
        "initial": plain(first),
        "budget": plain(now),
        "change": ("+" if change > 0 else "") + percent(change),
        "limit": percent(thresholds().budget_change),
    }
    place = context.total_funds.budget.location
    return [
        Problem(
            code="PE-021",
            place=place,
            path=EXECUTION_PATH,
            found=plain(now),
            slots=slots,
        )
    ]


def _adjustment_told(context: Context) -> bool:
    """Whether a sentence about money says that something was adjusted."""
    told = [sentence for entry in written(context) for sentence in sentences(entry)]
    return any(
        has_one_of(sentence, wording().money)
        and has_one_of(sentence, wording().adjusting)
        for sentence in told
    )


def _amounts(context: Context) -> list[tuple[str, Entry, Decimal]]:
    """Return every amount above 0 of the funds table with what it is called."""
    found = []
    for row in context.submission.funds:
        for name in ("initial_budget", "budget", "executed"):
            entry = getattr(row, name)
            amount = readable(entry)
            if amount is not None and amount > 0:
                found.append((row.source + FUNDS_LABELS[name], entry, amount))
    return found


@CHECKS.reports("PE-022", looks_at=_amounts)
def money_is_in_one_unit(context: Context) -> Iterator[Problem]:
    """R22: no amount is ten thousand times another of the table, and the unit is that of the scheme."""
    unit = context.submission.money_unit
    usual = context.scheme.money_unit
    # Another unit is no mistake, but it has to be converted in a summary
    if unit != usual:
        slots = {
            "field": "金额单位",
            "written": unit,
            "reason": f"方案的单位是{usual}，汇总时须换算",
            "unit": unit,
        }
        yield Problem(
            code="PE-022",
            found=unit,
            expected=usual,
            slots=slots,
            raised_to=Severity.HINT,
        )
    # The larger of two such amounts is told, and one pair is enough
    amounts = _amounts(context)
    smallest = min(amount for _, _, amount in amounts)
    for field, entry, amount in amounts:
        beside = next(
            (other for other in amounts if _ten_thousand(amount, other[2])),
            None,
        )
        if beside is None or amount == smallest:
            continue
        reason = f"与“{beside[0]}”{plain(beside[2])}相差一万倍左右，疑元、万元混用"
        slots = {
            "field": field,
            "written": plain(amount),
            "reason": reason,
            "unit": unit,
        }
        yield Problem(
            code="PE-022",
            place=entry.location,
            path=EXECUTION_PATH,
            found=entry.shown,
            slots=slots,
        )
        return


def _ten_thousand(large: Decimal, small: Decimal) -> bool:
    return abs(EXACT.divide(large, small) / _APART - ONE) <= thresholds().unit_tolerance


def _funds_are_scored(context: Context) -> bool:
    """Whether the funds row has points of its own in this form."""
    points = (context.total_funds.weight, context.total_funds.self_score)
    return any(entry is not None and not entry.blank for entry in points)


@CHECKS.reports(
    "PE-025",
    scored_money,
    looks_at=lambda context: _funds_are_scored(context) and indicator_rows(context),
)
def execution_counts_once(context: Context) -> Iterator[Problem]:
    """R25: the execution rate has its points in the funds row; an indicator of the same figures counts them again.

    One that was issued is the issuer's to mend, and told when it is.
    """
    for indicator in context.submission.indicators:
        if context.issued(indicator):
            continue
        # A cost may well be the budget and what was spent; nothing else may
        same = not _is_cost(indicator) and _repeats_the_funds(context, indicator)
        if not same and not counts_execution(indicator.path[-1]):
            continue
        what = "就是预算执行率"
        if same:
            what = "指标值、完成值就是全年预算数、全年执行数"
        slots = {"indicator": indicator.path[-1], "what": what}
        place = indicator.name_entry.location
        yield Problem(
            code="PE-025",
            place=place,
            path=indicator.path,
            found=indicator.path[-1],
            slots=slots,
        )


def _is_cost(indicator: Indicator) -> bool:
    return has_one_of("".join(indicator.path[:2]), wording().costs)


def _repeats_the_funds(context: Context, indicator: Indicator) -> bool:
    """Whether target and actual are the two figures of the funds table; equal ones prove nothing."""
    budget = readable(context.total_funds.budget)
    executed = readable(context.total_funds.executed)
    if budget is None or executed is None or budget == executed:
        return False
    name = indicator.path[-1]
    target = _figure(context, name, indicator.target)
    actual = _figure(context, name, indicator.actual)
    return target == budget and actual == executed


def _figure(context: Context, name: str, entry: Entry) -> Decimal | None:
    """Return an amount in the unit of the form; `None` for what is no money.

    A bare figure is in the unit that the name shows in brackets, else in that of the form.
    """
    # With a unit of money, in the unit of the form
    measure = parse_measure(entry.text)
    if measure.number is None or measure.rate or measure.per:
        return None
    unit = context.submission.money_unit
    form = _YUAN.get(unit, ONE)
    if _is_money(measure):
        return EXACT.divide(measure.number, form)
    # A bare figure in the unit of its name, else in that of the form
    shown = _IN_BRACKETS.search(normalise(name))
    stated = _YUAN.get(shown[1] if shown else unit)
    if not measure.bare or stated is None:
        return None
    return EXACT.divide(EXACT.multiply(measure.number, stated), form)


def _is_money(measure: Measure) -> bool:
    return measure.unit == "元"


def _costs(context: Context) -> list[Indicator]:
    return [
        indicator for indicator in context.submission.indicators if _is_cost(indicator)
    ]


@CHECKS.reports(
    "PE-026",
    written_rows,
    looks_at=lambda context: _costs(context) and context.total_funds.executed.text,
)
def cost_is_what_was_spent(context: Context) -> Iterator[Problem]:
    """R26: where the costs promised are the budget, the costs reached are what was spent of it."""
    budget = readable(context.total_funds.budget)
    executed = readable(context.total_funds.executed)
    if budget is None or executed is None or executed <= 0:
        return
    # A row that is the whole cost by its name
    named = [row for row in _costs(context) if _bare_name(row) in wording().whole_cost]
    if named:
        for row in named:
            yield from _unlike(context, [row], executed)
        return
    # Or all rows, where what they promise is the budget
    promised = _added(context, [(row, row.target) for row in _costs(context)])
    if promised == budget:
        yield from _unlike(context, _costs(context), executed)


def _added(context: Context, cells: list[tuple[Indicator, Entry]]) -> Decimal | None:
    """Return the sum of the cells, `None` where one of them is no money."""
    total = ZERO
    for row, entry in cells:
        figure = _figure(context, row.path[-1], entry)
        if figure is None:
            return None
        total += figure
    return total


def _bare_name(indicator: Indicator) -> str:
    return normalise(indicator.path[-1]).split("(")[0]


def _unlike(
    context: Context,
    rows: list[Indicator],
    executed: Decimal,
) -> Iterator[Problem]:
    """Yield a problem where the costs reached, added up, are not what was spent."""
    added = _added(context, [(row, row.actual) for row in rows])
    if added is None or added <= 0:
        return
    gap = abs(EXACT.divide(added - executed, executed))
    if gap <= thresholds().cost_gap:
        return
    names = "、".join(row.path[-1] for row in rows)
    unit = context.submission.money_unit
    slots = {
        "indicator": names,
        "cost": plain(added) + unit,
        "executed": plain(executed) + unit,
    }
    yield Problem(
        code="PE-026",
        place=rows[0].actual.location,
        path=rows[0].path,
        found=plain(added),
        expected=plain(executed),
        slots=slots,
    )


def _rates(context: Context) -> tuple[Decimal, Decimal] | None:
    """Return the share of the points that the unit gave its indicators, and the execution rate."""
    budget = readable(context.total_funds.budget)
    executed = readable(context.total_funds.executed)
    points, weight = ZERO, ZERO
    for row in context.scorecard.indicators[1:]:
        if row.self_score is not None:
            points += row.self_score
            weight += row.weight
    if budget is None or executed is None or budget <= 0 or weight <= 0:
        return None
    return EXACT.divide(points, weight), EXACT.divide(executed, budget)


@CHECKS.reports("PE-058", scored_money)
def points_go_with_the_money(context: Context) -> list[Problem] | Skipped:
    """R58: points and money that are far apart say why."""
    pair = _rates(context)
    if pair is None:
        return Skipped.NOT_APPLICABLE
    points, rate = pair
    # What was spent beyond the budget earns no more than all of it
    gap = abs(points - min(rate, ONE))
    if gap <= thresholds().rate_gap or execution_explained(context, rate):
        return []
    slots = {
        "points": percent(points),
        "rate": percent(rate),
        "gap": percent(gap).removesuffix("%"),
    }
    place = context.total_funds.executed.location
    return [
        Problem(
            code="PE-058",
            place=place,
            path=EXECUTION_PATH,
            found=percent(points),
            slots=slots,
        )
    ]

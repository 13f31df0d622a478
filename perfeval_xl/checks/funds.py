"""预算资金: the execution rate, its score, and the sources of the money."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ZERO, percent, plain
from perfeval_xl.checks.base import TOLERANCE, Checks, Context, Skipped, readable
from perfeval_xl.checks.wording import wording
from perfeval_xl.measures import ABSENT
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Entry, Location
from perfeval_xl.submission.model import EXECUTION_PATH
from perfeval_xl.texts import says_something

__all__ = ["CHECKS"]

CHECKS = Checks()

_COLUMNS = {"initial_budget": "年初预算数", "budget": "全年预算数", "executed": "全年执行数"}
_LOW, _VERY_LOW = Decimal("0.9"), Decimal("0.6")
_RATE_STEP = Decimal("0.0001")
"""A printed rate shows at most two decimals of a percent; a coarser one is compared at its own decimals."""


def _money(context: Context) -> tuple[Decimal, Decimal] | None:
    """Return budget and executed of 年度资金总额, or `None` when one of them is no number."""
    budget, executed = readable(context.total_funds.budget), readable(context.total_funds.executed)
    return None if budget is None or executed is None else (budget, executed)


@CHECKS.reports("PE-014", "open")
def rate_is_right(context: Context) -> list[Problem] | Skipped:
    """R14: the printed rate is executed ÷ budget, at the decimals it is printed with, and written as a percentage."""
    entry, money = context.total_funds.rate, _money(context)
    if entry is None or entry.blank:
        return Skipped.NOT_APPLICABLE
    if money is None or money[0] <= 0:
        return Skipped.NOT_RUN
    rate = EXACT.divide(money[1], money[0])
    stated = readable(entry)
    if stated is not None and entry.shown.endswith(("%", "％")):
        exponent = stated.as_tuple().exponent
        places = max(2, -exponent) if isinstance(exponent, int) else 2
        if abs(stated - rate) <= max(_RATE_STEP, Decimal(1).scaleb(-places)) / 2:
            return []
    slots = {"rate": percent(rate), "executed": plain(money[1]), "budget": plain(money[0]), "stated": entry.shown}
    return [
        Problem(
            code="PE-014",
            place=entry.location,
            path=EXECUTION_PATH,
            found=entry.shown,
            expected=percent(rate),
            slots=slots,
        )
    ]


@CHECKS.reports("PE-015", "open")
def rate_score_is_right(context: Context) -> list[Problem] | Skipped:
    """R15: the unit's own score of the funds row is what the rule gives."""
    row = context.execution
    if row.self_score is None:
        return Skipped.NOT_APPLICABLE
    if _money(context) is None or row.score is None:
        return Skipped.NOT_RUN
    if abs(row.self_score - row.score) <= TOLERANCE:
        return []
    slots = {
        "rate": "无" if row.outcome.rate is None else percent(row.outcome.rate),
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
    if executed <= budget or budget <= 0 or _overspending_explained(context):
        return []
    rate = percent(EXACT.divide(executed, budget))
    slots = {"executed": plain(executed), "budget": plain(budget), "rate": rate}
    place = context.total_funds.executed.location
    return [
        Problem(
            code="PE-016", place=place, path=EXECUTION_PATH, found=plain(executed), expected=plain(budget), slots=slots
        )
    ]


def _overspending_explained(context: Context) -> bool:
    entry = _budget_section(context)
    return entry is not None and any(word in (entry.text or "") for word in wording().overspending)


def _budget_section(context: Context) -> Entry | None:
    """The text in which the unit analyses its budget; `None` when the scheme has no such section."""
    names = (section.name for section in context.scheme.sections)
    name = next((name for name in names if any(word in name for word in wording().budget_sections)), None)
    return None if name is None else context.submission.sections.get(name, Entry(None, Location(label=name)))


@CHECKS.reports("PE-065", "open")
def no_rate_without_budget(context: Context) -> list[Problem] | Skipped:
    """R65: where nothing was planned and nothing spent there is no rate."""
    entry, money = context.total_funds.rate, _money(context)
    if money is None:
        return Skipped.NOT_RUN
    if any(money) or entry is None or entry.blank or entry.shown in ABSENT:
        return []
    slots = {"stated": entry.shown}
    return [Problem(code="PE-065", place=entry.location, path=EXECUTION_PATH, found=entry.shown, slots=slots)]


@CHECKS.reports("PE-017")
def nothing_spent_without_budget(context: Context) -> list[Problem] | Skipped:
    """R17: where the budget is 0, nothing is spent."""
    if not context.submission.funds:
        return Skipped.NOT_APPLICABLE
    money = _money(context)
    if money is None:
        return Skipped.NOT_RUN
    budget, executed = money
    if budget > 0 or executed == 0:
        return []
    place = context.total_funds.budget.location
    slots = {"budget": plain(budget), "executed": plain(executed)}
    return [Problem(code="PE-017", place=place, path=EXECUTION_PATH, found=plain(budget), slots=slots)]


@CHECKS.reports("PE-018")
def sources_add_up(context: Context) -> Iterator[Problem] | Skipped:
    """R18: in every column the sources add up to the total; a column whose sources are all blank is R19's."""
    if len(context.submission.funds) < 2:
        return Skipped.NOT_APPLICABLE
    return _sources_add_up(context)


def _sources_add_up(context: Context) -> Iterator[Problem]:
    total_row, *sources = context.submission.funds
    for column, heading in _COLUMNS.items():
        entry = getattr(total_row, column)
        total, parts = readable(entry), [getattr(row, column) for row in sources]
        if total is None or all(part.blank for part in parts):
            continue
        if any(readable(part) is None and not part.blank for part in parts):
            continue
        added = sum((readable(part) or ZERO for part in parts), ZERO)
        if added == total:
            continue
        slots = {
            "column": heading,
            "total": plain(total),
            "sum": plain(added),
            "difference": plain(abs(total - added)),
        }
        yield Problem(
            code="PE-018",
            place=entry.location,
            path=EXECUTION_PATH,
            found=plain(total),
            expected=plain(added),
            slots=slots,
        )


@CHECKS.reports("PE-019")
def sources_are_filled_in(context: Context) -> list[Problem] | Skipped:
    """R19: where a total is given, the sources are not all blank."""
    if len(context.submission.funds) < 2:
        return Skipped.NOT_APPLICABLE
    total_row, *sources = context.submission.funds
    if total_row.budget.blank or any(not getattr(row, column).blank for row in sources for column in _COLUMNS):
        return []
    names = "、".join(row.source for row in sources)
    return [Problem(code="PE-019", place=sources[0].budget.location, path=EXECUTION_PATH, slots={"sources": names})]


@CHECKS.reports("PE-020")
def low_execution_is_explained(context: Context) -> list[Problem] | Skipped:
    """R20: a rate below 90 % needs a word in the section about the budget; below 60 % its lack is an error."""
    money, entry = _money(context), _budget_section(context)
    if money is None or money[0] <= 0 or entry is None:
        return Skipped.NOT_APPLICABLE
    rate = EXACT.divide(money[1], money[0])
    if rate >= _LOW or says_something(entry.text):
        return []
    section = entry.location.label
    place = entry.location if entry.location.cell else context.total_funds.executed.location
    raised = Severity.ERROR if rate < _VERY_LOW else None
    slots = {"rate": percent(rate), "section": section}
    return [
        Problem(code="PE-020", place=place, path=EXECUTION_PATH, found=percent(rate), slots=slots, raised_to=raised)
    ]


@CHECKS.reports("PE-066", "open")
def rate_weight_follows_the_scheme(context: Context) -> list[Problem] | Skipped:
    """R66: the funds row has the points the scheme gives it, not the total of the form."""
    entry = context.total_funds.weight
    stated = readable(entry) if entry is not None else None
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

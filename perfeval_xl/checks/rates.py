"""执行率: the printed rate of every funds row, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal

from perfeval_xl.amounts import EXACT, percent, plain
from perfeval_xl.checks.base import (
    Checks,
    Context,
    Skipped,
    readable,
    scored_money,
)
from perfeval_xl.measures import ABSENT
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import EXECUTION_PATH, FundsRow

__all__ = ["CHECKS"]

CHECKS = Checks()

_RATE_STEP = Decimal("0.0001")
"""A printed rate shows at most two decimals of a percent; a coarser one is compared at its own decimals."""


def _printed(context: Context) -> list[tuple[FundsRow, Entry]]:
    """Return the funds rows in which a rate is printed, the total first."""
    rows = ((row, row.rate) for row in context.submission.funds)
    return [(row, rate) for row, rate in rows if rate is not None and not rate.blank]


def _path(context: Context, row: FundsRow) -> tuple[str, ...]:
    """Return the path of a funds row: the total is scored, its sources stand below it."""
    if row is context.submission.funds[0]:
        return EXECUTION_PATH
    return (*EXECUTION_PATH, row.source)


def _money(row: FundsRow) -> tuple[Decimal, Decimal] | None:
    """Return budget and executed of a row, or `None` when one of them is no number."""
    budget = readable(row.budget)
    executed = readable(row.executed)
    if budget is None or executed is None:
        return None
    return (budget, executed)


def _places(stated: Decimal) -> int:
    """Return the decimals of a printed rate, as a fraction: at least two, since 86% is 0.86."""
    exponent = stated.as_tuple().exponent
    if isinstance(exponent, int):
        return max(2, -exponent)
    return 2


def _is_right(entry: Entry, rate: Decimal) -> bool:
    """Whether a percentage is printed that stands for the rate at its own decimals."""
    stated = readable(entry)
    if stated is None or not entry.shown.endswith(("%", "％")):
        return False
    # 86% stands for every rate that rounds to it
    step = max(_RATE_STEP, Decimal(1).scaleb(-_places(stated)))
    return abs(stated - rate) <= step / 2


def _is_cut(entry: Entry, rate: Decimal) -> bool:
    """Whether the decimals behind the printed ones were cut off instead of rounded."""
    stated = readable(entry)
    if (
        stated is None
        or not entry.shown.endswith(("%", "％"))
        or _is_right(entry, rate)
    ):
        return False
    # `quantize` cuts where it is told to; the exact context keeps long quotients
    return stated == rate.quantize(
        Decimal(1).scaleb(-_places(stated)),
        rounding=ROUND_DOWN,
        context=EXACT,
    )


@CHECKS.reports("PE-014", scored_money, looks_at=_printed)
def rates_are_right(context: Context) -> list[Problem] | Skipped:
    """R14: a printed rate is executed ÷ budget, at the decimals it is printed with, and written as a percentage."""
    # Without money beside any of the rates nothing was looked at
    known = [
        row
        for row, _ in _printed(context)
        if (money := _money(row)) is not None and money[0] > 0
    ]
    if not known:
        return Skipped.NOT_RUN
    return list(_wrong_rates(context))


def _wrong_rates(context: Context) -> Iterator[Problem]:
    for row, entry in _printed(context):
        money = _money(row)
        if money is None or money[0] <= 0:
            continue
        rate = EXACT.divide(money[1], money[0])
        # Decimals that were cut off have a check of their own
        if _is_right(entry, rate) or _is_cut(entry, rate):
            continue
        slots = {
            "rate": percent(rate),
            "executed": plain(money[1]),
            "budget": plain(money[0]),
            "stated": entry.shown,
        }
        yield Problem(
            code="PE-014",
            place=entry.location,
            path=_path(context, row),
            found=entry.shown,
            expected=percent(rate),
            slots=slots,
        )


@CHECKS.reports("PE-013", scored_money, looks_at=_printed)
def rates_are_rounded(context: Context) -> Iterator[Problem]:
    """R13: a rate is rounded half up; one whose decimals were cut off is told as that."""
    for row, entry in _printed(context):
        money = _money(row)
        if money is None or money[0] <= 0:
            continue
        rate = EXACT.divide(money[1], money[0])
        if not _is_cut(entry, rate):
            continue
        stated = readable(entry)
        # As many decimals as were printed, and two more to show what was cut
        if stated is not None:
            places = _places(stated) - 2
        else:
            places = 2
        right = percent(rate, places)
        slots = {
            "exact": percent(rate, places + 2),
            "rate": right,
            "stated": entry.shown,
        }
        yield Problem(
            code="PE-013",
            place=entry.location,
            path=_path(context, row),
            found=entry.shown,
            expected=right,
            slots=slots,
        )


@CHECKS.reports("PE-065", scored_money, looks_at=_printed)
def no_rate_without_budget(context: Context) -> list[Problem] | Skipped:
    """R65: where nothing was planned and nothing spent there is no rate, in the total as in its sources."""
    known = [
        (row, entry) for row, entry in _printed(context) if _money(row) is not None
    ]
    if not known:
        return Skipped.NOT_RUN
    return [
        Problem(
            code="PE-065",
            place=entry.location,
            path=_path(context, row),
            found=entry.shown,
            slots={"source": row.source, "stated": entry.shown},
        )
        for row, entry in known
        if not any(_money(row) or ()) and entry.shown not in ABSENT
    ]

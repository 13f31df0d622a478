"""资金来源: the sources of the money add up to the total, column by column, and are filled in where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.checks.base import (
    Checks,
    Context,
    readable,
    scored_money,
)
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry
from perfeval_xl.submission.labels import FUNDS_LABELS
from perfeval_xl.submission.model import EXECUTION_PATH
from perfeval_xl.submission.repeated import repeated_points

__all__ = ["CHECKS"]

CHECKS = Checks()

_COLUMNS = ("initial_budget", "budget", "executed")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """One column of money: its heading, the total (`None`: no number), its cell, and the cells of the sources."""

    heading: str
    total: Decimal | None
    entry: Entry
    parts: tuple[Entry, ...]

    @property
    def empty(self) -> bool:
        """Whether no source is filled in."""
        return all(part.blank for part in self.parts)

    def added(self) -> Decimal | None:
        """Return the sum of the sources; blanks count nothing, and one unreadable cell makes it unknown."""
        added = ZERO
        for part in self.parts:
            amount = readable(part)
            if amount is None and not part.blank:
                return None
            added += amount or ZERO
        return added


def _columns(context: Context) -> list[_Column]:
    """Return the columns of money; none where the form has no sources."""
    # The first row is the total of the others
    total, *sources = context.submission.funds or (None,)
    if total is None or not sources:
        return []
    columns = []
    for name in _COLUMNS:
        entry = getattr(total, name)
        parts = tuple(getattr(row, name) for row in sources)
        columns.append(
            _Column(
                heading=FUNDS_LABELS[name],
                total=readable(entry),
                entry=entry,
                parts=parts,
            )
        )
    return columns


def _filled(context: Context) -> list[_Column]:
    return [
        column
        for column in _columns(context)
        if column.total is not None and not column.empty
    ]


@CHECKS.reports("PE-018", looks_at=_filled)
def sources_add_up(context: Context) -> Iterator[Problem]:
    """R18: in every column the sources add up to the total; a total row of zeros is one mistake, not three."""
    wrong = []
    for column in _filled(context):
        added = column.added()
        if added is not None and added != column.total:
            wrong.append((column, added))
    # A total row that was left at 0 is one mistake, told once
    zeros = [pair for pair in wrong if pair[0].total == 0]
    if len(zeros) > 1:
        yield _difference(zeros)
        wrong = [pair for pair in wrong if pair not in zeros]
    for pair in wrong:
        yield _difference([pair])


def _difference(wrong: list[tuple[_Column, Decimal]]) -> Problem:
    # Told at the last column, where such a row ends
    if len(wrong) > 1:
        first = wrong[-1][0]
    else:
        first = wrong[0][0]
    total = first.total or ZERO
    added = "、".join(plain(amount) for _, amount in wrong)
    return Problem(
        code="PE-018",
        place=first.entry.location,
        path=EXECUTION_PATH,
        found=plain(total),
        expected=added,
        slots={
            "column": "、".join(column.heading for column, _ in wrong),
            "total": plain(total),
            "sum": added,
            "difference": "、".join(plain(abs(total - amount)) for _, amount in wrong),
        },
    )


@CHECKS.reports("PE-019", looks_at=_columns)
def sources_are_filled_in(context: Context) -> list[Problem]:
    """R19: where a column has a total, its sources are not all blank."""
    missing = [column for column in _columns(context) if column.total and column.empty]
    if not missing:
        return []
    sources = "、".join(row.source for row in context.submission.funds[1:])
    slots = {
        "sources": sources,
        "columns": "、".join(column.heading for column in missing),
    }
    return [
        Problem(
            code="PE-019",
            place=missing[0].parts[0].location,
            path=EXECUTION_PATH,
            slots=slots,
        )
    ]


@CHECKS.reports(
    "PE-073", scored_money, looks_at=lambda context: context.submission.funds[1:]
)
def points_stand_in_the_total_only(context: Context) -> tuple[Problem, ...]:
    """R73: points that a source repeats are not counted."""
    return repeated_points(context.submission)

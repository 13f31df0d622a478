"""A foreign form into ours: amounts in the unit of the scheme, its sources of money, names without placeholders.

What our form has no place for is told, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from perfeval_xl.amounts import ONE, normalise, parse_number, plain
from perfeval_xl.foreign.draft import Sure
from perfeval_xl.foreign.funds import with_value
from perfeval_xl.foreign.importing import ForeignForm
from perfeval_xl.foreign.words import words
from perfeval_xl.form.contents.unprinted import unplaced
from perfeval_xl.form.identity.stated import MOST_GOALS
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry, Location
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import DimensionEntry, FundsRow, Indicator, Submission

__all__ = ["Fitted", "doubts", "fitted"]

_PLACEHOLDER = re.compile(r"指标\s?\d{1,3}\s?[:：]")
_UNITS = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
_MONEY = ("initial_budget", "budget", "executed")
_FIELDS = (
    "year",
    "project",
    "department",
    "unit",
    "weight_total",
    "self_total",
    "self_grade",
)
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The submission that our form can hold, and what had to be changed or left out."""

    submission: Submission
    problems: tuple[Problem, ...]


def fitted(form: ForeignForm) -> Fitted:
    """Return what our form can hold of a foreign one, and tell of everything else."""
    submission, scheme = form.submission, form.scheme
    told: list[Problem] = []
    factor = _factor(submission.money_unit, scheme, told)
    funds = tuple(_funds(submission.funds, scheme, factor, told))
    indicators = tuple(_named(row) for row in submission.indicators)
    goals = submission.goals[:MOST_GOALS]
    told += [
        _no_place("年度总体目标", goal.expected)
        for goal in submission.goals[MOST_GOALS:]
    ]
    made = replace(
        submission,
        money_unit=scheme.money_unit,
        funds=funds,
        goals=goals,
        dimensions=tuple(_dimensions(submission, told)),
        indicators=indicators,
    )
    made = _placed(made, scheme, told)
    return Fitted(submission=made, problems=tuple(told))


def _placed(made: Submission, scheme: Scheme, told: list[Problem]) -> Submission:
    """Return what the form of the scheme has cells for; a form of a place may print no goals, no grade, no reasons."""
    for key, label, entry in unplaced(scheme, made):
        told.append(_no_place(label, entry))
        made = _without(made, key)
    return made


def _without(made: Submission, key: str) -> Submission:
    """Return a submission without one kind of field, in every row that has it."""
    part, _, name = key.partition("_")
    name = name.partition("_")[2]
    rows: dict[str, Any] = {}
    if part == "funds":
        rows = {"funds": tuple(with_value(row, name, Entry()) for row in made.funds)}
    elif part == "goal":
        rows = {"goals": ()}
    elif part == "indicator":
        rows = {
            "indicators": tuple(replace(row, note=Entry()) for row in made.indicators)
        }
    else:
        rows = {key: Entry()}
    return replace(made, **rows)


def _factor(unit: str, scheme: Scheme, told: list[Problem]) -> Decimal:
    """Return what an amount is divided by to be in the unit of the scheme."""
    if (
        unit == scheme.money_unit
        or unit not in _UNITS
        or scheme.money_unit not in _UNITS
    ):
        return ONE
    told.append(
        Problem(code="PE-311", slots={"found": unit, "unit": scheme.money_unit})
    )
    return _UNITS[scheme.money_unit] / _UNITS[unit]


def _funds(
    rows: tuple[FundsRow, ...], scheme: Scheme, factor: Decimal, told: list[Problem]
) -> Iterator[FundsRow]:
    """Yield the rows of money that the form has; the total is the first."""
    seen: set[str] = set()
    for row in rows:
        source = (
            row.source
            if row.source in scheme.funds
            else words().sources.get(row.source, "")
        )
        stated = [parse_number(getattr(row, key).text) for key in _MONEY]
        if source not in scheme.funds and not any(stated):
            continue  # a row of blanks and zeros says nothing
        if source not in scheme.funds or source in seen:
            said = "，".join(f"{getattr(row, key).shown}" for key in _MONEY)
            text = f"{row.source}（{said}）"
            told.append(_no_place("资金来源", Entry(text, row.budget.location)))
            continue
        seen.add(source)
        money = {key: _in_unit(getattr(row, key), factor) for key in _MONEY}
        yield FundsRow(
            source=source,
            weight=row.weight,
            rate=row.rate,
            self_score=row.self_score,
            **money,
        )


def _in_unit(entry: Entry, factor: Decimal) -> Entry:
    number = parse_number(entry.text)
    if factor == ONE or number is None:
        return entry
    return replace(entry, text=plain(number / factor))


def _named(row: Indicator) -> Indicator:
    """Return an indicator without the placeholder that our form prints itself."""
    name = _PLACEHOLDER.sub("", row.path[2], count=1).strip() or row.path[2]
    return replace(row, path=(*row.path[:2], name))


def _dimensions(
    submission: Submission, told: list[Problem]
) -> Iterator[DimensionEntry]:
    known = {row.path[0] for row in submission.indicators}
    for entry in submission.dimensions:
        if entry.name not in known:
            told.append(_no_place("一级指标", Entry(entry.name, entry.weight.location)))
            continue
        stated = entry.weight.text or ""
        yield replace(
            entry,
            weight=replace(
                entry.weight, text=normalise(stated).removesuffix("分") or None
            ),
        )


def _no_place(what: str, entry: Entry) -> Problem:
    return Problem(
        code="PE-309",
        place=entry.location,
        slots={"what": what, "text": entry.shown[:_SHOWN]},
    )


def doubts(form: ForeignForm, old: Submission, new: Submission) -> tuple[Problem, ...]:
    """Return what has to be looked at in our form, at its cells: values that were not read for certain, and questions.

    `old` is the submission that was filled in and `new` the same as read from our form.
    """
    places = dict(_places(old, new))
    found: list[Problem] = []
    for each in form.understood:
        place = places.get((each.place.sheet, each.place.cell, each.label))
        if each.sure is not Sure.CERTAIN and place is not None:
            where = " ".join(
                part for part in (each.place.sheet, each.place.cell) if part
            )
            how = {
                Sure.LIKELY: "标题的写法少见，较有把握",
                Sure.INFERRED: "原表没有印出，是推算的",
            }[each.sure]
            found.append(
                Problem(
                    code="PE-310",
                    place=place,
                    slots={"place": where, "sure": how},
                )
            )
    for problem in form.problems:
        moved = places.get(
            (problem.place.sheet, problem.place.cell, problem.place.label)
        )
        found.append(
            replace(problem, place=moved or Location(label=problem.place.label))
        )
    return tuple(found)


def _places(
    old: Submission, new: Submission
) -> Iterator[tuple[tuple[str, str, str], Location]]:
    """Yield for each place of the foreign form the place in ours, label included."""
    pairs: list[tuple[Entry, Entry]] = [
        (getattr(old, key), getattr(new, key)) for key in _FIELDS
    ]
    waiting: dict[tuple[str, ...], list[Indicator]] = {}
    for row in new.indicators:
        waiting.setdefault(row.path, []).append(row)
    for row in old.indicators:
        match = waiting.get(row.path)
        if match:
            other = match.pop(0)
            pairs += [
                (getattr(row, key), getattr(other, key))
                for key in ("target", "actual", "weight", "self_score", "note")
            ]
    by_source = {row.source: row for row in new.funds}
    for money in old.funds:
        same = by_source.get(money.source)
        if same is not None:
            pairs += [(getattr(money, key), getattr(same, key)) for key in _MONEY]
    for before, after in pairs:
        where = before.location
        if where.cell:
            yield (where.sheet, where.cell, where.label), after.location

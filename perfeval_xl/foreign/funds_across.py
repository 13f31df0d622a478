"""项目资金 turned on its side: the sources are headings, and each row below is 年初预算数, 全年执行数 and so on."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval_xl.amounts import normalise, parse_number
from perfeval_xl.foreign.draft import Draft
from perfeval_xl.foreign.funds import (
    money_taken,
    money_unit_in,
    source_name,
    with_value,
)
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.words import Words, points_in, words
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import FundsRow

__all__ = ["FundsAcross", "funds_across_begun"]

_AMOUNTS = ("initial_budget", "budget", "executed")
_ROLES = (*_AMOUNTS, "rate", "weight", "self_score")
_DASHES = frozenset({"-", "—", "——", "–", "/", "\\", "--"})
_FEWEST_SOURCES = 2
_SCORED = ("weight", "self_score", "rate")


@dataclass(slots=True)
class FundsAcross:
    """The sources by their headings, the total first, while the rows of figures below are read."""

    draft: Draft
    sources: tuple[Area, ...]
    scored: tuple[tuple[str, Area], ...]
    """The columns 分值 and 得分 behind the sources, by role: they belong to the total."""

    def row(self, row: int) -> bool:
        """Read one row of figures; `False` for a row that is none of the table."""
        # What stands before the figures; the last of it is their label
        draft = self.draft
        first = self.sources[0]
        fresh = draft.sheet.fresh(row)
        beside = [area for area in fresh if area.right < first.left]
        if not beside:
            return False
        label = beside[-1]
        meaning = words().funds.meaning(label.text)
        if meaning is None:
            return False
        draft.use(*beside)
        role = meaning.role
        if role not in _ROLES:
            return role == "other"
        # One figure under each source
        for number, source in enumerate(self.sources):
            entry = self._entry(row, source, role, meaning.label)
            known = draft.funds[number]
            draft.funds[number] = with_value(known, role, entry)
        self._points(row)
        return True

    def _points(self, row: int) -> None:
        """Take the points of the execution, in whichever row they stand."""
        draft = self.draft
        for role, heading in self.scored:
            under = range(heading.left, heading.right + 1)
            across = draft.sheet.across(row, under)
            figures = [area for area in across if area.left >= heading.left]
            if not figures:
                continue
            figure = figures[0]
            if not _is_figure(figure):
                continue
            # The first row that has them counts
            total = draft.funds[0]
            stated = getattr(total, role)
            if stated is not None and not stated.blank:
                continue
            label = words().funds.labels[role]
            entry = draft.take(figure, label)
            draft.funds[0] = with_value(total, role, entry)

    def _entry(self, row: int, source: Area, role: str, label: str) -> Entry:
        """Return what stands under a source; a dash is a blank, and a blank has a place as well."""
        what = label
        if role in _AMOUNTS:
            name = source_name(source.text)
            what = f"{name}{label}"
        sheet = self.draft.sheet
        under = range(source.left, source.right + 1)
        found = sheet.across(row, under)
        if not found:
            blank = sheet.at(row, source.left)
            place = sheet.place(blank, what)
            return Entry(None, place)
        figure = found[0]
        if normalise(figure.text) in _DASHES:
            self.draft.use(figure)
            place = sheet.place(figure, what)
            return Entry(None, place)
        if role in _AMOUNTS:
            return money_taken(self.draft, figure, what)
        return self.draft.take(figure, what)


def funds_across_begun(draft: Draft, row: int) -> FundsAcross | None:
    """Return the table whose sources are the headings of this row, `None` where there are not two of them, the total first."""
    if draft.funds:
        return None
    known = words()
    totals = known.source_totals
    fresh = draft.sheet.fresh(row)
    named = [area for area in fresh if _is_source(area, known)]
    # What stands before the total is the heading of the part
    while named and source_name(named[0].text) not in totals:
        named.pop(0)
    if len(named) < _FEWEST_SOURCES:
        return None
    # That heading may name the unit, and the points of the execution
    first = named[0]
    for area in draft.sheet.areas(row):
        if not draft.money_unit:
            draft.money_unit = money_unit_in(area.text)
        points = points_in(area.text)
        if points and area.left < first.left:
            label = known.funds.labels["weight"]
            entry = draft.sheet.entry(area, label, points)
            draft.execution_points = entry
    draft.use(*fresh)
    for area in named:
        source = source_name(area.text)
        draft.funds.append(FundsRow(source=source))
    # Behind the sources the points may have columns of their own
    scored: list[tuple[str, Area]] = []
    for area in fresh:
        meaning = known.funds.meaning(area.text)
        if meaning is None:
            continue
        if meaning.role in _SCORED:
            scored.append((meaning.role, area))
    return FundsAcross(draft, tuple(named), tuple(scored))


def _is_figure(area: Area) -> bool:
    """Whether an area holds a number or a percentage."""
    text = normalise(area.text)
    number = text.removesuffix("%")
    return parse_number(number) is not None


def _is_source(area: Area, known: Words) -> bool:
    """Whether an area names a source of the money, or the sum of them."""
    name = source_name(area.text)
    if name in known.sources:
        return True
    if name in known.source_totals:
        return True
    if name in known.source_levels:
        return True
    return name.endswith(known.source_ends)

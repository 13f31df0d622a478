"""项目资金 turned on its side: the sources are headings, and each row below is 年初预算数, 全年执行数 and so on."""

from __future__ import annotations

from collections.abc import Mapping
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
from perfeval_xl.foreign.words import points_in, words
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
        beside = [
            area
            for area in self.draft.sheet.fresh(row)
            if area.right < self.sources[0].left
        ]
        if not beside:
            return False
        label = beside[-1]
        meaning = words().funds.meaning(label.text)
        if meaning is None:
            return False
        self.draft.use(*beside)
        if meaning.role not in _ROLES:
            return meaning.role == "other"
        for number, source in enumerate(self.sources):
            entry = self._entry(row, source, meaning.role, meaning.label)
            self.draft.funds[number] = with_value(
                self.draft.funds[number], meaning.role, entry
            )
        self._points(row)
        return True

    def _points(self, row: int) -> None:
        """Take the points of the execution, in whichever row they stand."""
        for role, heading in self.scored:
            under = range(heading.left, heading.right + 1)
            across = self.draft.sheet.across(row, under)
            figures = [area for area in across if area.left >= heading.left]
            stated = getattr(self.draft.funds[0], role)
            known = stated is not None and not stated.blank
            if known or not figures or not _is_figure(figures[0]):
                continue
            entry = self.draft.take(figures[0], words().funds.labels[role])
            self.draft.funds[0] = with_value(self.draft.funds[0], role, entry)

    def _entry(self, row: int, source: Area, role: str, label: str) -> Entry:
        what = label
        if role in _AMOUNTS:
            what = f"{source_name(source.text)}{label}"
        sheet = self.draft.sheet
        found = sheet.across(row, range(source.left, source.right + 1))
        if not found:
            return Entry(None, sheet.place(sheet.at(row, source.left), what))
        figure = found[0]
        if normalise(figure.text) in _DASHES:
            self.draft.use(figure)
            return Entry(None, sheet.place(figure, what))
        if role in _AMOUNTS:
            return money_taken(self.draft, figure, what)
        return self.draft.take(figure, what)


def funds_across_begun(draft: Draft, row: int) -> FundsAcross | None:
    """Return the table whose sources are the headings of this row, `None` where there are not two of them, the total first."""
    if draft.funds:
        return None
    known = words()
    fresh = draft.sheet.fresh(row)
    named = [
        area for area in fresh if _is_source(area, known.sources, known.source_totals)
    ]
    # What stands before the total is the heading of the part
    while named and source_name(named[0].text) not in known.source_totals:
        named = named[1:]
    if len(named) < _FEWEST_SOURCES:
        return None
    for area in draft.sheet.areas(row):
        draft.money_unit = draft.money_unit or money_unit_in(area.text)
        points = points_in(area.text)
        if points and area.left < named[0].left:
            label = known.funds.labels["weight"]
            draft.execution_points = draft.sheet.entry(area, label, points)
    draft.use(*fresh)
    draft.funds.extend(FundsRow(source=source_name(area.text)) for area in named)
    scored = []
    for area in fresh:
        meaning = known.funds.meaning(area.text)
        if meaning is not None and meaning.role in _SCORED:
            scored.append((meaning.role, area))
    return FundsAcross(draft, tuple(named), tuple(scored))


def _is_figure(area: Area) -> bool:
    return parse_number(normalise(area.text).removesuffix("%")) is not None


def _is_source(area: Area, sources: Mapping[str, str], totals: frozenset[str]) -> bool:
    name = source_name(area.text)
    if name in sources or name in totals or name in words().source_levels:
        return True
    return name.endswith(words().source_ends)

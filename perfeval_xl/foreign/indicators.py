"""The rows of a table of indicators: names carried down, values taken from their columns, points of the levels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from perfeval_xl.amounts import normalise
from perfeval_xl.foreign.draft import Draft, Sure
from perfeval_xl.foreign.levels import level_name, level_points
from perfeval_xl.foreign.row_values import DASHES, RowValues, areas_of, below
from perfeval_xl.foreign.said_rows import said_by_row
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.table_columns import Column, Columns
from perfeval_xl.foreign.words import bare, points_in, words
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import FundsRow, Indicator

__all__ = ["IndicatorTable"]

_PLACEHOLDER = re.compile(r"(?:指标)?\d*[:：.、]?|…+|\.{2,}|[-—–/\\]+|无")
_LEVELS = ("dimension", "category")
_NO_LEVEL = "未分级"
_LABELS = 3
"""How many texts at the left of a row may say that it is a sum: those of the levels and the name."""
_FIGURES = ("target", "actual", "weight", "score")


@dataclass(slots=True)
class IndicatorTable:
    """One table while its rows are read."""

    draft: Draft
    columns: Columns
    block: int
    _carried: dict[str, str] = field(default_factory=dict)
    _last: Area | None = None
    _begun: Area | None = None
    _said: set[str] = field(default_factory=set)
    """What the rows of the indicator that has begun said that they hold."""
    _of_execution: bool = False

    def row(self, row: int) -> bool:
        """Read one row; `False` for a row that is none of the table."""
        sheet = self.draft.sheet
        left = self.columns.left
        areas = sheet.areas(row)
        inside = [area for area in areas if area.right >= left]
        if not inside:
            return False
        # What belongs to the indicator of the row above
        if self._broken(row, inside):
            return True
        levels = self._levels(row)
        named = self._named(row)
        values = RowValues(self.draft, self.columns, row)
        said = said_by_row(sheet, self.columns, row)
        if self._same(named, said):
            return self._filled_up(values, said)
        if self._goes_on(row, named):
            return self._continued(row)
        if not named and not any(values.all()):
            return False
        # What is no indicator: 预算执行率, a sum, a row without a name
        self._of_execution = self._execution(levels, named, values)
        if self._of_execution:
            self._begin(named, said)
            return True
        if self._subtotal(row, inside):
            return True
        name = " ".join(area.text for area in named)
        if _is_placeholder(name):
            return self._nameless(row, named, values)
        # An indicator
        self._last = named[0]
        self._begin(named, said)
        self._keep(levels, named, values)
        return True

    def _named(self, row: int) -> list[Area]:
        """Return what stands in the column of the names; the name of a level that reaches into it is none."""
        column = self._name_column()
        found = self.draft.sheet.across(row, column.span)
        return [area for area in found if not self._is_level(area)]

    def _same(self, named: list[Area], said: str) -> bool:
        """Whether a row that says what it holds goes on with the indicator, or the execution, of the row above."""
        if not said or said in self._said:
            return False
        if not named or self._begun is None:
            return bool(self._said)
        # The name is merged over the rows, or repeated
        return named[0].text == self._begun.text

    def _begin(self, named: list[Area], said: str) -> None:
        """Note which indicator, or that the execution, has begun, and what its first row says that it holds."""
        self._begun = None
        if named:
            self._begun = named[0]
        self._said = {said}

    def _filled_up(self, values: RowValues, said: str) -> bool:
        """Put what a further row holds where the rows above had nothing."""
        self._said.add(said)
        if self._of_execution:
            total = self.draft.funds[0]
            rate = _stated(total.rate) or values.rate()
            self.draft.funds[0] = replace(total, rate=rate)
            return True
        last = self.draft.indicators[-1]
        if last.target.blank:
            last = replace(last, target=values.target())
        if last.actual.blank:
            last = replace(last, actual=values.actual())
        if last.weight.blank:
            last = replace(last, weight=values.entry("weight"))
        if last.self_score.blank:
            last = replace(last, self_score=values.entry("score"))
        if last.note.blank:
            last = replace(last, note=values.note())
        self.draft.indicators[-1] = last
        return True

    def _goes_on(self, row: int, named: list[Area]) -> bool:
        """Whether a row belongs to the indicator above, whose name reaches down to it."""
        if not named:
            return False
        name = named[0]
        return name is self._last and name.top < row

    def _subtotal(self, row: int, inside: list[Area]) -> bool:
        """Whether a row is a sum of those above it; its figures are listed as not read."""
        subtotals = words().subtotals
        begun = [area for area in inside if area.top == row]
        first = [bare(area.text) for area in begun[:_LABELS]]
        if subtotals.isdisjoint(first):
            return False
        # A sum in the column of the levels was carried down as if it were one
        level = self._carried.get("dimension", "")
        if bare(level) in subtotals:
            self._carried.clear()
        return True

    def _broken(self, row: int, inside: list[Area]) -> bool:
        """Take the rest of a row that a page broke: the first row of the next page, without any figure."""
        draft = self.draft
        page = self._page(row)
        before = self._page(row - 1)
        if page == before or not page.endswith("页"):
            return False
        if not draft.indicators:
            return False
        for role in _FIGURES:
            if self._areas(role, row):
                return False
        column = self._name_column()
        across = draft.sheet.across(row, column.span)
        rest = [area for area in across if area.top == row]
        # A blank row for a further indicator is no rest of a text
        if any(_is_placeholder(area.text) for area in rest):
            return False
        last = draft.indicators[-1]
        *levels, name = last.path
        for area in rest:
            name += area.text
        draft.use(*inside)
        draft.indicators[-1] = replace(
            last,
            path=(*levels, name),
            name_entry=replace(last.name_entry, text=name),
        )
        return True

    def _page(self, row: int) -> str:
        """Return the page of a printed form that a row stands on, as its places name it."""
        sheet = self.draft.sheet
        spot = sheet.raw.spot(sheet.title, row, 1)
        page, _, _ = spot.partition("表格")
        return page

    def _name_column(self) -> Column:
        for role in ("name", "category", "dimension"):
            column = self.columns.get(role)
            if column is not None:
                return column
        raise AssertionError("a table of indicators has a column of names")

    def _levels(self, row: int) -> dict[str, str]:
        """Return the names of the levels of a row: those beside it, else those of the row above."""
        for role in _LEVELS:
            column = self.columns.get(role)
            if column is None:
                continue
            found = self.draft.sheet.across(row, column.span)
            if not found:
                continue
            area = found[0]
            self._level(role, area, row)
            points = self._areas(f"{role}_weight", row)
            self.draft.use(area, *points)
        return dict(self._carried)

    def _level(self, role: str, area: Area, row: int) -> None:
        """Carry the name of a level down from this row on, and keep the points of one that begins in it."""
        name = level_name(area.text)
        before = self._carried.get(role)
        self._carried[role] = name
        if area.top != row:
            return
        if role == "category":
            self._category_points(name, area, row)
            return
        # Under another 一级指标 the 二级指标 above is over
        if name != before:
            self._carried.pop("category", None)
        self._points(name, area, row)

    def begin_level(self, name: str) -> None:
        """Put the rows that follow under a 一级指标 whose name stands in a row of its own."""
        self._carried["dimension"] = name
        self._carried.pop("category", None)

    def _points(self, name: str, area: Area, row: int) -> None:
        """Keep the points of a 一级指标: those beside its name, or those of a column of their own."""
        draft = self.draft
        known = draft.dimension_points
        if name in known:
            return
        label = f"{name}的分值"
        points = level_points(area.text)
        beside = self._areas("dimension_weight", row)
        if points:
            known[name] = draft.take(area, label, text=points)
        elif beside:
            known[name] = draft.take(beside[0], label)

    def _category_points(self, name: str, area: Area, row: int) -> None:
        """Keep the points of a 二级指标, beside its name or in a column of their own."""
        dimension = self._carried.get("dimension", name)
        label = f"{name}的分值"
        points = level_points(area.text)
        beside = self._areas("category_weight", row)
        sheet = self.draft.sheet
        if points:
            entry = sheet.entry(area, label, points)
        elif beside:
            entry = sheet.entry(beside[0], label)
        else:
            return
        self.draft.category_points[dimension, name] = entry

    def _is_level(self, area: Area) -> bool:
        """Whether an area is the name of a level that reaches into the column of names."""
        if "name" not in self.columns.by_role:
            return False
        column = self.columns.get("category")
        if column is None:
            return False
        return area.left <= column.right and area.right >= column.left

    def _areas(self, role: str, row: int) -> list[Area]:
        return areas_of(self.draft, self.columns.get(role), row)

    def _nameless(self, row: int, named: list[Area], values: RowValues) -> bool:
        """Pass over a row that only has the placeholder of a name; figures in it are told as not read."""
        self._last = None
        found = list(values.all())
        filled = [area for area in found if normalise(area.text) not in DASHES]
        if not filled:
            self.draft.use(*named, *found)
        # A row with nothing but dashes ends the table
        if named or filled:
            return True
        return row <= self.columns.bottom

    def _continued(self, row: int) -> bool:
        """Add what stands in the further rows of one indicator to its texts."""
        last = self.draft.indicators[-1]
        self.draft.indicators[-1] = replace(
            last,
            target=self._longer(last.target, "target", row),
            actual=self._longer(last.actual, "actual", row),
            note=self._longer(last.note, "note", row),
        )
        return True

    def _longer(self, entry: Entry, role: str, row: int) -> Entry:
        """Return an entry with what stands in a further row below it."""
        for area in self._areas(role, row):
            column = self.columns.by_role[role]
            label = column.meaning.label
            added = self.draft.take(area, label, Sure.LIKELY)
            entry = below(entry, added)
        return entry

    def _execution(
        self,
        levels: Mapping[str, str],
        named: list[Area],
        values: RowValues,
    ) -> bool:
        """Take the row 预算执行率 beside the levels for the points of the funds; within a level it is an indicator."""
        own = self._execution_name(named, values.row)
        if own is None:
            return False
        # It is no level: what was carried, and its points, are of no use
        self._carried.clear()
        level = levels.get("dimension", "")
        self.draft.dimension_points.pop(level, None)
        funds = self.draft.funds
        if not funds:
            blank = FundsRow(source="")
            funds.append(blank)
        # What the part of the funds says itself counts
        total = funds[0]
        weight = _stated(total.weight) or values.weight(own)
        points = points_in(own.text)
        if weight.blank and points:
            weight = self.draft.take(own, "预算执行率的分值", text=points)
        rate = _stated(total.rate) or values.rate()
        score = _stated(total.self_score) or values.entry("score")
        funds[0] = replace(
            total,
            weight=weight,
            rate=rate,
            self_score=score,
        )
        self.draft.use(own, *named, *values.all())
        return True

    def _execution_name(self, named: list[Area], row: int) -> Area | None:
        """Return where a row is called 预算执行率, `None` for another row and for an indicator of that name."""
        dimension = self.columns.get("dimension")
        first: list[Area] = []
        if dimension is not None:
            first = self.draft.sheet.across(row, dimension.span)
        texts = [*first, *named]
        begun = [area for area in texts if area.top == row]
        if not begun:
            return None
        own = begun[0]
        if bare(own.text) not in words().execution:
            return None
        # Within a level it is an indicator
        if dimension is not None and own not in first:
            return None
        return own

    def _keep(
        self,
        levels: Mapping[str, str],
        named: list[Area],
        values: RowValues,
    ) -> None:
        """Add the indicator of a row."""
        # A level without a column is that above it
        dimension = levels.get("dimension", _NO_LEVEL)
        category = levels.get("category", dimension)
        column = self._name_column()
        if column.meaning.role == "category":
            category = dimension
        # The name, told on one line and kept on as many as it has
        self.draft.use(*named)
        name = " ".join(area.text for area in named)
        on_one_line = " ".join(name.split())
        taken = self.draft.take(named[0], "三级指标", text=on_one_line)
        lines = [line.strip() for line in name.splitlines()]
        shown = "\n".join(filter(None, lines))
        made = Indicator(
            path=(dimension, category, shown),
            target=values.target(),
            actual=values.actual(),
            weight=values.weight(named[0]),
            self_score=values.score(),
            note=values.note(),
            name_entry=Entry(shown, taken.location),
        )
        self.draft.indicators.append(made)
        self.draft.blocks.append(self.block)


def _stated(entry: Entry | None) -> Entry | None:
    """Return an entry that says something, `None` for a blank."""
    if entry is None or entry.blank:
        return None
    return entry


def _is_placeholder(text: str) -> bool:
    """Whether a text is none but what blank forms print where names go: `指标1：`, `……`."""
    said = normalise(text)
    return _PLACEHOLDER.fullmatch(said) is not None

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
        left = self.columns.left
        inside = [each for each in self.draft.sheet.areas(row) if each.right >= left]
        if not inside:
            return False
        name_column = self._name_column()
        if self._broken(row, inside):
            return True
        levels = self._levels(row)
        found = self.draft.sheet.across(row, name_column.span)
        named = [area for area in found if not self._is_level(area)]
        values = RowValues(self.draft, self.columns, row)
        said = said_by_row(self.draft.sheet, self.columns, row)
        if self._same(named, said):
            return self._filled_up(values, said)
        if self._goes_on(row, named):
            return self._continued(row)
        if not named and not any(values.all()):
            return False
        self._of_execution = self._execution(levels, named, values)
        if self._of_execution:
            self._begin(named, said)
            return True
        if self._subtotal(row, inside):
            return True
        name = " ".join(area.text for area in named)
        if _PLACEHOLDER.fullmatch(normalise(name)):
            return self._nameless(row, named, values)
        self._last = named[0]
        self._begin(named, said)
        self._keep(levels, named, values)
        return True

    def _same(self, named: list[Area], said: str) -> bool:
        """Whether a row that says what it holds goes on with the indicator, or the execution, of the row above."""
        if not said or said in self._said:
            return False
        if not named or self._begun is None:
            return bool(self._said)
        return named[0] is self._begun or named[0].text == self._begun.text

    def _begin(self, named: list[Area], said: str) -> None:
        """Note which indicator, or that the execution, has begun, and what its first row says that it holds."""
        self._begun = named[0] if named else None
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
        return bool(named) and named[0].top < row and named[0] is self._last

    def _subtotal(self, row: int, inside: list[Area]) -> bool:
        """Whether a row is a sum of those above it; its figures are listed as not read."""
        begun = [area for area in inside if area.top == row]
        if not any(bare(area.text) in words().subtotals for area in begun[:3]):
            return False
        level = self._carried.get("dimension", "")
        if bare(level) in words().subtotals:
            self._carried.clear()
        return True

    def _broken(self, row: int, inside: list[Area]) -> bool:
        """Take the rest of a row that a page broke: the first row of the next page, without any figure."""
        sheet = self.draft.sheet
        page, before = (
            sheet.raw.spot(sheet.title, at, 1).partition("表格")[0]
            for at in (row, row - 1)
        )
        if page == before or not page.endswith("页") or not self.draft.indicators:
            return False
        if any(
            self._areas(role, row) for role in ("target", "actual", "weight", "score")
        ):
            return False
        across = sheet.across(row, self._name_column().span)
        rest = [area for area in across if area.top == row]
        # A blank row for a further indicator is no rest of a text
        if any(_PLACEHOLDER.fullmatch(normalise(area.text)) for area in rest):
            return False
        last = self.draft.indicators[-1]
        name = last.path[-1] + "".join(area.text for area in rest)
        self.draft.use(*inside)
        self.draft.indicators[-1] = replace(
            last,
            path=(*last.path[:-1], name),
            name_entry=replace(last.name_entry, text=name),
        )
        return True

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
            name = level_name(found[0].text)
            fresh = found[0].top == row
            if role == "dimension" and fresh and name != self._carried.get(role):
                self._carried.pop("category", None)
            self._carried[role] = name
            self.draft.use(found[0])
            self.draft.use(*self._areas(f"{role}_weight", row))
            if role == "dimension" and fresh:
                self._points(name, found[0], row)
            if role == "category" and fresh:
                self._category_points(name, found[0], row)
        return dict(self._carried)

    def begin_level(self, name: str) -> None:
        """Put the rows that follow under a 一级指标 whose name stands in a row of its own."""
        self._carried["dimension"] = name
        self._carried.pop("category", None)

    def _points(self, name: str, area: Area, row: int) -> None:
        """Keep the points of a 一级指标: those beside its name, or those of a column of their own."""
        if name in self.draft.dimension_points:
            return
        label = f"{name}的分值"
        points = level_points(area.text)
        beside = self._areas("dimension_weight", row)
        if points:
            entry = self.draft.take(area, label, text=points)
            self.draft.dimension_points[name] = entry
        elif beside:
            self.draft.dimension_points[name] = self.draft.take(beside[0], label)

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
        column = self.columns.get("category")
        return (
            column is not None
            and "name" in self.columns.by_role
            and area.left <= column.right
            and area.right >= column.left
        )

    def _areas(self, role: str, row: int) -> list[Area]:
        return areas_of(self.draft, self.columns.get(role), row)

    def _nameless(self, row: int, named: list[Area], values: RowValues) -> bool:
        """Pass over a row that only has the placeholder of a name; figures in it are told as not read."""
        found = list(values.all())
        filled = [area for area in found if normalise(area.text) not in DASHES]
        self._last = None
        if not filled:
            self.draft.use(*named, *found)
        return bool(named) or bool(filled) or row <= self.columns.bottom

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
        for area in self._areas(role, row):
            added = self.draft.take(
                area, self.columns.by_role[role].meaning.label, Sure.LIKELY
            )
            entry = below(entry, added)
        return entry

    def _execution(
        self, levels: Mapping[str, str], named: list[Area], values: RowValues
    ) -> bool:
        """Take the row 预算执行率 beside the levels for the points of the funds; within a level it is an indicator."""
        own = self._execution_name(named, values.row)
        if own is None:
            return False
        self._carried.clear()
        self.draft.dimension_points.pop(levels.get("dimension", ""), None)
        funds = self.draft.funds
        if not funds:
            funds.append(FundsRow(source=""))
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
        own = [area for area in (*first, *named) if area.top == row]
        if not own or bare(own[0].text) not in words().execution:
            return None
        if dimension is not None and own[0] not in first:
            return None
        return own[0]

    def _keep(
        self, levels: Mapping[str, str], named: list[Area], values: RowValues
    ) -> None:
        """Add the indicator of a row."""
        dimension = levels.get("dimension", _NO_LEVEL)
        category = levels.get("category", dimension)
        if self._name_column().meaning.role == "category":
            category = dimension
        self.draft.use(*named)
        name = " ".join(area.text for area in named)
        on_one_line = " ".join(name.split())
        taken = self.draft.take(named[0], "三级指标", text=on_one_line)
        lines = [line.strip() for line in name.splitlines()]
        shown = "\n".join(line for line in lines if line)
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
    return None if entry is None or entry.blank else entry

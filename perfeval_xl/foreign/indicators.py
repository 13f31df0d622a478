"""The rows of a table of indicators: names carried down, values taken from their columns, points of the levels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from perfeval_xl.amounts import normalise
from perfeval_xl.foreign.columns import Column, Columns
from perfeval_xl.foreign.draft import Draft, Sure
from perfeval_xl.foreign.levels import level_name, level_points
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.words import bare, points_in, words
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import FundsRow, Indicator

__all__ = ["IndicatorTable"]

_PLACEHOLDER = re.compile(r"(?:指标)?\d*[:：.、]?|…+|\.{2,}|[-—–/\\]+|无")
_POINTS_BEHIND = re.compile(r"\((\d{1,3}(?:\.\d{1,2})?)分\)$")
_LEVELS = ("dimension", "category")
_DASHES = frozenset({"-", "—", "——", "–", "/", "\\"})
_NO_LEVEL = "未分级"
_FIGURES = ("target", "actual", "weight", "score", "note")
_PARTS = ("sign", "measure", "adjusted", "actual_measure")


@dataclass(slots=True)
class IndicatorTable:
    """One table while its rows are read."""

    draft: Draft
    columns: Columns
    block: int
    _carried: dict[str, str] = field(default_factory=dict)
    _last: Area | None = None
    _row: int = 0

    def row(self, row: int) -> bool:
        """Read one row; `False` for a row that is none of the table."""
        self._row = row
        inside = [
            area
            for area in self.draft.sheet.areas(row)
            if area.right >= self.columns.left
        ]
        if not inside:
            return False
        name_column = self._name_column()
        if self._broken(row, inside):
            return True
        levels = self._levels(row)
        found = self.draft.sheet.across(row, name_column.span)
        named = [area for area in found if not self._is_level(area)]
        if named and named[0].top < row and named[0] is self._last:
            return self._continued(row)
        values = {role: self._areas(role, row) for role in (*_FIGURES, *_PARTS)}
        if not any(values.values()) and not named:
            return False
        if self._execution(row, levels, named, values):
            return True
        name = " ".join(area.text for area in named)
        if _PLACEHOLDER.fullmatch(normalise(name)):
            return self._nameless(row, named, values)
        self._last = named[0]
        self._keep(levels, named, name, values)
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
        rest = [
            area
            for area in sheet.across(row, self._name_column().span)
            if area.top == row
        ]
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

    def _is_level(self, area: Area) -> bool:
        """Whether an area is the name of a level that reaches into the column of names."""
        column = self.columns.get("category")
        return (
            column is not None
            and "name" in self.columns.by_role
            and area.left <= column.right
        )

    def _areas(self, role: str, row: int) -> list[Area]:
        """Return the areas of a column that begin in this row; what was merged over several rows belongs to the first."""
        column = self.columns.get(role)
        if column is None:
            return []
        found = self.draft.sheet.across(row, column.span)
        return [area for area in found if area.top == row and area.left >= column.left]

    def _nameless(
        self, row: int, named: list[Area], values: Mapping[str, list[Area]]
    ) -> bool:
        """Pass over a row that only has the placeholder of a name; figures in it are told as not read."""
        filled = [
            area
            for areas in values.values()
            for area in areas
            if normalise(area.text) not in _DASHES
        ]
        self._last = None
        if not filled:
            self.draft.use(
                *named, *(area for areas in values.values() for area in areas)
            )
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
            entry = _below(entry, added)
        return entry

    def _execution(
        self,
        row: int,
        levels: Mapping[str, str],
        named: list[Area],
        values: Mapping[str, list[Area]],
    ) -> bool:
        """Take the row 预算执行率 beside the levels for the points of the funds; within a level it is an indicator."""
        dimension = self.columns.get("dimension")
        first = (
            [] if dimension is None else self.draft.sheet.across(row, dimension.span)
        )
        own = [area for area in (*first, *named) if area.top == row]
        if (
            not own
            or bare(own[0].text) not in words().execution
            or (dimension is not None and own[0] not in first)
        ):
            return False
        self._carried.clear()
        self.draft.dimension_points.pop(levels.get("dimension", ""), None)
        funds = self.draft.funds
        if not funds:
            funds.append(FundsRow(source=""))
        row_of_funds = funds[0]
        weight = _stated(row_of_funds.weight) or self._entry(values, "weight")
        points = points_in(own[0].text)
        if weight.blank and points:
            weight = self.draft.take(own[0], "预算执行率的分值", text=points)
        rate = _stated(row_of_funds.rate) or self._actual(values)
        score = _stated(row_of_funds.self_score) or self._entry(values, "score")
        funds[0] = replace(row_of_funds, weight=weight, rate=rate, self_score=score)
        self.draft.use(*own, *(area for areas in values.values() for area in areas))
        return True

    def _keep(
        self,
        levels: Mapping[str, str],
        named: list[Area],
        name: str,
        values: Mapping[str, list[Area]],
    ) -> None:
        dimension = levels.get("dimension", _NO_LEVEL)
        category = levels.get("category", dimension)
        if self._name_column().meaning.role == "category":
            category = dimension
        self.draft.use(*named)
        place = self.draft.take(
            named[0], "三级指标", text=" ".join(name.split())
        ).location
        shown = "\n".join(part.strip() for part in name.splitlines() if part.strip())
        made = Indicator(
            path=(dimension, category, shown),
            target=self._target(values),
            actual=self._actual(values),
            weight=self._weight(values, named[0]),
            self_score=self._entry(values, "score"),
            note=self._note(values),
            name_entry=Entry(shown, place),
        )
        self.draft.indicators.append(made)
        self.draft.blocks.append(self.block)

    def _entry(self, values: Mapping[str, list[Area]], role: str) -> Entry:
        """Return what stands in a column; two texts side by side in it are two readings."""
        found = values[role]
        column = self.columns.get(role)
        if column is None:
            return Entry()
        if not found:  # a blank has a place as well, so that it can be asked for
            sheet = self.draft.sheet
            return Entry(
                None,
                sheet.place(sheet.at(self._row, column.left), column.meaning.label),
            )
        sure = Sure.CERTAIN if column.meaning.sure else Sure.LIKELY
        if len(found) == 1:
            return self.draft.take(found[0], column.meaning.label, sure)
        if role in {"target", "note", "actual"}:
            self.draft.use(*found)
            joined = " ".join(area.text for area in found)
            return self.draft.take(found[0], column.meaning.label, Sure.LIKELY, joined)
        return self._asked(found, column)

    def _weight(self, values: Mapping[str, list[Area]], named: Area) -> Entry:
        """Return the points of a row; a share in percent of the whole is as many points of 100.

        Without a column of points, those that the name ends with count: `办理案件（20分）`.
        """
        entry = self._entry(values, "weight")
        column = self.columns.get("weight")
        points = _POINTS_BEHIND.search(normalise(named.text))
        if column is None and points is not None:
            self.draft.has_weights = True
            return self.draft.take(named, "分值", Sure.LIKELY, points[1])
        text = normalise(entry.text or "")
        if (
            column is None
            or not text.endswith("%")
            or not bare(column.heading.text).startswith("权重")
        ):
            return entry
        return replace(entry, text=text.removesuffix("%"))

    def _note(self, values: Mapping[str, list[Area]]) -> Entry:
        """Return the reasons, and below them what stands in a second column of them: reasons, then measures."""
        entry = self._entry(values, "note")
        for column in self.columns.spare:
            if column.meaning.role != "note":
                continue
            areas = self.draft.sheet.across(self._row, column.span)
            for area in areas:
                if area.top == self._row:
                    more = self.draft.take(area, column.meaning.label, Sure.LIKELY)
                    entry = _below(entry, more)
        return entry

    def _asked(self, found: list[Area], column: Column) -> Entry:
        """Leave a column blank that holds two figures, and ask."""
        self.draft.use(*found)
        place = self.draft.sheet.place(found[0], column.meaning.label)
        readings = "、".join(f"“{area.text[:30]}”" for area in found[:4])
        slots = {"field": column.meaning.label, "readings": readings}
        self.draft.problems.append(Problem(code="PE-302", place=place, slots=slots))
        return Entry(None, place)

    def _target(self, values: Mapping[str, list[Area]]) -> Entry:
        """Return the target; sign, value and unit of their own columns are put together with blanks between."""
        role = "target"
        if values["adjusted"] and normalise(values["adjusted"][0].text) not in _DASHES:
            role = "adjusted"
            self._adjusted(values)
        entry = self._entry(values, role)
        text = (entry.text or "").strip()
        folded = normalise(text)
        sign = " ".join(area.text for area in values["sign"])
        if bare(sign) in words().nature:
            sign = ""
        unit = " ".join(area.text for area in values["measure"])
        self.draft.use(*values["sign"], *values["measure"])
        if not text:
            return entry
        if _says_more(sign) and not folded.startswith(normalise(sign)):
            text = f"{sign} {text}"
        if _says_more(unit) and not folded.endswith(normalise(unit)):
            text = f"{text} {unit}"
        return replace(entry, text=text)

    def _actual(self, values: Mapping[str, list[Area]]) -> Entry:
        """Return what was done; a unit in a column of its own is put behind it with a blank between."""
        entry = self._entry(values, "actual")
        unit = " ".join(area.text for area in values["actual_measure"])
        self.draft.use(*values["actual_measure"])
        said = entry.text or ""
        if not said or not _says_more(unit):
            return entry
        if normalise(said).endswith(normalise(unit)):
            return entry
        return replace(entry, text=f"{said} {unit}")

    def _adjusted(self, values: Mapping[str, list[Area]]) -> None:
        """Tell where the adjusted target, which counts, differs from the first one."""
        adjusted, first = values["adjusted"][0], values["target"]
        self.draft.use(*first)
        if first and normalise(first[0].text) != normalise(adjusted.text):
            place = self.draft.sheet.place(adjusted, "年度指标值")
            slots = {"first": first[0].text[:30], "adjusted": adjusted.text[:30]}
            self.draft.problems.append(Problem(code="PE-303", place=place, slots=slots))


def _says_more(text: str) -> bool:
    """Whether a sign or a unit is more than a dash."""
    return bool(text) and normalise(text) not in _DASHES


def _below(entry: Entry, more: Entry) -> Entry:
    """Return an entry with another text on a line of its own."""
    said = [text for text in (entry.text, more.text) if text]
    kept = more if entry.blank else entry
    return replace(kept, text="\n".join(said))


def _stated(entry: Entry | None) -> Entry | None:
    """Return an entry that says something, `None` for a blank."""
    return None if entry is None or entry.blank else entry

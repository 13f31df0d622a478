"""A table of indicators turned on its side: 三级指标, 年度指标值 and 得分 stand at the left, each indicator is a column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfeval_xl.foreign.draft import Draft, Sure
from perfeval_xl.foreign.levels import level_name, level_points
from perfeval_xl.foreign.sheet import Area, Sheet
from perfeval_xl.foreign.table_columns import Column, Columns
from perfeval_xl.foreign.words import bare, words
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import Indicator

__all__ = ["Turned", "turned_begun"]

_NO_LEVEL = "未分级"
_FEWEST_ROWS = 3
_FEWEST_INDICATORS = 2
_TOTALS = {"weight": ("weight_total", "分值合计"), "score": ("self_total", "总分")}


@dataclass(frozen=True, slots=True)
class Turned:
    """The rows of a table turned on its side: what each holds, by role."""

    sheet: Sheet
    columns: Columns

    @property
    def bottom(self) -> int:
        """The last row of the table."""
        columns = self.columns.by_role.values()
        return max(column.heading.bottom for column in columns)

    def read(self, draft: Draft, block: int) -> None:
        """Add every indicator of the table, from left to right."""
        by_role = self.columns.by_role
        draft.has_weights |= "weight" in by_role
        draft.has_scores |= "score" in by_role
        for column in by_role.values():
            draft.use(column.heading)
        totals = words().totals
        for named in self.behind("name"):
            # The last column may hold the sums
            if bare(named.text) in totals:
                self._total(draft, named)
                continue
            indicator = self._indicator(draft, named)
            draft.indicators.append(indicator)
            draft.blocks.append(block)

    def _indicator(self, draft: Draft, named: Area) -> Indicator:
        # A level that has no row is that above it
        dimension = self._level(draft, named, "dimension")
        if not dimension:
            dimension = _NO_LEVEL
        category = self._level(draft, named, "category")
        if not category:
            category = dimension
        taken = draft.take(named, "三级指标", Sure.LIKELY)
        shown = " ".join(named.text.split())
        return Indicator(
            path=(dimension, category, shown),
            target=self._target(draft, named),
            actual=self._value(draft, named, "actual"),
            weight=self._value(draft, named, "weight"),
            self_score=self._value(draft, named, "score"),
            note=self._value(draft, named, "note"),
            name_entry=Entry(shown, taken.location),
        )

    def _target(self, draft: Draft, named: Area) -> Entry:
        """Return the target; a sign and a unit in rows of their own stand around it."""
        entry = self._value(draft, named, "target")
        if entry.blank:
            return entry
        sign = self._value(draft, named, "sign")
        unit = self._value(draft, named, "measure")
        parts = (sign, entry, unit)
        said = [part.text for part in parts if part.text]
        text = " ".join(said)
        return Entry(text, entry.location)

    def _level(self, draft: Draft, named: Area, role: str) -> str:
        """Return the name of the level above an indicator, its points being kept."""
        area = self._area(named, role)
        if area is None:
            return ""
        name = level_name(area.text)
        points = level_points(area.text)
        draft.use(area)
        if role != "dimension" or not points:
            return name
        # The first column of a level names its points
        known = draft.dimension_points
        if name not in known:
            label = f"{name}的分值"
            known[name] = draft.take(area, label, text=points)
        return name

    def _value(self, draft: Draft, named: Area, role: str) -> Entry:
        """Return what an indicator has in the row of a role; a blank has a place as well."""
        column = self.columns.get(role)
        if column is None:
            return Entry()
        label = column.meaning.label
        area = self._area(named, role)
        if area is not None:
            return draft.take(area, label, Sure.LIKELY)
        row = column.heading.top
        blank = self.sheet.at(row, named.left)
        place = self.sheet.place(blank, label)
        return Entry(None, place)

    def _area(self, named: Area, role: str) -> Area | None:
        """Return what stands in the row of a role under an indicator, `None` for a blank."""
        column = self.columns.get(role)
        if column is None:
            return None
        under = range(named.left, named.right + 1)
        row = column.heading.top
        found = self.sheet.across(row, under)
        if not found:
            return None
        return found[0]

    def _total(self, draft: Draft, named: Area) -> None:
        """Keep the sums that stand in a column 合计."""
        draft.use(named)
        for role, total in _TOTALS.items():
            key, label = total
            area = self._area(named, role)
            if area is None:
                continue
            taken = draft.take(area, label, Sure.LIKELY)
            draft.fields[key] = taken

    def behind(self, role: str) -> Iterator[Area]:
        """Yield the texts behind the label of a role."""
        heading = self.columns.by_role[role].heading
        for area in self.sheet.areas(heading.top):
            if area.left > heading.right:
                yield area


def turned_begun(sheet: Sheet, row: int) -> Turned | None:
    """Return the table turned on its side that begins in this row, `None` where none does."""
    by_role = _labels(sheet, row)
    # A table that only has two levels has its names in the second
    if "name" not in by_role and "category" in by_role:
        category = by_role.pop("category")
        by_role["name"] = category
    if len(by_role) < _FEWEST_ROWS:
        return None
    if "name" not in by_role:
        return None
    if "target" not in by_role and "actual" not in by_role:
        return None
    columns = by_role.values()
    bottom = max(column.heading.bottom for column in columns)
    found = Columns(by_role, (), row, bottom)
    turned = Turned(sheet, found)
    if not _stands_in_columns(turned):
        return None
    return turned


def _labels(sheet: Sheet, row: int) -> dict[str, Column]:
    """Return the labels that stand one below the other from this row on, by role."""
    by_role: dict[str, Column] = {}
    first = _label(sheet, row)
    if first is None:
        return by_role
    label: Area | None = first
    while label is not None:
        if label.left != first.left:
            break
        meaning = words().columns.meaning(label.text)
        if meaning is None or not meaning.sure:
            break
        # A label that comes again begins another table
        role = meaning.role
        if role in by_role:
            break
        by_role[role] = Column(meaning, label, label.left, label.right)
        below = label.bottom + 1
        label = _label(sheet, below)
    return by_role


def _label(sheet: Sheet, row: int) -> Area | None:
    """Return the first text of a row that begins in it."""
    fresh = sheet.fresh(row)
    if not fresh:
        return None
    return fresh[0]


def _stands_in_columns(turned: Turned) -> bool:
    """Whether several indicators stand side by side, and each has its value in its own column."""
    names = list(turned.behind("name"))
    if len(names) < _FEWEST_INDICATORS:
        return False
    # Headings side by side are those of a table that is not turned
    known = words().columns
    for named in names:
        if known.surely(bare(named.text)):
            return False
    # Each value stands under one name
    by_role = turned.columns.by_role
    for role in ("target", "actual"):
        if role not in by_role:
            continue
        for area in turned.behind(role):
            span = range(area.left, area.right + 1)
            above = sum(named.left in span for named in names)
            if above != 1:
                return False
    return True

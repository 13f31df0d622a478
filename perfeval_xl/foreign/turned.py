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
        return max(column.heading.bottom for column in self.columns.by_role.values())

    def read(self, draft: Draft, block: int) -> None:
        """Add every indicator of the table, from left to right."""
        draft.has_weights |= self.columns.get("weight") is not None
        draft.has_scores |= self.columns.get("score") is not None
        for column in self.columns.by_role.values():
            draft.use(column.heading)
        for named in self._behind("name"):
            if bare(named.text) in words().totals:
                self._total(draft, named)
                continue
            draft.indicators.append(self._indicator(draft, named))
            draft.blocks.append(block)

    def _indicator(self, draft: Draft, named: Area) -> Indicator:
        dimension = self._level(draft, named, "dimension") or _NO_LEVEL
        category = self._level(draft, named, "category") or dimension
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
        said = [part.text for part in (sign, entry, unit) if part.text]
        return Entry(" ".join(said), entry.location)

    def _level(self, draft: Draft, named: Area, role: str) -> str:
        """Return the name of the level above an indicator, its points being kept."""
        area = self._area(named, role)
        if area is None:
            return ""
        name = level_name(area.text)
        points = level_points(area.text)
        draft.use(area)
        if role == "dimension" and points and name not in draft.dimension_points:
            entry = draft.take(area, f"{name}的分值", text=points)
            draft.dimension_points[name] = entry
        return name

    def _value(self, draft: Draft, named: Area, role: str) -> Entry:
        column = self.columns.get(role)
        area = self._area(named, role)
        if column is None:
            return Entry()
        if area is None:
            blank = self.sheet.at(column.heading.top, named.left)
            return Entry(None, self.sheet.place(blank, column.meaning.label))
        return draft.take(area, column.meaning.label, Sure.LIKELY)

    def _area(self, named: Area, role: str) -> Area | None:
        """Return what stands in the row of a role under an indicator, `None` for a blank."""
        column = self.columns.get(role)
        if column is None:
            return None
        under = range(named.left, named.right + 1)
        found = self.sheet.across(column.heading.top, under)
        return found[0] if found else None

    def _total(self, draft: Draft, named: Area) -> None:
        """Keep the sums that stand in a column 合计."""
        draft.use(named)
        for role, (key, label) in _TOTALS.items():
            area = self._area(named, role)
            if area is not None:
                draft.fields[key] = draft.take(area, label, Sure.LIKELY)

    def _behind(self, role: str) -> Iterator[Area]:
        """Yield the texts behind the label of a role."""
        heading = self.columns.by_role[role].heading
        for area in self.sheet.areas(heading.top):
            if area.left > heading.right:
                yield area


def turned_begun(sheet: Sheet, row: int) -> Turned | None:
    """Return the table turned on its side that begins in this row, `None` where none does."""
    by_role: dict[str, Column] = {}
    label = _label(sheet, row)
    first = label
    while label is not None and first is not None and label.left == first.left:
        meaning = words().columns.meaning(label.text)
        if meaning is None or not meaning.sure or meaning.role in by_role:
            break
        by_role[meaning.role] = Column(meaning, label, label.left, label.right)
        label = _label(sheet, label.bottom + 1)
    if "name" not in by_role and "category" in by_role:
        by_role["name"] = by_role.pop("category")
    reports = "target" in by_role or "actual" in by_role
    if len(by_role) < _FEWEST_ROWS or "name" not in by_role or not reports:
        return None
    bottom = max(column.heading.bottom for column in by_role.values())
    turned = Turned(sheet, Columns(by_role, (), row, bottom))
    if not _stands_in_columns(turned):
        return None
    return turned


def _label(sheet: Sheet, row: int) -> Area | None:
    """Return the first text of a row that begins in it."""
    fresh = sheet.fresh(row)
    return fresh[0] if fresh else None


def _stands_in_columns(turned: Turned) -> bool:
    """Whether several indicators stand side by side, and each has its value in its own column."""
    names = list(turned._behind("name"))  # noqa: SLF001 - of this module
    if len(names) < _FEWEST_INDICATORS:
        return False
    if any(words().columns.surely(bare(area.text)) for area in names):
        return False
    for role in ("target", "actual"):
        if role not in turned.columns.by_role:
            continue
        for area in turned._behind(role):  # noqa: SLF001 - of this module
            if not any(area.left <= named.left <= area.right for named in names):
                return False
            if sum(area.left <= named.left <= area.right for named in names) > 1:
                return False
    return True

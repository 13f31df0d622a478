"""年度总体目标: one pair of 预期目标 and 实际完成情况, several of them, or one goal beside its label."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval_xl.foreign.beside import divided
from perfeval_xl.foreign.draft import Draft
from perfeval_xl.foreign.levels import is_level
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.table_columns import Column
from perfeval_xl.foreign.words import points_in, words
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import Goal

__all__ = ["GoalsTable", "goals_begun", "single_goal"]

_ROLES = ("expected", "achieved")
_FURTHEST = 3
"""How many blank cells may stand between a label and its text."""
_ADJUSTED = "调整"
"""What headings of adjusted goals say, in brackets or not; the first ones are those of the form."""


@dataclass(slots=True)
class GoalsTable:
    """The columns of 预期目标 and 实际完成情况, while the rows below are read."""

    draft: Draft
    columns: dict[str, Column]

    def row(self, row: int) -> bool:
        """Read one row of texts; `False` for a row that holds none."""
        found = {role: self._area(row, role) for role in _ROLES}
        if not any(found.values()) or found["expected"] == found["achieved"]:
            return False  # one text over both columns is the heading of another part
        entries = {role: self._entry(row, role, area) for role, area in found.items()}
        self.draft.goals.append(Goal(**entries))
        return True

    def _area(self, row: int, role: str) -> Area | None:
        column = self.columns.get(role)
        if column is None:
            return None
        found = [
            area
            for area in self.draft.sheet.across(row, column.span)
            if area.top == row
        ]
        return found[0] if found else None

    def _entry(self, row: int, role: str, area: Area | None) -> Entry:
        column = self.columns.get(role)
        if column is None:
            return Entry()
        label = column.meaning.label
        if area is None:
            return Entry(
                None,
                self.draft.sheet.place(self.draft.sheet.at(row, column.left), label),
            )
        return self.draft.take(area, label)


def goals_begun(draft: Draft, row: int) -> GoalsTable | None:
    """Return the table of goals whose headings stand in this row: 预期目标 and 实际完成情况 side by side."""
    columns: dict[str, Column] = {}
    # From the right: what stands to the left of both is the heading of the whole part.
    for area in reversed(draft.sheet.fresh(row)):
        meaning = words().goals.meaning(area.text)
        if _ADJUSTED in area.text:
            continue
        if (
            meaning is not None
            and meaning.role in _ROLES
            and meaning.role not in columns
        ):
            columns[meaning.role] = Column(meaning, area, area.left, area.right)
    if (
        len(columns) < len(_ROLES)
        or columns["expected"].left > columns["achieved"].left
    ):
        return None
    if _beside(draft, columns["expected"].heading) is not None:
        return None  # each text stands beside its label
    draft.use(*draft.sheet.fresh(row))
    return GoalsTable(draft, columns)


def _beside(draft: Draft, label: Area) -> Area | None:
    """Return the text beside a label, `None` for a blank and for another heading."""
    value = _next_text(draft, label)
    known = words()
    if is_level(value.text):
        return None  # the indicators of the goal
    if not value.text or known.is_heading(value.text):
        return None
    inside = known.goals.meaning(divided(value.text)[0])
    if inside is not None and inside.sure:
        return None
    column = known.columns.meaning(value.text)
    if column is not None and column.sure:
        return None
    return value


def _next_text(draft: Draft, label: Area) -> Area:
    """Return the next area with a text behind a label, a blank one where there is none near."""
    column = label.right + 1
    for _ in range(_FURTHEST):
        area = draft.sheet.at(label.top, column)
        if area.text:
            return area
        column = area.right + 1
    return draft.sheet.at(label.top, label.right + 1)


def single_goal(draft: Draft, row: int) -> bool:
    """Read a goal, and what was achieved of it, that stand beside their labels."""
    found = False
    for area in draft.sheet.fresh(row):
        if draft.used(area):
            continue
        label, text = divided(area.text)
        inside = words().goals.meaning(label)
        if text and inside is not None and inside.sure and inside.role in _ROLES:
            _add(draft, inside.role, draft.take(area, inside.label, text=text))
            found = True
            continue
        meaning = words().goals.meaning(area.text)
        if meaning is None or meaning.role not in _ROLES:
            continue
        value = _beside(draft, area)
        if value is None:
            continue
        draft.use(area)
        if meaning.role == "expected":
            draft.goal_points = points_in(area.text)
        entry = draft.take(value, meaning.label)
        _add(draft, meaning.role, entry)
        found = True
    return found


def _add(draft: Draft, role: str, entry: Entry) -> None:
    """Put what was achieved beside the goal above it, a goal by itself."""
    last = draft.goals[-1] if draft.goals else None
    if role == "achieved" and last is not None and last.achieved.blank:
        draft.goals[-1] = Goal(expected=last.expected, achieved=entry)
    elif role == "achieved":
        draft.goals.append(Goal(achieved=entry))
    else:
        draft.goals.append(Goal(expected=entry))

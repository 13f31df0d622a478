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
        expected = self._area(row, "expected")
        achieved = self._area(row, "achieved")
        # Two blanks are no goal; one text over both columns is the heading of another part
        if expected == achieved:
            return False
        planned = self._entry(row, "expected", expected)
        done = self._entry(row, "achieved", achieved)
        goal = Goal(expected=planned, achieved=done)
        self.draft.goals.append(goal)
        return True

    def _area(self, row: int, role: str) -> Area | None:
        """Return what begins in a row under a heading, `None` for a blank."""
        column = self.columns.get(role)
        if column is None:
            return None
        for area in self.draft.sheet.across(row, column.span):
            if area.top == row:
                return area
        return None

    def _entry(self, row: int, role: str, area: Area | None) -> Entry:
        """Return the entry of a text; a blank has a place as well."""
        column = self.columns.get(role)
        if column is None:
            return Entry()
        label = column.meaning.label
        if area is not None:
            return self.draft.take(area, label)
        sheet = self.draft.sheet
        blank = sheet.at(row, column.left)
        place = sheet.place(blank, label)
        return Entry(None, place)


def goals_begun(draft: Draft, row: int) -> GoalsTable | None:
    """Return the table of goals whose headings stand in this row: 预期目标 and 实际完成情况 side by side."""
    columns: dict[str, Column] = {}
    # From the right: what stands to the left of both is the heading of the whole part.
    fresh = draft.sheet.fresh(row)
    for area in reversed(fresh):
        if _ADJUSTED in area.text:
            continue
        meaning = words().goals.meaning(area.text)
        if meaning is None:
            continue
        role = meaning.role
        if role in _ROLES and role not in columns:
            columns[role] = Column(meaning, area, area.left, area.right)
    if len(columns) < len(_ROLES):
        return None
    expected = columns["expected"]
    achieved = columns["achieved"]
    if expected.left > achieved.left:
        return None
    # Each text stands beside its label
    if _beside(draft, expected.heading) is not None:
        return None
    draft.use(*fresh)
    return GoalsTable(draft, columns)


def _beside(draft: Draft, label: Area) -> Area | None:
    """Return the text beside a label, `None` for a blank and for another heading."""
    value = _next_text(draft, label)
    known = words()
    # The indicators of the goal
    if is_level(value.text):
        return None
    if not value.text or known.is_heading(value.text):
        return None
    # Another goal behind its own label
    other, _ = divided(value.text)
    inside = known.goals.meaning(other)
    if inside is not None and inside.sure:
        return None
    column = known.columns.meaning(value.text)
    if column is not None and column.sure:
        return None
    return value


def _next_text(draft: Draft, label: Area) -> Area:
    """Return the next area with a text behind a label, a blank one where there is none near."""
    row = label.top
    beside = label.right + 1
    column = beside
    for _ in range(_FURTHEST):
        area = draft.sheet.at(row, column)
        if area.text:
            return area
        column = area.right + 1
    return draft.sheet.at(row, beside)


def single_goal(draft: Draft, row: int) -> bool:
    """Read a goal, and what was achieved of it, that stand beside their labels."""
    found = False
    for area in draft.sheet.fresh(row):
        if draft.used(area):
            continue
        if _goal_inside(draft, area) or _goal_beside(draft, area):
            found = True
    return found


def _goal_inside(draft: Draft, area: Area) -> bool:
    """Take a goal that stands behind its label in the same cell."""
    label, text = divided(area.text)
    if not text:
        return False
    meaning = words().goals.meaning(label)
    if meaning is None or not meaning.sure:
        return False
    if meaning.role not in _ROLES:
        return False
    entry = draft.take(area, meaning.label, text=text)
    _add(draft, meaning.role, entry)
    return True


def _goal_beside(draft: Draft, area: Area) -> bool:
    """Take a goal that stands in a cell beside its label."""
    meaning = words().goals.meaning(area.text)
    if meaning is None or meaning.role not in _ROLES:
        return False
    value = _beside(draft, area)
    if value is None:
        return False
    draft.use(area)
    # The label may name the points of the indicators below
    if meaning.role == "expected":
        draft.goal_points = points_in(area.text)
    entry = draft.take(value, meaning.label)
    _add(draft, meaning.role, entry)
    return True


def _add(draft: Draft, role: str, entry: Entry) -> None:
    """Put what was achieved beside the goal above it, a goal by itself."""
    goals = draft.goals
    if role != "achieved":
        planned = Goal(expected=entry)
        goals.append(planned)
        return
    # The goal above has nothing yet
    if goals and goals[-1].achieved.blank:
        last = goals[-1]
        goals[-1] = Goal(expected=last.expected, achieved=entry)
        return
    alone = Goal(achieved=entry)
    goals.append(alone)

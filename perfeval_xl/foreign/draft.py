"""What has been found of one form so far, and how each value was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from perfeval_xl.foreign.sheet import Area, Sheet
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry, Location
from perfeval_xl.submission.model import FundsRow, Goal, Indicator

__all__ = ["Draft", "Sure", "Understood", "Unread"]


class Sure(StrEnum):
    """How surely a value is what it was taken for."""

    CERTAIN = "确定"
    LIKELY = "较有把握"
    INFERRED = "推算"


@dataclass(frozen=True, slots=True)
class Understood:
    """One value that was read: what it was taken for, what it says, where it stands, and how surely."""

    label: str
    text: str
    place: Location
    sure: Sure


@dataclass(frozen=True, slots=True)
class Unread:
    """One text that was not read, and where it stands; `why` is empty where nothing is known of it."""

    text: str
    place: Location
    why: str = ""


@dataclass(slots=True)
class Draft:
    """One form while it is read. `fields` are entries by their key of a submission."""

    sheet: Sheet
    fields: dict[str, Entry] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    money_unit: str = ""
    budget_is_whole: bool = False
    """Whether the budget is what stands beside 资金总额: a figure that is called the budget is preferred."""
    title: str = ""
    funds: list[FundsRow] = field(default_factory=list)
    execution_points: Entry = field(default_factory=Entry)
    """The points that the heading of the part of the funds names."""
    funds_part_ends: int = 0
    """The last row of that part, as far as its heading says; 0 outside of it."""
    goals: list[Goal] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    """For each indicator the number of its block: the tables of indicators, counted from 0."""
    block_points: list[str] = field(default_factory=list)
    goal_points: str = ""
    """The points that the label of the last goal names, for the indicators below it."""
    dimension_points: dict[str, Entry] = field(default_factory=dict)
    category_points: dict[tuple[str, ...], Entry] = field(default_factory=dict)
    """The points beside a 二级指标, by the names of both levels."""
    has_weights: bool = False
    has_scores: bool = False
    sections: dict[str, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    understood: list[Understood] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    spare: dict[Area, str] = field(default_factory=dict)
    """What stands in columns that our form has no use for, with the heading of the column."""
    _used: set[Area] = field(default_factory=set)

    def use(self, *areas: Area) -> None:
        """Note that these areas have been read or are known to hold nothing of use."""
        self._used.update(areas)

    def used(self, area: Area) -> bool:
        """Whether an area has been read."""
        return area in self._used

    def take(
        self, area: Area, label: str, sure: Sure = Sure.CERTAIN, text: str | None = None
    ) -> Entry:
        """Return the entry of an area, or of a text in it, noting what it was taken for."""
        self.use(area)
        entry = self.sheet.entry(area, label, text)
        if not entry.blank:
            self.understood.append(Understood(label, entry.shown, entry.location, sure))
        return entry

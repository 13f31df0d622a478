"""The figures of the 总览: small tables, however many projects there are."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ZERO, round_half_up
from perfeval_xl.collection.project_states import Standing
from perfeval_xl.collection.records import IndicatorFigures
from perfeval_xl.dates import CHINA
from perfeval_xl.summary.projects import COUNTED, NOT_FILLED, Averages, Scored, averages
from perfeval_xl.summary.shelf import Shelf

__all__ = [
    "Band",
    "DayCount",
    "DimensionRate",
    "by_execution",
    "day_counts",
    "dimension_rates",
    "lowest_departments",
]

# Where the bands of the execution rate begin, in percent
_BANDS = ("50", "80", "90", "95", "100")
# Of a fraction: two decimals of a percentage
_RATE_PLACES = 4
# Days in the table and its chart
_DAYS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionRate:
    """Points given of points possible in one first level, as fractions; by the rules `None` where all is open."""

    name: str
    own: Decimal | None
    by_rules: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The projects whose execution rate lies in one band, and their averages."""

    name: str
    averages: Averages


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many projects had been handed in for the first time up to a day, that day included."""

    day: str
    total: int


class _Sum:
    """Points of one first level under addition."""

    def __init__(self) -> None:
        self.own = self.own_of = self.by_rules = self.rules_of = ZERO

    def add(self, row: IndicatorFigures) -> None:
        # A row counts only on the side that has points: else its weight would drag the rate down
        if row.self_score is not None:
            self.own += row.self_score
            self.own_of += row.weight
        if row.decided_score is not None:
            self.by_rules += row.decided_score
            self.rules_of += row.weight


def dimension_rates(
    projects: Iterable[Scored], indicators: Shelf[IndicatorFigures]
) -> tuple[DimensionRate, ...]:
    """Return the rates of all first levels of the projects that can be averaged, in the order of the forms."""
    sums: dict[str, _Sum] = {}
    for project in projects:
        if project.counted != COUNTED:
            continue
        for row in indicators.of(project.number):
            if row.path:
                sums.setdefault(row.path[0], _Sum()).add(row)
    return tuple(
        DimensionRate(
            name=name,
            own=_rate(each.own, each.own_of),
            by_rules=_rate(each.by_rules, each.rules_of),
        )
        for name, each in sums.items()
    )


def by_execution(projects: Sequence[Scored]) -> tuple[Band, ...]:
    """Return the averages of the projects by their execution rate, the lowest band first."""
    bands: dict[str, list[Scored]] = {name: [] for name in _band_names()}
    for project in projects:
        rate = project.figures.execution_rate
        # Without a rate a project is in no band
        if rate is not None:
            bands[_band_of(rate)].append(project)
    return tuple(Band(name=name, averages=averages(own)) for name, own in bands.items())


def day_counts(standing: Standing) -> tuple[DayCount, ...]:
    """Return how many projects had come in day by day; of many days the last ones, which matter before a deadline."""
    days: Counter[str] = Counter()
    # A project counts on the day of its first version, whatever was corrected later
    for record in standing.projects:
        if record.versions and record.state.on_the_list:
            first = min(version.arrival.dated.handed_in for version in record.versions)
            days[first.astimezone(CHINA).strftime("%Y-%m-%d")] += 1
    found = []
    # Days without any receipt have no row: the total stands still meanwhile
    total = 0
    for day, count in sorted(days.items()):
        total += count
        found.append(DayCount(day=day, total=total))
    return tuple(found[-_DAYS_SHOWN:])


def lowest_departments(
    projects: Iterable[Scored], most: int
) -> tuple[tuple[str, Averages], ...]:
    """Return so many departments with the lowest averages by the rules, the lowest first."""
    by_department: dict[str, list[Scored]] = {}
    for project in projects:
        by_department.setdefault(project.department or NOT_FILLED, []).append(project)
    # A department whose points are all open has no average
    found = [(name, averages(own)) for name, own in by_department.items()]
    known = [(name, average) for name, average in found if average.by_rules is not None]
    known.sort(key=lambda pair: pair[1].by_rules or ZERO)
    return tuple(known[:most])


def _band_names() -> list[str]:
    names = [f"{_BANDS[0]}%以下"]
    for low, high in itertools.pairwise(_BANDS):
        names.append(f"{low}%至{high}%")
    # The last bands are named by hand: 100 % has a band of its own above it
    return [*names[:-1], f"{_BANDS[-2]}%至100%", "100%以上"]


def _band_of(rate: Decimal) -> str:
    """Return the band of a rate: each begins with its lower end; 100 % itself belongs to the band below."""
    names = _band_names()
    percentage = rate * 100
    if percentage > Decimal(_BANDS[-1]):
        return names[-1]
    for place, high in enumerate(_BANDS[:-1]):
        if percentage < Decimal(high):
            return names[place]
    # Exactly 100 % belongs to the band that ends there
    return names[-2]


def _rate(points: Decimal, possible: Decimal) -> Decimal | None:
    if not possible:
        return None
    return round_half_up(EXACT.divide(points, possible), _RATE_PLACES)

"""Everything the 汇总表 shows, read from one moment of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from perfeval_xl.collection.project_states import Standing, standing_of
from perfeval_xl.collection.records import (
    Arrival,
    IndicatorFigures,
    Passage,
    ProblemFigures,
    State,
    Version,
)
from perfeval_xl.collection.reviewed import Reviewed
from perfeval_xl.collection.roster_list import RosterList
from perfeval_xl.collection.snapshot import Snapshot
from perfeval_xl.errors import SchemeError
from perfeval_xl.review.comparing import from_ledger
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.summary.projects import Scored, scored_projects
from perfeval_xl.summary.shelf import Shelf

__all__ = ["Holdings", "SummaryWish", "read_holdings"]


_POINTS_IN_DOUBT = {"PE-001", "PE-004"}
"""Weights that do not add up; points that are no numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWish:
    """What a summary is made of besides the ledger: the list, the deadline and the day; a folder for the originals.

    Without list and deadline they are those that the ledger keeps. `last_year` is the ledger of last year, empty for
    none.
    """

    roster: RosterList | None = None
    deadline: date | None = None
    today: date | None = None
    originals: Path | None = None
    last_year: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Everything the workbook shows, read from one moment of the ledger; what is long stands on shelves."""

    envelopes: int
    arrivals: tuple[Arrival, ...]
    versions: tuple[Version, ...]
    standing: Standing
    schemes: tuple[Scheme, ...]
    projects: tuple[Scored, ...]
    problems: Shelf[ProblemFigures]
    indicators: Shelf[IndicatorFigures]
    passages: Shelf[Passage]
    reviews: tuple[Reviewed, ...]
    problem_count: int
    indicator_count: int

    def of(self, *states: State) -> list[Arrival]:
        """Return the attachments in these states."""
        return [arrival for arrival in self.arrivals if arrival.state in states]


def read_holdings(
    seen: Snapshot,
    wanted: SummaryWish,
    problems: Shelf[ProblemFigures],
    indicators: Shelf[IndicatorFigures],
    passages: Shelf[Passage],
) -> Holdings:
    """Read all of it while the ledger stands still, and as fast as can be: a writer waits meanwhile."""
    standing = standing_of(
        seen, roster=wanted.roster, deadline=wanted.deadline, today=wanted.today
    )
    # Points in doubt are known from the problems while these go by, so that they are read once
    doubtful = set()
    # Every project has a row in 得分 as well, whose links count like those of a problem
    problem_count = len(seen.in_force)
    for number, found in seen.problems_of_each():
        problems.put(number, found)
        problem_count += len(found)
        if any(problem.code in _POINTS_IN_DOUBT for problem in found):
            doubtful.add(number)
    # The shelves take one submission after the other: all of them would not fit in memory
    count = 0
    for number, rows in seen.indicators_of_each():
        indicators.put(number, rows)
        count += len(rows)
    for number, texts in seen.passages_of_each():
        passages.put(number, texts)
    schemes = _schemes(version.figures.scheme for version in seen.in_force)
    return Holdings(
        envelopes=seen.envelopes(),
        arrivals=seen.arrivals(),
        versions=seen.versions,
        standing=standing,
        schemes=schemes,
        # By id, as the ledger names them
        projects=scored_projects(
            standing, {scheme.id: scheme for scheme in schemes}, doubtful
        ),
        problems=problems,
        indicators=indicators,
        passages=passages,
        reviews=from_ledger(seen.reviews(), seen),
        problem_count=problem_count,
        indicator_count=count,
    )


def _schemes(ids: Iterable[str]) -> tuple[Scheme, ...]:
    """Return the schemes that were used; a ledger may outlive a scheme, which then shows its id and its own labels."""
    found = []
    for scheme_id in dict.fromkeys(ids):
        try:
            found.append(load_scheme(scheme_id))
        except SchemeError:
            continue
    return tuple(found)

"""One reading of the ledger: everything that is read in it was there at one moment, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select, func, select

from perfeval_xl.collection import ledger_queries as queries
from perfeval_xl.collection import ledger_schema as tables
from perfeval_xl.collection.records import (
    Arrival,
    Decision,
    IndicatorFigures,
    Passage,
    ProblemFigures,
    State,
    SubmissionFigures,
    Version,
)
from perfeval_xl.collection.reviewed import Reviewed, ReviewedRow
from perfeval_xl.collection.roster_list import ListedProject, RosterList
from perfeval_xl.collection.version_order import in_order

__all__ = ["Snapshot"]

# Rows that are read from the database at once
_AT_ONCE = 1_000
# Values that are the same in many rows: what is said of an attachment, whose it is, where its figures stand
_SAID = frozenset({"kind", "code", "message", "remedy", "sender", "rule_said"})
_WHOSE = frozenset({"department", "unit", "year", "issued_unit", "issued_year"})
_FORMS = frozenset({"scheme", "scheme_version", "money_unit", "sheet"})
_CELLS = frozenset({"budget_cell", "executed_cell", "self_total_cell"})
_GRADES = frozenset({"self_grade", "rule_grade"})
_SHARED = _SAID | _WHOSE | _FORMS | _CELLS | _GRADES


class Snapshot:
    """What the ledger holds at one moment; usable only while its connection is open (see `Ledger.snapshot`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def arrivals(self, *states: State) -> tuple[Arrival, ...]:
        """Return the attachments in these states, all of them without any, in the order of recording."""
        if not states:
            return self._arrivals
        return tuple(arrival for arrival in self._arrivals if arrival.state in states)

    @cached_property
    def _arrivals(self) -> tuple[Arrival, ...]:
        every = [str(state) for state in State]
        return tuple(
            Arrival(**row | {"state": State(row["state"])})
            for row in self._rows(queries.arrivals(every))
        )

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """Every version of every submission, those of one submission together, the earliest first.

        Submissions come by department, unit and project, as the version in force names them: a correction may well be
        of one of these names.
        """
        return tuple(
            version
            for own in sorted(self._submissions(), key=_names)
            for version in own
        )

    def _submissions(self) -> Iterator[tuple[Version, ...]]:
        # Arrivals and decisions are looked up by number and by submission
        arrived = {arrival.number: arrival for arrival in self._arrivals}
        decided: dict[str, list[Decision]] = {}
        for decision in self.decisions:
            decided.setdefault(decision.subject, []).append(decision)
        # Versions of one submission belong together, whatever their order in the ledger
        found: dict[str, list[tuple[Arrival, SubmissionFigures]]] = {}
        for row in self._rows(queries.versions()):
            figures = SubmissionFigures(**_only(row, SubmissionFigures))
            found.setdefault(figures.subject, []).append(
                (arrived[row["number"]], figures)
            )
            # Problems and scores hang on verdicts, and are asked for by arrival
            self._verdicts[row["verdict"]] = row["number"]
        # Each submission has an order of its own, in which decisions count
        for subject, own in found.items():
            yield in_order(own, decided.get(subject, ()))

    @cached_property
    def _verdicts(self) -> dict[int, int]:
        """The arrival of every accepted verdict; filled with the versions."""
        return {}

    @property
    def in_force(self) -> tuple[Version, ...]:
        """The version of every submission that stands for it."""
        return tuple(version for version in self.versions if version.in_force)

    @cached_property
    def blanks(self) -> tuple[tuple[Arrival, SubmissionFigures], ...]:
        """The forms that came in with nothing filled in, in the order of recording."""
        arrived = {arrival.number: arrival for arrival in self.arrivals(State.BLANK)}
        rows = self._rows(queries.blanks())
        return tuple(
            (arrived[row["number"]], SubmissionFigures(**_only(row, SubmissionFigures)))
            for row in rows
        )

    def all_problems(self) -> tuple[tuple[int, ProblemFigures], ...]:
        """Return the problems of the versions in force, each with the number of its arrival."""
        rows = self._of_those_in_force(queries.problems())
        return tuple(
            (
                number,
                ProblemFigures(
                    **_only(row, ProblemFigures) | {"path": tuple(row["path"])}
                ),
            )
            for number, row in rows
        )

    def indicator_scores(self) -> tuple[tuple[int, IndicatorFigures], ...]:
        """Return the scored rows of the versions in force, each with the number of its arrival."""
        rows = self._of_those_in_force(queries.indicators())
        return tuple(
            (
                number,
                IndicatorFigures(
                    **_only(row, IndicatorFigures) | {"path": tuple(row["path"])}
                ),
            )
            for number, row in rows
        )

    def problems_of_each(self) -> Iterator[tuple[int, tuple[ProblemFigures, ...]]]:
        """Yield the problems of each version in force that has any, with the number of its arrival; none is kept."""
        for number, rows in self._of_each(queries.problems()):
            yield (
                number,
                tuple(
                    ProblemFigures(**row | {"path": tuple(row["path"])})
                    for row in _each(rows, ProblemFigures)
                ),
            )

    def indicators_of_each(self) -> Iterator[tuple[int, tuple[IndicatorFigures, ...]]]:
        """Yield the scored rows of each version in force, with the number of its arrival; none is kept."""
        for number, rows in self._of_each(queries.indicators()):
            found = _each(rows, IndicatorFigures)
            yield (
                number,
                tuple(
                    IndicatorFigures(**row | {"path": tuple(row["path"])})
                    for row in found
                ),
            )

    def passages_of_each(self) -> Iterator[tuple[int, tuple[Passage, ...]]]:
        """Yield the longer texts of each version in force that has any, with the number of its arrival; none is kept."""
        for number, rows in self._of_each(queries.passages()):
            yield number, tuple(Passage(**row) for row in _each(rows, Passage))

    def reviews(self) -> tuple[Reviewed, ...]:
        """Return the review workbooks that came in, of every submission the latest one, in the order of recording."""
        # Rows of all reviews in one question, and then the reviews
        rows: dict[int, list[ReviewedRow]] = {}
        for row in self._rows(queries.review_rows()):
            found = ReviewedRow(
                **_only(row, ReviewedRow) | {"path": tuple(row["path"])}
            )
            rows.setdefault(row["verdict"], []).append(found)
        # A later review of the same submission takes the place of an earlier one
        latest: dict[str, Reviewed] = {}
        for row in self._rows(queries.reviews()):
            latest[row["subject"]] = Reviewed(
                file=row["file"],
                subject=row["subject"],
                arrival=row["arrival"],
                project=row["project"],
                unit=row["unit"],
                department=row["department"],
                rows=tuple(rows.get(row["verdict"], ())),
                problems=(),
            )
        return tuple(latest.values())

    def indicators_of(
        self, arrivals: Collection[int]
    ) -> dict[int, tuple[IndicatorFigures, ...]]:
        """Return the scored rows of some versions, in force or not, by the numbers of their arrivals."""
        if not arrivals:
            return {}
        found = self._of_each(queries.indicators(), arrivals)
        return {
            number: tuple(
                IndicatorFigures(**row | {"path": tuple(row["path"])})
                for row in _each(rows, IndicatorFigures)
            )
            for number, rows in found
        }

    def _of_each(
        self, query: Select[Any], arrivals: Collection[int] | None = None
    ) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Yield the rows of each verdict together, a few of them in memory at a time: of these versions, or those in force."""
        if arrivals is None:
            arrivals = [version.arrival.number for version in self.in_force]
        else:
            # Which verdict is of which arrival is known with the versions
            assert self.versions is not None
        wanted = set(arrivals)
        # Streamed: a province does not fit in memory
        rows = (
            self._connection.execution_options(yield_per=_AT_ONCE)
            .execute(query)
            .mappings()
        )
        # Rows of one verdict come one after the other, as the query orders them
        for verdict, own in groupby(rows, key=itemgetter("verdict")):
            number = self._verdicts.get(verdict)
            if number in wanted:
                yield number, [dict(row) for row in own]

    def envelopes(self) -> int:
        """Return how many mails and bare files were taken in."""
        return (
            self._connection.scalar(select(func.count()).select_from(tables.envelope))
            or 0
        )

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What people decided, the earliest first."""
        return tuple(queries.decided(self._connection.execute(queries.decisions())))

    @cached_property
    def roster(self) -> RosterList | None:
        """The list of projects that was given last; `None` where none was."""
        found = (
            self._connection.execute(queries.latest_roster()).mappings().one_or_none()
        )
        if found is None:
            return None
        rows = self._rows(queries.roster_projects(found["number"]))
        projects = tuple(ListedProject(**_only(row, ListedProject)) for row in rows)
        return RosterList(name=found["name"], projects=projects)

    @cached_property
    def deadline(self) -> date | None:
        """The deadline that was given last; `None` where none was."""
        day = self._connection.scalar(queries.latest_deadline())
        if day is None:
            return None
        return date.fromisoformat(day)

    def _of_those_in_force(
        self, query: Select[Any]
    ) -> Iterable[tuple[int, dict[str, Any]]]:
        """Return the rows that hang on the verdicts of the versions in force, in the order of their arrivals."""
        # Only versions in force count
        wanted = {version.arrival.number for version in self.in_force}
        kept = []
        for row in self._connection.execute(query).mappings():
            number = self._verdicts.get(row["verdict"])
            if number in wanted:
                kept.append((number, dict(row)))
        return sorted(kept, key=lambda pair: pair[0])

    def _rows(self, query: Select[Any]) -> Iterator[dict[str, Any]]:
        """Yield the rows of an answer, a few of them in memory at a time."""
        found = self._connection.execute(query.execution_options(yield_per=_AT_ONCE))
        for row in found.mappings():
            values = dict(row)
            # One and the same text is kept once, whatever thousands of rows it stands in
            for name in _SHARED & values.keys():
                value = values[name]
                values[name] = self._texts.setdefault(value, value)
            yield values

    @cached_property
    def _texts(self) -> dict[Any, Any]:
        """The texts that rows share, as far as they were read."""
        return {}


def _each(rows: Iterable[dict[str, Any]], record: type) -> Iterator[dict[str, Any]]:
    names = [field.name for field in fields(record)]
    for row in rows:
        yield {name: row[name] for name in names}


def _names(versions: Sequence[Version]) -> tuple[str, ...]:
    """Return what a submission is sorted by: the names in its version in force."""
    # Without a version in force the last one names the submission
    named = next((version for version in versions if version.in_force), versions[-1])
    figures = named.figures
    return figures.department, figures.unit, figures.project, figures.subject


def _only(row: dict[str, Any], record: type) -> dict[str, Any]:
    return {field.name: row[field.name] for field in fields(record)}

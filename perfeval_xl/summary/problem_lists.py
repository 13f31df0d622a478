"""The rows of the problems in the 汇总表: every code once, and once per project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from perfeval_xl.collection.records import (
    ProblemFigures,
)
from perfeval_xl.problems import Severity, catalogue
from perfeval_xl.summary.list_links import (
    to_original,
    to_scores,
)
from perfeval_xl.summary.originals import Originals
from perfeval_xl.summary.projects import Scored
from perfeval_xl.summary.shelf import Shelf
from perfeval_xl.summary.tables import Row

__all__ = ["first_problem_rows", "problem_detail_rows", "problem_rows"]


@dataclass(slots=True, kw_only=True)
class _Told:
    """One code: the first problem that has it, the cells in which it stands, and the projects that have it."""

    first: ProblemFigures
    scored: Scored
    cells: list[str] = field(default_factory=list)
    projects: dict[str, None] = field(default_factory=dict)
    count: int = 0

    def add(self, problem: ProblemFigures, scored: Scored) -> None:
        """Count one more."""
        self.count += 1
        if problem.cell:
            self.cells.append(problem.cell)
        self.projects[f"{scored.project}（{scored.unit}）"] = None


def problem_rows(
    projects: Iterable[Scored], problems: Shelf[ProblemFigures]
) -> Iterator[Row]:
    """Yield every code once, the gravest first and the most frequent first among them."""
    # The first problem with a code lends its words to all that have it
    found: dict[str, _Told] = {}
    for scored in projects:
        for problem in problems.of(scored.number):
            found.setdefault(problem.code, _Told(first=problem, scored=scored)).add(
                problem, scored
            )
    ordered = sorted(
        found.values(),
        # The gravest first; of these, what most projects have
        key=lambda told: (Severity(told.first.severity).rank, -len(told.projects)),
    )
    for told in ordered:
        problem = told.first
        more = ""
        if len(told.projects) > _PROJECTS_SHOWN:
            more = f"等{len(told.projects)}个"
        values = {
            "code": problem.code,
            "severity": problem.severity,
            # A ledger may hold codes of an earlier version, of which only the number is known
            "title": catalogue()[problem.code].title
            if problem.code in catalogue()
            else "",
            "projects": len(told.projects),
            "count": told.count,
            "where": "、".join(list(told.projects)[:_PROJECTS_SHOWN]) + more,
            "message": problem.message,
            "remedy": problem.remedy,
            "source": problem.source,
        }
        yield Row(values=values)


def problem_detail_rows(
    projects: Iterable[Scored], problems: Shelf[ProblemFigures], originals: Originals
) -> Iterator[Row]:
    """Yield every code once per project, with its cells."""
    for scored in projects:
        own: dict[str, _Told] = {}
        for problem in problems.of(scored.number):
            own.setdefault(problem.code, _Told(first=problem, scored=scored)).add(
                problem, scored
            )
        for told in own.values():
            yield _problem(told, scored, originals)


def first_problem_rows(
    projects: Iterable[Scored], problems: Shelf[ProblemFigures]
) -> dict[int, int]:
    """Return the row in which the problems of each project begin among the details, by arrival."""
    found: dict[int, int] = {}
    # Row 1 are the headings
    row = 2
    for scored in projects:
        # Details have one row for each code of a project, however often it occurs
        codes = {problem.code for problem in problems.of(scored.number)}
        if codes:
            found[scored.number] = row
        row += len(codes)
    return found


def _problem(told: _Told, scored: Scored, originals: Originals) -> Row:
    problem = told.first
    # One cell may have the same problem twice
    cells = list(dict.fromkeys(told.cells))
    more = ""
    if len(cells) > _CELLS_SHOWN:
        more = "等"
    values = {
        "row": scored.row,
        "project": scored.project,
        "unit": scored.unit,
        "code": problem.code,
        "severity": problem.severity,
        "count": told.count,
        "cell": "、".join(cells[:_CELLS_SHOWN]) + more,
        "path": problem.path[-1] if problem.path else "",
        "message": problem.message,
        "remedy": problem.remedy,
        "source": problem.source,
        "sheet": problem.sheet,
        "file": scored.version.arrival.file,
    }
    links = to_original(
        scored,
        problem.sheet,
        cells,
        originals,
        "cell",
        "file",
    )
    return Row(values=values, links=links | to_scores(scored))


# How many cells or projects a row names before it says 等
_CELLS_SHOWN = 3
_PROJECTS_SHOWN = 8

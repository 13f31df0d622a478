"""From files to a plan: the project list, the declared targets, last year's forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfeval_xl.distribution.carrying import CarryOver, carry_over
from perfeval_xl.distribution.declarations import read_declarations
from perfeval_xl.distribution.grid import Grid
from perfeval_xl.distribution.model import TargetSet
from perfeval_xl.distribution.planning import Plan, plan_forms
from perfeval_xl.distribution.roster import read_roster
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Location
from perfeval_xl.scheme.loader import find_scheme
from perfeval_xl.workers import bounded

__all__ = ["NamedFile", "Preparation", "prepare"]


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that was handed in: its name for messages, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """The plan, and what the declarations and the folder of last year gave; `carried` is `None` without a folder."""

    plan: Plan
    declared: int
    long_term: int
    carried: CarryOver | None


def prepare(
    roster: NamedFile,
    targets: Sequence[NamedFile] = (),
    *,
    scheme: str = "",
    year: str = "",
    carry_from: Path | None = None,
) -> Preparation:
    """Read everything and put it together; every mistake is in the problems of the plan.

    `scheme` and `year` are for rows that name none. Raises `SubmissionFileError` for a file that is no workbook, and `SchemeError`
    for a `scheme` that there is not.
    """
    usual = ""
    if scheme:
        usual = find_scheme(scheme).id
    # The list itself may hold the targets on its other sheets
    sheets = _sheets(roster)
    listed = read_roster(sheets, usual, year)
    problems: list[Problem] = list(listed.problems)
    sets: list[TargetSet] = []
    long_term = 0
    # Its own sheet of projects is not read as a table of targets
    own = [(sheets, listed.sheet)]
    given = [(_sheets(file), "") for file in targets]
    for number, (grids, left_out) in enumerate([*own, *given]):
        found = read_declarations(grids, leave_out=left_out)
        sets += found.sets
        problems += found.problems
        long_term += found.long_term
        if number and not found.sets and not found.long_term:
            problems.append(_no_targets(targets[number - 1].name))
    plan = plan_forms(listed.projects, sets, problems)
    carried = None
    # Targets that were taken over are judged like all others, in a second plan
    if carry_from is not None:
        carried = carry_over(plan.projects, carry_from)
        # Only the first plan knew the declarations, and told which of them found no project
        plan = plan_forms(
            carried.projects, (), problems + _of_declarations(plan, problems)
        )
    return Preparation(
        plan=plan,
        declared=sum(len(s.targets) for s in sets),
        long_term=long_term,
        carried=carried,
    )


def _sheets(file: NamedFile) -> tuple[Grid, ...]:
    """Open a list; units send some of them, and none may take all time or memory."""
    with bounded(file.name):
        return tuple(Grid.sheets(file.data, file.name))


def _no_targets(file: str) -> Problem:
    slots = {"where": f"文件“{file}”", "columns": "“三级指标”和“指标值”列"}
    return Problem(
        code="PE-115",
        place=Location(file=file),
        slots=slots,
    )


def _of_declarations(plan: Plan, already: Iterable[Problem]) -> list[Problem]:
    """Return the problems of declarations that found no project: they are not found again without the declarations."""
    # By identity: problems of reading are handed to the second plan anyway
    known = set(map(id, already))
    return [
        problem
        for problem in plan.problems
        if problem.code == "PE-108" and id(problem) not in known
    ]

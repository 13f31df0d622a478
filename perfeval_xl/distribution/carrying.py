"""Last year's forms carried over (结转): what is planned again is taken along, what was reached is not.

Indicator names, targets, weights and 预期目标 come from the form that has the same 项目编码, or the same project name and
unit; actuals, scores, reasons, money and analyses stay behind. What was declared for this year is never replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from perfeval_xl.distribution.model import Project, Target, match_text
from perfeval_xl.errors import EnvironmentMissing, SubmissionFileError, system_reason
from perfeval_xl.limits import LIMITS
from perfeval_xl.reading import Reading, read_submission
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.sheets.package import too_large
from perfeval_xl.workers import bounded

__all__ = ["Carried", "CarryOver", "carry_over"]

_LINK = "它是指向别处的链接，没有跟随；请把文件本身放进来。"
_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".et", ".json")
# The program's own lists, which lie in last year's folder beside the forms
_MANIFESTS = ("清单.xlsx", "清单.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one project took over: from which file, how many indicators, and whether its goal."""

    project: str
    file: str
    indicators: int
    goal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOver:
    """The projects with what they took over, and what was done; `unread` are files that are no forms, with the reason.

    `unused` are the forms of projects that are not in the list, or that had nothing to take over.
    """

    projects: tuple[Project, ...]
    carried: tuple[Carried, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Old:
    file: str
    code: str
    names: tuple[str, str]
    reading: Reading


def carry_over(projects: Sequence[Project], folder: Path) -> CarryOver:
    """Give projects without targets those of their form of last year, found anywhere below `folder`.

    Where two forms fit, the one of the later year counts, then the last by name.
    """
    unread: list[tuple[str, str]] = []
    # Forms come in the order of their years: in both tables a later one replaces an earlier one
    old = list(_old_forms(folder, unread))
    by_code = {form.code: form for form in old if form.code}
    by_names = {form.names: form for form in old if all(form.names)}
    result: list[Project] = []
    carried: list[Carried] = []
    used: set[str] = set()
    for project in projects:
        code = match_text(project.code.text)
        names = (
            match_text(project.project.text),
            match_text(project.unit.text),
        )
        # The code decides; names only where the list or the old form has none
        form = (by_code.get(code) if code else None) or by_names.get(names)
        taken = None
        if form is not None:
            taken = _taken(project, form)
        result.append(project if taken is None else taken[0])
        if taken is not None and form is not None:
            carried.append(taken[1])
            # A form whose projects took nothing from it is reported as unused
            used.add(form.file)
    unused = tuple(form.file for form in old if form.file not in used)
    return CarryOver(
        projects=tuple(result),
        carried=tuple(carried),
        unread=tuple(unread),
        unused=unused,
    )


def _taken(project: Project, form: _Old) -> tuple[Project, Carried] | None:
    """Return the project with what it takes over; `None` when it has its own targets, or there is nothing to take."""
    submission = form.reading.submission
    # What was declared for this year stands, even if the form of last year has more
    targets = (
        ()
        if project.targets or not _takes_targets(project)
        else tuple(_targets(form.reading))
    )
    # Of several goals the first that is filled in counts
    goal = next(
        (goal.expected for goal in submission.goals if not goal.expected.blank),
        None,
    )
    if not project.goal.blank:
        goal = None
    if not targets and goal is None:
        return None
    taken = replace(
        project,
        targets=targets or project.targets,
        goal=goal or project.goal,
    )
    told = Carried(
        project=project.project.shown,
        file=form.file,
        indicators=len(targets),
        goal=goal is not None,
    )
    return taken, told


def _takes_targets(project: Project) -> bool:
    """Whether the form of a project has slots into which last year's indicators can be written."""
    return bool(project.scheme) and load_scheme(project.scheme).has_slots


def _targets(reading: Reading) -> Iterator[Target]:
    """Yield the indicators that a unit wrote and gave a name."""
    if not reading.scheme.has_slots:
        return
    for indicator in reading.submission.indicators:
        # Only an indicator with all three levels and a name can be planned again
        if len(indicator.path) == 3 and not indicator.name_entry.blank:
            path = (indicator.path[0], indicator.path[1], indicator.path[2])
            place = indicator.name_entry.location
            yield Target(
                path=path,
                target=indicator.target,
                weight=indicator.weight,
                place=place,
            )


def _old_forms(folder: Path, unread: list[tuple[str, str]]) -> Iterator[_Old]:
    found = []
    # A link leads elsewhere: it is told and not followed
    for path in _files(folder):
        shown = str(path.relative_to(folder))
        if path.is_symlink():
            unread.append((shown, _LINK))
            continue
        # One file that cannot be read does not stop the others: it is told at the end
        try:
            reading = _read(path)
        except SubmissionFileError as exc:
            unread.append((shown, exc.message))
            continue
        submission = reading.submission
        names = (
            match_text(submission.project.text),
            match_text(submission.unit.text),
        )
        # Only forms that this program issued know the code of their project
        if reading.issue is not None:
            code = match_text(reading.issue.code)
        else:
            code = ""
        found.append((submission.year.text or "", _Old(shown, code, names, reading)))
    # By year, and by name within a year, since the files came in that order
    yield from (form for _, form in sorted(found, key=lambda item: item[0]))


def _files(folder: Path) -> Iterable[Path]:
    try:
        paths = sorted(
            path
            for path in folder.rglob("*")
            if path.suffix.lower() in _SUFFIXES and path.is_file()
        )
    except OSError as exc:
        raise EnvironmentMissing(
            f"无法读取文件夹“{folder}”：{system_reason(exc)}。",
            "请检查文件夹的权限。",
        ) from exc
    # Without hidden files, and the lock files `~$…` of open workbooks
    return [
        path
        for path in paths
        if path.name not in _MANIFESTS and not path.name.startswith(("~$", "."))
    ]


def _read(path: Path) -> Reading:
    try:
        if path.stat().st_size > LIMITS.file_bytes:
            raise too_large(path.name)
        # One file of a folder must not keep the others waiting
        with bounded(path.name):
            return read_submission(path.read_bytes(), path.name)
    except OSError as exc:
        raise EnvironmentMissing(
            f"无法读取“{path}”：{system_reason(exc)}。", "请检查文件的权限。"
        ) from exc

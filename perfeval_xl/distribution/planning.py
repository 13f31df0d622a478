"""Projects and the targets declared for them, put together and judged: what will be drawn, and what stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from perfeval_xl.amounts import ZERO, parse_number, plain
from perfeval_xl.distribution.judging import LONGEST_NAME, LONGEST_TARGET, text_problems
from perfeval_xl.distribution.model import Project, Target, TargetSet, match_text
from perfeval_xl.distribution.promises import promise_problems, repeated_promises
from perfeval_xl.form.identity.stated import MOST_SLOTS
from perfeval_xl.form.layout.open import slots_for
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.citing import cited
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import Indicator, Submission

__all__ = ["Plan", "plan_forms"]

# The problem of a column that the list does not have
_NO_COLUMN = "PE-257"

# Characters of a goal: it has a merged area of its own, larger than that of a target
_LONGEST_GOAL = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The projects with their targets, in the order of the list; every problem of the list and the declarations.

    `bad` are the rows of projects that have an error of their own; `of_none` says whether an error belongs to none.
    """

    projects: tuple[Project, ...]
    problems: tuple[Problem, ...]
    bad: frozenset[int]
    of_none: bool

    @property
    def good(self) -> tuple[Project, ...]:
        """The projects without an error."""
        return tuple(
            project for project in self.projects if project.row not in self.bad
        )


def plan_forms(
    projects: Iterable[Project],
    sets: Iterable[TargetSet],
    problems: Iterable[Problem],
) -> Plan:
    """Give every project its targets and judge them; `problems` are those found in reading, which are kept."""
    listed = list(projects)
    found = list(problems)
    # Declarations first: a project may get targets from several of them
    matching = _Matching(listed)
    for declared in sets:
        found += matching.place(declared)
    planned: list[Project] = []
    blamed: set[int] = set()
    # Then each project is judged with all its targets
    for project in listed:
        given = matching.given.get(project.row)
        planned.append(
            project
            if given is None
            else replace(project, targets=tuple(given[0]), goal=given[1])
        )
        own = list(_judge(planned[-1]))
        found += own
        if any(problem.severity is Severity.ERROR for problem in own):
            blamed.add(project.row)
    # Errors of reading carry a cell; their project is the row they stand in
    bad, of_none = _whose(listed, found, planned)
    return Plan(
        projects=tuple(planned),
        problems=tuple(found),
        bad=frozenset(bad | blamed),
        of_none=of_none,
    )


class _Matching:
    """Finds the project of a declaration: by code, else by name and unit, else by a name that only one project has."""

    def __init__(self, projects: list[Project]) -> None:
        self.given: dict[int, tuple[list[Target], Entry]] = {}
        self._by_code: dict[str, list[Project]] = {}
        self._by_name: dict[str, list[Project]] = {}
        # A list of one project needs no name in its declaration
        self._only = projects[0] if len(projects) == 1 else None
        for project in projects:
            if not project.code.blank:
                self._by_code.setdefault(match_text(project.code.text), []).append(
                    project
                )
            self._by_name.setdefault(match_text(project.project.text), []).append(
                project
            )

    def place(self, declared: TargetSet) -> Iterator[Problem]:
        """Put the targets to their project, or yield the problem that there is none."""
        found, reason = self._find(declared)
        if found is None:
            if not declared.project.blank:
                named = declared.project
            else:
                named = declared.code
            slots = {"project": named.shown, "reason": reason}
            yield Problem(
                code="PE-108",
                place=declared.place,
                found=named.shown,
                slots=slots,
            )
            return
        # Targets add up; of several goals the first counts
        targets, goal = self.given.get(found.row, ([], found.goal))
        self.given[found.row] = (
            [*targets, *declared.targets],
            declared.goal if goal.blank else goal,
        )

    def _find(self, declared: TargetSet) -> tuple[Project | None, str]:
        # A code that is there but fits none may still be meant by its name
        if not declared.code.blank:
            coded = self._by_code.get(match_text(declared.code.text), [])
            if len(coded) == 1:
                return coded[0], ""
            if coded:
                return None, f"的编码在项目清单中有{len(coded)}行"
            # Without a name nothing else tells the project: one whose name is blank is not meant
            if declared.project.blank:
                return None, "的编码不在项目清单中，也没有写项目名称"
        # A declaration that names nobody belongs to the only project, if there is one
        if declared.project.blank and declared.code.blank:
            return self._only, "没有写明"
        named = self._by_name.get(match_text(declared.project.text), [])
        # A unit is asked for only where the name alone is not enough
        if len(named) > 1 and not declared.unit.blank:
            unit = match_text(declared.unit.text)
            named = [
                project for project in named if match_text(project.unit.text) == unit
            ]
        if len(named) > 1:
            return None, f"在项目清单中有{len(named)}个，没有写明是哪一个"
        if named:
            return (named[0], "")
        return (None, "不在项目清单中")


def _judge(project: Project) -> Iterator[Problem]:
    """Yield what is wrong with the targets of one project."""
    # Without a scheme there is nothing to judge by; that it is missing is told elsewhere
    if not project.scheme:
        return
    scheme = load_scheme(project.scheme)
    yield from _validity(project, scheme)
    # Without slots the form prints the indicators of the scheme: declared ones have no place
    if not scheme.has_slots:
        if project.targets:
            slots = {
                "project": project.project.shown,
                "scheme": scheme.title,
                "count": str(len(project.targets)),
            }
            yield Problem(
                code="PE-124",
                place=project.place,
                slots=slots,
            )
        return
    # Each text for itself, then the targets against each other, then against the scheme
    yield from text_problems(project.goal, "年度目标", _LONGEST_GOAL)
    for target in project.targets:
        yield from _judge_target(target)
    yield from _repeated(project)
    yield from repeated_promises(project.targets)
    yield from _dimensions(project, scheme)
    yield from _weights(project, scheme)
    # The hidden sheet of a form describes every row, and has room for so many
    count = _slot_count(project, scheme)
    if count > MOST_SLOTS:
        where = f"项目“{project.project.shown}”的指标"
        told = {
            "where": where,
            "count": str(count),
            "limit": str(MOST_SLOTS),
        }
        yield Problem(
            code="PE-118",
            place=project.place,
            slots=told,
        )


def _validity(project: Project, scheme: Scheme) -> Iterator[Problem]:
    """A year that the scheme does not hold for; one that is no year is told elsewhere."""
    year = parse_number(project.year.text)
    first, last = scheme.valid_from, scheme.valid_to
    if year is None or (first.year <= year and (last is None or year <= last.year)):
        return
    # The span as a sentence: open at its end, one year, or several
    if last is None:
        until = "起"
    elif last.year == first.year:
        until = ""
    else:
        until = f"至{last.year}年"
    slots = {
        "row": str(project.row),
        "written": project.year.shown,
        "scheme": scheme.title,
        "span": f"{first.year}年{until}",
    }
    wrong = Problem(
        code="PE-126",
        place=project.year.location,
        found=project.year.shown,
        slots=slots,
    )
    yield cited(wrong, scheme)


def _judge_target(target: Target) -> Iterator[Problem]:
    # All three levels stand at the place of the 三级指标: a declaration knows only that one
    named = replace(
        target.target,
        text=target.path[2],
        location=target.place,
    )
    yield from text_problems(named, "三级指标", LONGEST_NAME, indicator=True)
    for level in (0, 1):
        yield from text_problems(
            replace(named, text=target.path[level]),
            ("一级指标", "二级指标")[level],
            LONGEST_NAME,
        )
    yield from text_problems(target.target, "指标值", LONGEST_TARGET)
    yield from promise_problems(target)
    weight = parse_number(target.weight.text)
    if not target.weight.blank and (weight is None or weight < ZERO):
        slots = {"field": "分值", "written": target.weight.shown[:30]}
        yield Problem(
            code="PE-104",
            place=target.weight.location,
            found=target.weight.shown,
            slots=slots,
        )


def _repeated(project: Project) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], int] = {}
    for target in project.targets:
        key = tuple(map(match_text, target.path))
        if key in seen:
            slots = {
                "project": project.project.shown,
                "indicator": target.path[2][:30],
                "row": str(target.row),
                "other": str(seen[key]),
            }
            yield Problem(
                code="PE-116",
                place=target.place,
                path=target.path,
                slots=slots,
            )
        # The first one is named by all that repeat it
        seen.setdefault(key, target.row)


def _dimensions(project: Project, scheme: Scheme) -> Iterator[Problem]:
    known = [dimension.name for dimension in scheme.dimensions]
    told: set[str] = set()
    for target in project.targets:
        name = target.path[0]
        if name not in known and name not in told:
            # One problem for each name, not for each of its rows
            told.add(name)
            slots = {
                "row": str(target.row),
                "dimension": name[:30],
                "scheme": scheme.title,
                "known": "、".join(known),
            }
            yield cited(
                Problem(
                    code="PE-119",
                    place=target.place,
                    path=target.path,
                    slots=slots,
                ),
                scheme,
            )


def _weights(project: Project, scheme: Scheme) -> Iterator[Problem]:
    """Weights are declared for all targets, and make the full score with that of the funds row; or for none."""
    weights = [
        parse_number(target.weight.text)
        for target in project.targets
        if not target.weight.blank
    ]
    known = [weight for weight in weights if weight is not None]
    # No weights at all are left to the unit; one that cannot be read has its own problem
    if not weights or len(known) != len(weights):
        return
    # The row of the funds has points of its own in most schemes
    total = sum(known, scheme.execution_weight)
    if total != scheme.full_score:
        slots = {
            "project": project.project.shown,
            "sum": plain(total),
            "execution": plain(scheme.execution_weight),
            "full": plain(scheme.full_score),
            "difference": plain(abs(total - scheme.full_score)),
        }
        # The sum has no cell; the first weight stands for it
        place = next(
            target.weight.location
            for target in project.targets
            if not target.weight.blank
        )
        wrong = Problem(
            code="PE-109",
            place=place,
            found=plain(total),
            expected=plain(scheme.full_score),
            slots=slots,
        )
        yield cited(wrong, scheme)


def _slot_count(project: Project, scheme: Scheme) -> int:
    indicators = tuple(Indicator(path=target.path) for target in project.targets)
    return len(slots_for(scheme, Submission(scheme=scheme.id, indicators=indicators)))


def _whose(
    projects: list[Project],
    problems: list[Problem],
    planned: list[Project],
) -> tuple[set[int], bool]:
    """Return the rows of the list that an error of reading stands in, and whether one stands in none of them."""
    # Targets stand in other files or sheets than the projects, and are told by those
    rows = {(p.place.file, p.place.sheet, p.row): p.row for p in projects}
    rows |= {
        (t.place.file, t.place.sheet, t.row): p.row for p in planned for t in p.targets
    }
    bad: set[int] = set()
    general = False
    for problem in problems:
        if problem.severity is not Severity.ERROR:
            continue
        if problem.code == _NO_COLUMN:
            # What the list lacks, every project of it lacks.
            bad |= {project.row for project in projects}
        row = rows.get((problem.place.file, problem.place.sheet, _row_of(problem)))
        if row is None:
            general = True
        else:
            bad.add(row)
    return bad, general


# Places in documents have an order without an address
def _row_of(problem: Problem) -> int:
    order = problem.place.order
    return 0 if order is None else order[0]

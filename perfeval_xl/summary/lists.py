"""The rows of every list of the 汇总表, one after the other, each with where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfeval_xl.amounts import plain
from perfeval_xl.collection.project_states import ProjectRecord, ProjectState, Standing
from perfeval_xl.collection.records import (
    Arrival,
    IndicatorFigures,
    ProblemFigures,
    State,
    Version,
)
from perfeval_xl.collection.repairs import Repair
from perfeval_xl.dates import in_china
from perfeval_xl.problems import Severity, catalogue
from perfeval_xl.replies.status import OWED, days_said, to_do
from perfeval_xl.sheets.long_book import Link
from perfeval_xl.summary.originals import Originals, places
from perfeval_xl.summary.projects import NOT_FILLED, Scored, averages, difference
from perfeval_xl.summary.shelf import Shelf
from perfeval_xl.summary.tables import Row

__all__ = [
    "DETAILS_SHEET",
    "PROBLEMS_SHEET",
    "SCORES_SHEET",
    "arrival_rows",
    "department_rows",
    "first_problem_rows",
    "indicator_rows",
    "owed_rows",
    "problem_detail_rows",
    "problem_rows",
    "repeat_rows",
    "score_rows",
    "version_state",
    "whose",
]

SCORES_SHEET, PROBLEMS_SHEET, DETAILS_SHEET = "得分", "问题", "问题明细"


def whose(scored: Scored) -> str:
    """Return what the file of an original is called after."""
    return f"{scored.department}_{scored.project}"


def score_rows(
    projects: Iterable[Scored], first_problems: Mapping[int, int], originals: Originals
) -> Iterator[Row]:
    """Yield one row per project with a submission; `first_problems` are rows of the problems by arrival."""
    for scored in projects:
        figures, arrival = scored.figures, scored.version.arrival
        values = {
            "department": scored.department,
            "unit": scored.unit,
            "project": scored.project,
            "code": scored.record.code,
            "year": figures.year,
            "state": str(scored.record.state),
            "budget": figures.budget,
            "executed": figures.executed,
            "money_unit": figures.money_unit,
            "rate": figures.execution_rate,
            "self_total": figures.self_total,
            "self_grade": figures.self_grade,
            "rule_total": figures.decided_total,
            "rule_grade": figures.rule_grade,
            "rule_said": "" if figures.decided_total is not None else figures.rule_said,
            "difference": difference(figures.self_total, figures.decided_total),
            "counted": scored.counted,
            "errors": figures.errors,
            "warnings": figures.warnings,
            "hints": figures.hints,
            "version": scored.version.version,
            "form_id": figures.form_id,
            "days_late": scored.record.days_late or None,
            "place": _places(scored.version),
            "scheme": scored.scheme,
            **_received(arrival),
        }
        links = _to_original(
            scored,
            figures.sheet,
            [figures.self_total_cell, figures.budget_cell],
            originals,
            "file",
        )
        row = first_problems.get(scored.number)
        if row is not None:
            links |= dict.fromkeys(
                ("errors", "warnings", "hints"), Link(f"'{DETAILS_SHEET}'!A{row}")
            )
        yield Row(values=values, links=links)


def department_rows(standing: Standing, projects: Sequence[Scored]) -> Iterator[Row]:
    """Yield how every department stands, those that reported nothing included, in the order of the list."""
    by_department: dict[str, list[Scored]] = {}
    for scored in projects:
        by_department.setdefault(scored.record.department, []).append(scored)
    for name, records in standing.departments().items():
        counts = {
            state: sum(record.state is state for record in records)
            for state in ProjectState
        }
        average = averages(by_department.get(name, []))
        values = {
            "department": name or NOT_FILLED,
            "listed": sum(
                count for state, count in counts.items() if state.on_the_list
            ),
            "passed": counts[ProjectState.PASSED],
            "returned": counts[ProjectState.RETURNED],
            "received": counts[ProjectState.RECEIVED],
            "missing": counts[ProjectState.MISSING],
            "overdue": counts[ProjectState.OVERDUE],
            "waived": counts[ProjectState.WAIVED],
            "beside": sum(
                count for state, count in counts.items() if not state.on_the_list
            ),
            "count": average.count,
            "own": average.own,
            "by_rules": average.by_rules,
            "difference": average.difference,
        }
        yield Row(values=values)


def owed_rows(standing: Standing) -> Iterator[Row]:
    """Yield the projects of the list that somebody has still to do something about."""
    for record in standing.of(*OWED):
        yield Row(values=_owed(record))


def _owed(record: ProjectRecord) -> Mapping[str, object]:
    return {
        "state": str(record.state),
        "department": record.department or NOT_FILLED,
        "unit": record.unit,
        "project": record.project,
        "code": record.code,
        "days": days_said(record.days_left),
        "told": to_do(record),
        "mail": record.mail,
    }


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
    found: dict[str, _Told] = {}
    for scored in projects:
        for problem in problems.of(scored.number):
            found.setdefault(problem.code, _Told(first=problem, scored=scored)).add(
                problem, scored
            )
    ordered = sorted(
        found.values(),
        key=lambda told: (Severity(told.first.severity).rank, -len(told.projects)),
    )
    for told in ordered:
        problem = told.first
        more = (
            f"等{len(told.projects)}个" if len(told.projects) > _PROJECTS_SHOWN else ""
        )
        values = {
            "code": problem.code,
            "severity": problem.severity,
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
    row = 2
    for scored in projects:
        codes = {problem.code for problem in problems.of(scored.number)}
        if codes:
            found[scored.number] = row
        row += len(codes)
    return found


def _problem(told: _Told, scored: Scored, originals: Originals) -> Row:
    problem = told.first
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
    links = _to_original(scored, problem.sheet, cells, originals, "cell", "file")
    return Row(values=values, links=links | _to_scores(scored))


_CELLS_SHOWN = 3
_PROJECTS_SHOWN = 8


def indicator_rows(
    projects: Iterable[Scored],
    indicators: Shelf[IndicatorFigures],
    originals: Originals,
) -> Iterator[Row]:
    """Yield the scored rows of every project."""
    for scored in projects:
        for indicator in indicators.of(scored.number):
            levels = (*indicator.path, "", "", "")
            values = {
                "row": scored.row,
                "project": scored.project,
                "unit": scored.unit,
                "level_1": levels[0],
                "level_2": levels[1],
                "level_3": levels[2],
                "target": indicator.target,
                "actual": indicator.actual,
                "weight": indicator.weight,
                "self_score": indicator.self_score,
                "score": indicator.decided_score,
                "possible": _possible(indicator),
                "difference": difference(indicator.self_score, indicator.decided_score),
                "explanation": indicator.explanation,
                "file": scored.version.arrival.file,
                "sheet": indicator.sheet,
                "cell": indicator.cell,
            }
            links = _to_original(
                scored, indicator.sheet, [indicator.cell], originals, "cell"
            )
            yield Row(values=values, links=links | _to_scores(scored))


def arrival_rows(
    arrivals: Iterable[Arrival],
    originals: Originals,
    repaired: Mapping[int, Repair] | None = None,
) -> Iterator[Row]:
    """Yield one row per attachment, with what was said of it and what became of it afterwards."""
    for arrival in arrivals:
        file = (
            originals.link(arrival, f"未能读取_{arrival.file}")
            if repaired is not None
            else ""
        )
        values = {
            "kind": arrival.kind,
            "size": arrival.size,
            "code": arrival.code,
            "message": arrival.message,
            "remedy": arrival.remedy,
            "earlier": arrival.earlier,
            "repaired": ""
            if repaired is None
            else _repaired(repaired.get(arrival.number)),
            **_received(arrival),
        }
        yield Row(values=values, links={"file": Link("A1", file)} if file else {})


def repeat_rows(
    versions: Iterable[Version], duplicates: Iterable[Arrival]
) -> Iterator[Row]:
    """Yield the submissions of which there are several versions, version by version, and then the duplicates."""
    before: dict[str, str] = {}
    repeated: dict[str, Version] = {}
    for version in versions:
        repeated[version.arrival.sha256] = version
        if version.versions > 1:
            values = {
                "class": State.CORRECTION.label if version.version > 1 else "首次报送",
                **_owner(version),
                "version": f"第{version.version}版，共{version.versions}版",
                "in_force": version_state(version),
                "earlier": before.get(version.figures.subject, ""),
                **_received(version.arrival),
            }
            before[version.figures.subject] = version.arrival.file
            yield Row(values=values)
    for arrival in duplicates:
        shared = {
            "class": State.DUPLICATE.label,
            "earlier": arrival.earlier,
            **_received(arrival),
        }
        own = repeated.get(arrival.sha256)
        yield Row(values=shared if own is None else shared | _owner(own))


def version_state(version: Version) -> str:
    """Say in words whether a version stands for its project."""
    if version.in_force:
        return "在用"
    if version.withdrawn:
        return "已撤回"
    return "待定" if version.doubt else "已被替代"


def _repaired(repair: Repair | None) -> str:
    if repair is None:
        return "还没有补报"
    file, project = repair.version.arrival.file, repair.version.figures.project
    if repair.certain:
        return f"已补报：{file}"
    return f"同一发件人后来报送了“{project}”，请核对"


def _to_original(
    scored: Scored, sheet: str, cells: Sequence[str], originals: Originals, *keys: str
) -> dict[str, Link]:
    """Lead to a cell of the original; to nothing where it is no workbook, or is not written beside the 汇总表."""
    file = originals.link(scored.version.arrival, whose(scored))
    place = places(sheet, [cell for cell in cells if cell])
    if not file or not place:
        return {}
    return dict.fromkeys(keys, Link(place, file))


def _to_scores(scored: Scored) -> dict[str, Link]:
    return {"row": Link(f"'{SCORES_SHEET}'!A{scored.row}")}


def _possible(indicator: IndicatorFigures) -> str:
    if indicator.highest is None:
        return ""
    return f"{plain(indicator.score)}至{plain(indicator.highest)}"


def _owner(version: Version) -> dict[str, object]:
    return {
        "project": version.figures.project or NOT_FILLED,
        "unit": version.figures.unit or NOT_FILLED,
    }


def _places(version: Version) -> str:
    """Say where the money and the total stand; the places of a JSON file are names already."""
    figures = version.figures
    named = (
        ("预算数", figures.budget_cell),
        ("执行数", figures.executed_cell),
        ("总分", figures.self_total_cell),
    )
    if not figures.sheet:
        return "，".join(cell for _, cell in named if cell)
    return f"{figures.sheet}：" + "，".join(
        f"{name}{cell}" for name, cell in named if cell
    )


def _received(arrival: Arrival) -> dict[str, object]:
    return {
        "file": arrival.file,
        "received": in_china(arrival.received_at),
        "sender": arrival.sender,
        "subject": arrival.subject,
        "origin": arrival.origin,
    }

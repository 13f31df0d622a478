"""The rows of every list of the 汇总表, one after the other, each with where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from perfeval_xl.amounts import plain
from perfeval_xl.collection.project_states import ProjectRecord, ProjectState, Standing
from perfeval_xl.collection.records import (
    IndicatorFigures,
    Version,
)
from perfeval_xl.replies.status import OWED, days_said, to_do
from perfeval_xl.sheets.long_book import Link
from perfeval_xl.summary.columns import title_of
from perfeval_xl.summary.list_links import (
    received,
    to_original,
    to_scores,
)
from perfeval_xl.summary.originals import Originals
from perfeval_xl.summary.projects import NOT_FILLED, Scored, averages, difference
from perfeval_xl.summary.shelf import Shelf
from perfeval_xl.summary.tables import Row

__all__ = [
    "department_rows",
    "indicator_rows",
    "owed_rows",
    "score_rows",
]


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
            **received(arrival),
        }
        links = to_original(
            scored,
            figures.sheet,
            [figures.self_total_cell, figures.budget_cell],
            originals,
            "file",
        )
        row = first_problems.get(scored.number)
        if row is not None:
            details = title_of("problem_details")
            there = Link(f"'{details}'!A{row}")
            links |= dict.fromkeys(("errors", "warnings", "hints"), there)
        yield Row(values=values, links=links)


def department_rows(standing: Standing, projects: Sequence[Scored]) -> Iterator[Row]:
    """Yield how every department stands, those that reported nothing included, in the order of the list."""
    # Only projects with a submission have averages; departments without one keep their row
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


def indicator_rows(
    projects: Iterable[Scored],
    indicators: Shelf[IndicatorFigures],
    originals: Originals,
) -> Iterator[Row]:
    """Yield the scored rows of every project."""
    for scored in projects:
        for indicator in indicators.of(scored.number):
            # An indicator with fewer levels leaves the last columns blank
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
            links = to_original(
                scored, indicator.sheet, [indicator.cell], originals, "cell"
            )
            yield Row(values=values, links=links | to_scores(scored))


def _possible(indicator: IndicatorFigures) -> str:
    # Only a row that is still open has a range of possible points
    if indicator.highest is None:
        return ""
    return f"{plain(indicator.score)}至{plain(indicator.highest)}"


def _places(version: Version) -> str:
    """Say where the money and the total stand; the places of a JSON file are names already."""
    figures = version.figures
    named = (
        ("预算数", figures.budget_cell),
        ("执行数", figures.executed_cell),
        ("总分", figures.self_total_cell),
    )
    # In a JSON file the names of the fields are the places
    if not figures.sheet:
        return "，".join(cell for _, cell in named if cell)
    return f"{figures.sheet}：" + "，".join(
        f"{name}{cell}" for name, cell in named if cell
    )

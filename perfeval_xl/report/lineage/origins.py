"""Where the fields of a report come from. Asked only for what a template really printed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from perfeval_xl.amounts import plain
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.refs import Entry
from perfeval_xl.report.drafting.scores import Scored, group_of
from perfeval_xl.report.drafting.shortfalls import shortfalls_in
from perfeval_xl.report.lineage.model import Cell, Origin
from perfeval_xl.report.lineage.written import (
    funds_row_of,
    goal_of,
    indicator_of,
    table_cell_of,
)
from perfeval_xl.report.vocabulary.findings import CheckCounts, ProblemLine
from perfeval_xl.report.vocabulary.form import (
    ChapterText,
    Execution,
    FundsLine,
    GoalLine,
    IndicatorLine,
    SectionText,
    TableText,
)
from perfeval_xl.report.vocabulary.report import Report
from perfeval_xl.report.vocabulary.scores import (
    BandLine,
    DefectLine,
    DimensionLine,
    ExcessLine,
    GroupLine,
    LossLine,
    ScoreLine,
    ShortfallLine,
    UnscoredLine,
)
from perfeval_xl.rules.base import Step
from perfeval_xl.scheme.parameters import kind_texts
from perfeval_xl.submission.model import EXECUTION_PATH, FundsRow

__all__ = ["Origins", "texts"]

_JUDGED = "judgement"
_WRITTEN = ("target", "actual", "note")
_FUNDS = ("initial_budget", "budget", "executed", "weight", "rate", "self_score")
_HEAD = ("year", "project", "department", "unit", "weight_total", "self_total")
_SCORED = (
    "total",
    "total_said",
    "decided",
    "lowest",
    "highest",
    "conclusion",
    "undecided",
)
_OWN = ("self_total", "self_conclusion", "self_results")
_ENTRIES = {"name": "name_entry"}
"""Fields of an indicator whose place is kept beside them."""
_SECTION_OF = {"report_date": "报告日期"}


class Origins:
    """The origins of one report. `of` never fails: what is neither written nor computed comes from the scheme."""

    def __init__(self, evaluation: Evaluation, rows: tuple[Scored, ...]) -> None:
        self._submission = evaluation.submission
        self._scheme = evaluation.scheme
        self._card = evaluation.scorecard
        self._problems = evaluation.problems
        self._file = evaluation.file
        self._rows = rows
        self._known: dict[tuple[object, ...], Origin] = {}
        scheme = evaluation.scheme
        self._from_scheme = Origin(
            rule=_say("scheme", title=scheme.title),
            source=scheme.source.citation,
        )
        self._by_type: Mapping[type, Callable[[Any, str], Origin | None]] = {
            Report: self._head,
            Execution: self._execution,
            FundsLine: self._funds,
            GoalLine: self._goal,
            IndicatorLine: self._indicator,
            SectionText: self._section,
            ChapterText: self._section,
            ScoreLine: self._score,
            GroupLine: self._group,
            DimensionLine: self._group,
            LossLine: self._own,
            UnscoredLine: self._own,
            ExcessLine: self._own,
            ShortfallLine: self._shortfall,
            ProblemLine: self._problem,
            CheckCounts: self._counts,
            BandLine: self._of_scheme,
            DefectLine: self._of_scheme,
            TableText: self._of_scheme,
            dict: self._table,
        }

    def of(self, record: Any, field: str) -> Origin:
        """Return where a field of a record comes from."""
        find = self._by_type.get(type(record), self._of_scheme)
        return find(record, field) or self._of_scheme(record, field)

    def _head(self, _: Report, field: str) -> Origin | None:
        if field == "file":
            return Origin(rule=_say("file"))
        if field in _SECTION_OF:
            return self._cells(self._submission.sections.get(_SECTION_OF[field]))
        if field == "printed_grade":
            return self._cells(self._submission.self_grade)
        # Written ones come from their cell, blank ones were computed
        if field in _HEAD and not getattr(self._submission, field).blank:
            return self._cells(getattr(self._submission, field))
        if field in {"weight_total", "weight_sum"}:
            return self._weights(self._rows)
        if field == "self_grade" or field in _OWN:
            return self._own_sum(self._rows)
        if field == "total_rate":
            return self._sum(self._rows, "rate")
        if field == "grade":
            return self._sum(self._rows, "grade")
        if field in _SCORED:
            return self._sum(self._rows, "sum")
        return None

    def _execution(self, _: Execution, field: str) -> Origin:
        rows = self._submission.funds
        if rows:
            total = rows[0]
        else:
            total = FundsRow(source="")
        return self._of_funds(total, field)

    def _funds(self, line: FundsLine, field: str) -> Origin:
        return self._of_funds(funds_row_of(line, self._submission.funds), field)

    def _of_funds(self, row: FundsRow, field: str) -> Origin:
        both = (row.budget, row.executed)
        if field == "balance":
            return Origin(rule=_say("balance"), cells=_cells(both))
        # A rate that nobody wrote is computed
        if field == "rate" and (row.rate is None or row.rate.blank):
            return Origin(rule=_say("execution"), cells=_cells(both))
        if field in _FUNDS:
            return self._cells(getattr(row, field))
        amounts = (row.initial_budget, *both)
        return Origin(rule=_say("money"), cells=_cells(amounts))

    def _goal(self, line: GoalLine, field: str) -> Origin | None:
        goal = goal_of(line, self._submission.goals)
        if goal is None:
            return None
        if field.startswith("expected"):
            return self._cells(goal.expected)
        return self._cells(goal.achieved)

    def _indicator(self, line: IndicatorLine, field: str) -> Origin | None:
        row = indicator_of(line, self._submission, self._scheme)
        written = getattr(row, _ENTRIES.get(field, field), None)
        if isinstance(written, Entry) and not written.blank:
            return self._cells(written)
        return None

    def _section(self, text: SectionText | ChapterText, _: str) -> Origin:
        return self._cells(self._submission.sections.get(text.name))

    def _table(self, row: dict[str, str], field: str) -> Origin:
        cell = table_cell_of(row, field, self._submission, self._scheme)
        if cell is None:
            return Origin(rule=_say("cell"))
        return self._cells(cell)

    def _score(self, line: ScoreLine, field: str) -> Origin:
        one = self._rows[line.number - 1]
        return self._of_row(one, field)

    def _of_row(self, one: Scored, field: str) -> Origin:
        if field in _WRITTEN:
            written = getattr(one.written, field)
            if written.blank:
                return self._of_scheme(one, field)
            return self._cells(written)
        if field == "self_score":
            return self._own_score(one)
        if field == "weight" and not one.written.weight.blank:
            return self._own_weight(one)
        if field in {
            "weight",
            "dimension_weight",
            "group_weight",
            "standard",
            "meaning",
            "proof",
            "name",
        }:
            if one.row.path == EXECUTION_PATH and self._submission.funds:
                return self._cells(self._submission.funds[0].weight)
            return self._of_scheme(one, field)
        return self._ruled(one)

    def _ruled(self, one: Scored) -> Origin:
        key = ("ruled", id(one))
        if key not in self._known:
            self._known[key] = self._by_rule(one)
        return self._known[key]

    def _by_rule(self, one: Scored) -> Origin:
        row = one.row
        steps = row.outcome.steps
        points = _say("open")
        if row.score is not None:
            points = _say("points", points=plain(row.score))
        return Origin(
            rule=_rule_title(row.rule),
            source=row.source.within,
            steps=tuple(step.text for step in steps),
            cells=_cells(_inputs(steps)),
            name=row.path[-1],
            points=points,
        )

    def _own_score(self, one: Scored) -> Origin:
        key = ("own", id(one))
        if key not in self._known:
            self._known[key] = self._written(
                one, one.row.self_score_entry, one.row.self_score
            )
        return self._known[key]

    def _own_weight(self, one: Scored) -> Origin:
        key = ("weight", id(one))
        if key not in self._known:
            self._known[key] = self._written(one, one.written.weight, one.row.weight)
        return self._known[key]

    def _written(self, one: Scored, entry: Entry, value: Decimal | None) -> Origin:
        cells = _cells((entry,))
        rule = self._from_scheme.rule
        if cells:
            rule = _say("cell")
        points = ""
        if value is not None:
            points = _say("points", points=plain(value))
        return Origin(rule=rule, cells=cells, name=one.row.path[-1], points=points)

    def _group(self, line: GroupLine | DimensionLine, field: str) -> Origin:
        dimension = getattr(line, "dimension", "") or line.name
        inside = [one for one in self._rows if one.row.path[0] == dimension]
        if isinstance(line, GroupLine) and line.name:
            inside = [one for one in inside if group_of(one.row.path) == line.name]
        if field == "weight":
            return self._weights(inside)
        if field in {"self_score", "self_text"}:
            return self._own_sum(inside)
        if field == "self_rate":
            return self._own_sum(inside, "own_rate")
        if field in {"rate", "grade"}:
            return self._sum(inside, "rate")
        return self._sum(inside, "sum")

    def _own(self, line: LossLine | UnscoredLine | ExcessLine, field: str) -> Origin:
        one = self._rows[line.number - 1]
        if field in {"lost", "excess", "text"}:
            cells = _cells(
                (one.written.weight, one.row.self_score_entry, one.written.note)
            )
            return Origin(rule=_say("own_lost"), cells=cells)
        return self._of_row(one, field)

    def _shortfall(self, line: ShortfallLine, field: str) -> Origin | None:
        if field.startswith("advice"):
            return None
        # Indicators of one kind are told together
        _, lost = shortfalls_in(self._rows)[line.number - 1]
        if len(lost) == 1:
            return self._ruled(lost[0])
        return self._sum(lost, "sum")

    def _problem(self, line: ProblemLine, _: str) -> Origin:
        problem = self._problems[line.number - 1]
        place = problem.place
        cell = Cell(place.sheet, place.cell, place.label, line.found)
        return Origin(
            rule=_say("check", code=line.code), source=line.source, cells=(cell,)
        )

    def _counts(self, _: CheckCounts, __: str) -> Origin:
        return Origin(rule=_say("counts"))

    def _of_scheme(self, _: Any, __: str) -> Origin:
        return self._from_scheme

    def _sum(self, rows: Iterable[Scored], rule: str) -> Origin:
        parts = tuple(self._ruled(one) for one in rows)
        steps: tuple[str, ...] = ()
        # Only the sum of all rows is adjusted
        if len(parts) == len(self._rows):
            steps = tuple(step.text for step in self._card.adjustments)
        return self._together(rule, parts, steps)

    def _weights(self, rows: Iterable[Scored]) -> Origin:
        return self._together("weights", tuple(self._own_weight(one) for one in rows))

    def _own_sum(self, rows: Iterable[Scored], rule: str = "own_sum") -> Origin:
        own = (one for one in rows if one.row.self_score is not None)
        return self._together(rule, tuple(self._own_score(one) for one in own))

    def _together(
        self, rule: str, parts: tuple[Origin, ...], steps: tuple[str, ...] = ()
    ) -> Origin:
        key = (rule, *(id(part) for part in parts))
        if key not in self._known:
            self._known[key] = Origin(rule=_say(rule), steps=steps, parts=parts)
        return self._known[key]

    def _cells(self, *entries: Entry | None) -> Origin:
        written = [entry for entry in entries if entry is not None and not entry.blank]
        if not written:
            return Origin(rule=_say("blank"))
        return Origin(rule=_say("cell"), cells=_cells(written))


def _rule_title(kind: str) -> str:
    """What a rule kind is called for people."""
    if kind == _JUDGED:
        return _say("judged")
    if kind in kind_texts():
        return kind_texts()[kind].title
    return kind


def _inputs(steps: Iterable[Step]) -> list[Entry]:
    return [item.entry for step in steps for item in step.inputs]


def _cells(entries: Iterable[Entry]) -> tuple[Cell, ...]:
    """The places of entries, each once; a blank one is a place as well where it is known."""
    made: dict[Cell, None] = {}
    for entry in entries:
        where = entry.location
        if not entry.blank or where.cell:
            made[Cell(where.sheet, where.cell, where.label, entry.text or "")] = None
    return tuple(made)


@cache
def texts() -> Mapping[str, Any]:
    """Return the words of this room, `lineage.toml`."""
    words = (
        resources.files("perfeval_xl.report.lineage")
        .joinpath("lineage.toml")
        .read_text(encoding="utf-8")
    )
    return tomllib.loads(words)


@cache
def _word(key: str) -> str:
    said: str = texts()["origins"][key]
    return said


def _say(key: str, **slots: str) -> str:
    if slots:
        return _word(key).format(**slots)
    return _word(key)

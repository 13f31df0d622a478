"""An evaluation becomes a plan: what is to be marked, written and brought into the open workbook.

Nothing here touches a workbook. What earlier commands left in it is told by the record sheet of the copy, so that the
plan renews all of it: 校验 after 评分 keeps the scores, and neither reads its own marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from perfeval_xl.addin.plan import Clear, Fill, Note, Plan, Put, Step, Take
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.markup.marks import plan_marks
from perfeval_xl.markup.problem_sheet import PROBLEM_SHEET, problem_sheet
from perfeval_xl.markup.score_sheet import SCORE_SHEET, score_sheet
from perfeval_xl.refs import CellRef
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.sheets.model import Sheet
from perfeval_xl.sheets.raw import RawWorkbook

__all__ = ["RECORD_SHEET", "Left", "left_in", "lists_for", "plan_for"]

RECORD_SHEET = "_perfeval_marks"
"""Where the hands write down what they changed: verb, tab name, cell, what was there before."""

_SCORE, _GRADE = "规则得分", "规则等级"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What earlier commands left in the workbook: the titles of sheets, and cells that were empty before."""

    sheets: frozenset[str]
    cells: frozenset[CellRef]


def left_in(raw: RawWorkbook) -> Left:
    """Return what the record sheet says; nothing where there is none, and damaged rows are passed over."""
    cells = raw.cells(RECORD_SHEET)
    sheets, written = set(), set()
    for row in range(1, 1 + max((row for row, _ in cells), default=0)):
        verb, title, address = (
            str(cells[row, n].value) if (row, n) in cells else "" for n in (1, 2, 3)
        )
        if verb == "drop":
            sheets.add(title)
        elif verb == "blank":
            written |= _parsed(title, address)
    return Left(sheets=frozenset(sheets), cells=frozenset(written))


def _parsed(title: str, address: str) -> set[CellRef]:
    try:
        return {CellRef.parse(title, address)}
    except ValueError:
        return set()


_LISTS = frozenset({PROBLEM_SHEET, SCORE_SHEET})


def lists_for(
    evaluation: Evaluation,
    raw: RawWorkbook,
    wanted: str,
    renewed: frozenset[str] = _LISTS,
) -> tuple[Sheet, ...]:
    """Return the sheets to bring in: the one wanted (问题清单 or 评分说明), and of `renewed` those that are there already.

    A title that a sheet of the person's own has gets a number.
    """
    left = left_in(raw)
    shown = {
        wanted,
        *(renewed & {title.partition("（")[0] for title in left.sheets}),
    }
    taken = set(raw.titles) - left.sheets
    drawn = []
    if PROBLEM_SHEET in shown:
        drawn.append(problem_sheet(evaluation.problems))
    if SCORE_SHEET in shown:
        drawn.append(score_sheet(evaluation.scorecard, evaluation.scheme))
    return tuple(replace(sheet, title=_free(sheet.title, taken)) for sheet in drawn)


def _free(title: str, taken: set[str]) -> str:
    names = (
        title if number == 1 else f"{title}（{number}）"
        for number in range(1, len(taken) + 2)
    )
    return next(name for name in names if name not in taken)


def plan_for(
    evaluation: Evaluation,
    raw: RawWorkbook,
    lists: tuple[Sheet, ...],
    path: Path,
) -> Plan:
    """Return the whole plan; `lists` are the sheets that stand in the workbook at `path`."""
    kinds = {sheet.title.partition("（")[0] for sheet in lists}
    steps: list[Step] = [
        Clear(),
        Take(path, tuple(sheet.title for sheet in lists)),
    ]
    if PROBLEM_SHEET in kinds:
        steps += _marks(evaluation, raw)
    if SCORE_SHEET in kinds:
        steps += _scores(evaluation, raw)
    return tuple(steps)


def _marks(evaluation: Evaluation, raw: RawWorkbook) -> Iterator[Step]:
    for ref, mark in plan_marks(evaluation.problems).items():
        if ref.sheet in raw.titles:
            yield Fill(ref, mark.fill)
            yield Note(ref, mark.note.text)


def _scores(evaluation: Evaluation, raw: RawWorkbook) -> Iterator[Step]:
    """The score of every row of the form sheet and the total with its grade, right of the help columns."""
    layout = evaluation.layout
    if layout is None or "rule_total" not in layout.fields:
        return
    total = layout.fields["rule_total"]
    card = evaluation.scorecard
    places = ((row.self_score_entry.location, _shown(row)) for row in card.indicators)
    rows = {
        place.ref.row: score
        for place, score in places
        if place.ref is not None and place.sheet == total.sheet
    }
    if not rows or total.row in rows:
        return
    heading = max(1, min(rows) - 1)
    column = _free_column(evaluation, raw, total.sheet, {heading, *rows, total.row})
    yield Put(CellRef(total.sheet, heading, column), _SCORE)
    yield Put(CellRef(total.sheet, heading, column + 1), _GRADE)
    yield from (
        Put(CellRef(total.sheet, row, column), score) for row, score in rows.items()
    )
    yield Put(
        CellRef(total.sheet, total.row, column),
        card.said_total() if card.total is None else card.total,
    )
    yield Put(CellRef(total.sheet, total.row, column + 1), card.shown_grade)


def _shown(row: IndicatorScore) -> str | Decimal:
    """Return the score, or in words what is still possible: never a number that is not decided."""
    if row.score is not None:
        return row.score
    return f"待判断（{row.said_points()}）"


def _free_column(
    evaluation: Evaluation,
    raw: RawWorkbook,
    sheet: str,
    rows: set[int],
) -> int:
    """Return the first column behind all fields in which, and beside which, nothing stands in these rows."""
    assert evaluation.layout is not None
    fields = [
        ref.column for ref in evaluation.layout.fields.values() if ref.sheet == sheet
    ]
    ours = left_in(raw).cells
    used = {
        column
        for row, column in raw.cells(sheet)
        if row in rows and CellRef(sheet, row, column) not in ours
    }
    column = max(fields) + 1
    while {column, column + 1} & used:
        column += 1
    return column

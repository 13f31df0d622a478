"""An evaluation becomes a plan: what is to be marked, written and brought into the open workbook.

Nothing here touches a workbook. What earlier commands left in it is told by the record sheet of the copy, so that the
plan renews all of it: 校验 after 评分 keeps the scores, and neither reads its own marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from perfeval_xl.addin.plan import Clear, Fill, Frame, Note, Plan, Step, Take
from perfeval_xl.evaluation import Evaluation
from perfeval_xl.markup.marks import plan_marks
from perfeval_xl.markup.problem_sheet import PROBLEM_SHEET, problem_sheet
from perfeval_xl.markup.score_sheet import SCORE_SHEET, score_sheet
from perfeval_xl.refs import CellRef, column_letters
from perfeval_xl.sheets.model import Sheet
from perfeval_xl.sheets.raw import RawWorkbook

__all__ = ["RECORD_SHEET", "Left", "left_in", "lists_for", "plan_for"]

RECORD_SHEET = "_perfeval_marks"
"""Where the hands write down what they changed: verb, tab name, cell, what was there before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What earlier commands left in the workbook: the titles of sheets."""

    sheets: frozenset[str]


def left_in(raw: RawWorkbook) -> Left:
    """Return what the record sheet says; nothing where there is none, and damaged rows are passed over."""
    # The hands wrote it; a person may have sorted it or taken rows out
    cells = raw.cells(RECORD_SHEET)
    rows = [row for row, column in cells if column == 1]
    sheets = set()
    for row in rows:
        if cells[row, 1].value == "drop" and (row, 2) in cells:
            sheets.add(str(cells[row, 2].value))
    return Left(sheets=frozenset(sheets))


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
    # The other list is drawn anew where it is there already: both tell of the same evaluation
    left = left_in(raw)
    shown = {
        wanted,
        *(renewed & {title.partition("（")[0] for title in left.sheets}),
    }
    # Sheets of earlier commands go first, so that their titles are free again
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
    # What earlier commands did is undone first, in the same step: marks never add up
    steps: list[Step] = [
        Clear(),
        Take(path, tuple(sheet.title for sheet in lists)),
    ]
    if PROBLEM_SHEET in kinds:
        steps += _marks(evaluation, raw)
    return tuple(steps)


def _marks(evaluation: Evaluation, raw: RawWorkbook) -> Iterator[Step]:
    # Problems may stand on sheets that were deleted since
    for ref, mark in plan_marks(evaluation.problems).items():
        if ref.sheet in raw.titles:
            yield Fill(ref, mark.fill)
            yield Frame(ref.sheet, _whole(raw, ref), mark.frame)
            yield Note(ref, mark.note.text)


def _whole(raw: RawWorkbook, ref: CellRef) -> str:
    """Return the address of a cell, or of the merged area that it lies in."""
    for area in raw.arrangement(ref.sheet).merges:
        in_rows = area.top <= ref.row <= area.bottom
        if in_rows and area.left <= ref.column <= area.right:
            first = f"{column_letters(area.left)}{area.top}"
            return f"{first}:{column_letters(area.right)}{area.bottom}"
    return ref.address

"""A filled form, marked up: problems in their cells, the list of problems, and the scores with their reasons."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_xl.evaluation import Evaluation
from perfeval_xl.form.identity import IDENTITY_SHEET
from perfeval_xl.markup.copies import copy_rows
from perfeval_xl.markup.looks import FILLS
from perfeval_xl.markup.problem_sheet import problem_sheet
from perfeval_xl.markup.score_sheet import score_sheet
from perfeval_xl.problems import Problem
from perfeval_xl.reading import read_submission
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.copying import marked_copy
from perfeval_xl.sheets.model import Mark, Note

__all__ = ["mark_up", "plan_marks"]


def plan_marks(problems: Iterable[Problem]) -> dict[CellRef, Mark]:
    """Return one mark per cell: the colour of its gravest problem, and a note with all of them."""
    by_cell: dict[CellRef, list[Problem]] = {}
    for problem in problems:
        if problem.place.cell:
            ref = CellRef.parse(problem.place.sheet, problem.place.cell)
            by_cell.setdefault(ref, []).append(problem)
    return {ref: _mark(found) for ref, found in by_cell.items()}


def mark_up(data: bytes, evaluation: Evaluation) -> bytes:
    """Return a copy of the workbook with marks, 问题清单 and 评分说明; `evaluation` is that of the same workbook.

    The copy says of itself that it is one, see `copies`.
    """
    marks = plan_marks(evaluation.problems)
    sheets = (problem_sheet(evaluation.problems), score_sheet(evaluation.scorecard, evaluation.scheme))
    contents = [evaluation.submission]
    copy = marked_copy(data, marks, sheets, {IDENTITY_SHEET: copy_rows(contents)})
    contents.append(read_submission(copy, evaluation.file).submission)
    if contents[0] == contents[1]:
        return copy
    return marked_copy(data, marks, sheets, {IDENTITY_SHEET: copy_rows(contents)})


def _mark(problems: list[Problem]) -> Mark:
    gravest = min((problem.severity for problem in problems), key=lambda severity: severity.rank)
    lines = (f"【{problem.severity}】{problem.code} {problem.message}{problem.remedy}" for problem in problems)
    return Mark(fill=FILLS[gravest], note=Note(text="\n".join(lines)))

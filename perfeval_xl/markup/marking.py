"""A filled form, marked up: problems in their cells, the list of problems, and the scores with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.form.identity import IDENTITY_SHEET
from perfeval_xl.markup.copies import copy_rows, issue_rows_kept
from perfeval_xl.markup.marks import plan_marks
from perfeval_xl.markup.problem_sheet import problem_sheet
from perfeval_xl.markup.score_sheet import score_sheet
from perfeval_xl.problems import Problem
from perfeval_xl.reading import read_submission
from perfeval_xl.scheme.loader import find_scheme
from perfeval_xl.sheets.copying import CopyRefused, marked_copy
from perfeval_xl.sheets.model import Sheet
from perfeval_xl.sheets.raw_opening import is_ooxml

__all__ = ["MarkedCopy", "mark_up", "marked_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedCopy:
    """The bytes of a copy. `anew` says that it is no copy of the file but its form filled anew; `damaged` says why."""

    data: bytes
    anew: bool = False
    damaged: bool = False


def mark_up(data: bytes, evaluation: Evaluation) -> bytes:
    """Return the bytes of the marked-up copy, see `marked_up`."""
    return marked_up(data, evaluation).data


def marked_up(data: bytes, evaluation: Evaluation, front: Sheet | None = None) -> MarkedCopy:
    """Return a copy of the workbook with marks, 问题清单 and 评分说明; `evaluation` is that of the same workbook.

    `front` is a further sheet that stands before all others.

    The copy is an .xlsx and says of itself that it is a copy, see `copies`. Of an .ods or .xls, and of an .xlsx with
    damaged parts that cannot be copied, it is the form filled anew with what was read, and still says for whom it was
    distributed and by whom it was signed; problems of the original that the new form does not have are listed without
    a mark.
    """
    damaged = False
    if is_ooxml(data):
        try:
            return MarkedCopy(data=_marked(data, evaluation, (), {}, front))
        except CopyRefused:
            damaged = True
    filled = fill_form(find_scheme(evaluation.submission.scheme), evaluation.submission)
    anew = evaluate(filled, evaluation.file, evaluation.scheme)
    known = {(problem.code, problem.message) for problem in anew.problems}
    lost = tuple(problem for problem in evaluation.problems if (problem.code, problem.message) not in known)
    marked = _marked(filled, anew, lost, issue_rows_kept(data, filled), front)
    return MarkedCopy(data=marked, anew=True, damaged=damaged)


def _marked(
    data: bytes, evaluation: Evaluation, lost: tuple[Problem, ...], kept: Mapping[str, str], front: Sheet | None
) -> bytes:
    marks = plan_marks(evaluation.problems)
    sheets = (problem_sheet((*evaluation.problems, *lost)), score_sheet(evaluation.scorecard, evaluation.scheme))
    contents = [evaluation.submission]
    copy = marked_copy(data, marks, sheets, {IDENTITY_SHEET: {**kept, **copy_rows(contents)}}, front=front)
    contents.append(read_submission(copy, evaluation.file, evaluation.submission.scheme).submission)
    if contents[0] == contents[1]:
        return copy
    return marked_copy(data, marks, sheets, {IDENTITY_SHEET: {**kept, **copy_rows(contents)}}, front=front)

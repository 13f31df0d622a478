"""A filled form, marked up: problems in their cells, the list of problems, and the scores with their reasons."""

from __future__ import annotations

from collections.abc import Mapping

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
from perfeval_xl.sheets.copying import marked_copy
from perfeval_xl.sheets.raw_opening import is_ooxml

__all__ = ["mark_up"]


def mark_up(data: bytes, evaluation: Evaluation) -> bytes:
    """Return a copy of the workbook with marks, 问题清单 and 评分说明; `evaluation` is that of the same workbook.

    The copy is an .xlsx and says of itself that it is a copy, see `copies`. Of an .ods or .xls it is the form filled
    anew with what was read, and still says for whom it was distributed and by whom it was signed; problems of the
    original that the new form does not have are listed without a mark.
    """
    if is_ooxml(data):
        return _marked(data, evaluation, (), {})
    filled = fill_form(find_scheme(evaluation.submission.scheme), evaluation.submission)
    anew = evaluate(filled, evaluation.file, evaluation.scheme)
    known = {(problem.code, problem.message) for problem in anew.problems}
    lost = tuple(problem for problem in evaluation.problems if (problem.code, problem.message) not in known)
    return _marked(filled, anew, lost, issue_rows_kept(data, filled))


def _marked(data: bytes, evaluation: Evaluation, lost: tuple[Problem, ...], kept: Mapping[str, str]) -> bytes:
    marks = plan_marks(evaluation.problems)
    sheets = (problem_sheet((*evaluation.problems, *lost)), score_sheet(evaluation.scorecard, evaluation.scheme))
    contents = [evaluation.submission]
    copy = marked_copy(data, marks, sheets, {IDENTITY_SHEET: {**kept, **copy_rows(contents)}})
    contents.append(read_submission(copy, evaluation.file).submission)
    if contents[0] == contents[1]:
        return copy
    return marked_copy(data, marks, sheets, {IDENTITY_SHEET: {**kept, **copy_rows(contents)}})

"""A filled form, marked up: problems in their cells, the list of problems, and the scores with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.markup.copies import copy_rows, issue_rows_kept
from perfeval_xl.markup.known_results import shown_results
from perfeval_xl.markup.marks import plan_marks
from perfeval_xl.markup.problem_sheet import problem_sheet
from perfeval_xl.markup.score_sheet import score_sheet
from perfeval_xl.markup.whole_texts import whole_texts
from perfeval_xl.problems import Problem
from perfeval_xl.reading import read_submission
from perfeval_xl.scheme.loader import find_scheme
from perfeval_xl.scoring.own_scores import with_own_scores
from perfeval_xl.sheets.copying import CopyRefused, marked_copy
from perfeval_xl.sheets.model import Sheet
from perfeval_xl.sheets.raw_opening import Opened

__all__ = ["MarkedCopy", "mark_up", "marked_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedCopy:
    """The bytes of a copy. `anew` says that it is no copy of the file but its form filled anew; `damaged` says why."""

    data: bytes
    anew: bool = False
    damaged: bool = False


def mark_up(evaluation: Evaluation) -> bytes:
    """Return the bytes of the marked-up copy, see `marked_up`."""
    return marked_up(evaluation).data


def marked_up(evaluation: Evaluation, front: Sheet | None = None) -> MarkedCopy:
    """Return a copy of the workbook that was evaluated with marks, 问题清单 and 评分说明.

    `front` is a further sheet that stands before all others.

    The copy is an .xlsx and says of itself that it is a copy, see `copies`. Of JSON, of an .ods or .xls, and of an .xlsx with
    damaged parts that cannot be copied, it is the form filled anew with what was read, and still says for whom it was
    distributed and by whom it was signed; problems of the original that the new form does not have are listed without
    a mark.
    """
    damaged = False
    # An .xlsx is copied with everything that is in it
    opened = evaluation.opened
    if opened is not None and opened.is_ooxml:
        try:
            return MarkedCopy(data=_marked(opened, evaluation, (), {}, front))
        except CopyRefused:
            damaged = True
    # Anything else is filled into an empty form and evaluated there, so that marks have cells
    filled = fill_form(find_scheme(evaluation.submission.scheme), evaluation.submission)
    anew = evaluate(filled, evaluation.file, evaluation.scheme)
    # A form that was just filled is a workbook
    assert anew.opened is not None
    # What the new form cannot show, such as a formula in the wrong place, is still listed
    lost = _lost(evaluation, anew)
    marked = _marked(
        anew.opened, anew, lost, issue_rows_kept(opened, anew.opened), front
    )
    return MarkedCopy(
        data=marked,
        anew=True,
        damaged=damaged,
    )


def _lost(evaluation: Evaluation, anew: Evaluation) -> tuple[Problem, ...]:
    """Return the problems of the original that the form filled anew does not have."""
    known = {(problem.code, problem.message) for problem in anew.problems}
    return tuple(
        problem
        for problem in evaluation.problems
        if (problem.code, problem.message) not in known
    )


def _marked(
    opened: Opened,
    evaluation: Evaluation,
    lost: tuple[Problem, ...],
    kept: Mapping[str, str],
    front: Sheet | None,
) -> bytes:
    marks = plan_marks(evaluation.problems)
    sheets = (
        problem_sheet((*evaluation.problems, *lost)),
        score_sheet(evaluation.scorecard, evaluation.scheme),
        *whole_texts(opened.raw, evaluation.submission),
    )
    results = shown_results(opened.raw, evaluation)
    # The copy says what was filled in when it was made
    contents = [evaluation.submission]
    copy = marked_copy(
        opened,
        marks,
        sheets,
        {IDENTITY_SHEET: {**kept, **copy_rows(contents)}},
        front=front,
        results=results,
    )
    # Formulas of the original give their results only when the copy is read back
    read = read_submission(copy, evaluation.file, evaluation.submission.scheme)
    contents.append(with_own_scores(read.submission, read.scheme).submission)
    # Mostly both are the same, and the copy is done
    if contents[0] == contents[1]:
        return copy
    # Else it is written once more, and knows itself by either
    return marked_copy(
        opened,
        marks,
        sheets,
        {IDENTITY_SHEET: {**kept, **copy_rows(contents)}},
        front=front,
        results=results,
    )

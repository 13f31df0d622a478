"""A foreign form as one of ours: filled in, the doubtful cells marked, everything to be looked at on 问题清单."""

from __future__ import annotations

from dataclasses import dataclass, replace

from perfeval_xl.foreign import ForeignForm
from perfeval_xl.foreign.fitting import doubts, fitted
from perfeval_xl.form.filling import fill_form
from perfeval_xl.markup.marks import plan_marks
from perfeval_xl.markup.problem_sheet import problem_sheet
from perfeval_xl.problems import Problem
from perfeval_xl.reading import read_submission
from perfeval_xl.refs import Location
from perfeval_xl.sheets.copying import marked_copy
from perfeval_xl.sheets.results import kept_results

__all__ = ["Imported", "imported"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The bytes of our form, and what has to be looked at in it."""

    data: bytes
    problems: tuple[Problem, ...]


def imported(form: ForeignForm) -> Imported:
    """Return our form with what was read of a foreign one; raises `BadSubmissionJson` for what no form can hold."""
    fit = fitted(form)
    # Filled and read again: problems then have the places of the new form
    reading = read_submission(fill_form(form.scheme, fit.submission), "")
    # A form that was just filled is a workbook
    assert reading.opened is not None
    new = reading.submission
    # Their cells are those of the foreign form
    changed = tuple(_without_place(problem) for problem in fit.problems)
    problems = (*doubts(form, fit.submission, new), *changed)
    # Marks change no value, so that the results of the filled form stay what its formulas show
    marked = marked_copy(
        reading.opened,
        plan_marks(problems),
        (problem_sheet(problems),),
        results=kept_results(reading.opened.raw),
    )
    return Imported(data=marked, problems=problems)


def _without_place(problem: Problem) -> Problem:
    """Return a problem whose place is of the other workbook with that place as a text."""
    where = " ".join(part for part in (problem.place.sheet, problem.place.cell) if part)
    return replace(problem, place=Location(label=f"原表{where}" if where else ""))

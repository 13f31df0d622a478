"""A submission into the workbook of its form."""

from __future__ import annotations

from perfeval_xl.form.conforming import conform as conform_open
from perfeval_xl.form.drawing import draw_form
from perfeval_xl.form.layout import Layout, layout_for, slots_for
from perfeval_xl.form.rating_conforming import conform_rating
from perfeval_xl.form.rating_drawing import draw_rating_form
from perfeval_xl.form.rating_layout import rating_layout_for, sizes_for
from perfeval_xl.form.wording import with_wording
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Workbook
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.submission.model import Submission

__all__ = ["conform", "drawn", "empty_form", "fill_form"]


def conform(scheme: Scheme, submission: Submission) -> Submission:
    """Return the submission as reading its form gives it back; raises `BadSubmissionJson` for what no form can hold."""
    return conform_rating(scheme, submission) if scheme.family == "fixed" else conform_open(scheme, submission)


def fill_form(scheme: Scheme, submission: Submission) -> bytes:
    """Return the filled workbook; reading it gives `conform(scheme, submission)` again.

    Raises `BadSubmissionJson` for what the form cannot hold; nothing is dropped without a word.
    """
    conformed = conform(scheme, submission)
    return write_workbook(with_wording(drawn(scheme, conformed), _emptied(scheme, conformed)))


def empty_form(scheme: Scheme) -> bytes:
    """Return the workbook of the empty form."""
    book = drawn(scheme)
    return write_workbook(with_wording(book, book))


def drawn(scheme: Scheme, conformed: Submission | None = None) -> Workbook:
    """Return the form as records, empty or with what a conforming submission holds."""
    if scheme.family == "fixed":
        return draw_rating_form(scheme, rating_layout_for(scheme, sizes_for(scheme, conformed)), conformed)
    return draw_form(scheme, _open_layout(scheme, conformed), conformed)


def _open_layout(scheme: Scheme, conformed: Submission | None) -> Layout:
    if conformed is None:
        return layout_for(scheme)
    return layout_for(scheme, slots_for(scheme, conformed), goals=max(1, len(conformed.goals)))


def _emptied(scheme: Scheme, conformed: Submission) -> Workbook:
    """Return the empty form with the rows that this submission needs."""
    if scheme.family == "fixed":
        return draw_rating_form(scheme, rating_layout_for(scheme, sizes_for(scheme, conformed)))
    return draw_form(scheme, _open_layout(scheme, conformed))

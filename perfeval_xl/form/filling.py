"""A submission into the workbook of its form."""

from __future__ import annotations

from functools import lru_cache

from perfeval_xl.form.contents.conforming import conform
from perfeval_xl.form.drawing.whole_form import draw_form
from perfeval_xl.form.identity.wording import with_wording
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.form.layout.placed import LayoutKey
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Workbook
from perfeval_xl.submission.model import Submission

__all__ = ["conform", "drawn", "emptied", "empty_form", "fill_form"]


def fill_form(scheme: Scheme, submission: Submission) -> bytes:
    """Return the filled workbook; reading it gives `conform(scheme, submission)` again.

    Raises `BadSubmissionJson` for what the form cannot hold; nothing is dropped without a word.
    """
    from perfeval_xl.sheets.writing import write_workbook

    # First what the form can hold, so that nothing is lost in silence
    conformed = conform(scheme, submission)
    return write_workbook(
        with_wording(drawn(scheme, conformed), emptied(scheme, conformed))
    )


def empty_form(scheme: Scheme) -> bytes:
    """Return the workbook of the empty form."""
    from perfeval_xl.sheets.writing import write_workbook

    book = _emptied(LayoutKey(scheme, form_layout(scheme)))
    return write_workbook(with_wording(book, book))


def drawn(scheme: Scheme, conformed: Submission | None = None) -> Workbook:
    """Return the form as records, empty or with what a conforming submission holds."""
    layout = form_layout(scheme, conformed)
    return draw_form(scheme, layout, conformed)


def emptied(scheme: Scheme, conformed: Submission) -> Workbook:
    """Return the form before anything is filled in, with the rows that this submission needs."""
    return _emptied(LayoutKey(scheme, form_layout(scheme, conformed)))


# Forms of one scheme are filled one after the other, most of them with the same rows
@lru_cache(maxsize=4)
def _emptied(key: LayoutKey) -> Workbook:
    return draw_form(key.scheme, key.layout)

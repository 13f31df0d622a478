"""A whole form as a workbook: its layout, what its cells do, and what a submission states in them."""

from __future__ import annotations

from collections.abc import Mapping

from perfeval_xl.form.contents.stating import entries_of
from perfeval_xl.form.drawing.behaviours import behaviour_of
from perfeval_xl.form.drawing.forms import FormDrawer
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Workbook
from perfeval_xl.submission.model import Submission

__all__ = ["draw_form", "drawer_for"]


def drawer_for(
    scheme: Scheme, layout: FormLayout, submission: Submission | None = None
) -> FormDrawer:
    """Return what draws a form of this layout, empty or with what a conforming submission holds."""
    # Without a submission the form is as it is handed out
    entries: Mapping[str, Entry] = {}
    if submission is not None:
        entries = entries_of(scheme, layout, submission)
    return FormDrawer(
        scheme=scheme,
        layout=layout,
        behaviour=behaviour_of(scheme, layout),
        entries=entries,
    )


def draw_form(
    scheme: Scheme, layout: FormLayout, submission: Submission | None = None
) -> Workbook:
    """Return the workbook of this layout, empty or with what a conforming submission holds.

    What the submission states is typed; what it leaves blank the form computes.
    """
    return drawer_for(scheme, layout, submission).book()

"""The layout of a scheme's form, whichever kind of rows its indicators have."""

from __future__ import annotations

from perfeval_xl.form.layout.open import layout_for
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.form.layout.rating import rating_layout_for
from perfeval_xl.form.layout.sizes import Sizes, sizes_for
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import Submission

__all__ = ["form_layout", "layout_of_sizes"]


def form_layout(scheme: Scheme, submission: Submission | None = None) -> FormLayout:
    """Return the layout with as many rows as a submission needs, by default that of the empty form.

    It is the same object for the same form.
    """
    return layout_of_sizes(scheme, sizes_for(scheme, submission))


def layout_of_sizes(scheme: Scheme, sizes: Sizes) -> FormLayout:
    """Return the layout with just these rows; the same object for the same form.

    This is the one place that chooses who plans a form.
    """
    if scheme.has_slots:
        return layout_for(scheme, sizes.slots, sizes.goals)
    return rating_layout_for(scheme, sizes)

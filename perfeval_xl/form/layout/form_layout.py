"""The layout of a scheme's form, whichever kind of rows its indicators have."""

from __future__ import annotations

from collections.abc import Hashable

from perfeval_xl.form.layout.open import layout_for, rows_needed, slots_for
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.form.layout.rating import rating_layout_for, sizes_for
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import Submission

__all__ = ["form_layout", "form_shape"]


def form_layout(scheme: Scheme, submission: Submission | None = None) -> FormLayout:
    """Return the layout with as many rows as a submission needs, by default that of the empty form.

    It is the same object for the same form.
    """
    if scheme.family == "fixed":
        return rating_layout_for(scheme, sizes_for(scheme, submission))
    if submission is None:
        return layout_for(scheme)
    slots = slots_for(scheme, submission)
    return layout_for(scheme, slots, goals=max(1, len(submission.goals)))


def form_shape(scheme: Scheme, submission: Submission) -> Hashable:
    """Return what decides the layout of a submission's form, without planning it."""
    if scheme.family == "fixed":
        sizes = sizes_for(scheme, submission)
        return sizes.goals, tuple(sizes.tables.items())
    return rows_needed(scheme, submission), len(submission.goals)

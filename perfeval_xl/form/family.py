"""The two families of forms behind one door: open forms, whose indicators units write, and fixed ones, which print theirs.

Whoever fills, issues, reads or recognises a form asks `family_of(scheme)` and does not look which family it is.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Protocol

from perfeval_xl.form.contents.open_conforming import conform
from perfeval_xl.form.contents.open_rows import place_indicators
from perfeval_xl.form.contents.rating_conforming import conform_rating
from perfeval_xl.form.contents.rating_fields import label_of
from perfeval_xl.form.contents.split_targets import stated_in
from perfeval_xl.form.contents.stating import entries_of
from perfeval_xl.form.drawing.behaviours import FixedBehaviour, OpenBehaviour
from perfeval_xl.form.drawing.forms import Behaviour, FormDrawer
from perfeval_xl.form.layout.open import Layout, layout_for, rows_needed, slots_for
from perfeval_xl.form.layout.open_names import open_label_of
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.form.layout.rating import RatingLayout, rating_layout_for, sizes_for
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Workbook
from perfeval_xl.submission.model import Submission

__all__ = ["LOCKED_COLUMNS", "FormFamily", "draw_form", "drawer_for", "family_of"]

LOCKED_COLUMNS = ("name", "target", "sign", "unit", "weight")
"""What is declared of an indicator."""


class FormFamily(Protocol):
    """What can be done with a form of any kind."""

    def conform(self, scheme: Scheme, submission: Submission) -> Submission:
        """Return the submission as reading its form gives it back; raises `BadSubmissionJson` for what it cannot hold."""

    def layout(
        self, scheme: Scheme, submission: Submission | None = None
    ) -> FormLayout:
        """Return the layout with as many rows as a submission needs, by default that of the empty form."""

    def behaviour(self, scheme: Scheme, layout: FormLayout) -> Behaviour:
        """Return what the cells of this layout compute, and how they guide people."""

    def shape_key(self, scheme: Scheme, submission: Submission) -> Hashable:
        """Return what decides the layout of a submission's form."""

    def declared(self, layout: FormLayout, submission: Submission) -> Mapping[str, str]:
        """Return the fields of declared indicators, each with what stands there."""

    def label(self, scheme: Scheme, layout: FormLayout, key: str) -> str:
        """Return what a field is called in messages."""


class _OpenForms:
    """Forms in which units write their own indicators."""

    def conform(self, scheme: Scheme, submission: Submission) -> Submission:
        return conform(scheme, submission)

    def layout(self, scheme: Scheme, submission: Submission | None = None) -> Layout:
        if submission is None:
            return layout_for(scheme)
        return layout_for(
            scheme, slots_for(scheme, submission), goals=max(1, len(submission.goals))
        )

    def behaviour(self, scheme: Scheme, layout: FormLayout) -> Behaviour:
        assert isinstance(layout, Layout)
        return OpenBehaviour(scheme, layout)

    def shape_key(self, scheme: Scheme, submission: Submission) -> Hashable:
        return rows_needed(scheme, submission), len(submission.goals)

    def declared(self, layout: FormLayout, submission: Submission) -> Mapping[str, str]:
        assert isinstance(layout, Layout)
        fields: dict[str, str] = {}
        for index, indicator in enumerate(
            place_indicators(layout.slots, submission.indicators)
        ):
            if indicator is None:
                continue
            texts = {
                name: entry.text for name, entry in stated_in(layout, indicator).items()
            }
            texts["name"] = indicator.path[2]
            for name in LOCKED_COLUMNS:
                text = texts.get(name)
                if text:
                    fields[f"indicator_{index}_{name}"] = text
        return fields

    def label(self, scheme: Scheme, layout: FormLayout, key: str) -> str:
        assert isinstance(layout, Layout)
        return open_label_of(scheme, layout, key)


class _FixedForms:
    """Forms whose indicators and rules are printed."""

    def conform(self, scheme: Scheme, submission: Submission) -> Submission:
        return conform_rating(scheme, submission)

    def layout(
        self, scheme: Scheme, submission: Submission | None = None
    ) -> RatingLayout:
        return rating_layout_for(scheme, sizes_for(scheme, submission))

    def behaviour(self, scheme: Scheme, layout: FormLayout) -> Behaviour:
        assert isinstance(layout, RatingLayout)
        return FixedBehaviour(scheme, layout)

    def shape_key(self, scheme: Scheme, submission: Submission) -> Hashable:
        sizes = sizes_for(scheme, submission)
        return sizes.goals, tuple(sizes.tables.items())

    def declared(self, layout: FormLayout, submission: Submission) -> Mapping[str, str]:
        del layout, submission  # the indicators are words of the form
        return {}

    def label(self, scheme: Scheme, layout: FormLayout, key: str) -> str:
        assert isinstance(layout, RatingLayout)
        return label_of(scheme, layout, key)


_FAMILIES: Mapping[str, FormFamily] = {"open": _OpenForms(), "fixed": _FixedForms()}


def family_of(scheme: Scheme) -> FormFamily:
    """Return the family of a scheme's forms."""
    return _FAMILIES[scheme.family]


def drawer_for(
    scheme: Scheme, layout: FormLayout, submission: Submission | None = None
) -> FormDrawer:
    """Return what draws a form of this layout, empty or with what a conforming submission holds."""
    family = family_of(scheme)
    entries: Mapping[str, Entry] = {}
    if submission is not None:
        entries = entries_of(scheme, layout, submission)
    return FormDrawer(
        scheme=scheme,
        layout=layout,
        behaviour=family.behaviour(scheme, layout),
        entries=entries,
    )


def draw_form(
    scheme: Scheme, layout: FormLayout, submission: Submission | None = None
) -> Workbook:
    """Return the workbook of this layout, empty or with what a conforming submission holds.

    What the submission states is typed; what it leaves blank the form computes.
    """
    return drawer_for(scheme, layout, submission).book()

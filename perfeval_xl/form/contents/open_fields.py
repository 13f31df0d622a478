"""A submission of an open form as fields: one text per cell."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.form.contents.open_rows import place_indicators
from perfeval_xl.form.contents.split_targets import stated_in
from perfeval_xl.form.layout.labels import dimension_label, indicator_label, year_label
from perfeval_xl.form.layout.open import Layout
from perfeval_xl.form.layout.open_columns import ONLY_MONEY
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import Submission

__all__ = ["open_entries_of"]

_HEAD = ("project", "department", "unit", "weight_total", "self_total", "self_grade")
_POINTS = ("rate", "self_score")
_WEIGHT = "funds_0_weight"
"""A weight that was left blank is stated, too: the cell is then blank, and not what the scheme prints."""


def open_entries_of(
    scheme: Scheme, submission: Submission, layout: Layout
) -> dict[str, Entry]:
    """Return what stands in every field of a conforming submission; what is not stated is not there."""
    return {
        key: entry
        for key, entry in _entries(scheme, submission, layout)
        if key in layout.fields and (key == _WEIGHT or not entry.blank)
    }


def _entries(
    scheme: Scheme, submission: Submission, layout: Layout
) -> Iterator[tuple[str, Entry]]:
    year = submission.year
    if not year.blank:
        yield "year", Entry(year_label(year.text), year.location)
    for key in _HEAD:
        yield key, getattr(submission, key)
    yield from _funds(submission)
    for index, goal in enumerate(submission.goals):
        yield f"goal_{index}_expected", goal.expected
        yield f"goal_{index}_achieved", goal.achieved
    yield from _indicators(submission, layout)
    for number, section in enumerate(scheme.sections):
        yield f"section_{number}", submission.sections.get(section.name, Entry())


def _funds(submission: Submission) -> Iterator[tuple[str, Entry]]:
    for index, row in enumerate(submission.funds):
        for name in ONLY_MONEY:
            yield f"funds_{index}_{name}", getattr(row, name)
        if index == 0:
            yield _WEIGHT, row.weight or Entry()
            for name in _POINTS:
                yield f"funds_0_{name}", getattr(row, name) or Entry()


def _indicators(submission: Submission, layout: Layout) -> Iterator[tuple[str, Entry]]:
    """The rows, their names behind the placeholder of the form, and the labels that carry the points of a 一级指标."""
    placed = place_indicators(layout.slots, submission.indicators)
    for index, (slot, indicator) in enumerate(zip(layout.slots, placed, strict=True)):
        if indicator is None:
            continue
        label = indicator_label(slot.ordinal, indicator.path[2])
        yield f"indicator_{index}_name", Entry(label)
        for name, entry in stated_in(layout, indicator).items():
            yield f"indicator_{index}_{name}", entry

    stated = {each.name: each for each in submission.dimensions}
    names = dict.fromkeys(slot.dimension for slot in layout.slots)
    for index, name in enumerate(names):
        each = stated.get(name)
        if each is not None and not (each.weight.blank and each.self_score.blank):
            yield f"dimension_{index}", Entry(dimension_label(each))

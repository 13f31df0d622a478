"""A submission as the fields of its form: one text per cell, whichever kinds of rows the form has."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.form.contents.open_rows import place_indicators
from perfeval_xl.form.contents.split_targets import stated_in
from perfeval_xl.form.layout.labels import dimension_label, indicator_label, year_label
from perfeval_xl.form.layout.open_columns import ONLY_MONEY
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.labels import INDICATOR_LABELS
from perfeval_xl.submission.model import DimensionEntry, Submission

__all__ = ["WEIGHT", "entries_of", "stated_entries"]

_HEAD = ("project", "department", "unit", "weight_total", "self_total", "self_grade")
_POINTS = ("weight", "rate", "self_score")
WEIGHT = "funds_0_weight"
"""A weight that was left blank is stated, too: the cell is then blank, and not what the scheme prints."""

_Stated = Iterator[tuple[str, Entry]]


def entries_of(
    scheme: Scheme, layout: FormLayout, submission: Submission
) -> dict[str, Entry]:
    """Return what stands in the fields of a form that holds a conforming submission."""
    stated = stated_entries(scheme, layout, submission)
    return {key: entry for key, entry in stated.items() if key in layout.fields}


def stated_entries(
    scheme: Scheme, layout: FormLayout, submission: Submission
) -> dict[str, Entry]:
    """Return the same with what the form has no field for; what is not stated is not there."""
    return {
        key: entry
        for key, entry in _entries(scheme, layout, submission)
        if key == WEIGHT or not entry.blank
    }


def _entries(scheme: Scheme, layout: FormLayout, submission: Submission) -> _Stated:
    # In the order of the form; what has no cell there is left out by `entries_of`
    year = submission.year
    if not year.blank:
        yield "year", Entry(year_label(year.text), year.location)
    for key in _HEAD:
        yield key, getattr(submission, key)
    yield from _funds(submission)
    for index, goal in enumerate(submission.goals):
        yield f"goal_{index}_expected", goal.expected
        yield f"goal_{index}_achieved", goal.achieved
    for index, dimension in enumerate(submission.dimensions):
        yield from _dimension(index, dimension, layout)
    if layout.slots:
        yield from _own_rows(layout, submission)
    if layout.asked:
        yield from _printed_rows(submission)
    yield from _tables(layout, submission)
    for number, section in enumerate(scheme.sections):
        yield f"section_{number}", submission.sections.get(section.name, Entry())


def _funds(submission: Submission) -> _Stated:
    """Money in every row; the points of the first, where the form gives any."""
    for index, row in enumerate(submission.funds):
        for name in ONLY_MONEY:
            yield f"funds_{index}_{name}", getattr(row, name)
        # Points stand in the first row only
        for name in _POINTS:
            entry = getattr(row, name)
            if index == 0 and entry is not None:
                yield f"funds_0_{name}", entry


def _dimension(index: int, entry: DimensionEntry, layout: FormLayout) -> _Stated:
    """A weight or score without a cell of its own stands in the label: 产出指标（50分，得48分）."""
    key = f"dimension_{index}"
    weight, score = entry.weight, entry.self_score
    # What has a cell of its own is not written into the label as well
    if f"{key}_weight" in layout.fields:
        yield f"{key}_weight", weight
        weight = Entry()
    if f"{key}_self_score" in layout.fields:
        yield f"{key}_self_score", score
        score = Entry()
    if weight.blank and score.blank:
        return
    rest = DimensionEntry(
        name=entry.name,
        weight=weight,
        self_score=score,
    )
    label = dimension_label(rest)
    # Where the column is narrow the points stand below the name
    if layout.breaks_labels:
        label = label.replace("（", "\n（", 1).replace("，得", "，\n得", 1)
    yield key, Entry(label, weight.location)


def _own_rows(layout: FormLayout, submission: Submission) -> _Stated:
    """The rows that units write, their names behind the placeholder of the form."""
    # A row is known by its 二级指标 and by how many stand before it
    placed = place_indicators(layout.slots, submission.indicators)
    for index, (slot, indicator) in enumerate(zip(layout.slots, placed, strict=True)):
        if indicator is None:
            continue
        label = indicator_label(slot.ordinal, indicator.path[2])
        yield f"indicator_{index}_name", Entry(label)
        for name, entry in stated_in(layout, indicator).items():
            yield f"indicator_{index}_{name}", entry


def _printed_rows(submission: Submission) -> _Stated:
    """The rows that the form prints, with the evidence for each."""
    for index, indicator in enumerate(submission.indicators):
        for name in INDICATOR_LABELS:
            yield f"indicator_{index}_{name}", getattr(indicator, name)
        for name, entry in indicator.evidence.items():
            yield f"evidence_{index}_{name}", entry


def _tables(layout: FormLayout, submission: Submission) -> _Stated:
    for number, table in enumerate(layout.tables):
        for row, cells in enumerate(submission.tables.get(table.name, ())):
            for column, entry in enumerate(cells):
                yield f"table_{number}_{row}_{column}", entry

"""What a submission states and the forms of some places have no cell for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.form.layout.open_columns import ONLY_MONEY
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.labels import (
    FIELD_LABELS,
    FUNDS_LABELS,
    GOAL_LABELS,
    INDICATOR_LABELS,
)
from perfeval_xl.submission.model import Submission

__all__ = ["printed_only", "unplaced"]

_FURTHER = re.compile(r"_\d+_")
"""The number of a row in the key of a field: what the first row has a cell for, all have."""
_FIRST_NOTE = "indicator_0_note"
"""The field that a form has when its indicators have a column for reasons."""


def printed_only(scheme: Scheme, submission: Submission) -> Submission:
    """Return a submission without the 年初预算 and the goals for which an open form has no cell.

    A project list may state more than the form of a place asks for; what it does not ask for is not prefilled.
    """
    layout = form_layout(scheme)
    if not layout.slots:
        return submission
    fields = layout.fields
    funds, goals = submission.funds, submission.goals
    if "funds_0_initial_budget" not in fields:
        funds = tuple(replace(row, initial_budget=Entry()) for row in funds)
    if "goal_0_expected" not in fields:
        goals = ()
    return replace(submission, funds=funds, goals=goals)


def unplaced(
    scheme: Scheme, submission: Submission
) -> tuple[tuple[str, str, Entry], ...]:
    """Return what an open form has no cell for: the key of its field, what it is called, and what is stated."""
    layout = form_layout(scheme)
    if not layout.slots:
        return ()
    fields = layout.fields
    found = []
    for key, label, entry in _stated(submission):
        if not entry.blank and _FURTHER.sub("_0_", key) not in fields:
            found.append((key, label, entry))
    return tuple(found)


def _stated(submission: Submission) -> Iterator[tuple[str, str, Entry]]:
    """Yield the fields that not every form has: the key, what it is called in messages, and what is stated."""
    for key in ("weight_total", "self_total", "self_grade"):
        yield key, FIELD_LABELS[key], getattr(submission, key)
    for index, row in enumerate(submission.funds):
        for name in ONLY_MONEY:
            label = f"{row.source}的{FUNDS_LABELS[name]}"
            yield f"funds_{index}_{name}", label, getattr(row, name)
        if index == 0 and row.rate is not None:
            yield "funds_0_rate", FUNDS_LABELS["rate"], row.rate
    for index, goal in enumerate(submission.goals):
        for name, label in GOAL_LABELS.items():
            yield f"goal_{index}_{name}", label, getattr(goal, name)
    for item in submission.indicators:
        label = f"指标“{item.path[-1]}”的{INDICATOR_LABELS['note']}"
        yield _FIRST_NOTE, label, item.note

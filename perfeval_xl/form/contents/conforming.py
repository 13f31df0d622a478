"""A submission in the canonical shape that its form can hold, or the reason why it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from perfeval_xl.form.contents.conforming_funds import conforming_funds
from perfeval_xl.form.contents.conforming_rows import (
    conforming_rows,
    refuse_without_column,
)
from perfeval_xl.form.contents.conforming_tables import conforming_tables
from perfeval_xl.form.contents.field_names import field_name
from perfeval_xl.form.contents.stating import WEIGHT, stated_entries
from perfeval_xl.form.contents.storing import refuse, stored_entry, stored_year
from perfeval_xl.form.identity.stated import MOST_GOALS
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.form.layout.labels import dimension_label, parse_dimension_label
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.labels import FIELD_LABELS, GOAL_LABELS
from perfeval_xl.submission.model import DimensionEntry, Goal, Submission

__all__ = ["conform"]

_SHOWN = 40
"""Characters of an entry that a refusal quotes."""


def conform(scheme: Scheme, submission: Submission) -> Submission:
    """Return the submission as reading its form gives it back: blanks are `None`, nothing else changes.

    Everything stands in the order of the form: all sources of the funds, all 一级指标, at least as many goals as are
    printed. Rows that the form prints are all there, with their evidence in the order in which the rule asks for it; of
    those that units write, only the ones that were written. Raises `BadSubmissionJson` for everything that the form
    could not give back, naming it and the remedy.
    """
    # What belongs to another form is refused before anything is compared with this one
    _refuse_other_forms(scheme, submission)
    layout = form_layout(scheme, submission)
    # Part by part in the order of the form; each refuses what it cannot hold
    head: dict[str, Any] = {
        key: stored_entry(getattr(submission, key), key) for key in FIELD_LABELS
    }
    head["year"] = stored_year(submission.year)
    conformed = replace(
        submission,
        funds=conforming_funds(scheme, layout, submission.funds),
        goals=_goals(layout, submission.goals),
        dimensions=_dimensions(layout, submission.dimensions),
        indicators=conforming_rows(layout, submission.indicators),
        sections=_sections(scheme, submission.sections),
        tables=conforming_tables(layout, submission.tables),
        **head,
    )
    # Last what has no cell at all, which only the whole layout knows
    _refuse_homeless(scheme, layout, conformed)
    refuse_without_column(layout, conformed.indicators)
    # A form that prints no goals has refused those that say anything.
    return replace(conformed, goals=conformed.goals[: layout.goals])


def _refuse_other_forms(scheme: Scheme, submission: Submission) -> None:
    """Refuse what belongs to another scheme, counts money in another unit, or has more goals than any form."""
    if submission.scheme != scheme.id:
        refuse(
            f"内容属于方案“{submission.scheme}”，不是“{scheme.id}”。",
            "请改用相同的方案，或改正 scheme。",
        )
    if submission.money_unit != scheme.money_unit:
        refuse(
            f"金额单位是“{submission.money_unit}”，本表的单位是“{scheme.money_unit}”。",
            f"请把各项金额换算成{scheme.money_unit}，并改正 money_unit。",
        )
    if len(submission.goals) > MOST_GOALS:
        refuse(
            f"年度总体目标有{len(submission.goals)}条，一张表最多{MOST_GOALS}条。",
            "请合并后重试。",
        )


def _refuse_homeless(scheme: Scheme, layout: FormLayout, conformed: Submission) -> None:
    """Refuse what is stated and has no place in the form."""
    for key, entry in stated_entries(scheme, layout, conformed).items():
        # A weight of the funds that has no cell is printed in a label, and was compared with it.
        if key in layout.fields or key == WEIGHT:
            continue
        name = field_name(scheme, layout, key)
        refuse(
            f"{name}填有“{entry.shown[:_SHOWN]}”，本表没有填写它的位置。",
            "请删去这一项。",
        )


def _goals(layout: FormLayout, goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    """Return the goals, with empty ones up to the number that the form prints."""
    lacking = layout.goals - len(goals)
    every = (*goals, *(Goal(),) * lacking)
    return tuple(_goal(number, goal) for number, goal in enumerate(every))


def _goal(number: int, goal: Goal) -> Goal:
    stored = {
        name: stored_entry(getattr(goal, name), f"goals[{number}].{name}")
        for name in GOAL_LABELS
    }
    return replace(goal, **stored)


def _dimensions(
    layout: FormLayout, entries: Iterable[DimensionEntry]
) -> tuple[DimensionEntry, ...]:
    """Return one entry for every 一级指标 of the form."""
    given: dict[str, DimensionEntry] = {}
    for entry in entries:
        if entry.name not in layout.dimensions:
            _refuse_dimension(layout, entry.name)
        if entry.name in given:
            refuse(f"一级指标“{entry.name}”出现了两次。", "请合并成一项。")
        given[entry.name] = _dimension(entry)
    return tuple(
        given.get(name, DimensionEntry(name=name)) for name in layout.dimensions
    )


def _refuse_dimension(layout: FormLayout, name: str) -> None:
    """Refuse a 一级指标 that the form does not print; where units write the indicators, those decide that."""
    if not layout.slots:
        refuse(f"一级指标“{name}”不在本方案中。", "请改正名称，或删去这一项。")
    refuse(
        f"一级指标“{name}”没有任何指标，表中没有它的位置。",
        "请为它填写指标，或删去这一项。",
    )


def _dimension(entry: DimensionEntry) -> DimensionEntry:
    """Return an entry whose points can stand in the label of its 一级指标."""
    stored = DimensionEntry(
        name=entry.name,
        weight=stored_entry(entry.weight, f"{entry.name}的weight"),
        self_score=stored_entry(entry.self_score, f"{entry.name}的self_score"),
    )
    if parse_dimension_label(dimension_label(stored), entry.name) != stored:
        told = f"一级指标“{entry.name}”的分值或得分不是数字。"
        refuse(told, "请只写数字，例如 50。")
    return stored


def _sections(scheme: Scheme, sections: Mapping[str, Entry]) -> dict[str, Entry]:
    """Return the texts that say anything, in the order of the scheme."""
    known = [section.name for section in scheme.sections]
    given = {}
    for name, entry in sections.items():
        if entry.blank:
            continue
        if name not in known:
            listed = "、".join(known) or "无"
            refuse(f"文字栏目“{name}”不在本表中。", f"本表的文字栏目：{listed}。")
        given[name] = stored_entry(entry, f"文字栏目“{name}”")
    return {name: given[name] for name in known if name in given}

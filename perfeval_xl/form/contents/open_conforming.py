"""A submission in the canonical shape that a form can hold, or the reason why it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from perfeval_xl.amounts import parse_number
from perfeval_xl.form.contents.open_rows import blank_funds, place_indicators
from perfeval_xl.form.contents.split_targets import with_units
from perfeval_xl.form.contents.storing import refuse, stored_entry, stored_year
from perfeval_xl.form.identity.stated import MOST_GOALS, MOST_SLOTS
from perfeval_xl.form.layout.labels import (
    dimension_label,
    indicator_label,
    is_placeholder,
    parse_dimension_label,
)
from perfeval_xl.form.layout.open import Layout, Slot, layout_for, slots_for
from perfeval_xl.form.layout.open_columns import ONLY_MONEY
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.labels import (
    FIELD_LABELS,
    FUNDS_LABELS,
    GOAL_LABELS,
    INDICATOR_LABELS,
)
from perfeval_xl.submission.model import (
    DimensionEntry,
    FundsRow,
    Goal,
    Indicator,
    Submission,
)
from perfeval_xl.texts import LONGEST_TEXT, is_storable

__all__ = ["conform", "printed_only", "unplaced"]

_SHOWN = 40
_FURTHER = re.compile(r"_\d+_")
"""The number of a row in the key of a field: what the first row has a cell for, all have."""
_FIRST_NOTE = "indicator_0_note"
"""The field that a form has when its indicators have a column for reasons."""
_FUNDS = ("initial_budget", "budget", "executed")
_SCORED = ("weight", "rate", "self_score")
_INDICATOR = ("target", "actual", "weight", "self_score", "note")


def conform(scheme: Scheme, submission: Submission) -> Submission:
    """Return the submission as reading its form gives it back: blanks are `None`, nothing else changes.

    All funds rows of the scheme stand in its order (a first row that states no weight has that of the scheme, points
    that a source repeats are left out), there is one entry per 一级指标 of the form and at least one goal, and indicators stand in the order of the form. Raises
    `BadSubmissionJson` for everything that the form could not give back, naming it and the remedy.
    """
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
    slots = slots_for(scheme, submission)
    layout = layout_for(scheme, slots, goals=max(1, len(submission.goals)))
    conformed = replace(
        submission,
        year=stored_year(submission.year),
        project=stored_entry(submission.project, "project"),
        department=stored_entry(submission.department, "department"),
        unit=stored_entry(submission.unit, "unit"),
        weight_total=stored_entry(submission.weight_total, "weight_total"),
        self_total=stored_entry(submission.self_total, "self_total"),
        self_grade=stored_entry(submission.self_grade, "self_grade"),
        funds=_funds(scheme, submission.funds),
        goals=_goals(submission.goals),
        dimensions=_dimensions(slots, submission.dimensions),
        indicators=_indicators(slots, submission.indicators),
        sections=_sections(scheme, submission),
    )
    _refuse_unplaced(layout, conformed)
    return _as_printed(scheme, layout, conformed)


def printed_only(scheme: Scheme, submission: Submission) -> Submission:
    """Return a submission without the 年初预算 and the goals for which an open form has no cell.

    A project list may state more than the form of a place asks for; what it does not ask for is not prefilled.
    """
    if scheme.family == "fixed":
        return submission
    fields = layout_for(scheme).fields
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
    if scheme.family == "fixed":
        return ()
    layout = layout_for(scheme)
    return tuple(
        (key, label, entry)
        for key, label, entry in _stated(submission)
        if not entry.blank and _FURTHER.sub("_0_", key) not in layout.fields
    )


def _refuse_unplaced(layout: Layout, submission: Submission) -> None:
    """Refuse what the form of this place has no cell for."""
    for key, label, entry in _stated(submission):
        if key in layout.fields or entry.blank:
            continue
        remedy = "请删去这一项。"
        if key == _FIRST_NOTE and layout.reasons:
            remedy = f"请把它写进文字栏目“{layout.reasons}”。"
        refuse(f"{label}填有“{entry.shown[:_SHOWN]}”，本表没有填写它的位置。", remedy)


def _stated(submission: Submission) -> Iterator[tuple[str, str, Entry]]:
    """Yield the fields that not every form has: the key, what it is called in messages, and what is stated."""
    for key in ("weight_total", "self_total", "self_grade"):
        yield key, FIELD_LABELS[key], getattr(submission, key)
    for index, row in enumerate(submission.funds):
        for name in ONLY_MONEY:
            yield (
                f"funds_{index}_{name}",
                f"{row.source}的{FUNDS_LABELS[name]}",
                getattr(row, name),
            )
        if index == 0 and row.rate is not None:
            yield "funds_0_rate", FUNDS_LABELS["rate"], row.rate
    for index, goal in enumerate(submission.goals):
        for name, label in GOAL_LABELS.items():
            yield f"goal_{index}_{name}", label, getattr(goal, name)
    for item in submission.indicators:
        yield (
            _FIRST_NOTE,
            f"指标“{item.path[-1]}”的{INDICATOR_LABELS['note']}",
            item.note,
        )


def _as_printed(scheme: Scheme, layout: Layout, submission: Submission) -> Submission:
    """Return what the form of this place makes of a submission: its own weight of the funds, units, no goals."""
    funds = submission.funds
    if "funds_0_weight" not in layout.fields:
        fixed = blank_funds(scheme)[0].weight or Entry()
        given = funds[0].weight or Entry()
        if not given.blank and parse_number(given.text) != scheme.execution_weight:
            told = f"预算执行率的分值填有“{given.shown}”，本表印的是{fixed.text}分。"
            refuse(told, f"请改为{fixed.text}，或删去这一项。")
        funds = (replace(funds[0], weight=fixed), *funds[1:])
    indicators = tuple(with_units(layout, item) for item in submission.indicators)
    goals = submission.goals if layout.goals else ()
    return replace(submission, funds=funds, goals=goals, indicators=indicators)


def _funds(scheme: Scheme, rows: Iterable[FundsRow]) -> tuple[FundsRow, ...]:
    given: dict[str, FundsRow] = {}
    for row in rows:
        if row.source not in scheme.funds:
            refuse(
                f"资金来源“{row.source}”不在本表中。",
                f"本表的资金来源：{'、'.join(scheme.funds)}。",
            )
        if row.source in given:
            refuse(f"资金来源“{row.source}”出现了两次。", "请合并成一行。")
        given[row.source] = row
    conformed = []
    for index, blank in enumerate(blank_funds(scheme)):
        row = given.get(blank.source, blank)
        figures = {
            key: stored_entry(getattr(row, key), f"{row.source}的{key}")
            for key in _FUNDS
        }
        scored = {
            key: stored_entry(getattr(row, key), f"{row.source}的{key}")
            for key in _SCORED
        }
        if index:  # what a source repeats of the total has no cell; `submission.repeated` tells of it
            conformed.append(FundsRow(source=row.source, **figures))
        else:
            if row.weight is None and blank.weight is not None:
                scored["weight"] = blank.weight
            conformed.append(FundsRow(source=row.source, **figures, **scored))
    return tuple(conformed)


def _goals(goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    if len(goals) > MOST_GOALS:
        refuse(
            f"年度总体目标有{len(goals)}条，一张表最多{MOST_GOALS}条。",
            "请合并后重试。",
        )
    conformed = tuple(
        Goal(
            expected=stored_entry(g.expected, f"goals[{n}].expected"),
            achieved=stored_entry(g.achieved, f"goals[{n}].achieved"),
        )
        for n, g in enumerate(goals)
    )
    return conformed or (Goal(),)


def _dimensions(
    slots: tuple[Slot, ...], entries: Iterable[DimensionEntry]
) -> tuple[DimensionEntry, ...]:
    given: dict[str, DimensionEntry] = {}
    known = list(dict.fromkeys(slot.dimension for slot in slots))
    for entry in entries:
        if entry.name not in known:
            refuse(
                f"一级指标“{entry.name}”没有任何指标，表中没有它的位置。",
                "请为它填写指标，或删去这一项。",
            )
        if entry.name in given:
            refuse(f"一级指标“{entry.name}”出现了两次。", "请合并成一项。")
        stated = DimensionEntry(
            name=entry.name,
            weight=stored_entry(entry.weight, f"{entry.name}的weight"),
            self_score=stored_entry(entry.self_score, f"{entry.name}的self_score"),
        )
        if parse_dimension_label(dimension_label(stated), entry.name) != stated:
            refuse(
                f"一级指标“{entry.name}”的分值或得分不是数字。", "请只写数字，例如 50。"
            )
        given[entry.name] = stated
    return tuple(given.get(name, DimensionEntry(name=name)) for name in known)


def _indicators(
    slots: tuple[Slot, ...], indicators: tuple[Indicator, ...]
) -> tuple[Indicator, ...]:
    if len(slots) > MOST_SLOTS:
        refuse(f"指标有{len(slots)}行，一张表最多{MOST_SLOTS}行。", "请拆成几张表。")
    return tuple(
        _indicator(item, slot)
        for item, slot in zip(place_indicators(slots, indicators), slots, strict=True)
        if item
    )


def _indicator(item: Indicator, slot: Slot) -> Indicator:
    name = (stored_entry(Entry(item.path[2]), "指标名称").text or "").strip()
    for part in (*item.path[:2], name):
        if not part.strip() or not is_storable(part):
            refuse(
                f"指标“{'／'.join(item.path)}”的名称不完整，或含有控制字符。",
                "请填写一级、二级、三级指标三个名称。",
            )
    if is_placeholder(name):
        refuse(
            f"指标名称“{name}”以表中的“指标{slot.ordinal}：”一类字样开头。",
            "请删去开头的“指标…：”，表中会自动加上。",
        )
    if len(indicator_label(slot.ordinal, name)) > LONGEST_TEXT:
        refuse(f"指标名称有{len(name)}个字，一个单元格放不下。", "请缩短后重试。")
    for key, entry in item.evidence.items():
        if not entry.blank:
            refuse(
                f"指标“{name}”带有佐证“{key}”，本表没有填写它的位置。",
                "请删去 evidence，或改用带有该项的评分表方案。",
            )
    entries = {
        key: stored_entry(getattr(item, key), f"指标“{name}”的{key}")
        for key in _INDICATOR
    }
    return replace(item, path=(*item.path[:2], name), evidence={}, **entries)


def _sections(scheme: Scheme, submission: Submission) -> dict[str, Entry]:
    known = {section.name for section in scheme.sections}
    conformed = {}
    for name, entry in submission.sections.items():
        if entry.blank:
            continue
        if name not in known:
            refuse(
                f"文字栏目“{name}”不在本表中。",
                f"本表的文字栏目：{'、'.join(sorted(known)) or '无'}。",
            )
        conformed[name] = stored_entry(entry, f"文字栏目“{name}”")
    return conformed

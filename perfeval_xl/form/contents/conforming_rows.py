"""The indicators as a form gives them back: those that it prints, and those that units write themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from perfeval_xl.amounts import plain
from perfeval_xl.form.contents.open_rows import place_indicators
from perfeval_xl.form.contents.split_targets import with_units
from perfeval_xl.form.contents.storing import refuse, stored_entry
from perfeval_xl.form.identity.stated import MOST_SLOTS
from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.labels import indicator_label, is_placeholder
from perfeval_xl.form.layout.open_plan import Slot
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.refs import Entry
from perfeval_xl.submission.labels import INDICATOR_LABELS
from perfeval_xl.submission.model import Indicator
from perfeval_xl.texts import LONGEST_TEXT, is_storable

__all__ = ["conforming_rows", "refuse_without_column"]

_SHOWN = 40
"""Characters of an entry that a refusal quotes."""


def conforming_rows(
    layout: FormLayout, indicators: tuple[Indicator, ...]
) -> tuple[Indicator, ...]:
    """Return the rows in the order of the form; raises `BadSubmissionJson` for what it cannot hold."""
    # The hidden sheet describes every row, and has room for so many
    rows = max(len(indicators), len(layout.slots))
    if rows > MOST_SLOTS:
        refuse(f"指标有{rows}行，一张表最多{MOST_SLOTS}行。", "请拆成几张表。")
    if layout.slots:
        return _written_rows(layout, indicators)
    return _printed_rows(layout, indicators)


def _written_rows(
    layout: FormLayout, indicators: tuple[Indicator, ...]
) -> tuple[Indicator, ...]:
    """Return the rows that units write, in the order of the form."""
    placed = place_indicators(layout.slots, indicators)
    return tuple(
        _written(layout, slot, item)
        for slot, item in zip(layout.slots, placed, strict=True)
        if item is not None
    )


def _written(layout: FormLayout, slot: Slot, item: Indicator) -> Indicator:
    """Return a row that a unit wrote, with a name that its cell can hold behind the placeholder."""
    # A row that units write has no evidence: nothing asks for any
    name = _name(slot, item)
    for key, entry in item.evidence.items():
        if not entry.blank:
            refuse(
                f"指标“{name}”带有佐证“{key}”，本表没有填写它的位置。",
                "请删去 evidence，或改用带有该项的评分表方案。",
            )
    stored = replace(
        item, path=(*item.path[:2], name), evidence={}, **_stored(item, name)
    )
    return with_units(layout, stored)


def _name(slot: Slot, item: Indicator) -> str:
    """Return the name of a row that a unit wrote; refuse one that its cell cannot hold."""
    # What the cell would hold: `指标1：` and the name
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
    return name


def refuse_without_column(
    layout: FormLayout, indicators: tuple[Indicator, ...]
) -> None:
    """Refuse what rows that units write state and this form has no column for."""
    if not layout.slots:
        return
    for item in indicators:
        for key, label in INDICATOR_LABELS.items():
            entry = getattr(item, key)
            if key in layout.indicator_fields or entry.blank:
                continue
            remedy = "请删去这一项。"
            if key == "note" and layout.reasons:
                remedy = f"请把它写进文字栏目“{layout.reasons}”。"
            told = f"指标“{item.path[-1]}”的{label}填有“{entry.shown[:_SHOWN]}”，本表没有填写它的位置。"
            refuse(told, remedy)


def _printed_rows(
    layout: FormLayout, indicators: tuple[Indicator, ...]
) -> tuple[Indicator, ...]:
    """Return all rows that the form prints, in its order."""
    # A row is known by its path, and stands where the form prints it
    known = {asked.spec.path for asked in layout.asked}
    given: dict[tuple[str, ...], Indicator] = {}
    for item in indicators:
        said = "／".join(item.path)
        if item.path not in known:
            refuse(f"指标“{said}”不在本方案中。", "请改正名称，或删去这一行。")
        if item.path in given:
            refuse(f"指标“{said}”出现了两次。", "请合并成一行。")
        given[item.path] = item
    return tuple(
        _printed(asked, given.get(asked.spec.path, Indicator(path=asked.spec.path)))
        for asked in layout.asked
    )


def _printed(asked: Asked, item: Indicator) -> Indicator:
    """Return a row that the form prints, with its evidence in the order in which the rule asks for it."""
    name = item.path[-1]
    _refuse_unasked(asked, item)
    # What such a row is worth is computed; nobody can say something else
    if asked.spec.share is not None and not item.weight.blank:
        shared = f"单位自定的指标由填了的各行均分{plain(asked.spec.weight)}分"
        refuse(
            f"指标“{name}”填有分值“{item.weight.shown}”，{shared}。", "请删去 weight。"
        )
    evidence = {}
    for fact in asked.own():
        entry = stored_entry(
            item.evidence.get(fact.name), f"指标“{name}”的{fact.label}"
        )
        if not entry.blank:
            evidence[fact.name] = entry
    return replace(item, evidence=evidence, **_stored(item, name))


def _refuse_unasked(asked: Asked, item: Indicator) -> None:
    """Refuse evidence that the rule of a row does not ask for."""
    facts = [fact.name for fact in asked.own()]
    for key, entry in item.evidence.items():
        if key in facts or entry.blank:
            continue
        remedy = f"它的评分依据有：{'、'.join(facts) or '无'}。"
        if key in INDICATOR_LABELS:
            remedy = f"请填在该指标的 {key}。"
        told = f"指标“{item.path[-1]}”带有佐证“{key}”，本表没有填写它的位置。"
        refuse(told, remedy)


def _stored(item: Indicator, name: str) -> dict[str, Any]:
    """Return what stands in the columns of a row, as cells hold it."""
    return {
        key: stored_entry(getattr(item, key), f"指标“{name}”的{key}")
        for key in INDICATOR_LABELS
    }

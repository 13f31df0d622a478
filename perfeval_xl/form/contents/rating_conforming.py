"""A submission of a fixed form in the shape that its workbook gives back, or the reason why it cannot hold it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from perfeval_xl.amounts import plain
from perfeval_xl.form.contents.rating_fields import HEAD, MONEY, label_of
from perfeval_xl.form.contents.stating import stated_entries
from perfeval_xl.form.contents.storing import refuse, stored_entry, stored_year
from perfeval_xl.form.identity.stated import MOST_GOALS, MOST_SLOTS
from perfeval_xl.form.layout.asking import Asked
from perfeval_xl.form.layout.labels import dimension_label, parse_dimension_label
from perfeval_xl.form.layout.rating import RatingLayout, rating_layout_for, sizes_for
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.form_spec import FormPart
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.labels import GOAL_LABELS, INDICATOR_LABELS
from perfeval_xl.submission.model import (
    DimensionEntry,
    FundsRow,
    Goal,
    Indicator,
    Submission,
)

__all__ = ["conform_rating"]

_UNSCORED = ("weight", "rate", "self_score")


def conform_rating(scheme: Scheme, submission: Submission) -> Submission:
    """Return the submission as reading its form gives it back: every indicator of the scheme, in its order.

    Blanks are `None`, evidence stands in the order in which the rule asks for it. Raises `BadSubmissionJson` for
    everything that the form could not give back, naming it and the remedy.
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
    if len(submission.goals) > MOST_GOALS:
        refuse(
            f"年度总体目标有{len(submission.goals)}条，一张表最多{MOST_GOALS}条。",
            "请合并后重试。",
        )
    layout = rating_layout_for(scheme, sizes_for(scheme, submission))
    goals = (*submission.goals, *(Goal(),) * (layout.goals - len(submission.goals)))
    conformed = replace(
        submission,
        funds=_funds(scheme, submission.funds),
        goals=tuple(_goal(goal) for goal in goals),
        dimensions=_dimensions(scheme, submission.dimensions),
        indicators=_indicators(layout, submission.indicators),
        sections=_sections(scheme, submission.sections),
        tables=_tables(layout, submission.tables),
    )
    conformed = _with_head(conformed)
    stored_year(conformed.year)
    _refuse_homeless(scheme, layout, conformed)
    return conformed


def _refuse_homeless(
    scheme: Scheme, layout: RatingLayout, conformed: Submission
) -> None:
    """Refuse what is stated and has no place in the form."""
    for key, entry in stated_entries(scheme, layout, conformed).items():
        if key not in layout.fields:
            refuse(
                f"{label_of(scheme, layout, key)}填有“{entry.shown[:40]}”，本表没有填写它的位置。",
                "请删去这一项。",
            )


def _goal(goal: Goal) -> Goal:
    stored = {
        name: stored_entry(getattr(goal, name), said)
        for name, said in GOAL_LABELS.items()
    }
    return replace(goal, **stored)


def _with_head(submission: Submission) -> Submission:
    head: dict[str, Any] = {
        key: stored_entry(getattr(submission, key), key) for key in HEAD
    }
    return replace(submission, **head)


def _funds(scheme: Scheme, rows: Iterable[FundsRow]) -> tuple[FundsRow, ...]:
    given: dict[str, FundsRow] = {}
    for row in rows:
        if row.source not in scheme.funds:
            known = "、".join(scheme.funds) or "无"
            refuse(f"资金来源“{row.source}”不在本表中。", f"本表的资金来源：{known}。")
        if row.source in given:
            refuse(f"资金来源“{row.source}”出现了两次。", "请合并成一行。")
        for name in _UNSCORED:
            entry = getattr(row, name)
            if entry is not None and not entry.blank:
                refuse(
                    f"资金来源“{row.source}”一行填有 {name}。",
                    "评分表的资金行没有分值、执行率和得分，请删去。",
                )
        given[row.source] = row
    blank = FundsRow(source="")
    return tuple(
        FundsRow(
            source=source,
            **{
                name: stored_entry(getattr(given.get(source, blank), name), source)
                for name in MONEY
            },
        )
        for source in scheme.funds
    )


def _dimensions(
    scheme: Scheme, entries: Iterable[DimensionEntry]
) -> tuple[DimensionEntry, ...]:
    given: dict[str, DimensionEntry] = {}
    for entry in entries:
        if scheme.dimension(entry.name) is None:
            refuse(
                f"一级指标“{entry.name}”不在本方案中。", "请改正名称，或删去这一项。"
            )
        if entry.name in given:
            refuse(f"一级指标“{entry.name}”出现了两次。", "请合并成一项。")
        stated = DimensionEntry(
            name=entry.name,
            weight=stored_entry(entry.weight, entry.name),
            self_score=stored_entry(entry.self_score, entry.name),
        )
        if parse_dimension_label(dimension_label(stated), entry.name) != stated:
            refuse(
                f"一级指标“{entry.name}”的分值或得分不是数字。", "请只写数字，例如 50。"
            )
        given[entry.name] = stated
    return tuple(
        given.get(each.name, DimensionEntry(name=each.name))
        for each in scheme.dimensions
    )


def _indicators(
    layout: RatingLayout, indicators: tuple[Indicator, ...]
) -> tuple[Indicator, ...]:
    if len(indicators) > MOST_SLOTS:
        refuse(
            f"指标有{len(indicators)}行，一张表最多{MOST_SLOTS}行。", "请拆成几张表。"
        )
    known = {asked.spec.path for asked in layout.asked}
    given: dict[tuple[str, ...], Indicator] = {}
    for item in indicators:
        if item.path not in known:
            refuse(
                f"指标“{'／'.join(item.path)}”不在本方案中。",
                "请改正名称，或删去这一行。",
            )
        if item.path in given:
            refuse(f"指标“{'／'.join(item.path)}”出现了两次。", "请合并成一行。")
        given[item.path] = item
    return tuple(
        _indicator(asked, given.get(asked.spec.path, Indicator(path=asked.spec.path)))
        for asked in layout.asked
    )


def _indicator(asked: Asked, item: Indicator) -> Indicator:
    name = item.path[-1]
    facts = {fact.name: fact for fact in asked.own()}
    for key, entry in item.evidence.items():
        if key not in facts and not entry.blank:
            in_row = key in INDICATOR_LABELS
            remedy = (
                f"请填在该指标的 {key}。"
                if in_row
                else f"它的评分依据有：{'、'.join(facts) or '无'}。"
            )
            refuse(f"指标“{name}”带有佐证“{key}”，本表没有填写它的位置。", remedy)
    if asked.spec.share is not None and not item.weight.blank:
        refuse(
            f"指标“{name}”填有分值“{item.weight.shown}”，单位自定的指标由填了的各行均分{plain(asked.spec.weight)}分。",
            "请删去 weight。",
        )
    evidence = {
        key: stored_entry(item.evidence.get(key), f"指标“{name}”的{fact.label}")
        for key, fact in facts.items()
    }
    fields: dict[str, Any] = {
        key: stored_entry(getattr(item, key), f"指标“{name}”的{said}")
        for key, said in INDICATOR_LABELS.items()
    }
    return replace(
        item,
        evidence={key: entry for key, entry in evidence.items() if not entry.blank},
        **fields,
    )


def _sections(scheme: Scheme, sections: Mapping[str, Entry]) -> dict[str, Entry]:
    known = [section.name for section in scheme.sections]
    given = {
        name: stored_entry(entry, f"文字栏目“{name}”")
        for name, entry in sections.items()
        if not entry.blank
    }
    for name in given:
        if name not in known:
            refuse(
                f"文字栏目“{name}”不在本表中。",
                f"本表的文字栏目：{'、'.join(known) or '无'}。",
            )
    return {name: given[name] for name in known if name in given}


_Rows = tuple[tuple[Entry, ...], ...]


def _tables(layout: RatingLayout, tables: Mapping[str, _Rows]) -> dict[str, _Rows]:
    known = {part.name: part for part in layout.tables}
    conformed = {}
    for name, rows in tables.items():
        if name not in known:
            refuse(
                f"表格“{name}”不在本表中。", f"本表的表格：{'、'.join(known) or '无'}。"
            )
        part = known[name]
        columns = len(part.columns)
        if part.kind == "targets":
            columns = 1
        _refuse_what_does_not_fit(part, rows, columns)
        filled = _filled(rows, columns, name)
        if filled:
            conformed[name] = filled
    return conformed


def _refuse_what_does_not_fit(part: FormPart, rows: _Rows, columns: int) -> None:
    """Refuse rows that are too wide for a table, and more rows than it has."""
    for number, row in enumerate(rows, 1):
        if len(row) > columns:
            refuse(
                f"表格“{part.name}”第{number}行有{len(row)}栏，本表只有{columns}栏。",
                "请合并或删去多出的内容。",
            )
    if part.kind == "targets" and len(rows) > len(part.labels):
        refuse(
            f"表格“{part.name}”有{len(rows)}行，本表只有{len(part.labels)}行。",
            "请合并或删去多出的行。",
        )
    if len(rows) > MOST_SLOTS:
        refuse(
            f"表格“{part.name}”有{len(rows)}行，一张表最多{MOST_SLOTS}行。",
            "请合并后重试。",
        )


def _filled(rows: _Rows, columns: int, name: str) -> _Rows:
    """Return the rows at their full width, without the empty ones at the end."""
    blank = (Entry(),) * columns
    filled = [
        tuple(stored_entry(cell, name) for cell in (*row, *blank)[:columns])
        for row in rows
    ]
    while filled and all(cell.blank for cell in filled[-1]):
        filled.pop()
    return tuple(filled)

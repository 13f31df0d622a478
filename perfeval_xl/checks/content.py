"""内容: required fields, and texts that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.amounts import normalise
from perfeval_xl.checks.base import (
    Checks,
    Context,
    indicator_rows,
    missing_dimensions,
    written_rows,
)
from perfeval_xl.checks.wording import wording
from perfeval_xl.measures import parse_measure
from perfeval_xl.measures.vagueness import is_vague
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import NOWHERE, Entry
from perfeval_xl.submission.labels import FIELD_LABELS, FUNDS_LABELS, GOAL_LABELS
from perfeval_xl.submission.model import Goal, Indicator

__all__ = ["CHECKS"]

CHECKS = Checks()

_SHOWN = 3
"""So many placeholders are named; the others are counted."""

_HEAD = ("year", "project", "department", "unit")


@CHECKS.reports("PE-041", written_rows, looks_at=indicator_rows)
def targets_can_be_measured(context: Context) -> Iterator[Problem]:
    """R41: a qualitative target is more than a word such as 提高; one that was issued is the issuer's to mend."""
    for indicator in context.submission.indicators:
        if context.issued(indicator) or not is_vague(indicator.target.text or ""):
            continue
        yield Problem(
            code="PE-041",
            place=indicator.target.location,
            path=indicator.path,
            found=indicator.target.shown,
            slots={
                "indicator": indicator.path[-1],
                "target": indicator.target.shown,
            },
        )


def _goals(context: Context) -> list[Goal]:
    return [goal for goal in context.submission.goals if not goal.expected.blank]


@CHECKS.reports("PE-045", looks_at=_goals)
def goals_and_results_are_told(context: Context) -> Iterator[Problem]:
    """R45: a goal is more than a sum of money or the name of the project, and its result not the goal word for word."""
    project = normalise(context.submission.project.text or "")
    for goal in _goals(context):
        expected = normalise(goal.expected.text or "")
        achieved = normalise(goal.achieved.text or "")
        # A sum of money, the name of the project, or the goal repeated as its result
        figure = parse_measure(goal.expected.text)
        if figure.number is not None and (figure.bare or figure.unit == "元"):
            yield Problem(
                code="PE-045",
                place=goal.expected.location,
                slots={"what": "“预期目标”只写了数字"},
            )
        elif expected == project:
            yield Problem(
                code="PE-045",
                place=goal.expected.location,
                slots={"what": "“预期目标”只写了项目名称"},
            )
        elif expected == achieved:
            what = "“实际完成情况”与“预期目标”逐字相同"
            yield Problem(
                code="PE-045",
                place=goal.achieved.location,
                slots={"what": what},
            )


@CHECKS.reports("PE-046", written_rows, looks_at=indicator_rows)
def no_placeholders_are_left(context: Context) -> list[Problem]:
    """R46: no sign of a template stands for content; all of them together are one hint."""
    # One hint for the form: a template left as it was has dozens of them
    found = [
        (indicator, entry, what)
        for indicator in context.submission.indicators
        for entry, what in _left(indicator)
    ]
    if not found:
        return []
    shown = "、".join(
        f"“{indicator.path[-1]}”的{what}" for indicator, _, what in found[:_SHOWN]
    )
    more = ""
    if len(found) > _SHOWN:
        more = f"等{len(found)}处"
    first, entry, _ = found[0]
    place = entry.location
    return [
        Problem(
            code="PE-046",
            place=place,
            path=first.path,
            slots={"rows": f"{shown}{more}是模板的占位"},
        )
    ]


def _left(indicator: Indicator) -> Iterator[tuple[Entry, str]]:
    """Yield the cells of a row that hold a sign of the template, or a 0 for no reason."""
    named = (
        ("名称", indicator.name_entry),
        ("指标值", indicator.target),
        ("完成值", indicator.actual),
    )
    for what, entry in named:
        # A sign that only templates print, such as ××
        sign = next(
            (sign for sign in wording().placeholders if sign in (entry.text or "")),
            "",
        )
        if sign:
            yield entry, f"{what}中的“{sign}”"
    # A 0 stands for “nothing to say”
    if (indicator.note.text or "").strip() == "0":
        yield indicator.note, "偏差原因“0”"


@CHECKS.reports("PE-050")
def required_fields_are_filled_in(context: Context) -> Iterator[Problem]:
    """R50: what the scheme says its form has and nobody may leave blank."""
    required = context.scheme.required
    # The head, the money, the goals, the texts, the 一级指标: each where the place asks for it
    for field in _HEAD:
        if FIELD_LABELS[field] in required:
            yield from _blank(getattr(context.submission, field), FIELD_LABELS[field])
    initial = FUNDS_LABELS["initial_budget"]
    # The 年初预算数 of the total only, since its sources may have none
    if initial in required and context.submission.funds:
        yield from _blank(
            context.total_funds.initial_budget,
            context.total_funds.source + initial,
        )
    # A form without any goal lacks one pair
    for goal in context.submission.goals or (Goal(),):
        for key, label in GOAL_LABELS.items():
            if label in required:
                yield from _blank(getattr(goal, key), label)
    if "文字部分" in required:
        for section in context.scheme.sections:
            entry = context.submission.sections.get(section.name, Entry())
            yield from _blank(entry, section.name, Severity.WARNING)
    if "一级指标" in required:
        yield from _missing_dimensions(context)


def _blank(
    entry: Entry,
    label: str,
    raised_to: Severity | None = None,
) -> Iterator[Problem]:
    if entry.blank:
        yield Problem(
            code="PE-050",
            place=entry.location,
            slots={"field": label},
            raised_to=raised_to,
        )


def _missing_dimensions(context: Context) -> Iterator[Problem]:
    places = {
        dimension.name: dimension.weight.location
        for dimension in context.submission.dimensions
    }
    for dimension in missing_dimensions(context):
        place = places.get(dimension.name, NOWHERE)
        shared = len(context.scheme.sharing(dimension)) > 1
        yield Problem(
            code="PE-050",
            place=place,
            path=(dimension.name,),
            slots={"field": dimension.name},
            raised_to=Severity.WARNING if shared else None,
        )

"""内容: required fields, and texts that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from perfeval_xl.amounts import normalise
from perfeval_xl.checks.base import Checks, Context, Skipped
from perfeval_xl.checks.wording import is_vague
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import NOWHERE, Entry
from perfeval_xl.submission.labels import FIELD_LABELS, FUNDS_LABELS, GOAL_LABELS
from perfeval_xl.submission.model import Goal

__all__ = ["CHECKS"]

CHECKS = Checks()

_HEAD = ("year", "project", "department", "unit")


@CHECKS.reports("PE-041", "open")
def targets_can_be_measured(context: Context) -> Iterator[Problem]:
    """R41: a qualitative target is more than a word such as 提高."""
    for indicator in context.submission.indicators:
        if is_vague(indicator.target.text or ""):
            slots = {"indicator": indicator.path[-1], "target": indicator.target.shown}
            yield Problem(
                code="PE-041",
                place=indicator.target.location,
                path=indicator.path,
                found=indicator.target.shown,
                slots=slots,
            )


@CHECKS.reports("PE-045")
def results_are_not_the_goals_copied(context: Context) -> Iterator[Problem] | Skipped:
    """R45: what was achieved is not the goal word for word."""
    goals = [goal for goal in context.submission.goals if not goal.expected.blank]
    if not goals:
        return Skipped.NOT_APPLICABLE
    return (
        Problem(code="PE-045", place=goal.achieved.location)
        for goal in goals
        if normalise(goal.achieved.text or "") == normalise(goal.expected.text or "")
    )


@CHECKS.reports("PE-050")
def required_fields_are_filled_in(context: Context) -> Iterator[Problem]:
    """R50: what the scheme says its form has and nobody may leave blank."""
    required = context.scheme.required
    for field in _HEAD:
        if FIELD_LABELS[field] in required:
            yield from _blank(getattr(context.submission, field), FIELD_LABELS[field])
    initial = FUNDS_LABELS["initial_budget"]
    if initial in required and context.submission.funds:
        yield from _blank(context.total_funds.initial_budget, context.total_funds.source + initial)
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


def _blank(entry: Entry, label: str, raised_to: Severity | None = None) -> Iterator[Problem]:
    if entry.blank:
        yield Problem(code="PE-050", place=entry.location, slots={"field": label}, raised_to=raised_to)


def _missing_dimensions(context: Context) -> Iterator[Problem]:
    """Every 一级指标 has a row; of those that share their weight, one is enough."""
    used = {indicator.path[0] for indicator in context.submission.indicators}
    places = {dimension.name: dimension.weight.location for dimension in context.submission.dimensions}
    for dimension in context.scheme.dimensions:
        shared = context.scheme.sharing(dimension)
        if any(each.name in used for each in shared) or dimension != shared[0]:
            continue
        place = places.get(dimension.name, NOWHERE)
        yield Problem(code="PE-050", place=place, path=(dimension.name,), slots={"field": dimension.name})

"""内容: required fields, and texts that say nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from perfeval_xl.amounts import normalise
from perfeval_xl.checks.base import Checks, Context, Skipped
from perfeval_xl.problems import Problem

__all__ = ["CHECKS"]

CHECKS = Checks()

_REQUIRED = {"year": "年度", "project": "项目名称", "department": "主管部门", "unit": "实施单位"}


@cache
def _vague_words() -> frozenset[str]:
    text = resources.files("perfeval_xl.checks").joinpath("vague_words.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["words"])


@CHECKS.reports("PE-041", "open")
def targets_can_be_measured(context: Context) -> Iterator[Problem]:
    """R41: a qualitative target is more than a word such as 提高."""
    for indicator in context.submission.indicators:
        if normalise(indicator.target.text or "") in _vague_words():
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
    """R50: year, project, department and unit are named, and every 一级指标 of the scheme has an indicator."""
    for field, label in _REQUIRED.items():
        entry = getattr(context.submission, field)
        if entry.blank:
            yield Problem(code="PE-050", place=entry.location, slots={"field": label})
    if context.scheme.family == "fixed":
        return
    used = {indicator.path[0] for indicator in context.submission.indicators}
    places = {dimension.name: dimension.weight.location for dimension in context.submission.dimensions}
    for dimension in context.scheme.dimensions:
        if dimension.name not in used:
            slots = {"field": dimension.name}
            if dimension.name in places:
                yield Problem(code="PE-050", place=places[dimension.name], path=(dimension.name,), slots=slots)
            else:
                yield Problem(code="PE-050", path=(dimension.name,), slots=slots)

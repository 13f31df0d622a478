"""What holds for the outcome of every rule, whatever was written; and a short way to get one."""

from __future__ import annotations

import re
from decimal import Decimal

from perfeval_xl.amounts import ZERO, plain, round_half_up
from perfeval_xl.problems import Problem, catalogue
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Evidence, Outcome, Rule
from perfeval_xl.scheme.model import Rounding
from tests.support.faces import TWO_PLACES

__all__ = ["codes", "messages", "outcome", "said"]

_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def outcome(
    rule: Rule, weight: str, rounding: Rounding = TWO_PLACES, /, **facts: str | None
) -> Outcome:
    """Score some facts and assert what holds for every outcome; a fact named `1` is given as `_1`."""
    entries = {name.removeprefix("_"): Entry(text) for name, text in facts.items()}
    points = Decimal(weight)
    result = rule.score(Evidence(points, entries), rounding)
    most = max(points, round_half_up(points, rounding.places))
    if result.open is None:
        assert ZERO <= result.counted <= most
    elif result.open.highest is not None:
        assert ZERO <= result.open.lowest <= result.open.highest or not points
    assert result.steps
    for step in result.steps:
        assert step.text
        if step.value is None:
            assert result.open is not None
            continue
        figures = {Decimal(figure) for figure in _FIGURE.findall(step.text)}
        assert abs(step.value) in figures or (
            not step.value and ("不扣分" in step.text or "不计分" in step.text)
        ), step
    messages(result)
    return result


def said(result: Outcome) -> str:
    """Return the points as a test spells them: `8`, and while they are open `6—7.99`, `0—` where the weight is the limit."""
    if result.open is None:
        return plain(result.counted)
    highest = result.open.highest
    return f"{plain(result.open.lowest)}—{'' if highest is None else plain(highest)}"


def codes(result: Outcome) -> list[str]:
    """Return the codes of the findings."""
    return [finding.code for finding in result.findings]


def messages(result: Outcome) -> list[str]:
    """Return the messages of the findings; each must find its cell among the inputs of the steps."""
    inputs = {item.name: item.entry for step in result.steps for item in step.inputs}
    said = []
    for finding in result.findings:
        assert finding.fact in inputs, (
            f"{finding.code} is about {finding.fact}, which no step has as an input"
        )
        unsaid = {"doubt": "", "what": ""}  # what the checks add in words
        known = {
            "indicator": "指标",
            "written": inputs[finding.fact].shown,
            **unsaid,
            **finding.slots,
        }
        slots = {name: known[name] for name in catalogue()[finding.code].slots}
        problem = Problem(code=finding.code, slots=slots)
        assert problem.remedy
        said.append(problem.message)
    return said

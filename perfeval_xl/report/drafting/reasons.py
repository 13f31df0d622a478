"""Why an indicator got its points, in words that can stand in a report: no codes, no cells, and the result at the end."""

from __future__ import annotations

import re
from decimal import Decimal

from perfeval_xl.amounts import parse_number, plain
from perfeval_xl.report.drafting.wording import WORDING, say, table
from perfeval_xl.rules.base import Step
from perfeval_xl.rules.reasons import REASON
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.texts import says_something

__all__ = ["cause_of", "reason_of", "result_of"]

_JUDGED = "judgement"
_NOTHING_LOST = ("不扣分", "得满分")
_STOPS = "。；;"


def result_of(row: IndicatorScore) -> str:
    """`该指标满分7分，得7分`; an open row has a mark in its place."""
    if row.score is None:
        lowest, highest = plain(row.lowest), plain(row.highest)
        return say(
            "indicator",
            "open",
            weight=plain(row.weight),
            lowest=lowest,
            highest=highest,
        )
    return say(
        "indicator",
        "result",
        weight=plain(row.weight),
        score=plain(row.score),
    )


def reason_of(row: IndicatorScore, money_unit: str) -> str:
    """The steps of the rule, then the result; without full stop and source. Sums of money get their unit."""
    if row.score is None:
        return result_of(row)
    if row.rule == _JUDGED:
        said = _judged(row.outcome.steps, _lost(row))
    else:
        said = "；".join(_with_unit(step, money_unit) for step in row.outcome.steps)
    return f"{said}。{result_of(row)}"


def cause_of(row: IndicatorScore, money_unit: str) -> str:
    """What cost the points: the steps that gave nothing or took something away, or the one step there is."""
    steps = row.outcome.steps
    if row.rule == _JUDGED:
        return _judged(steps, _lost(row))
    # Steps that gave points explain nothing, but one step has to be said
    costly = [step for step in steps if _costs(step)]
    if len(steps) == 1 or not costly:
        costly = list(steps)
    return "；".join(_with_unit(step, money_unit) for step in costly)


def _with_unit(step: Step, unit: str) -> str:
    """A rule does not know the money unit of the form: 全年执行数24.5 becomes 全年执行数24.5万元."""
    text = step.text.rstrip(_STOPS)
    for item in step.inputs:
        figure = parse_number(item.entry.text)
        if item.name in table(WORDING)["money"]["figures"] and figure is not None:
            bare = f"{item.name}{plain(figure)}"
            # Not where the figure goes on, or is a percentage
            text = re.sub(re.escape(bare) + r"(?![\d.%])", f"{bare}{unit}", text)
    return text


def _lost(row: IndicatorScore) -> Decimal:
    if row.score is None:
        return row.weight
    return row.weight - row.score


def _judged(steps: tuple[Step, ...], lost: Decimal) -> str:
    """The reason the evaluator wrote; a loss without one is left to be written, never excused."""
    # The reason stands among the inputs of a step
    for step in steps:
        for item in step.inputs:
            written = item.entry.text
            if item.name == REASON.label and written and says_something(written):
                return written.strip().rstrip(_STOPS)
    if lost > 0:
        return say("indicator", "reason_missing")
    return say("indicator", "full_by_judgement")


def _costs(step: Step) -> bool:
    nothing = step.value is None or step.value <= 0
    return nothing and not step.text.endswith(_NOTHING_LOST)

"""The points that are possible on one row: those of the rule where it decides, else between the bounds it leaves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from perfeval_xl.amounts import ZERO
from perfeval_xl.rules.base import Bounds, Outcome, rounded
from perfeval_xl.scheme.model import Rounding

__all__ = ["bounded", "possible"]


def bounded(outcome: Outcome, weight: Decimal, rounding: Rounding) -> Outcome:
    """Return the outcome with both bounds as numbers, none beyond the weight; one without any choice left is decided."""
    if outcome.open is None:
        return outcome
    # The rule may leave the upper bound to the weight, or name one beyond it
    full = rounded(weight, rounding)
    if outcome.open.highest is None:
        highest = full
    else:
        highest = min(outcome.open.highest, full)
    lowest = max(ZERO, min(outcome.open.lowest, highest))
    if lowest < highest:
        return replace(outcome, open=Bounds(lowest=lowest, highest=highest))
    # A row that is worth nothing leaves nothing to be judged: the first open step makes up the difference
    left = lowest - outcome.counted
    steps = []
    for step in outcome.steps:
        if step.value is None:
            steps.append(replace(step, value=left))
            left = ZERO
        else:
            steps.append(step)
    return replace(
        outcome,
        steps=tuple(steps),
        open=None,
    )


def possible(outcome: Outcome) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest points of a bounded outcome."""
    if outcome.open is None:
        return outcome.counted, outcome.counted
    assert outcome.open.highest is not None
    return outcome.open.lowest, outcome.open.highest

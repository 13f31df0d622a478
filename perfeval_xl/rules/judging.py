"""Points that a person gives to an open row: only between the bounds it leaves, and with a reason below full."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from perfeval_xl.amounts import EXACT, parse_number, plain
from perfeval_xl.rules.base import (
    Bounds,
    Finding,
    Input,
    Outcome,
    Step,
    comparable,
    rounded,
    smallest_step,
)
from perfeval_xl.rules.comparing import started_steps
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.texts import says_something

__all__ = ["Judged", "band", "judged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a person wrote beside an open row: the points, and why. `by` is the name
    in brackets, empty where none was written.
    """

    points: Input
    reason: Input
    by: str = ""


def band(lowest: Decimal, limit: Decimal, rounding: Rounding) -> Bounds:
    """Return the bounds from `lowest`, included, up to `limit`, not included, in the smallest steps of the scheme.

    >>> band(Decimal(6), Decimal(8), Rounding(places=2, stage="indicator"))
    Bounds(lowest=Decimal('6.00'), highest=Decimal('7.99'))
    """
    # A limit between two steps: the first one above it belongs to the band
    step = smallest_step(rounding)
    first, beyond = (
        started_steps(EXACT.divide(comparable(points), step))
        for points in (lowest, limit)
    )
    return Bounds(lowest=first * step, highest=(beyond - 1) * step)


def judged(
    outcome: Outcome,
    given: Judged,
    weight: Decimal,
    rounding: Rounding,
) -> Outcome:
    """Return the outcome as a person has decided it, or still open, with the finding that says why it was not taken.

    The outcome is open and its bounds are numbers.
    """
    assert outcome.open is not None
    assert outcome.open.highest is not None
    # Only points that the rule left possible can be given
    lowest = outcome.open.lowest
    highest = outcome.open.highest
    written = given.points.entry
    number = parse_number(written.text)
    if number is None or not lowest <= comparable(number) <= highest:
        limits = f"{plain(lowest)}—{plain(highest)}"
        finding = Finding(
            code="PE-155",
            fact=given.points.name,
            slots={"limits": limits},
            found=written.shown,
            expected=limits,
        )
        return _kept(outcome, given, finding)
    # Full points need no reason, anything less does
    points = rounded(number, rounding)
    lost = rounded(weight, rounding) - points
    reasoned = says_something(given.reason.entry.text)
    if lost > 0 and not reasoned:
        slots = {"points": plain(points), "lost": plain(lost)}
        return _kept(
            outcome,
            given,
            Finding(code="PE-156", fact=given.reason.name, slots=slots),
        )
    why = ""
    if reasoned:
        why = f"，理由：{given.reason.entry.shown.rstrip('。；')}"
    # The step makes up the difference to what is counted already, so that the sum is the points
    step = Step(
        text=f"评价人员{given.by}评定为{plain(points)}分{why}",
        value=points - outcome.counted,
        inputs=(given.points, given.reason),
    )
    return replace(outcome, steps=(*outcome.steps, step), open=None)


def _kept(outcome: Outcome, given: Judged, finding: Finding) -> Outcome:
    """Return the open outcome with what was written beside it, so that the finding has a place."""
    step = Step(
        text="评价人员的评分没有采用",
        value=None,
        inputs=(given.points, given.reason),
    )
    return replace(
        outcome,
        steps=(*outcome.steps, step),
        findings=(*outcome.findings, finding),
    )

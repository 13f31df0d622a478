"""Rows become a total: what is decided, what is open, and the lowest and the highest sum that are possible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ONE, ZERO, plain, round_half_up
from perfeval_xl.rules.base import Step
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.scoring.rows import Row

__all__ = ["Total", "total_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The figures of a total, rounded; see `scorecard.Scorecard`. Once nothing is open, `lowest` is the total."""

    decided: Decimal
    decided_weight: Decimal
    open: Decimal
    lowest: Decimal
    highest: Decimal
    adjustments: tuple[Step, ...]


def total_of(
    rows: Sequence[Row],
    scored: Sequence[IndicatorScore],
    scheme: Scheme,
) -> Total:
    """Return the total; points that apply to nothing are taken out of the full score by scaling.

    All its figures are scaled alike, so that what is decided and what is open make up the full score together.
    """
    places = scheme.rounding.places
    # Where everything is lost nothing is left to scale up
    lost = _lost(rows, scheme)
    whole = _sum(row.weight for row in scored)
    if lost and lost != whole:
        factor = (whole, whole - lost)
    else:
        factor = (ONE, ONE)

    def scaled(points: Decimal) -> Decimal:
        return round_half_up(EXACT.divide(points * factor[0], factor[1]), places)

    # Sums over the rows, before scaling; what does not apply is neither decided nor open
    added = _sum(row.lowest for row in scored)
    known = _sum(row.weight for row in scored if row.score is not None) - lost
    opened = _sum(row.open for row in scored)
    highest = _sum(row.highest for row in scored)
    # Several such rows share what the other weights leave
    if any(row.unweighted is not None for row in rows):
        opened = min(opened, max(ZERO, scheme.full_score - known))
        highest = min(highest, max(added, scheme.full_score))
    total = Total(
        decided=scaled(_sum(row.score for row in scored if row.score is not None)),
        decided_weight=scaled(known),
        open=scaled(opened),
        lowest=scaled(added),
        highest=scaled(highest),
        adjustments=(),
    )
    # Scaling is one more step of the computation, so that it can be read and repeated
    if factor == (ONE, ONE):
        return total
    return replace(total, adjustments=(_adjustment(total, added, lost, factor),))


def _lost(rows: Sequence[Row], scheme: Scheme) -> Decimal:
    """Return the points of the rows that do not apply; where that is forbidden they are left open instead."""
    if scheme.not_applicable == "forbidden":
        return ZERO
    return _sum(row.weight * row.scale for row in rows if row.absent is not None)


def _adjustment(
    total: Total,
    added: Decimal,
    lost: Decimal,
    factor: tuple[Decimal, Decimal],
) -> Step:
    """Return the step from the sum of the scores to the total."""
    whole, left = map(plain, factor)
    said = f"不适用的指标共{plain(lost)}分，总分按"
    if total.open:
        return Step(text=f"{said}得分之和×{whole}÷{left}折算", value=None)
    text = f"{said}{plain(added)}×{whole}÷{left}折算为{plain(total.lowest)}分"
    return Step(text=text, value=total.lowest - added)


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, ZERO)

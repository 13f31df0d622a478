"""`bands`: points by the band that a rate falls in (分档计分)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from perfeval_xl.amounts import EXACT, ONE, ZERO, percent, plain
from perfeval_xl.rules.base import (
    Evidence,
    Fact,
    Outcome,
    Step,
    earned,
    earned_formula,
    rounded_formula,
)
from perfeval_xl.rules.comparing import at_least, at_least_formula
from perfeval_xl.rules.figures import Reading
from perfeval_xl.rules.items import MOST
from perfeval_xl.rules.rates import Rate
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["Bands"]


@dataclass(frozen=True, slots=True)
class _Band:
    """From `lowest`, included, to the next better band: `points`, or that `share` of the weight."""

    lowest: Decimal
    points: Decimal | None
    share: Decimal | None

    @property
    def worth(self) -> Decimal:
        if self.points is not None:
            return self.points
        return self.share or ZERO


class Bands:
    """Facts: what `from` names; by default the fact `rate`, whose label is `value`.

    The lower bound of a band belongs to it; below the last band there are no points. `points` are literal, and never
    more than the weight; where weights may change, as with points moved from indicators that do not apply, say `share`.
    """

    kind: ClassVar[str] = "bands"

    def __init__(self, table: Table) -> None:
        self.rate = Rate(table)
        self.bands = table.tables("bands", _band)
        _check(table, self.bands)

    def facts(self) -> tuple[Fact, ...]:
        """What the rate is made of."""
        return self.rate.facts()

    def points(self) -> Decimal | None:
        """The points of the best band, `None` when bands are shares of the weight."""
        return self.bands[0].points

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; `reached` says whether it is the best band."""
        reading = self.rate.read(evidence, tuple(band.lowest for band in self.bands))
        if isinstance(reading, Outcome):
            return reading
        # Bands are sorted, best first, so the first whose lower bound is reached is the one
        band = next(
            (band for band in self.bands if at_least(reading.value, band.lowest)),
            None,
        )
        points = ZERO
        if band:
            points = self._points(band, evidence.weight, rounding)
        text = f"{reading.text}，{self._said(band)}，得{plain(points)}分"
        return Outcome(
            steps=(
                Step(
                    text=text,
                    value=points,
                    inputs=reading.inputs,
                ),
            ),
            reached=band is self.bands[0],
            rate=_rate(self.rate, reading),
        )

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until weight and figures are numbers."""
        weight = cells["weight"]

        def of_rate(rate: str) -> str:
            result = "0"
            # From the last band to the best: each wraps the formula of those behind it
            for band in reversed(self.bands):
                points = self._points_formula(band, weight, rounding)
                result = f"IF({at_least_formula(rate, band.lowest)},{points},{result})"
            return result

        return self.rate.formula(cells, of_rate)

    def standard(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.describe(),)

    def describe(self) -> str:
        """The rule in one sentence."""
        parts, upper = [], ""
        for band in self.bands:
            lowest = self.rate.shown(band.lowest)
            parts.append(
                f"{lowest}（含）{f'至{upper}' if upper else '以上'}的得{_worth(band)}"
            )
            upper = lowest
        rest = ""
        if self.bands[-1].lowest > 0:
            rest = f"，{upper}以下的不得分"
        return f"{self.rate.describe()}{'，'.join(parts)}{rest}。"

    def _points(self, band: _Band, weight: Decimal, rounding: Rounding) -> Decimal:
        """Return what a band gives; one below the best that is worth less than the weight never rounds to full."""
        best = band is self.bands[0]
        if band.points is None:
            return earned(
                EXACT.multiply(weight, band.worth),
                weight,
                rounding,
                reached=best,
            )
        return earned(
            min(weight, band.points),
            weight,
            rounding,
            reached=best or band.points >= weight,
        )

    def _points_formula(self, band: _Band, weight: str, rounding: Rounding) -> str:
        best = band is self.bands[0]
        worth = plain(band.worth)
        if band.points is None:
            points = f"{weight}*{worth}"
        else:
            points = f"MIN({weight},{worth})"
        if best:
            return rounded_formula(points, rounding)
        if band.points is None:
            reached = "FALSE"
        else:
            reached = f"{worth}>={weight}"
        return earned_formula(points, weight, reached, rounding)

    def _said(self, band: _Band | None) -> str:
        if band is None:
            return f"低于{self.rate.shown(self.bands[-1].lowest)}"
        position = self.bands.index(band)
        lowest = f"{self.rate.shown(band.lowest)}（含）"
        if position:
            return f"在{lowest}至{self.rate.shown(self.bands[position - 1].lowest)}之间"
        return f"在{lowest}以上"


def _worth(band: _Band) -> str:
    if band.points is not None:
        return f"{plain(band.points)}分"
    return f"分值的{percent(band.worth)}"


def _rate(source: Rate, reading: Reading) -> Decimal | None:
    if source.percentages:
        return reading.value
    return None


def _band(table: Table) -> _Band:
    lowest = table.signed("lowest")
    if table.has("share"):
        share = table.number("share")
        if share > ONE:
            raise table.wrong("share", "not_a_share")
        return _Band(lowest, None, share)
    return _Band(lowest, table.number("points"), None)


def _check(table: Table, bands: tuple[_Band, ...]) -> None:
    # Every band is one IF inside another, and the formula may not grow too long
    if not 1 <= len(bands) <= MOST:
        raise table.wrong("bands", "band_count", most=MOST, count=len(bands))
    if len({band.points is None for band in bands}) > 1:
        raise table.wrong("bands", "band_points_and_share")
    # Better bands begin higher and give more
    for better, worse in pairwise(bands):
        if worse.lowest >= better.lowest or worse.worth >= better.worth:
            raise table.wrong(
                "bands",
                "band_order",
                better=plain(better.lowest),
                worse=plain(worse.lowest),
            )

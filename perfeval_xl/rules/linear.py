"""`linear`: full points inside a range, and some points off for every step outside it (每降低1%扣0.2分)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import EXACT, ZERO, percent, plain
from perfeval_xl.rules.base import (
    Evidence,
    Fact,
    Outcome,
    Step,
    comparable,
    earned,
    earned_formula,
)
from perfeval_xl.rules.comparing import (
    NEAR,
    above,
    above_formula,
    at_least,
    at_least_formula,
    full_steps,
    full_steps_formula,
    started_steps,
    started_steps_formula,
)
from perfeval_xl.rules.figures import MOST_PLACES
from perfeval_xl.rules.rates import Rate
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["Linear"]

_COUNTED = {
    "continuous": "按比例",
    "full_step": "不满一档的不扣",
    "started_step": "不满一档的按一档",
}


class Linear:
    """Facts: what `from` names; by default the fact `rate`, whose label is `value`.

    Full at or above `full_from` and at or below `full_to`, of which at least one is given; outside `deduct` points off
    per `step`, never below 0. What becomes of a part of a step most texts leave open: `per` is `continuous`,
    `full_step` or `started_step`. Below `zero_below` and above `zero_above` nothing is left.
    """

    kind: ClassVar[str] = "linear"

    def __init__(self, table: Table) -> None:
        self.rate = Rate(table)
        self.full_from = _limit(table, "full_from")
        self.full_to = _limit(table, "full_to")
        self.zero_below = _limit(table, "zero_below")
        self.zero_above = _limit(table, "zero_above")
        self.deduct = table.number("deduct")
        self.step = table.number("step")
        self.per = table.choice("per", tuple(_COUNTED), "continuous")
        if self.step == 0:
            raise table.wrong("step", "not_above_zero")
        _check(table, self)

    @property
    def limits(self) -> tuple[Decimal, ...]:
        """Every figure that the rate is compared with."""
        every = (
            self.full_from,
            self.full_to,
            self.zero_below,
            self.zero_above,
        )
        return tuple(limit for limit in every if limit is not None)

    def facts(self) -> tuple[Fact, ...]:
        """What the rate is made of."""
        return self.rate.facts()

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return the full points and what comes off; `reached` says whether nothing does."""
        reading = self.rate.read(evidence, self.limits)
        if isinstance(reading, Outcome):
            return reading
        rate, weight = reading.value, evidence.weight
        # Beyond the last limit nothing is left
        outside = self._outside(rate)
        if outside:
            points, reached = ZERO, False
            said = f"{outside}，得"
        # Inside it something comes off per step, and rounding never gives that back
        else:
            reached = self._reached(rate)
            lost = EXACT.multiply(self.deduct, self._steps(rate))
            points = earned(max(ZERO, weight - lost), weight, rounding, reached=reached)
            said = self._said(rate, weight, points)
        step = Step(
            text=f"{reading.text}，{said}{plain(points)}分",
            value=points,
            inputs=reading.inputs,
        )
        return Outcome(
            steps=(step,),
            reached=reached,
            rate=rate if self.rate.percentages else None,
        )

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until weight and figures are numbers."""

        def of_rate(rate: str) -> str:
            weight = cells["weight"]
            # Inside first; what is beyond a last limit then overrides it
            lost = f"{plain(self.deduct)}*{self._steps_formula(rate)}"
            reached = self._reached_formula(rate)
            points = earned_formula(
                f"MAX(0,{weight}-{lost})",
                weight,
                reached,
                rounding,
            )
            if self.zero_above is not None:
                points = f"IF({above_formula(rate, self.zero_above)},0,{points})"
            if self.zero_below is not None:
                points = f"IF({at_least_formula(rate, self.zero_below)},{points},0)"
            return points

        return self.rate.formula(cells, of_rate)

    def standard(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.describe(),)

    def describe(self) -> str:
        """The rule in one sentence."""
        shown = self.rate.shown
        step = f"{shown(self.step)}扣{plain(self.deduct)}分（{_COUNTED[self.per]}）"
        # Where full points begin, what comes off on each side, and where nothing is left
        parts = []
        if self.full_from is not None and self.full_to is not None:
            parts.append(
                f"在{shown(self.full_from)}至{shown(self.full_to)}之间（含）的得满分"
            )
        elif self.full_from is not None:
            parts.append(f"不低于{shown(self.full_from)}的得满分")
        elif self.full_to is not None:
            parts.append(f"不高于{shown(self.full_to)}的得满分")
        # Nothing comes off by steps where full points end at 0 points at once
        if self.full_from is not None and self.zero_below != self.full_from:
            parts.append(f"每低{step}")
        if self.full_to is not None and self.zero_above != self.full_to:
            parts.append(f"每高{step}")
        if self.zero_below is not None:
            parts.append(f"低于{shown(self.zero_below)}的不得分")
        if self.zero_above is not None:
            parts.append(f"高于{shown(self.zero_above)}的不得分")
        return f"{self.rate.describe()}{'，'.join(parts)}，扣完为止。"

    def _outside(self, rate: Decimal) -> str:
        if self.zero_below is not None and not at_least(rate, self.zero_below):
            return f"低于{self.rate.shown(self.zero_below)}"
        if self.zero_above is not None and above(rate, self.zero_above):
            return f"高于{self.rate.shown(self.zero_above)}"
        return ""

    def _said(self, rate: Decimal, weight: Decimal, points: Decimal) -> str:
        """Return the sentence up to the points."""
        steps = self._steps(rate)
        if not above(self._distance(rate), ZERO):
            return "在满分范围内，得满分"
        # Which of the two limits was missed
        limit, side = (
            (self.full_from, "低")
            if self.full_to is None or rate < self.full_to
            else (self.full_to, "高")
        )
        assert limit is not None
        step = f"每{side}{self.rate.shown(self.step)}扣{plain(self.deduct)}分（{_COUNTED[self.per]}）"
        text = f"比{self.rate.shown(limit)}{side}{self._exactly(self._distance(rate))}，{step}，"
        # More off than there is: the subtraction would print a negative number
        if EXACT.multiply(self.deduct, steps) > weight:
            return f"{text}扣完为止，得"
        return f"{text}{plain(weight)}分－{plain(weight - points)}分＝"

    def _exactly(self, distance: Decimal) -> str:
        """A distance between two percentages is one of 百分点."""
        if not self.rate.percentages:
            return plain(comparable(distance))
        return f"{percent(comparable(distance), MOST_PLACES).removesuffix('%')}个百分点"

    def _distance(self, rate: Decimal) -> Decimal:
        distance = ZERO
        if self.full_from is not None:
            distance = max(distance, self.full_from - rate)
        if self.full_to is not None:
            distance = max(distance, rate - self.full_to)
        return distance

    def _reached(self, rate: Decimal) -> bool:
        """Whether nothing comes off: inside the range, or outside by a part of a step that does not count."""
        if self.per == "continuous":
            return not above(self._distance(rate), ZERO)
        return self._steps(rate) == 0

    def _steps(self, rate: Decimal) -> Decimal:
        """Return how many steps the rate lies outside; parts of a step by `per`."""
        steps = EXACT.divide(self._distance(rate), self.step)
        if self.per == "continuous":
            return steps
        if self.per == "full_step":
            return full_steps(steps)
        return started_steps(steps)

    def _reached_formula(self, rate: str) -> str:
        if self.per == "continuous":
            return f"{self._distance_formula(rate)}<={plain(NEAR)}"
        return f"{self._steps_formula(rate)}=0"

    def _distance_formula(self, rate: str) -> str:
        sides = []
        if self.full_from is not None:
            sides.append(f"{plain(self.full_from)}-{rate}")
        if self.full_to is not None:
            sides.append(f"{rate}-{plain(self.full_to)}")
        return f"MAX(0,{','.join(sides)})"

    def _steps_formula(self, rate: str) -> str:
        steps = f"{self._distance_formula(rate)}/{plain(self.step)}"
        if self.per == "continuous":
            return steps
        if self.per == "full_step":
            return full_steps_formula(steps)
        return started_steps_formula(steps)


def _limit(table: Table, key: str) -> Decimal | None:
    if table.has(key):
        return table.signed(key)
    return None


def _check(table: Table, rule: Linear) -> None:
    if rule.full_from is None and rule.full_to is None:
        raise table.wrong("full_from", "needs_either", other=("full_to",))
    low, high = rule.full_from, rule.full_to
    if low is not None and high is not None and low > high:
        raise table.wrong("full_to", "below_other", other=("full_from",))
    # 0 below, full from, full to and 0 above follow each other on the scale
    order = [
        limit
        for limit in (rule.zero_below, low, high, rule.zero_above)
        if limit is not None
    ]
    # The message names the side on which the order is broken
    if order != sorted(order):
        key = "zero_above"
        if rule.zero_below is not None and rule.zero_below > min(order[1:]):
            key = "zero_below"
        raise table.wrong(key, "zero_within_full")

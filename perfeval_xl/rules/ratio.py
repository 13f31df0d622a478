"""`ratio`: weight × min(actual ÷ target, 1); for an at-most target weight × min(target ÷ actual, 1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import EXACT, ONE, ZERO, percent, plain
from perfeval_xl.rules.base import (
    Evidence,
    Fact,
    Finding,
    Outcome,
    Step,
    below_full,
    earned_formula,
    rounded,
    rounded_formula,
)
from perfeval_xl.rules.comparing import above, above_formula, at_least, at_least_formula
from perfeval_xl.rules.completion import Completion
from perfeval_xl.rules.figures import Reading, guarded, recomputable, shown_rate
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["Ratio"]


class Ratio:
    """Facts: `target` and `actual`; with `facts = "parts"` a `numerator` and a `denominator` under labels of their own.

    A target of 0 or less has no meaningful ratio: reached gives full points, else none. A negative actual gives no
    points under an at-least target and full points under an at-most one, and a denominator of 0 none, with a finding.
    An actual that is no number of the target's unit gives 0 and a finding.

    A completion rate above `explain_above` needs an explanation (PE-036); the percentage is a choice of the scheme, so
    points are deducted for it only with `over = "reduce"`. `threshold` gives weight × (rate − threshold) ÷
    (1 − threshold), nothing below.
    """

    kind: ClassVar[str] = "ratio"

    def __init__(self, table: Table) -> None:
        self.completion = Completion(
            table,
            parts=table.choice("facts", ("target", "parts"), "target") == "parts",
        )
        self.floor = table.number("floor", ZERO)
        self.threshold = table.number("threshold", ZERO)
        self.explain_above = table.number("explain_above", Decimal("1.3"))
        self.reduces = table.choice("over", ("flag", "reduce"), "flag") == "reduce"
        if self.floor > 1:
            raise table.wrong("floor", "not_a_share")
        # Both say below which rate nothing is given, so a scheme may have one of them only
        if self.threshold >= 1 or (self.threshold and self.floor):
            raise table.wrong("threshold", "threshold")
        if self.explain_above < 1:
            raise table.wrong("explain_above", "below_one")

    def facts(self) -> tuple[Fact, ...]:
        """Target and actual, with comparator and unit as people write them."""
        return self.completion.facts()

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; `rate` is the completion rate before the cap."""
        reading = self.completion.read(evidence)
        if isinstance(reading, Outcome):
            return reading
        # The cap at the weight is in the share; the rate itself goes on uncapped
        share, said = self._share(reading, evidence.weight, rounding)
        points = rounded(EXACT.multiply(evidence.weight, share), rounding)
        limit = below_full(evidence.weight, rounding)
        # >90% is not met by 90%, and full points are for what is
        if reading.reached is False and points > limit:
            points = limit
            said = f"{reading.said((ONE,))}，没有达到，不得满分，得"
        step = Step(
            text=f"{reading.text}{said}{plain(points)}分",
            value=points,
            inputs=reading.inputs,
        )
        findings = self._far_above(reading)
        return Outcome(
            steps=(step,),
            reached=reading.reached,
            rate=reading.value,
            findings=findings,
        )

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """For cells that are numbers; a target written with a sign or unit is read by the program only."""
        names = [fact.name for fact in self.facts()]
        points = self.completion.formula(
            cells,
            lambda rate: self._points(cells["weight"], rate, rounding),
        )
        return guarded(cells, names, points)

    def standard(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.describe(),)

    def describe(self) -> str:
        """The rule in one sentence."""
        rate = self.completion.describe()
        said = f"得分＝分值×完成率（{rate}），最高为满分"
        if self.threshold:
            least = percent(self.threshold)
            said = f"得分＝分值×（完成率－{least}）÷（1－{least}），完成率＝{rate}，低于{least}的不得分，最高为满分"
        if self.floor:
            said += f"；完成率低于{percent(self.floor)}的不得分"
        # Of something that should be small nobody can have far too much
        if self.completion.at_most:
            return f"{said}。"
        over = "的须说明原因"
        if self.reduces:
            over = "的，按超过的比例扣减得分，并须说明原因"
        return f"{said}；完成率超过{percent(self.explain_above)}{over}。"

    def _share(
        self,
        reading: Reading,
        points: Decimal,
        rounding: Rounding,
    ) -> tuple[Decimal, str]:
        """Return the share of the weight, and the sentence up to the points."""
        rate = reading.value
        weight = plain(points)
        least = self.threshold or self.floor

        def gives(value: Decimal) -> Decimal:
            return rounded(EXACT.multiply(points, self._share_of(value)), rounding)

        # The printed rate must give the printed points when somebody computes them again
        shown = recomputable(rate, gives, (least, self.explain_above, ONE))
        done = f"{reading.how.format(shown)}，"
        # From the worst to the best: too little, far too much, reached, and what lies between
        if least and not at_least(rate, least):
            return ZERO, f"{done}低于{percent(least)}，得"
        if self.reduces and above(rate, self.explain_above):
            share = max(ZERO, ONE - (rate - self.explain_above))
            return (
                share,
                f"{done}超过{percent(self.explain_above)}的部分扣减，{weight}分×{percent(share)}＝",
            )
        if at_least(rate, ONE):
            return ONE, (done if self.completion.parts else "，已达到，") + "得满分"
        if self.threshold:
            return (
                self._share_of(rate),
                f"{done}{weight}分×（{shown}－{percent(least)}）÷（1－{percent(least)}）＝",
            )
        share = self._share_of(rate)
        return (
            share,
            f"{done}{weight}分×{shown if share == rate else percent(share)}＝",
        )

    def _share_of(self, rate: Decimal) -> Decimal:
        """The share of the weight that a rate below 100 % gives."""
        if self.threshold:
            return max(ZERO, EXACT.divide(rate - self.threshold, ONE - self.threshold))
        return max(ZERO, rate)

    def _far_above(self, reading: Reading) -> tuple[Finding, ...]:
        if not above(reading.value, self.explain_above):
            return ()
        # What stands far above is the actual: the first of two parts, the second beside a target
        item = reading.inputs[0 if self.completion.parts else 1]
        slots = {
            "rate": shown_rate(reading.value, (self.explain_above,)),
            "limit": percent(self.explain_above),
        }
        return (
            Finding(
                code="PE-036",
                fact=item.name,
                slots=slots,
                found=item.entry.shown,
            ),
        )

    def _points(self, weight: str, rate: str, rounding: Rounding) -> str:
        share = f"MAX(0,MIN(1,{rate}))"
        if self.threshold:
            share = f"MAX(0,MIN(({rate}-{plain(self.threshold)})/{plain(ONE - self.threshold)},1))"
        # Full points only where the rate reaches 100 %, whatever rounding would give
        reached = at_least_formula(rate, ONE)
        points = earned_formula(f"{weight}*{share}", weight, reached, rounding)
        # A limit is never exceeded by a rate: it is capped at 1
        if self.reduces and not self.completion.at_most:
            less = rounded_formula(
                f"{weight}*MAX(0,1-({rate}-{plain(self.explain_above)}))",
                rounding,
            )
            points = f"IF({above_formula(rate, self.explain_above)},{less},{points})"
        least = self.threshold or self.floor
        if least:
            return f"IF({at_least_formula(rate, least)},{points},0)"
        return points

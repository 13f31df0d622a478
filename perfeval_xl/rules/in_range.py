"""`in_range`: full points inside a range, a stated deduction or nothing outside (95%≤N≤100%)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.rules.base import (
    Evidence,
    Fact,
    Outcome,
    Step,
    earned,
    earned_formula,
    rounded_formula,
)
from perfeval_xl.rules.comparing import above, above_formula, at_least, at_least_formula
from perfeval_xl.rules.rates import Rate
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["InRange"]


class InRange:
    """Facts: what `from` names; by default the fact `rate`, whose label is `value`.

    Parameters: `lowest` and `highest`, of which one may be left out, and `excluded`, which of the two do not belong to
    the range themselves. Outside, `deduct` points come off, never below 0; without `deduct` nothing is left.
    """

    kind: ClassVar[str] = "in_range"

    def __init__(self, table: Table) -> None:
        self.rate = Rate(table)
        self.lowest = table.signed("lowest") if table.has("lowest") else None
        self.highest = table.signed("highest") if table.has("highest") else None
        self.excluded = frozenset(table.texts("excluded", ()))
        self.deduct = table.number("deduct") if table.has("deduct") else None
        _check(table, self)

    def facts(self) -> tuple[Fact, ...]:
        """What the figure is made of."""
        return self.rate.facts()

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; `reached` says whether the figure lies inside."""
        # The limits are passed on so that the figure is not printed as one of them
        limits = (self.lowest, self.highest)
        given = tuple(limit for limit in limits if limit is not None)
        reading = self.rate.read(evidence, given)
        if isinstance(reading, Outcome):
            return reading
        # Outside something comes off, or everything
        weight = evidence.weight
        inside = self._inside(reading.value)
        if inside:
            left = weight
        else:
            left = self._left(weight)
        points = earned(left, weight, rounding, reached=inside)
        if inside:
            said = f"在{self._range()}的范围内，得满分"
        elif self.deduct is None:
            said = f"不在{self._range()}的范围内，得"
        else:
            taken = min(self.deduct, weight)
            said = f"不在{self._range()}的范围内，扣{plain(taken)}分，得"
        text = f"{reading.text}，{said}{plain(points)}分"
        step = Step(
            text=text,
            value=points,
            inputs=reading.inputs,
        )
        if self.rate.percentages:
            rate = reading.value
        else:
            rate = None
        return Outcome(
            steps=(step,),
            reached=inside,
            rate=rate,
        )

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until weight and figures are numbers."""
        weight = cells["weight"]
        full = rounded_formula(weight, rounding)
        # What is left outside: nothing, or the weight less the deduction
        less = "0"
        if self.deduct is not None:
            less = earned_formula(
                f"MAX(0,{weight}-{plain(self.deduct)})",
                weight,
                "FALSE",
                rounding,
            )

        def of_rate(rate: str) -> str:
            # The same comparisons as `_inside`, with the same turning points
            sides = []
            if self.lowest is not None:
                if "lowest" in self.excluded:
                    beyond = above_formula
                else:
                    beyond = at_least_formula
                sides.append(beyond(rate, self.lowest))
            if self.highest is not None:
                if "highest" in self.excluded:
                    beyond = at_least_formula
                else:
                    beyond = above_formula
                sides.append(f"NOT({beyond(rate, self.highest)})")
            return f"IF(AND({','.join(sides)}),{full},{less})"

        return self.rate.formula(cells, of_rate)

    def standard(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.describe(),)

    def describe(self) -> str:
        """The rule in one sentence."""
        if self.deduct is None:
            outside = "不得分"
        else:
            outside = f"扣{plain(self.deduct)}分，扣完为止"
        return f"{self.rate.describe()}在{self._range()}的范围内得满分，否则{outside}。"

    def _inside(self, figure: Decimal) -> bool:
        # A limit that is excluded has to be passed itself
        if self.lowest is not None:
            if "lowest" in self.excluded:
                enough = above
            else:
                enough = at_least
            if not enough(figure, self.lowest):
                return False
        if self.highest is None:
            return True
        if "highest" in self.excluded:
            too_much = at_least
        else:
            too_much = above
        return not too_much(figure, self.highest)

    def _left(self, weight: Decimal) -> Decimal:
        if self.deduct is None:
            return ZERO
        return max(ZERO, weight - self.deduct)

    def _range(self) -> str:
        text = "N"
        if self.lowest is not None:
            sign = "≤"
            if "lowest" in self.excluded:
                sign = "＜"
            text = f"{self.rate.shown(self.lowest)}{sign}{text}"
        if self.highest is not None:
            sign = "≤"
            if "highest" in self.excluded:
                sign = "＜"
            text = f"{text}{sign}{self.rate.shown(self.highest)}"
        return text


def _check(table: Table, rule: InRange) -> None:
    if rule.lowest is None and rule.highest is None:
        raise table.wrong("lowest", "needs_either", other=("highest",))
    if (
        rule.lowest is not None
        and rule.highest is not None
        and rule.lowest > rule.highest
    ):
        raise table.wrong("highest", "below_other", other=("lowest",))
    if rule.excluded and rule.lowest == rule.highest:
        raise table.wrong("excluded", "nothing_in_range")
    for name in rule.excluded:
        if name not in {"lowest", "highest"} or getattr(rule, name) is None:
            raise table.wrong("excluded", "limit_unknown", name=name)

"""`per_finding`: full points, less a fixed number for each finding (每发现1处扣2.5分，扣完为止)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.rules.base import (
    Evidence,
    Fact,
    FactKind,
    Outcome,
    Step,
    comparable_formula,
    earned,
    earned_formula,
)
from perfeval_xl.rules.cells import NOT_TOLD
from perfeval_xl.rules.figures import (
    MOST_COUNT,
    figures_of,
    guarded,
    inputs_of,
    refused,
)
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["PerFinding"]


class PerFinding:
    """Fact: `count`, how many were found, whose label is `value`.

    The count is a whole number from 0 to 100,000; what is blank or anything else leaves the row open and is a finding,
    since nobody knows how many there were.
    """

    kind: ClassVar[str] = "per_finding"

    def __init__(self, table: Table) -> None:
        self.deduct = table.number("deduct")
        self.fact = Fact(
            name="count",
            label=table.text("value", "发现的问题数"),
            kind=FactKind.COUNT,
        )
        if self.deduct == 0:
            raise table.wrong("deduct", "not_above_zero")

    def facts(self) -> tuple[Fact, ...]:
        """How many were found."""
        return (self.fact,)

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; `reached` says whether nothing was found."""
        if (outcome := refused(self.facts(), evidence)) is not None:
            return outcome
        inputs = inputs_of(self.facts(), evidence)
        (count,) = figures_of(self.facts(), evidence)
        weight = evidence.weight
        points = earned(
            max(ZERO, weight - self.deduct * count),
            weight,
            rounding,
            reached=count == 0,
        )
        text = f"{self.fact.label}为0，得满分{plain(points)}分"
        # Where more comes off than there is, the sentence says why the result is 0
        if count:
            emptied = ""
            if self.deduct * count > weight:
                emptied = "，扣完为止"
            taken = f"{plain(weight)}分－{plain(self.deduct)}分×{plain(count)}"
            text = f"{self.fact.label}为{plain(count)}，{taken}{emptied}，得{plain(points)}分"
        step = Step(
            text=text,
            value=points,
            inputs=inputs,
        )
        return Outcome(steps=(step,), reached=count == 0)

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until weight and count are numbers, and for a count that cannot be one."""
        weight = cells["weight"]
        count = comparable_formula(cells["count"])
        left = f"MAX(0,{weight}-{plain(self.deduct)}*{count})"
        points = earned_formula(left, weight, f"{count}=0", rounding)
        # The counts that `figures.figure` takes, and no others
        possible = f"AND({count}>=0,{count}<={plain(MOST_COUNT)},{count}=INT({count}))"
        return guarded(cells, ("count",), f"IF({possible},{points},{NOT_TOLD})")

    def standard(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.describe(),)

    def describe(self) -> str:
        """The rule in one sentence."""
        return f"{self.fact.label}为0的得满分，每发现一个扣{plain(self.deduct)}分，扣完为止。"

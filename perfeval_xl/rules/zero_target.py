"""`zero_target`: a target of 0 is met by 0 and everything below it; there is nothing to divide by."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.rules.base import (
    Evidence,
    Fact,
    Finding,
    Input,
    Outcome,
    Step,
    rounded,
    rounded_formula,
)
from perfeval_xl.rules.completion import ACTUAL
from perfeval_xl.rules.figures import guarded, left_open, missing
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["ZeroTarget"]


class ZeroTarget:
    """Facts: `target` (0 in any spelling) and `actual`. Full points at or below 0, else none. Parameters: none."""

    kind: ClassVar[str] = "zero_target"

    def __init__(self, table: Table) -> None:
        self.where = table.where

    def facts(self) -> tuple[Fact, ...]:
        """The actual; the target is 0."""
        return (ACTUAL,)

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step."""
        inputs = (
            Input("年度指标值", evidence.fact("target")),
            Input(ACTUAL.label, evidence.fact("actual")),
        )
        actual = evidence.measure("actual")
        entry = inputs[1].entry
        if entry.blank:
            return left_open(f"{ACTUAL.label}未填", inputs, missing(inputs[1]))
        number = actual.number
        # “≤2” says no figure, so nobody knows whether it is 0
        if number is None or actual.comparator:
            slots = {"actual": entry.shown, "target": inputs[0].entry.shown}
            finding = Finding(
                code="PE-030",
                fact=ACTUAL.label,
                slots=slots,
                found=entry.shown,
            )
            return left_open(
                f"{ACTUAL.label}“{entry.shown}”不是可以比较的数字",
                inputs,
                finding,
            )
        reached = number <= 0
        points = rounded(evidence.weight if reached else ZERO, rounding)
        verdict = "超过指标值，得0分"
        if reached:
            verdict = f"已达到，得满分{plain(points)}分"
        text = (
            f"年度指标值{inputs[0].entry.shown}，{ACTUAL.label}{entry.shown}，{verdict}"
        )
        return Outcome(
            steps=(Step(text=text, value=points, inputs=inputs),),
            reached=reached,
        )

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until weight and actual are numbers; the target is 0, or the rule would not be asked."""
        full = rounded_formula(cells["weight"], rounding)
        return guarded(cells, ("actual",), f"IF({cells['actual']}<=0,{full},0)")

    def standard(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.describe(),)

    def describe(self) -> str:
        """The rule in one sentence."""
        return "年度指标值为0的，实际完成值为0得满分，超过0不得分。"

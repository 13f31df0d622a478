"""`zero_target`: a target of 0 is met by 0 and everything below it; there is nothing to divide by."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.measures import parse_measure
from perfeval_xl.rules.base import Evidence, Fact, FactKind, Finding, Input, Outcome, Step, rounded
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
        return (Fact(name="actual", label="实际完成值", kind=FactKind.NUMBER),)

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step."""
        inputs = (Input("年度指标值", evidence.fact("target")), Input("实际完成值", evidence.fact("actual")))
        actual, written = parse_measure(inputs[1].entry.text), inputs[1].entry.shown
        if actual.number is None or actual.comparator:
            text = f"实际完成值“{written}”不是可以比较的数字，按0分计"
            slots = {"actual": written, "target": inputs[0].entry.shown}
            finding = Finding(code="PE-030", fact="实际完成值", slots=slots, found=written)
            return Outcome(steps=(Step(text=text, value=ZERO, inputs=inputs),), findings=(finding,))
        reached = actual.number <= 0
        points = rounded(evidence.weight if reached else ZERO, rounding)
        verdict = f"不大于0，得满分{plain(points)}分" if reached else "大于0，不得分"
        text = f"年度指标值为0，实际完成值{written}，{verdict}"
        return Outcome(steps=(Step(text=text, value=points, inputs=inputs),), reached=reached)

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """For bare numbers; the caller sees to it that all three cells are numbers."""
        return f"IF({cells['actual']}<=0,ROUND({cells['weight']},{rounding.places}),0)"

    def describe(self) -> str:
        """The rule in one sentence."""
        return "年度指标值为0的，实际完成值不大于0得满分，否则不得分。"

"""`ratio`: weight × min(actual ÷ target, 1); for an at-most target weight × min(target ÷ actual, 1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import EXACT, ONE, ZERO, percent, plain
from perfeval_xl.measures import Direction, Kind, Measure, parse_measure
from perfeval_xl.rules.base import Evidence, Fact, FactKind, Finding, Input, Outcome, Step, rounded
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["Ratio"]


class Ratio:
    """Facts: `target` and `actual`.

    A target below 0 has no meaningful ratio: reached gives full points, else none. An actual that is no number of the
    target's unit gives 0 and a finding. Parameter `explain_above` (default 1.3): a completion rate above it needs an
    explanation; the national text names no percentage, so nothing is ever deducted for it.
    """

    kind: ClassVar[str] = "ratio"

    def __init__(self, table: Table) -> None:
        self.explain_above = table.number("explain_above", Decimal("1.3"))

    def facts(self) -> tuple[Fact, ...]:
        """Target and actual, with comparator and unit as people write them."""
        return (
            Fact(name="target", label="年度指标值", kind=FactKind.NUMBER),
            Fact(name="actual", label="实际完成值", kind=FactKind.NUMBER),
        )

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; `rate` is the completion rate before the cap."""
        inputs = (Input("年度指标值", evidence.fact("target")), Input("实际完成值", evidence.fact("actual")))
        target, actual = (parse_measure(item.entry.text) for item in inputs)
        if not target.comparable(actual) or actual.comparator or target.number is None or actual.number is None:
            return _unreadable(target, actual, inputs)
        reached = actual.number <= target.number
        if target.direction is Direction.AT_LEAST:
            reached = actual.number >= target.number
        rate = _completion(target, actual.number)
        share = (ONE if reached else ZERO) if rate is None else max(ZERO, min(rate, ONE))
        points = rounded(EXACT.multiply(evidence.weight, share), rounding)
        text = f"年度指标值{inputs[0].entry.shown}，实际完成值{inputs[1].entry.shown}，"
        if reached:
            text += f"已达到，得满分{plain(points)}分"
        else:
            text += f"完成{percent(share)}，{plain(evidence.weight)}分×{percent(share)}＝{plain(points)}分"
        findings: tuple[Finding, ...] = ()
        if rate is not None and target.direction is Direction.AT_LEAST and rate > self.explain_above:
            slots = {"rate": percent(rate), "limit": percent(self.explain_above)}
            findings = (Finding(code="PE-036", fact="实际完成值", slots=slots, found=inputs[1].entry.shown),)
        step = Step(text=text, value=points, inputs=inputs)
        return Outcome(steps=(step,), reached=reached, rate=rate, findings=findings)

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """For bare numbers and percentages; the caller sees to it that all three cells are numbers."""
        weight, target, actual = cells["weight"], cells["target"], cells["actual"]
        share = f"ROUND({weight}*MAX(0,MIN({actual}/{target},1)),{rounding.places})"
        return f"IF({target}>0,{share},IF({actual}>={target},ROUND({weight},{rounding.places}),0))"

    def describe(self) -> str:
        """The rule in one sentence."""
        limit = percent(self.explain_above)
        return f"达到年度指标值的得满分；未达到的按完成值与指标值的比例计分；完成值超过指标值{limit}的须说明原因。"


def _completion(target: Measure, actual: Decimal) -> Decimal | None:
    """Return the completion rate, or `None` where division has no meaning."""
    assert target.number is not None
    if target.number <= 0:
        return None
    if target.direction is Direction.AT_LEAST:
        return EXACT.divide(actual, target.number)
    return ONE if actual <= target.number else EXACT.divide(target.number, actual)


def _unreadable(target: Measure, actual: Measure, inputs: tuple[Input, Input]) -> Outcome:
    written = inputs[1].entry.shown
    if actual.kind is Kind.QUANTITY and not actual.comparator:
        code, text = "PE-031", f"实际完成值{written}与年度指标值{inputs[0].entry.shown}单位不同，无法比较，按0分计"
    else:
        code, text = "PE-030", f"实际完成值“{written}”不是可以比较的数字，按0分计"
    finding = Finding(code=code, fact="实际完成值", slots={"actual": written, "target": target.text}, found=written)
    return Outcome(steps=(Step(text=text, value=ZERO, inputs=inputs),), findings=(finding,))

"""`execution`: the points of the budget execution rate, weight × min(executed ÷ budget, 1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import EXACT, ONE, ZERO, parse_number, percent, plain
from perfeval_xl.rules.base import Evidence, Fact, FactKind, Finding, Input, Outcome, Step, rounded, rounded_formula
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["Execution"]


class Execution:
    """Facts: `budget` (全年预算数) and `executed` (全年执行数), in one unit.

    A rate above 100 % is capped and flagged by its own check; a budget of 0 gives no points, since no rate exists.
    Parameters: none.
    """

    kind: ClassVar[str] = "execution"

    def __init__(self, table: Table) -> None:
        self.where = table.where

    def facts(self) -> tuple[Fact, ...]:
        """Budget and executed."""
        return (
            Fact(name="budget", label="全年预算数", kind=FactKind.NUMBER),
            Fact(name="executed", label="全年执行数", kind=FactKind.NUMBER),
        )

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; `rate` is executed ÷ budget before the cap."""
        inputs = tuple(Input(fact.label, evidence.fact(fact.name)) for fact in self.facts())
        figures = [parse_number(item.entry.text) for item in inputs]
        for item, figure in zip(inputs, figures, strict=True):
            if figure is None:
                text = f"{item.name}为“{item.entry.shown}”，不是数字，无法计算执行率，按0分计"
                found = Finding(code="PE-081", fact=item.name, slots={"figure": item.name}, found=item.entry.shown)
                return Outcome(steps=(Step(text=text, value=ZERO, inputs=inputs),), findings=(found,))
        budget, executed = (figure or ZERO for figure in figures)
        if budget <= 0:
            text = f"全年预算数为{plain(budget)}，没有执行率，按0分计"
            return Outcome(steps=(Step(text=text, value=ZERO, inputs=inputs),))
        rate = EXACT.divide(executed, budget)
        points = rounded(EXACT.multiply(evidence.weight, max(ZERO, min(rate, ONE))), rounding)
        capped = "，超过100%的部分不计分" if rate > ONE else ""
        text = (
            f"全年执行数{plain(executed)}÷全年预算数{plain(budget)}＝{percent(rate)}{capped}，"
            f"{plain(evidence.weight)}分×{percent(max(ZERO, min(rate, ONE)))}＝{plain(points)}分"
        )
        return Outcome(steps=(Step(text=text, value=points, inputs=inputs),), reached=rate >= ONE, rate=rate)

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until weight, budget and executed are numbers."""
        weight, budget, executed = cells["weight"], cells["budget"], cells["executed"]
        numbers = f"ISNUMBER({weight}),ISNUMBER({budget}),ISNUMBER({executed})"
        points = rounded_formula(f"{weight}*MAX(0,MIN({executed}/{budget},1))", rounding)
        return f'IF(AND({numbers}),IF({weight}>=0,IF({budget}>0,{points},0),""),"")'

    def describe(self) -> str:
        """The rule in one sentence."""
        return "得分＝分值×执行率（全年执行数÷全年预算数），执行率超过100%的按100%计，预算数为0的不得分。"

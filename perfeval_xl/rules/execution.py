"""`execution`: the points of the budget execution rate, weight × min(executed ÷ budget, 1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import EXACT, ONE, ZERO, parse_number, plain
from perfeval_xl.rules.base import (
    Evidence,
    Fact,
    FactKind,
    Finding,
    Input,
    Outcome,
    Step,
    rounded,
    rounded_formula,
)
from perfeval_xl.rules.comparing import above, above_formula, at_least
from perfeval_xl.rules.figures import (
    Reading,
    figures_of,
    guarded,
    inputs_of,
    left_open,
    recomputable,
    refused,
    unreadable,
    zero_points,
)
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["Execution", "Spending"]

_DENOMINATORS = {
    "budget": "全年预算数",
    "initial_budget": "年初预算数",
    "received": "实际到位资金",
}
_EXECUTED = Fact(
    name="executed",
    label="全年执行数",
    kind=FactKind.NUMBER,
)


class Spending:
    """Executed ÷ budget. Parameters: `denominator` says which budget, `zero_budget` what becomes of a budget of 0."""

    def __init__(self, table: Table) -> None:
        name = table.choice("denominator", tuple(_DENOMINATORS), "budget")
        self.budget = Fact(
            name=name,
            label=_DENOMINATORS[name],
            kind=FactKind.NUMBER,
        )
        zero_budget = table.choice("zero_budget", ("none", "full"), "none")
        self.full_for_nothing = zero_budget == "full"

    def facts(self) -> tuple[Fact, ...]:
        """The budget and what was spent of it."""
        return (self.budget, _EXECUTED)

    def read(self, evidence: Evidence) -> Reading | Outcome:
        """Return the rate, or the outcome where there is none: no figures, or a budget of 0 or less."""
        if (outcome := self._refused(evidence)) is not None:
            return outcome
        inputs = inputs_of(self.facts(), evidence)
        budget, executed = figures_of(self.facts(), evidence)
        # The ordinary case: the rate is exact here, before any cap
        if budget > 0:
            text = (
                f"{_EXECUTED.label}{plain(executed)}÷{self.budget.label}{plain(budget)}"
            )
            rate = EXACT.divide(executed, budget)
            return Reading(
                value=rate,
                text=text,
                inputs=inputs,
                reached=at_least(rate, ONE),
            )
        # Nothing planned and nothing spent: the scheme may give full points for that
        if self.full_for_nothing and budget == executed == 0:
            text = f"{self.budget.label}和{_EXECUTED.label}均为0"
            return Reading(
                value=ONE,
                text=text,
                inputs=inputs,
                how="，按方案计{}",
                reached=True,
            )
        # The 全年预算数 of an open form has a check of its own; the other budgets have not
        findings: tuple[Finding, ...] = ()
        if self.budget.name != "budget":
            findings = (unreadable(inputs[0], "大于0的数字"),)
        # A negative budget is a mistake to be asked about, one of 0 is known to give nothing
        if budget < 0:
            return left_open(
                f"{self.budget.label}为{plain(budget)}，小于0，无法计算执行率",
                inputs,
                *findings,
            )
        return zero_points(
            f"{self.budget.label}为{plain(budget)}，没有执行率",
            inputs,
            *findings,
        )

    def formula(self, cells: Mapping[str, str], of_rate: Callable[[str], str]) -> str:
        """Return `of_rate` over the formula of the rate; both cells are numbers."""
        budget = cells[self.budget.name]
        executed = cells["executed"]
        # A budget of 0, and one below 0, where the formula cannot tell
        none = "0"
        if self.full_for_nothing:
            none = f"IF({executed}=0,{of_rate('1')},0)"
        none = f'IF({budget}=0,{none},"")'
        return f"IF({budget}>0,{of_rate(f'{executed}/{budget}')},{none})"

    def describe(self) -> str:
        """How the rate is computed."""
        return f"{_EXECUTED.label}÷{self.budget.label}"

    def describe_zero(self) -> str:
        """What a budget of 0 gives."""
        rest = ""
        if self.full_for_nothing:
            rest = f"；{self.budget.label}和{_EXECUTED.label}均为0的按100%计"
        return f"{self.budget.label}为0的不得分{rest}"

    def _refused(self, evidence: Evidence) -> Outcome | None:
        """The funds row of an open form has a code of its own for its figures."""
        if self.budget.name != "budget":
            return refused(self.facts(), evidence)
        inputs = inputs_of(self.facts(), evidence)
        wrong = [item for item in inputs if parse_number(item.entry.text) is None]
        if not wrong:
            return None
        text = "；".join(
            f"{item.name}为“{item.entry.shown}”，不是数字" for item in wrong
        )
        return left_open(f"{text}，无法计算执行率", inputs, *map(_no_figure, wrong))


class Execution:
    """Facts: `executed` (全年执行数) and the budget that `denominator` names, in one unit.

    A rate above 100 % is capped and flagged by its own check, or gives nothing with `over = "zero"`; a negative rate
    gives nothing. A budget of 0 gives no points, since no rate exists; with `zero_budget = "full"` it gives all of them
    when nothing was spent either.
    """

    kind: ClassVar[str] = "execution"

    def __init__(self, table: Table) -> None:
        self.spending = Spending(table)
        self.caps = table.choice("over", ("cap", "zero"), "cap") == "cap"

    def facts(self) -> tuple[Fact, ...]:
        """The budget and what was spent of it."""
        return self.spending.facts()

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; `rate` is executed ÷ budget before the cap."""
        reading = self.spending.read(evidence)
        if isinstance(reading, Outcome):
            return reading
        rate = reading.value
        # Beyond 100 % the points are capped, or lost where the scheme says so
        over = above(rate, ONE)
        if over and not self.caps:
            share = ZERO
        else:
            share = max(ZERO, min(rate, ONE))
        # The printed rate must give the printed points when somebody computes them again
        points = rounded(EXACT.multiply(evidence.weight, share), rounding)
        shown = recomputable(
            share,
            lambda value: rounded(EXACT.multiply(evidence.weight, value), rounding),
            (ONE,),
        )
        # Below 100 % the rate and the share are one figure, printed in one way
        said = (
            f"{reading.how.format(shown) if share == rate else reading.said((ONE,))}，"
        )
        if over:
            if self.caps:
                said += "超过100%的部分不计分，"
            else:
                said += "超过100%的不得分，"
        text = (
            f"{reading.text}{said}{plain(evidence.weight)}分×{shown}＝{plain(points)}分"
        )
        return Outcome(
            steps=(Step(text=text, value=points, inputs=reading.inputs),),
            reached=reading.reached,
            rate=rate,
        )

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until weight, budget and executed are numbers."""

        def of_rate(rate: str) -> str:
            points = rounded_formula(
                f"{cells['weight']}*MAX(0,MIN({rate},1))", rounding
            )
            if self.caps:
                return points
            return f"IF({above_formula(rate, ONE)},0,{points})"

        return guarded(
            cells,
            (fact.name for fact in self.facts()),
            self.spending.formula(cells, of_rate),
        )

    def standard(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.describe(),)

    def describe(self) -> str:
        """The rule in one sentence."""
        over = "的不得分"
        if self.caps:
            over = "的按100%计"
        return f"得分＝分值×执行率（{self.spending.describe()}），执行率超过100%{over}，{self.spending.describe_zero()}。"


def _no_figure(item: Input) -> Finding:
    return Finding(
        code="PE-081",
        fact=item.name,
        slots={"figure": f"年度资金总额的{item.name}"},
        found=item.entry.shown,
    )

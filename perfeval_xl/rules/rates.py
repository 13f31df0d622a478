"""The figure that `bands`, `linear` and `in_range` look at, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from perfeval_xl.amounts import percent, plain
from perfeval_xl.rules.base import Evidence, Fact, FactKind, Finding, Input, Outcome
from perfeval_xl.rules.cells import NOT_TOLD, percent_shown_formula
from perfeval_xl.rules.comparing import above, above_formula
from perfeval_xl.rules.completion import ACTUAL, Completion
from perfeval_xl.rules.execution import Spending
from perfeval_xl.rules.figure_pairs import rate_formula, rate_is_clear_formula
from perfeval_xl.rules.figures import (
    JUDGED,
    Reading,
    figures_of,
    guarded,
    inputs_of,
    left_open,
    refused,
)
from perfeval_xl.scheme.toml import Table

__all__ = ["Rate"]

# As a fraction: 1000 %
_HIGHEST = Decimal(10)


class Rate:
    """One figure, by parameter `from`.

    `rate`: the fact `rate`, whose label is parameter `value`; a rate below 0 or above `limit` (default 10: 1000 %, a
    percentage written without its sign) leaves the row open and is a finding. `actual`: the number in 实际完成值, any number;
    `actual_rate`: that number as a rate, within the same bounds. `target`, `parts`: the completion rate, see
    `completion.Completion`. `execution`: see `execution.Spending`.
    """

    def __init__(self, table: Table) -> None:
        # Either one fact is the figure, or another part computes it from two
        origin = table.choice(
            "from",
            ("rate", "actual", "actual_rate", "target", "parts", "execution"),
            "rate",
        )
        self.source: Completion | Spending | None = None
        self.limit: Decimal | None = None
        self.fact = ACTUAL
        if origin == "rate":
            self.fact = Fact(
                name="rate",
                label=table.text("value", "实际完成率"),
                kind=FactKind.RATE,
            )
            self.limit = table.number("limit", _HIGHEST)
        elif origin == "actual_rate":
            self.fact = Fact(
                name=ACTUAL.name,
                label=ACTUAL.label,
                kind=FactKind.RATE,
            )
            self.limit = table.number("limit", _HIGHEST)
        elif origin == "execution":
            self.source = Spending(table)
        elif origin != "actual":
            self.source = Completion(table, parts=origin == "parts")

    @property
    def percentages(self) -> bool:
        """Whether the figure is a rate, and limits are written as percentages."""
        return self.fact is not ACTUAL or self.source is not None

    def facts(self) -> tuple[Fact, ...]:
        """What is asked for."""
        if self.source is None:
            return (self.fact,)
        return self.source.facts()

    def read(
        self,
        evidence: Evidence,
        limits: tuple[Decimal, ...],
    ) -> Reading | Outcome:
        """Return the figure, or the outcome where there is none; `limits` are those it will be compared with."""
        # A computed figure: its text goes on with what it comes to
        if self.source is not None:
            reading = self.source.read(evidence)
            if isinstance(reading, Outcome):
                return reading
            return replace(reading, text=reading.text + reading.said(limits))
        # One written figure, which has to be possible as a rate
        if (outcome := refused(self.facts(), evidence)) is not None:
            return outcome
        inputs = inputs_of(self.facts(), evidence)
        (value,) = figures_of(self.facts(), evidence)
        if self.limit is not None and (value < 0 or above(value, self.limit)):
            return _out_of_range(inputs[0], self.limit)
        return Reading(
            value=value,
            text=f"{self.fact.label}{inputs[0].entry.shown}",
            inputs=inputs,
        )

    def formula(self, cells: Mapping[str, str], of_rate: Callable[[str], str]) -> str:
        """Return `of_rate` over the formula of the figure, blank until all cells are numbers."""
        names = [fact.name for fact in self.facts()]
        # A computed figure brings its own conditions
        if self.source is not None:
            return guarded(cells, names, self.source.formula(cells, of_rate))
        cell = cells[names[0]]
        if self.fact.kind is not FactKind.RATE or self.limit is None:
            return guarded(cells, names, of_rate(cell))
        # A form that knows what its cell shows says so; else its format is asked
        percent = cells.get(f"{names[0]}_percent") or percent_shown_formula(cell)
        rate = rate_formula(cell, percent)
        outside = f"OR({rate}<0,{above_formula(rate, self.limit)})"
        points = f"IF({outside},{NOT_TOLD},{of_rate(rate)})"
        return guarded(
            cells,
            names,
            f"IF({rate_is_clear_formula(cell, percent)},{points},{NOT_TOLD})",
        )

    def describe(self) -> str:
        """What the figure is, for the sentence of a rule."""
        if self.source is None:
            return self.fact.label
        return f"{'执行率' if isinstance(self.source, Spending) else '完成率'}（{self.source.describe()}）"

    def shown(self, limit: Decimal) -> str:
        """Write a limit as the figure is written."""
        if self.percentages:
            return percent(limit)
        return plain(limit)


def _out_of_range(item: Input, limit: Decimal) -> Outcome:
    limits = f"0至{percent(limit)}"
    slots = {
        "what": item.name,
        "limits": limits,
        "written": item.entry.shown,
        "counted": f"得分{JUDGED}",
    }
    finding = Finding(
        code="PE-089",
        fact=item.name,
        slots=slots,
        found=item.entry.shown,
        expected=limits,
    )
    return left_open(f"{item.name}{item.entry.shown}不在{limits}之间", (item,), finding)

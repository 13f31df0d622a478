"""What every rule kind is: the evidence it takes, the steps it gives, and its three faces.

1. `score` gives steps in exact decimals; the sum of the steps *is* the score.
2. `formula` is the same rule over cells, for the preview of the person who fills in.
3. `describe` says the rule, and the texts of the steps say the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Protocol

from perfeval_xl.amounts import ZERO, parse_number, round_half_up
from perfeval_xl.errors import SchemeError
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Rounding, RuleSpec, Source

__all__ = ["Evidence", "Finding", "Input", "Outcome", "Rule", "Step", "exact_parameter", "rounded"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule looks at: the points available, and the facts by name (`target`, `actual`, `budget`, …)."""

    weight: Decimal
    facts: Mapping[str, Entry]

    def fact(self, name: str) -> Entry:
        """Return a fact; one that was never asked for is blank."""
        return self.facts.get(name, Entry())


@dataclass(frozen=True, slots=True)
class Input:
    """One figure a step used: its name in the field's words, the text as written, and the entry it came from."""

    name: str
    entry: Entry

    def as_json(self) -> dict[str, str | None]:
        """Return cell and value."""
        return {"name": self.name, "cell": self.entry.location.cell, "value": self.entry.text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the computation: what was looked at, in words, and the points it gives (or takes)."""

    text: str
    value: Decimal
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem that the rule met in its evidence: the code, the fact it is about, and the slots of the message."""

    code: str
    fact: str
    slots: Mapping[str, str] = field(default_factory=dict)
    found: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a rule. `reached` says whether the target was met; `None` when that could not be told.

    `rate` is the completion rate where there is one (0.98 for 98 of 100), before it is capped.
    """

    steps: tuple[Step, ...]
    reached: bool | None = None
    rate: Decimal | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def score(self) -> Decimal:
        """The points: the sum of the steps."""
        return sum((step.value for step in self.steps), ZERO)


class Rule(Protocol):
    """One rule with its parameters. Instances are made by `registry.rule_for`."""

    kind: ClassVar[str]
    parameters: ClassVar[frozenset[str]]
    source: Source

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return the steps; never raises for what people wrote."""
        ...

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Return the rule as an Excel formula without `=`.

        `cells` maps `weight` and the facts to addresses. Only functions that Excel 2010, WPS and LibreOffice share are
        used; where the rule cannot be told from the cells alone the formula gives `""`, never another number.
        """
        ...

    def describe(self) -> str:
        """Return the rule as one Chinese sentence, for the hint and the 评分标准 column."""
        ...


def rounded(points: Decimal, rounding: Rounding) -> Decimal:
    """Round the points of one indicator where the scheme rounds at that stage; else keep them exact."""
    return round_half_up(points, rounding.places) if rounding.stage == "indicator" else points


def exact_parameter(spec: RuleSpec, name: str, default: Decimal) -> Decimal:
    """Return a numeric parameter of a rule; raises `SchemeError` when it is no number."""
    value = spec.parameters.get(name, default)
    number = parse_number(str(value)) if isinstance(value, (str, int, Decimal)) else None
    if number is None:
        raise SchemeError(f"规则 {spec.kind} 的参数 {name} 应为数字，现为“{value}”。", "请在方案文件中改正。")
    return number

"""What every rule kind is: the evidence it takes, the steps it gives, and its three faces.

1. `score` gives steps in exact decimals; the sum of the steps *is* the score.
2. `formula` is the same rule over cells, for the preview of the person who fills in.
3. `describe` says the rule, and the texts of the steps say the result.

What a rule cannot tell it leaves open, between the points that are still possible; nothing is guessed.

Faces 1 and 2 keep two promises, which the tests draw evidence for. The preview is blank or the score, never another
number, and always blank while the row is open; and otherwise it is not blank once every fact the rule needs is there in its own type: a number as a number, a date as a
date, a tick or a choice as one of its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Protocol

from perfeval_xl.amounts import ZERO, plain, round_half_up
from perfeval_xl.measures import Measure, parse_measure
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Rounding

__all__ = [
    "Bounds",
    "Evidence",
    "Fact",
    "FactKind",
    "Finding",
    "Input",
    "Outcome",
    "Rule",
    "Step",
    "below_full",
    "comparable",
    "comparable_formula",
    "earned",
    "earned_formula",
    "most_points_formula",
    "rounded",
    "rounded_formula",
    "smallest_step",
]

# Decimals to which figures are compared: fewer than a cell's 15 digits, more than people write
_SETTLED = 9
# What a cell can still tell of points: more decimals would be binary noise
_UNROUNDED = 6


class FactKind(StrEnum):
    """What kind of value a fact is, which decides how its cell looks and what may be typed there."""

    NUMBER = "number"
    RATE = "rate"
    COUNT = "count"
    POINTS = "points"
    DATE = "date"
    TICK = "tick"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing a rule asks for. `label` is Chinese, for cells and messages; `words` are what a tick or choice may be.

    A fact that is not `required` may stay blank without a finding, such as the reason of a full score.

    `worth` is what it gives or takes, as documents print it behind what is asked: `2分`, `扣1—3分`; empty where that is not
    said. Of points, `limits` is the range that may come off beside 0, as documents print it, `least` and `most` its ends; empty
    and `None` where any points up to the weight of the row may be given.
    """

    name: str
    label: str
    kind: FactKind
    words: tuple[str, ...] = ()
    required: bool = True
    worth: str = ""
    limits: str = ""
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule looks at: the points available, and the facts by name (`target`, `actual`, `budget`, …).

    `read` has what a fact says beside its neighbours, the name of the row and the year, where that was looked at.
    """

    weight: Decimal
    facts: Mapping[str, Entry]
    read: Mapping[str, Measure] = field(default_factory=dict)

    def measure(self, name: str) -> Measure:
        """Return the value of a fact."""
        known = self.read.get(name)
        if known is None:
            return parse_measure(self.fact(name).text)
        return known

    def fact(self, name: str) -> Entry:
        """Return a fact; one that was never asked for is blank."""
        return self.facts.get(name, Entry())

    def first(self, *names: str) -> Entry:
        """Return the first of these facts that is filled in, else the first that was asked for."""
        asked = [self.facts[name] for name in names if name in self.facts]
        return next(
            (entry for entry in asked if not entry.blank),
            asked[0] if asked else Entry(),
        )


@dataclass(frozen=True, slots=True)
class Input:
    """One figure a step used: its name in the field's words, the text as written, and the entry it came from."""

    name: str
    entry: Entry

    def as_json(self) -> dict[str, str | None]:
        """Return cell and value."""
        return {
            "name": self.name,
            "cell": self.entry.location.cell,
            "value": self.entry.text,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the computation: what was looked at, in words, and the points it gives (or takes).

    `value` is `None` where the points cannot be told: a person has to judge.
    """

    text: str
    value: Decimal | None
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem that the rule met in its evidence: the code, the fact it is about, and the slots of the message.

    One that is not `certain`, since a scheme may be read otherwise, sends no form back.
    """

    code: str
    fact: str
    slots: Mapping[str, str] = field(default_factory=dict)
    found: str = ""
    expected: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The lowest and the highest points that a person can still give to a row, both included.

    `highest` is `None` where that is whatever the row is worth.
    """

    lowest: Decimal = ZERO
    highest: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a rule. `reached` says whether the target was met; `None` when that could not be told.

    `rate` is the completion rate where there is one (0.98 for 98 of 100), before it is capped. `open` says what points
    are still possible where a person has to judge; `None` when the rule decides.
    """

    steps: tuple[Step, ...]
    reached: bool | None = None
    rate: Decimal | None = None
    findings: tuple[Finding, ...] = ()
    open: Bounds | None = None

    @property
    def score(self) -> Decimal | None:
        """The points: the sum of the steps; `None` while they are open."""
        if self.open is not None:
            return None
        return self.counted

    @property
    def counted(self) -> Decimal:
        """The sum of the steps that give points, also while others are open."""
        return sum((step.value for step in self.steps if step.value is not None), ZERO)


class Rule(Protocol):
    """One rule with its parameters, made by `registry.rule_for` from a `Table` that refuses unknown keys."""

    kind: ClassVar[str]

    def facts(self) -> tuple[Fact, ...]:
        """Return what the rule asks for, in the order in which a person is asked."""
        ...

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return the steps; never raises for what people wrote. What is missing leaves the row open and is a finding."""
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

    def standard(self) -> tuple[str, ...]:
        """Return the rule as the lines of a printed 评分标准: numbered points one by one, else the one sentence."""
        ...

    def points(self) -> Decimal | None:
        """Return the most points that the parameters can give, `None` where that is the weight whatever it is."""
        ...


def comparable(figure: Decimal) -> Decimal:
    """Return a figure as it is compared: to 9 decimals, half up.

    A cell computes in binary with 15 digits, so `0.9 - 0.895` is not a whole number of steps of 0.001 there. Figures
    that differ by less than half of the ninth decimal therefore count as equal in both faces; `comparable_formula` is the
    same over cells.
    """
    return round_half_up(figure, _SETTLED)


def comparable_formula(expression: str) -> str:
    """Return the formula of `comparable`."""
    return f"ROUND({expression},{_SETTLED})"


def rounded(points: Decimal, rounding: Rounding) -> Decimal:
    """Round the points of one step, comparable, where the scheme rounds at that stage; else keep 6 decimals."""
    return round_half_up(comparable(points), _places(rounding))


def rounded_formula(expression: str, rounding: Rounding) -> str:
    """Return the formula of `rounded`."""
    return f"ROUND({comparable_formula(expression)},{_places(rounding)})"


def below_full(weight: Decimal, rounding: Rounding) -> Decimal:
    """Return the most points for what was not reached: one smallest step below full, never below 0."""
    return max(ZERO, rounded(comparable(weight) - smallest_step(rounding), rounding))


def earned(
    points: Decimal,
    weight: Decimal,
    rounding: Rounding,
    *,
    reached: bool,
) -> Decimal:
    """Return the points of a row, rounded; rounding never lifts what was not reached to full."""
    near = rounded(points, rounding)
    if reached:
        return near
    return min(near, below_full(weight, rounding))


def earned_formula(points: str, weight: str, reached: str, rounding: Rounding) -> str:
    """Return the formula of `earned`; `reached` is a condition."""
    near = rounded_formula(points, rounding)
    return f"MIN({near},{most_points_formula(weight, reached, rounding)})"


def most_points_formula(weight: str, reached: str, rounding: Rounding) -> str:
    """Return the formula of the most points: full where the condition `reached` is true, else `below_full`."""
    step = plain(smallest_step(rounding))
    return f"MAX(0,ROUND({comparable_formula(weight)}-IF({reached},0,{step}),{_places(rounding)}))"


def smallest_step(rounding: Rounding) -> Decimal:
    """Return the smallest difference between two scores of a scheme: 0.01 for two places."""
    return Decimal(1).scaleb(-rounding.places)


def _places(rounding: Rounding) -> int:
    if rounding.stage == "indicator":
        return rounding.places
    return _UNROUNDED

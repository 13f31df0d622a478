"""Figures that rules read: what is missing or no number is said in one way, and a formula waits until all are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import (
    EXACT,
    HUNDRED,
    ZERO,
    parse_number,
    percent,
    plain,
    round_half_up,
)
from perfeval_xl.measures import parse_measure
from perfeval_xl.measures.model import LEAST_PERCENT
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import (
    Bounds,
    Evidence,
    Fact,
    FactKind,
    Finding,
    Input,
    Outcome,
    Step,
    comparable,
)

__all__ = [
    "JUDGED",
    "MOST_COUNT",
    "MOST_PLACES",
    "Reading",
    "figure",
    "figures_of",
    "guarded",
    "inputs_of",
    "left_open",
    "missing",
    "points_outside",
    "recomputable",
    "refused",
    "shown_rate",
    "unreadable",
    "zero_points",
]

JUDGED = "待评价人员判断"
"""What becomes of points that no rule can tell, in words."""

MOST_COUNT = Decimal(100_000)
"""A larger number counts nothing; LibreOffice takes 60946291993976.2 for a whole number."""

# Rates closer than this may read the same with two decimals
_ALIKE = Decimal("0.0001")
MOST_PLACES = 7
"""Decimals of a percentage: what `comparable` still tells apart."""
_EXPECTED: Mapping[FactKind, str] = {
    FactKind.COUNT: "0至100000的整数",
    FactKind.RATE: "百分数，例如95%",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A figure that a rule goes on with: its value, exact, and the sentence that says where it comes from.

    `how` goes on with what the figure comes to, for example `，完成{}`. `reached` says whether a target was met, `None`
    where there is none.
    """

    value: Decimal
    text: str
    inputs: tuple[Input, ...]
    how: str = "＝{}"
    reached: bool | None = None

    def said(self, limits: Iterable[Decimal] = ()) -> str:
        """Return what the figure comes to, to be told from the limits it is compared with."""
        return self.how.format(shown_rate(self.value, limits))


def inputs_of(facts: Iterable[Fact], evidence: Evidence) -> tuple[Input, ...]:
    """Return the facts as inputs of a step, under their labels."""
    return tuple(Input(fact.label, evidence.fact(fact.name)) for fact in facts)


def figure(entry: Entry, kind: FactKind = FactKind.NUMBER) -> Decimal | None:
    """Return the number in an entry, or `None`; a rate must be told from a count.

    A count is whole, and from 0 to `MOST_COUNT`. 95% and 95 are the rate 0.95, and so is 0.95; 1 may be 100% or 1%, and nothing between 1 and 2 is told apart.
    """
    if kind is FactKind.RATE:
        return _rate(entry.text)
    number = parse_number(entry.text)
    if number is None or kind is not FactKind.COUNT:
        return number
    # What binary left of a whole number, such as 2.9999999999, counts as that number
    whole = comparable(number)
    possible = ZERO <= whole <= MOST_COUNT
    if possible and whole == whole.to_integral_value():
        return whole
    return None


def _rate(text: str | None) -> Decimal | None:
    measure = parse_measure(text)
    number = measure.number
    # A rate is a percentage or a bare figure: nothing with a sign, a unit or words
    if (
        number is None
        or measure.sign
        or not (measure.rate or (measure.bare and not measure.written))
    ):
        return None
    # Below 1 a bare figure is a fraction, from `LEAST_PERCENT` a percentage
    size = abs(number)
    if measure.rate or size < 1:
        return number
    if size >= LEAST_PERCENT:
        return EXACT.divide(number, HUNDRED)
    return None


def refused(facts: Sequence[Fact], evidence: Evidence) -> Outcome | None:
    """Return the outcome of figures that are not there or cannot be read, `None` when all of them can."""
    inputs = inputs_of(facts, evidence)
    parts, findings = [], []
    # All that is wrong is said at once, so that it can be mended at once
    for fact, item in zip(facts, inputs, strict=True):
        if item.entry.blank:
            findings.append(missing(item))
            parts.append(f"{item.name}未填")
        elif figure(item.entry, fact.kind) is None:
            expected = _EXPECTED.get(fact.kind, "数字")
            findings.append(unreadable(item, expected))
            parts.append(f"{item.name}为“{item.entry.shown}”，不是{expected}")
    if findings:
        return left_open("；".join(parts), inputs, *findings)
    return None


def figures_of(facts: Sequence[Fact], evidence: Evidence) -> tuple[Decimal, ...]:
    """Return the numbers of facts that were not refused."""
    numbers = tuple(figure(evidence.fact(fact.name), fact.kind) for fact in facts)
    return tuple(number for number in numbers if number is not None)


def missing(item: Input) -> Finding:
    """Return the finding that evidence was left blank."""
    return Finding(
        code="PE-086",
        fact=item.name,
        slots={"what": item.name},
    )


def points_outside(item: Input, full: Decimal) -> Finding:
    """Return the finding that a person's points are below zero or above the full ones, and count for nothing."""
    limits = f"0—{plain(full)}"
    slots = {
        "what": item.name,
        "limits": limits,
        "counted": f"得分{JUDGED}",
    }
    return Finding(
        code="PE-089",
        fact=item.name,
        slots=slots,
        found=item.entry.shown,
        expected=limits,
    )


def unreadable(item: Input, expected: str) -> Finding:
    """Return the finding that something else than `expected` stands there."""
    slots = {
        "what": item.name,
        "expected": expected,
        "written": item.entry.shown,
    }
    return Finding(
        code="PE-087",
        fact=item.name,
        slots=slots,
        found=item.entry.shown,
        expected=expected,
    )


def left_open(
    why: str,
    inputs: tuple[Input, ...],
    *findings: Finding,
    bounds: Bounds | None = None,
    reached: bool | None = None,
) -> Outcome:
    """Return the outcome that a person has to decide, and why; without `bounds` all points of the row are possible.

    For what is missing, unreadable or incomparable: nobody knows that it is worth 0.
    """
    step = Step(
        text=f"{why}，{JUDGED}",
        value=None,
        inputs=inputs,
    )
    return Outcome(
        steps=(step,),
        reached=reached,
        findings=findings,
        open=bounds or Bounds(),
    )


def zero_points(
    why: str,
    inputs: tuple[Input, ...],
    *findings: Finding,
    reached: bool | None = None,
) -> Outcome:
    """Return the outcome of 0 points, known to be 0, and the reason for them."""
    step = Step(
        text=f"{why}，按0分计",
        value=ZERO,
        inputs=inputs,
    )
    return Outcome(
        steps=(step,),
        reached=reached,
        findings=findings,
    )


def shown_rate(rate: Decimal, limits: Iterable[Decimal] = ()) -> str:
    """Write a rate for a sentence, with more decimals where it would otherwise read like a limit that it is not.

    >>> shown_rate(Decimal("0.899999")), shown_rate(Decimal("0.899999"), [Decimal("0.9")])
    ('90%', '89.9999%')
    """
    # 89.9999% printed as 90% would seem to contradict the points given for less than 90%
    for limit in limits:
        if (
            ZERO < abs(rate - limit) < _ALIKE
            and percent(rate) == percent(limit)
            and comparable(rate) != comparable(limit)
        ):
            return percent(comparable(rate), MOST_PLACES)
    return percent(rate)


def recomputable(
    rate: Decimal,
    points: Callable[[Decimal], Decimal],
    limits: Iterable[Decimal] = (),
) -> str:
    """Write a rate with as many decimals as it takes to compute the same `points` from what is printed.

    >>> recomputable(Decimal(96) / 98, lambda rate: round_half_up(15 * (rate - Decimal("0.6")) / Decimal("0.4"), 2))
    '97.959%'
    """
    # The fewest decimals with which a reader gets the same points
    wanted = points(rate)
    shown = percent(rate, MOST_PLACES)
    for places in range(2, MOST_PLACES):
        if points(round_half_up(rate, places + 2)) == wanted:
            shown = percent(rate, places)
            break
    # Nor may it read like a limit: the longer of the two spellings does both
    usual = shown_rate(rate, limits)
    return max(shown, usual, key=len)


def guarded(cells: Mapping[str, str], names: Iterable[str], formula: str) -> str:
    """Return the formula that waits until the named cells are numbers and the weight is a number of at least 0."""
    weight = cells["weight"]
    numbers = ",".join(f"ISNUMBER({cells[name]})" for name in ("weight", *names))
    return f'IF(AND({numbers}),IF({weight}>=0,{formula},""),"")'

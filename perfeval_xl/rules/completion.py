"""How far a target was reached: the completion rate, for `ratio` and for whatever else goes by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ONE, ZERO, percent, plain
from perfeval_xl.measures import Direction, Kind, Measure, parse_measure
from perfeval_xl.measures.comparing import figures
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Evidence, Fact, FactKind, Finding, Input, Outcome
from perfeval_xl.rules.cells import NOT_TOLD, percent_shown_formula
from perfeval_xl.rules.comparing import above, above_formula, at_least, at_least_formula
from perfeval_xl.rules.figure_pairs import FigurePair
from perfeval_xl.rules.figures import (
    Reading,
    figures_of,
    inputs_of,
    left_open,
    missing,
    refused,
    unreadable,
    zero_points,
)
from perfeval_xl.scheme.toml import Table

__all__ = ["ACTUAL", "Completion"]

TARGET = Fact(
    name="target",
    label="年度指标值",
    kind=FactKind.NUMBER,
)
ACTUAL = Fact(
    name="actual",
    label="实际完成值",
    kind=FactKind.NUMBER,
)


_STRICT = {">", "<"}
"""Signs that the figure itself does not meet."""


class Completion:
    """Actual ÷ target; for an at-most target 1 up to it, and above it what `inverse` says.

    With `parts` the two figures have names of their own (实际到位资金 ÷ 计划到位资金). Parameters: `target`, a figure of the
    scheme itself, which takes the place of the one in the form; `direction` of a target that shows no sign; `inverse`:
    `proportional` is target ÷ actual, `excess` is 1 less the part by which the actual exceeds the target.
    """

    def __init__(self, table: Table, *, parts: bool) -> None:
        self.parts = parts
        if parts:
            self.labels = (table.text("numerator"), table.text("denominator"))
        else:
            self.labels = (ACTUAL.label, TARGET.label)
        self.stated = _stated(table) if not parts and table.has("target") else None
        bare = table.choice("direction", ("at_least", "at_most"), "at_least")
        if bare == "at_most":
            self.bare = Direction.AT_MOST
        else:
            self.bare = Direction.AT_LEAST
        inverse = table.choice("inverse", ("proportional", "excess"), "proportional")
        self.excess = inverse == "excess"
        if parts and self.labels[0] == self.labels[1]:
            raise table.wrong("denominator", "same_as_other", other=("numerator",))

    @property
    def at_most(self) -> bool:
        """Whether less is better, as far as the rule says."""
        return (
            self._direction(self.stated) if self.stated else self.bare
        ) is Direction.AT_MOST

    def facts(self) -> tuple[Fact, ...]:
        """Target and actual as people write them, or the two named figures."""
        if self.parts:
            names = zip(("numerator", "denominator"), self.labels, strict=True)
            return tuple(
                Fact(name=name, label=label, kind=FactKind.NUMBER)
                for name, label in names
            )
        if self.stated:
            return (ACTUAL,)
        return (TARGET, ACTUAL)

    def read(self, evidence: Evidence) -> Reading | Outcome:
        """Return the completion rate, or the outcome where there is none.

        A target of 0 or less has no ratio: the rate is 1 when it is reached, else there are no points.
        """
        if self.parts:
            return self._read_parts(evidence)
        return self._read_target(evidence)

    def formula(self, cells: Mapping[str, str], of_rate: Callable[[str], str]) -> str:
        """Return `of_rate` over the formula of the rate; the cells of `facts()` are numbers.

        `cells` may also have `target_percent` and `actual_percent`, which are true where that figure is a percentage,
        and for a target above 0 `at_most`, which is true where it is a limit; it goes before the rule's own direction.
        """
        # Two named figures: no signs, no percentages beside counts
        if self.parts:
            actual, target = cells["numerator"], cells["denominator"]
            return f"IF(AND({target}>0,{actual}>=0),{of_rate(self._rate(actual, target))},{NOT_TOLD})"
        actual = cells["actual"]
        if self.stated is None:
            target = cells["target"]
            percent = cells.get("target_percent") or percent_shown_formula(target)
        else:
            target = plain(_literal(self.stated))
            percent = "FALSE"
            if self.stated.rate:
                percent = "TRUE"
        pair = FigurePair(
            target=target,
            target_percent=percent,
            actual=actual,
            actual_percent=cells.get("actual_percent") or percent_shown_formula(actual),
        )
        # A target with a sign: which way it points stands in the cells
        if "at_most" in cells:
            signed = of_rate(
                self._signed_rate(pair.scaled_to_sign(), target, cells["at_most"])
            )
            return f"IF({pair.comparable_to_sign_formula()},{signed},{NOT_TOLD})"
        face = self._face(pair, of_rate)
        # A stated target in a unit of its own cannot be compared with a percentage
        if self.stated is not None and self.stated.written and not self.stated.rate:
            face = f"IF({pair.actual_percent},{NOT_TOLD},{face})"
        return f"IF({pair.comparable_formula()},{face},{NOT_TOLD})"

    def _signed_rate(self, actual: str, target: str, at_most: str) -> str:
        """The rate to a target above 0 of which only a formula tells whether it is a limit."""
        if at_most == "FALSE":
            return f"{actual}/{target}"
        return f"IF({at_most},{self._inverse_rate(actual, target)},{actual}/{target})"

    def _face(self, pair: FigurePair, of_rate: Callable[[str], str]) -> str:
        """Return the face over two figures that compare; a target that the scheme states is known to be above 0 or not."""
        target, actual = pair.target, pair.scaled()
        # Only a target above 0 can be divided by
        above_zero = of_rate(self._rate(actual, target))
        side = f"{pair.actual}{'<=' if self.at_most else '>='}0"
        if self.stated is None:
            reached = f"IF({target}=0,{side},{self._beyond_formula(actual, target)})"
            return f"IF({target}>0,{above_zero},IF({reached},{of_rate('1')},0))"
        # Which case applies is known already, so the formula need not ask
        stated = _literal(self.stated)
        if stated > 0:
            return above_zero
        if stated == 0:
            reached = side
        else:
            reached = self._beyond_formula(actual, target)
        return f"IF({reached},{of_rate('1')},0)"

    def describe(self) -> str:
        """How the rate is computed, for the sentence of a rule."""
        actual, target = self.labels
        if self.stated:
            target += self.stated.text
        if not self.at_most:
            return f"{actual}÷{target}"
        return f"{actual}不超过{target}的为100%，超过的" + (
            "为1减去超出的比例" if self.excess else f"为{target}÷{actual}"
        )

    def _read_parts(self, evidence: Evidence) -> Reading | Outcome:
        facts = self.facts()
        if (outcome := refused(facts, evidence)) is not None:
            return outcome
        inputs = inputs_of(facts, evidence)
        actual, target = figures_of(facts, evidence)
        # Neither can be worth 0 for certain: a person has to look at the figures
        if target <= 0:
            return left_open(
                f"{self.labels[1]}为{plain(target)}，无法计算",
                inputs,
                unreadable(inputs[1], "大于0的数字"),
            )
        if actual < 0:
            return left_open(
                f"{self.labels[0]}为{plain(actual)}，小于0",
                inputs,
                unreadable(inputs[0], "不小于0的数字"),
            )
        return self._reading(actual, target, self.bare, inputs)

    def _read_target(self, evidence: Evidence) -> Reading | Outcome:
        if self.stated is None:
            written = evidence.fact("target")
        else:
            written = Entry(self.stated.text)
        inputs = (
            Input(TARGET.label, written),
            Input(ACTUAL.label, evidence.fact("actual")),
        )
        # What is missing is told before what cannot be compared
        blank = [item for item in inputs if item.entry.blank]
        if blank:
            return left_open(
                "；".join(f"{item.name}未填" for item in blank),
                inputs,
                *map(missing, blank),
            )
        if self.stated is None:
            target = evidence.measure("target")
        else:
            target = self.stated
        actual = evidence.measure("actual")
        # A range has two limits, of which one becomes the target
        if target.kind is Kind.RANGE:
            return self._read_range(target, actual, inputs)
        if target.number is None:
            return left_open(
                f"{TARGET.label}“{written.shown}”不是数字，无法比较",
                inputs,
                unreadable(inputs[0], "数字"),
            )
        # Both in one unit; “≥5” as an actual says no figure
        pair = figures(target, actual)
        if pair is None or actual.comparator:
            return _incomparable(actual, inputs)
        reading = self._reading(pair[1], pair[0], self._direction(target), inputs)
        # > and < are not met by the figure itself
        if (
            isinstance(reading, Reading)
            and pair[0] == pair[1]
            and target.sign in _STRICT
        ):
            return replace(reading, reached=False)
        return reading

    def _read_range(
        self,
        target: Measure,
        actual: Measure,
        inputs: tuple[Input, Input],
    ) -> Reading | Outcome:
        """A range is reached inside; below it the lower bound is the target, above it the upper one."""
        # In one unit, in both directions: either side may be the bare one
        beside = actual.in_unit_of(target)
        bounds = target.in_unit_of(actual)
        if (
            beside is None
            or bounds is None
            or beside.number is None
            or bounds.low is None
            or bounds.high is None
            or actual.comparator
        ):
            return _incomparable(actual, inputs)
        # The nearest bound is the target; inside, the upper one is kept and gives 1
        below = beside.number < bounds.low
        nearest, direction = (
            (bounds.low, Direction.AT_LEAST)
            if below
            else (bounds.high, Direction.AT_MOST)
        )
        reading = self._reading(beside.number, nearest, direction, inputs)
        # An open end of the range is not part of it
        on_edge = (beside.number == bounds.low and bounds.low_excluded) or (
            beside.number == bounds.high and bounds.high_excluded
        )
        if on_edge and isinstance(reading, Reading):
            return replace(reading, reached=False)
        return reading

    def _direction(self, target: Measure) -> Direction:
        # = points nowhere: a cost of =100万元 is a limit like one without a sign
        if target.comparator and target.sign != "=":
            return target.direction
        return self.bare

    def _reading(
        self,
        actual: Decimal,
        target: Decimal,
        direction: Direction,
        inputs: tuple[Input, ...],
    ) -> Reading | Outcome:
        at_most = direction is Direction.AT_MOST
        # The sentence shows a division where the form asks for one
        divided = self.parts and not at_most
        text = ("÷" if divided else "，").join(
            f"{item.name}{item.entry.shown}" for item in inputs
        )
        # A target above 0 has a ratio; NEAR decides at its edge as in the formula
        if target > 0:
            if at_most:
                rate = self._inverse(actual, target)
            else:
                rate = EXACT.divide(actual, target)
            reached = at_least(rate, ONE)
            how = "，完成{}"
            if divided:
                how = "＝{}"
            if at_most and not reached:
                over = percent(EXACT.divide(actual - target, target))
                how = f"，超出{over}，按{f'1－{over}' if self.excess else '二者之比'}计{{}}"
            return Reading(
                value=rate,
                text=text,
                inputs=inputs,
                how=how,
                reached=reached,
            )
        # A target of 0 or less is only reached or not
        if not _met(actual, target, at_most=at_most):
            return zero_points(
                f"{text}，未达到，指标值为0或负数，不能计算完成比例",
                inputs,
                reached=False,
            )
        return Reading(
            value=ONE, text=text, inputs=inputs, how="，完成{}", reached=True
        )

    def _inverse(self, actual: Decimal, target: Decimal) -> Decimal:
        if actual <= target:
            return ONE
        if self.excess:
            return max(ZERO, ONE - EXACT.divide(actual - target, target))
        return EXACT.divide(target, actual)

    def _rate(self, actual: str, target: str) -> str:
        if self.at_most:
            return self._inverse_rate(actual, target)
        return f"{actual}/{target}"

    def _inverse_rate(self, actual: str, target: str) -> str:
        if self.excess:
            return f"MAX(0,MIN(1,2-{actual}/{target}))"
        return f"IF({actual}>0,MIN(1,{target}/{actual}),1)"

    def _beyond_formula(self, actual: str, target: str) -> str:
        """Whether a target below 0 is reached; see `_met`."""
        quotient = f"{actual}/{target}"
        if self.at_most:
            return at_least_formula(quotient, ONE)
        return f"NOT({above_formula(quotient, ONE)})"


def _stated(table: Table) -> Measure:
    measure = parse_measure(table.text("target"))
    if measure.number is None:
        raise table.wrong("target", "target_not_number", value=measure.text)
    return measure


def _literal(stated: Measure) -> Decimal:
    """Return the number of a stated target as it stands in a formula: 24.5 of 24.5万元, 0.95 of 95%."""
    if stated.rate:
        number = stated.number
    else:
        number = stated.figure
    assert number is not None
    return number


def _met(actual: Decimal, target: Decimal, *, at_most: bool) -> bool:
    """Whether a target of 0 or less is reached, by the quotient: a difference of 15-digit numbers is lost in binary."""
    if target == 0:
        if at_most:
            return actual <= 0
        return actual >= 0
    quotient = EXACT.divide(actual, target)
    if at_most:
        return at_least(quotient, ONE)
    return not above(quotient, ONE)


def _incomparable(actual: Measure, inputs: tuple[Input, Input]) -> Outcome:
    """Return the outcome of an actual that is no number, or one of another unit than the target."""
    target = inputs[0].entry.shown
    written = inputs[1].entry.shown
    if actual.kind is Kind.QUANTITY and not actual.comparator:
        code = "PE-031"
        text = f"{ACTUAL.label}{written}与{TARGET.label}{target}单位不同，无法比较"
    else:
        code = "PE-030"
        text = f"{ACTUAL.label}“{written}”不是可以比较的数字"
    finding = Finding(
        code=code,
        fact=ACTUAL.label,
        slots={"actual": written, "target": target},
        found=written,
    )
    return left_open(text, inputs, finding)

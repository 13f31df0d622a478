"""`all_or_nothing`: full points when something is so, else none (达到要求得满分，否则不得分)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.rules.base import (
    Bounds,
    Evidence,
    Fact,
    FactKind,
    Finding,
    Outcome,
    Step,
    rounded,
    rounded_formula,
)
from perfeval_xl.rules.cells import NOT_TOLD, folded, given_weight, one_of_words_formula
from perfeval_xl.rules.figures import JUDGED, inputs_of, left_open, missing, unreadable
from perfeval_xl.rules.ticks import (
    TICK_WORDS,
    read_tick,
    tick_read_formula,
    ticked_formula,
)
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table
from perfeval_xl.texts import NOTHING_SAID

__all__ = ["AllOrNothing"]

# Signs that make no reason of a text
_STOPS = "。.；;"


class AllOrNothing:
    """Facts: `met`, a tick whose label is `value`; with `unless_reason` also `reason`, which may stay blank.

    What is blank or neither yes nor no leaves the row open and is a finding. With `unless_reason`, what was not met for
    a stated reason is put before the evaluator (PE-096) and is worth at least `reason_points`, 0 unless the scheme says
    otherwise: the program does not judge reasons. A stopgap such as 无 is no reason.
    """

    kind: ClassVar[str] = "all_or_nothing"

    def __init__(self, table: Table) -> None:
        self.met = Fact(
            name="met",
            label=table.text("value", "是否达到要求"),
            kind=FactKind.TICK,
            words=TICK_WORDS,
        )
        self.unless_reason = table.flag("unless_reason", default=False)
        self.reason_points = table.number("reason_points", ZERO)
        self.reason = Fact(
            name="reason",
            label="未达到的理由",
            kind=FactKind.TEXT,
            required=False,
        )
        if self.reason_points and not self.unless_reason:
            raise table.wrong("reason_points", "only_with_reason")

    def facts(self) -> tuple[Fact, ...]:
        """The tick, and the reason where one counts."""
        if self.unless_reason:
            return (self.met, self.reason)
        return (self.met,)

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; `reached` is what was ticked."""
        inputs = inputs_of(self.facts(), evidence)
        entry = inputs[0].entry
        met = read_tick(entry.text)
        # No answer, or one that nobody understands: both sides stay possible
        if entry.blank:
            return left_open(f"{self.met.label}未填", inputs, missing(inputs[0]))
        if met is None:
            return left_open(
                f"{self.met.label}为“{entry.shown}”，看不出是或否",
                inputs,
                unreadable(inputs[0], "是或否"),
            )
        # Met is full points; not met is 0 unless a stated reason may count
        if met:
            points = rounded(evidence.weight, rounding)
            text = f"{self.met.label}：{entry.shown}，得满分{plain(points)}分"
            return Outcome(
                steps=(Step(text=text, value=points, inputs=inputs),),
                reached=True,
            )
        if not self.unless_reason or not _reasoned(inputs[1].entry.text):
            text = f"{self.met.label}：{entry.shown}，得0分"
            return Outcome(
                steps=(Step(text=text, value=ZERO, inputs=inputs),),
                reached=False,
            )
        # The program does not judge reasons: it names the reason and leaves the row open
        written = inputs[1].entry.shown
        text = f"{self.met.label}：{entry.shown}，写有理由“{written}”"
        finding = Finding(
            code="PE-096",
            fact=self.reason.label,
            slots={"written": written, "counted": JUDGED},
            found=written,
        )
        bounds = Bounds(lowest=rounded(self.reason_points, rounding))
        return left_open(
            text,
            inputs,
            finding,
            bounds=bounds,
            reached=False,
        )

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until something that says yes or no is ticked, and where a reason is to be judged."""
        weight, met = cells["weight"], cells["met"]
        otherwise = "0"
        if self.unless_reason:
            otherwise = f"IF({_reasoned_formula(cells['reason'])},{NOT_TOLD},0)"
        face = f"IF({ticked_formula(met)}=1,{rounded_formula(weight, rounding)},{otherwise})"
        return given_weight(weight, f'IF({tick_read_formula(met)}=1,{face},"")')

    def standard(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.describe(),)

    def describe(self) -> str:
        """The rule in one sentence."""
        rest = "否则不得分"
        if self.unless_reason:
            least = ""
            if self.reason_points:
                least = f"至少得{plain(self.reason_points)}分，"
            rest = f"否则不得分；未达到而写有理由的，{least}由评价人员认定"
        return f"{self.met.label}：是，得满分，{rest}。"


def _reasoned(text: str | None) -> bool:
    """Whether a reason is more than blanks, full stops and a stopgap; the formula reads it the same way."""
    bare = "".join(
        sign for sign in text or "" if sign not in _STOPS and not sign.isspace()
    )
    return bool(bare) and bare not in NOTHING_SAID


def _reasoned_formula(cell: str) -> str:
    bare = folded(cell, ())
    for stop in _STOPS:
        bare = f'SUBSTITUTE({bare},"{stop}","")'
    return f"{one_of_words_formula(bare, ['', *sorted(NOTHING_SAID)])}=0"

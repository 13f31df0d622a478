"""`judgement`: points that the evaluator gives, with a reason below full points (酌情扣分)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import ZERO, parse_number, plain
from perfeval_xl.rules.base import (
    Evidence,
    Fact,
    FactKind,
    Input,
    Outcome,
    Step,
    rounded,
    rounded_formula,
)
from perfeval_xl.rules.cells import NOT_TOLD, given_weight
from perfeval_xl.rules.figures import left_open, missing, points_outside, unreadable
from perfeval_xl.rules.reasons import REASON, reason_missing
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["Judgement"]

_SCORE = Fact(
    name="score",
    label="评价得分",
    kind=FactKind.POINTS,
)


class Judgement:
    """Facts: `score` and `reason` (where it is blank, the `note` of the row), both the evaluator's.

    Without points, and with points below 0 or above the weight, the row is open. What the unit gave itself decides
    nothing here. Parameter `guide` (default none): what the evaluator looks at, for `describe`.
    """

    kind: ClassVar[str] = "judgement"

    def __init__(self, table: Table) -> None:
        self.guide = table.text("guide", "").rstrip("。")

    def facts(self) -> tuple[Fact, ...]:
        """The points, and why they are not full."""
        return (_SCORE, REASON)

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; `reached` is true for full points only."""
        item = Input(_SCORE.label, evidence.fact("score"))
        if item.entry.blank:
            return left_open(f"{item.name}未填", (item,), missing(item))
        points = parse_number(item.entry.text)
        weight = evidence.weight
        # What is no number, or beyond the weight, is no judgement: the row stays open
        if points is None:
            return left_open(
                f"{item.name}“{item.entry.shown}”不是数字",
                (item,),
                unreadable(item, "数字"),
            )
        if not ZERO <= points <= weight:
            said = f"{item.name}{item.entry.shown}不在0至{plain(weight)}分之间"
            return left_open(said, (item,), points_outside(item, weight))
        # Points below full need a reason, but count without one
        points = rounded(points, rounding)
        full = rounded(weight, rounding)
        reason = Input(REASON.label, evidence.first("reason", "note"))
        step = Step(
            text=_said(reason, points, full),
            value=points,
            inputs=(item, reason),
        )
        findings = tuple(reason_missing(reason, full - points))
        return Outcome(
            steps=(step,),
            reached=points == full,
            findings=findings,
        )

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until there is a number between 0 and the weight in the cell of the score."""
        if "score" not in cells:
            return NOT_TOLD
        weight, cell = cells["weight"], cells["score"]
        points = f"IF(AND({cell}>=0,{cell}<={weight}),{rounded_formula(cell, rounding)},{NOT_TOLD})"
        return given_weight(weight, f"IF(ISNUMBER({cell}),{points},{NOT_TOLD})")

    def standard(self) -> tuple[str, ...]:
        """What the scheme tells the evaluator, else the one sentence."""
        if self.guide:
            return (f"{self.guide}。",)
        return (self.describe(),)

    def describe(self) -> str:
        """The rule in one sentence."""
        if self.guide:
            guide = f"{self.guide}；"
        else:
            guide = ""
        return f"{guide}由评价人员在0分至分值之间评分，未给满分的须写明理由。"


def _said(reason: Input, points: Decimal, full: Decimal) -> str:
    """Return the sentence of the step."""
    shown = plain(points)
    if points == full:
        return f"评价人员评定为满分{shown}分"
    if reason.entry.blank:
        why = "没有写理由"
    else:
        why = f"理由：{reason.entry.shown.rstrip('。；')}"
    return f"满分{plain(full)}分，评价人员评定为{shown}分，{why}"

"""`judgement`: points that the evaluator gives, with a reason below full points (酌情扣分)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import ZERO, parse_number, plain
from perfeval_xl.rules.base import Evidence, Fact, FactKind, Finding, Input, Outcome, Step, rounded, rounded_formula
from perfeval_xl.rules.cells import first_number, given_weight
from perfeval_xl.rules.figures import missing, nothing, unreadable
from perfeval_xl.rules.reasons import REASON, reason_missing
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["Judgement"]

_SCORE = Fact(name="score", label="评价得分", kind=FactKind.POINTS)


class Judgement:
    """Facts: `score` (where it is blank, the `self_score` of the row) and `reason` (where it is blank, its `note`).

    A score below 0 or above the weight counts as the nearest limit, with a finding. Parameter `guide` (default none):
    what the evaluator looks at, for `describe`.
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
        item = Input(_SCORE.label, evidence.first("score", "self_score"))
        if item.entry.blank:
            return nothing(f"{item.name}未填", (item,), missing(item))
        judged, weight = parse_number(item.entry.text), evidence.weight
        if judged is None:
            return nothing(f"{item.name}“{item.entry.shown}”不是数字", (item,), unreadable(item, "数字"))
        reason = Input(REASON.label, evidence.first("reason", "note"))
        counted = max(ZERO, min(judged, weight))
        points, full = rounded(counted, rounding), rounded(weight, rounding)
        findings = [] if counted == judged else [_out_of_range(item, weight, points)]
        findings += reason_missing(reason, full - points)
        text = _said((item, reason), points, full, clamped=counted != judged)
        step = Step(text=text, value=points, inputs=(item, reason))
        return Outcome(steps=(step,), reached=points == full, findings=tuple(findings))

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until there is a number in the cell of the score, or that one is blank and there is one in the row's."""
        weight = cells["weight"]
        face = first_number(
            cells, ("score", "self_score"), lambda cell: rounded_formula(f"MAX(0,MIN({weight},{cell}))", rounding)
        )
        return given_weight(weight, face)

    def describe(self) -> str:
        """The rule in one sentence."""
        guide = f"{self.guide}；" if self.guide else ""
        return f"{guide}由评价人员在0分至分值之间评分，未给满分的须写明理由。"


def _said(inputs: tuple[Input, Input], points: Decimal, full: Decimal, *, clamped: bool) -> str:
    """Return the sentence of the step."""
    item, reason = inputs
    shown = plain(points)
    why = "没有写理由" if reason.entry.blank else f"理由：{reason.entry.shown.rstrip('。；')}"
    if clamped:
        text = f"{item.name}{item.entry.shown}不在0至{plain(full)}分之间，按{shown}分计"
        return text if points == full else f"{text}，{why}"
    if points == full:
        return f"评价人员评定为满分{shown}分"
    return f"满分{plain(full)}分，评价人员评定为{shown}分，{why}"


def _out_of_range(item: Input, weight: Decimal, points: Decimal) -> Finding:
    limits = f"0—{plain(weight)}"
    slots = {"what": item.name, "limits": limits, "counted": f"{plain(points)}分"}
    return Finding(code="PE-089", fact=item.name, slots=slots, found=item.entry.shown, expected=limits)

"""A scorecard: what the rules give for a submission, every point with the steps it comes from.

What cannot be told stays open: beside the points that are decided stand those that a person has to judge, and the
lowest and the highest total that are possible.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.citations import Source
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Bounds, Outcome, Step
from perfeval_xl.submission.model import Judgement

__all__ = ["PENDING", "DimensionScore", "IndicatorScore", "Scorecard"]


PENDING = "待定"
"""The grade while it cannot be told: points are open, or the weights do not make the full score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorScore:
    """One scored row: the funds row (path `预算执行率`) or an indicator.

    `weight` is 0 where the form holds no readable weight; `self_score` is `None` where none was given. `score` is `None`
    while the row is open; `lowest` and `highest` are the points that are possible, both the score once it is decided.
    `explanation` is one Chinese sentence with the numbers and the legal `source`. `allowed` are the points a person may give,
    `None` where the rule decides, and `judgement` what was given, taken or not.
    """

    path: tuple[str, ...]
    weight: Decimal
    score: Decimal | None
    lowest: Decimal
    highest: Decimal
    self_score: Decimal | None
    self_score_entry: Entry
    explanation: str
    rule: str
    outcome: Outcome
    source: Source
    allowed: Bounds | None = None
    judgement: Judgement | None = None

    @property
    def open(self) -> Decimal:
        """The points available on this row that are still to be judged, 0 once it is decided.

        Its weight, or where that cannot be read the points it may have at most.
        """
        # A person can still give points here, up to the weight, or to what the rule allows
        if self.score is not None:
            return ZERO
        return self.weight or self.highest

    def said_points(self) -> str:
        """Return the score, or the points that are still possible, without a unit: `10`, `6至7.99`."""
        if self.score is not None:
            return plain(self.lowest)
        return f"{plain(self.lowest)}至{plain(self.highest)}"

    def as_json(self) -> dict[str, Any]:
        """Return the row as `score --json` shows it."""
        return {
            "path": list(self.path),
            "weight": plain(self.weight),
            "score": _plain(self.score),
            "open": plain(self.open),
            "lowest": plain(self.lowest),
            "highest": plain(self.highest),
            "self_score": _plain(self.self_score),
            "explanation": self.explanation,
            "rule": self.rule,
            "steps": [
                {
                    "text": s.text,
                    "inputs": [i.as_json() for i in s.inputs],
                    "value": _plain(s.value),
                }
                for s in self.outcome.steps
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionScore:
    """The sum of one 一级指标; `score` is `None` while a row is open, `rate` (0.98) also when the weight is 0.

    `decided` are the points of the rows that are decided, `open` the points available on the others.
    """

    name: str
    weight: Decimal
    score: Decimal | None
    decided: Decimal
    open: Decimal
    lowest: Decimal
    highest: Decimal
    self_score: Decimal | None
    rate: Decimal | None

    def said_points(self) -> str:
        """Return the score in words, with its unit; while rows are open what is decided and what is possible."""
        if self.score is not None:
            return f"{plain(self.score)}分"
        possible = f"{plain(self.lowest)}至{plain(self.highest)}分"
        return f"{possible}（已核定{plain(self.decided)}分，另有{plain(self.open)}分待评价人员判断）"

    def as_json(self) -> dict[str, Any]:
        """Return the dimension as `score --json` shows it."""
        return {
            "name": self.name,
            "weight": plain(self.weight),
            "score": _plain(self.score),
            "decided": plain(self.decided),
            "open": plain(self.open),
            "lowest": plain(self.lowest),
            "highest": plain(self.highest),
            "self_score": _plain(self.self_score),
            "rate": _plain(self.rate),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Both totals of a self-evaluation: what the rules give, and what the unit gave itself.

    `total` is `None` while a row is open. `decided` are the points of the rows that are decided, of `decided_weight`
    available on them; `open` are the points available on the others. `lowest` and `highest` are the totals that are
    possible, both the total once nothing is open. `grade` is `None` unless both have the same, and while the weights do
    not make the full score.

    `self_total` is the total as printed, or the sum of the self scores where the form computes it; `None` when there
    are none. `self_grade` is the band of `self_total`, `PENDING` while the weights do not make the full score.
    `adjustments` are the steps from the sum of the scores to the total, none where the total is the sum.
    """

    total: Decimal | None
    decided: Decimal
    decided_weight: Decimal
    open: Decimal
    lowest: Decimal
    highest: Decimal
    grade: str | None
    self_total: Decimal | None
    self_grade: str | None
    dimensions: tuple[DimensionScore, ...]
    indicators: tuple[IndicatorScore, ...]
    adjustments: tuple[Step, ...] = ()

    @property
    def shown_grade(self) -> str:
        """The grade as people read it: `PENDING` where there is none yet."""
        return self.grade or PENDING

    def said_total(self) -> str:
        """Return the total in words, with its grade: the one sentence that stands wherever a total is shown.

        `100分（优）`; while points are open `已核定85分（满分85分），另有15分待评价人员判断，总分在85至100之间，等级待定`.
        """
        if self.total is not None:
            return f"{plain(self.total)}分（{self.shown_grade}）"
        # All totals that are possible may have the same grade
        if self.grade is None:
            grade = "等级待定"
        else:
            grade = f"等级为“{self.grade}”"
        decided = (
            f"已核定{plain(self.decided)}分（满分{plain(self.decided_weight)}分），另有"
        )
        # Nothing is decided yet: a sum of nothing is not said
        if not self.decided_weight:
            decided = "尚没有核定的得分，"
        possible = f"总分在{plain(self.lowest)}至{plain(self.highest)}之间"
        return f"{decided}{plain(self.open)}分待评价人员判断，{possible}，{grade}"

    def indicator(self, path: tuple[str, ...]) -> IndicatorScore | None:
        """Return the first scored row with that path."""
        return next((row for row in self.indicators if row.path == path), None)

    def as_json(self) -> dict[str, Any]:
        """Return the scorecard without problems, points as strings."""
        return {
            "total": _plain(self.total),
            "decided": plain(self.decided),
            "decided_weight": plain(self.decided_weight),
            "open": plain(self.open),
            "lowest": plain(self.lowest),
            "highest": plain(self.highest),
            "grade": self.grade,
            "self_total": _plain(self.self_total),
            "self_grade": self.self_grade,
            "dimensions": [dimension.as_json() for dimension in self.dimensions],
            "indicators": [row.as_json() for row in self.indicators],
            "adjustments": [
                {
                    "text": step.text,
                    "value": _plain(step.value),
                }
                for step in self.adjustments
            ],
        }


def _plain(points: Decimal | None) -> str | None:
    if points is None:
        return None
    return plain(points)

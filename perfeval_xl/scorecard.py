"""A scorecard: what the rules give for a submission, every point with the steps it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perfeval_xl.amounts import plain
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import Outcome, Step

__all__ = ["PENDING", "DimensionScore", "IndicatorScore", "Scorecard"]


PENDING = "待定"
"""The grade while the weights do not make the full score: the bands mean nothing for other totals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorScore:
    """One scored row: the funds row (path `预算执行率`) or an indicator.

    `weight` is 0 where the form holds no readable weight; `self_score` is `None` where none was given.
    `explanation` is one Chinese sentence with the numbers and the legal source.
    """

    path: tuple[str, ...]
    weight: Decimal
    score: Decimal
    self_score: Decimal | None
    self_score_entry: Entry
    explanation: str
    rule: str
    outcome: Outcome

    def as_json(self) -> dict[str, Any]:
        """Return the row as `score --json` shows it."""
        return {
            "path": list(self.path),
            "weight": plain(self.weight),
            "score": plain(self.score),
            "self_score": None if self.self_score is None else plain(self.self_score),
            "explanation": self.explanation,
            "rule": self.rule,
            "steps": [
                {"text": s.text, "inputs": [i.as_json() for i in s.inputs], "value": plain(s.value)}
                for s in self.outcome.steps
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionScore:
    """The sum of one 一级指标; `rate` is the score rate (0.98), `None` when the weight is 0."""

    name: str
    weight: Decimal
    score: Decimal
    self_score: Decimal | None
    rate: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Both totals of a self-evaluation: what the rules give, and what the unit gave itself.

    `self_total` is the total as printed, or the sum of the self scores where the form computes it; `None` when there
    are none. `self_grade` is the band of `self_total`; both grades are `PENDING`
    while the weights do not make the full score. `adjustments` are the steps from the sum of the scores to the
    total, none where the total is the sum.
    """

    total: Decimal
    grade: str
    self_total: Decimal | None
    self_grade: str | None
    dimensions: tuple[DimensionScore, ...]
    indicators: tuple[IndicatorScore, ...]
    adjustments: tuple[Step, ...] = ()

    def indicator(self, path: tuple[str, ...]) -> IndicatorScore | None:
        """Return the first scored row with that path."""
        return next((row for row in self.indicators if row.path == path), None)

    def as_json(self) -> dict[str, Any]:
        """Return the scorecard without problems, points as strings."""
        return {
            "total": plain(self.total),
            "grade": self.grade,
            "self_total": None if self.self_total is None else plain(self.self_total),
            "self_grade": self.self_grade,
            "dimensions": [
                {
                    "name": d.name,
                    "weight": plain(d.weight),
                    "score": plain(d.score),
                    "self_score": None if d.self_score is None else plain(d.self_score),
                    "rate": None if d.rate is None else plain(d.rate),
                }
                for d in self.dimensions
            ],
            "indicators": [row.as_json() for row in self.indicators],
            "adjustments": [{"text": step.text, "value": plain(step.value)} for step in self.adjustments],
        }

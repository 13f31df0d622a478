"""Scoring (评分): a submission under a scheme becomes a scorecard made of explained steps."""

from __future__ import annotations

from perfeval_xl.scoring.scoring import points_of, score_submission

__all__ = ["points_of", "score_submission"]

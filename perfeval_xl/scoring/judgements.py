"""What evaluators gave, put beside the rows it was given for; rows are told apart by path, and by order where paths agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from perfeval_xl.amounts import ZERO
from perfeval_xl.rules.base import Finding, Input, Outcome, Step
from perfeval_xl.rules.judging import Judged, judged
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scoring.rows import Row
from perfeval_xl.submission.model import Judgement, Submission

__all__ = ["Key", "judgements_of", "keyed", "with_judgement"]

Key = tuple[tuple[str, ...], int]
"""The path of a row, and which of the rows with this path it is, from 1."""


def judgements_of(submission: Submission) -> Mapping[Key, Judgement]:
    """Return the judgements by the row they are about; of several about one row the last counts."""
    return {
        (judgement.path, judgement.row): judgement
        for judgement in submission.judgements
    }


def keyed(rows: Iterable[Row]) -> Iterator[tuple[Key, Row]]:
    """Yield every row with its key."""
    # Rows of one path are counted, since an open form may name an indicator twice
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        seen[row.path] = seen.get(row.path, 0) + 1
        yield (row.path, seen[row.path]), row


def with_judgement(
    outcome: Outcome,
    judgement: Judgement,
    weight: Decimal,
    rounding: Rounding,
) -> Outcome:
    """Return the outcome with what an evaluator gave; where the rule has decided that is told and not taken."""
    if judgement.by.blank:
        by = ""
    else:
        by = f"（{judgement.by.shown}）"
    given = Judged(
        points=Input("评价人员得分", judgement.score),
        reason=Input("理由", judgement.reason),
        by=by,
    )
    # Only an open row can be decided by a person
    if outcome.open is not None:
        return judged(outcome, given, weight, rounding)
    # A row that the rule has decided keeps its points; the judgement stays visible beside it
    finding = Finding(
        code="PE-157",
        fact=given.points.name,
        found=judgement.score.shown,
    )
    step = Step(
        text="按规则已经得出得分，评价人员得分没有采用",
        value=ZERO,
        inputs=(given.points, given.reason),
    )
    return replace(
        outcome,
        steps=(*outcome.steps, step),
        findings=(*outcome.findings, finding),
    )

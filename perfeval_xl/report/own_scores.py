"""What the unit's own scores come to: points lost, scores not given, and scores above their weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.measures import Kind, parse_measure
from perfeval_xl.refs import Entry
from perfeval_xl.report.context import ExcessLine, LossLine, UnscoredLine
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import IndicatorScore, Scorecard
from perfeval_xl.submission.model import Indicator, Submission

__all__ = ["OwnScores", "own_scores"]

_FUNDS_ROW = Indicator(path=("", "", ""))
"""What stands behind the score of the funds row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnScores:
    """Every scored row but those that do not apply is in one list, or has full marks.

    `doubtful` are the 一级指标 with a row that has no score or one above its weight: a score rate would mean nothing.
    """

    losses: tuple[LossLine, ...]
    unscored: tuple[UnscoredLine, ...]
    excesses: tuple[ExcessLine, ...]
    full_marks: bool
    doubtful: frozenset[str]


def own_scores(submission: Submission, scheme: Scheme, card: Scorecard) -> OwnScores:
    """Sort the rows of the scorecard by what the unit gave itself."""
    losses: list[LossLine] = []
    unscored: list[UnscoredLine] = []
    excesses: list[ExcessLine] = []
    doubtful: set[str] = set()
    for row, written in _rows(submission, card):
        if scheme.not_applicable != "forbidden" and (_absent(written.target) or _absent(written.actual)):
            continue
        if row.self_score is None:
            unscored.append(UnscoredLine(name=row.path[-1], weight=plain(row.weight)))
        elif row.self_score > row.weight:
            excesses.append(_excess(row, row.self_score))
        elif row.self_score < row.weight:
            losses.append(_loss(row, row.self_score, written))
        if row.self_score is None or row.self_score > row.weight:
            doubtful.add(row.path[0])
    return OwnScores(
        losses=tuple(losses),
        unscored=tuple(unscored),
        excesses=tuple(excesses),
        full_marks=bool(card.indicators) and not (losses or unscored or excesses),
        doubtful=frozenset(doubtful),
    )


def _rows(submission: Submission, card: Scorecard) -> Iterator[tuple[IndicatorScore, Indicator]]:
    """Put every scored row beside what was written in it; rows of the same name come in the order of the form."""
    same_path: dict[tuple[str, ...], list[Indicator]] = {}
    for indicator in submission.indicators:
        same_path.setdefault(indicator.path, []).append(indicator)
    for row in card.indicators:
        yield row, same_path[row.path].pop(0) if same_path.get(row.path) else _FUNDS_ROW


def _absent(entry: Entry) -> bool:
    return parse_measure(entry.text).kind is Kind.NOT_APPLICABLE


def _excess(row: IndicatorScore, own: Decimal) -> ExcessLine:
    return ExcessLine(
        name=row.path[-1], weight=plain(row.weight), self_score=plain(own), excess=plain(own - row.weight)
    )


def _loss(row: IndicatorScore, own: Decimal, written: Indicator) -> LossLine:
    return LossLine(
        name=row.path[-1],
        weight=plain(row.weight),
        self_score=plain(own),
        lost=plain(row.weight - own),
        target=_text(written.target),
        actual=_text(written.actual),
        note=_text(written.note),
    )


def _text(entry: Entry) -> str:
    return (entry.text or "").strip()

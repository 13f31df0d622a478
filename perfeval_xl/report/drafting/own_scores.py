"""What the unit's own scores come to: points lost, scores not given, and scores above their weight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.measures import Kind, parse_measure
from perfeval_xl.refs import Entry
from perfeval_xl.report.drafting.reasons import cause_of
from perfeval_xl.report.drafting.scores import Scored
from perfeval_xl.report.drafting.spelling import listed, shown
from perfeval_xl.report.drafting.wording import say
from perfeval_xl.report.vocabulary.scores import ExcessLine, LossLine, UnscoredLine
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import IndicatorScore
from perfeval_xl.texts import says_something

__all__ = ["OwnScores", "own_scores"]

_STOPS = "。；;"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnScores:
    """Every scored row but those that do not apply is in one list, or has full marks.

    `doubtful` are the 一级指标 with a row that has no score or one above its weight: a score rate would mean nothing.
    `text` says all of it in one paragraph.
    """

    losses: tuple[LossLine, ...]
    unscored: tuple[UnscoredLine, ...]
    excesses: tuple[ExcessLine, ...]
    full_marks: bool
    doubtful: frozenset[str]
    text: str


def own_scores(rows: Sequence[Scored], scheme: Scheme, money_unit: str) -> OwnScores:
    """Sort the rows of the scorecard by what the unit gave itself."""
    losses: list[LossLine] = []
    unscored: list[UnscoredLine] = []
    excesses: list[ExcessLine] = []
    doubtful: set[str] = set()
    for number, one in enumerate(rows, 1):
        row = one.row
        # A row that does not apply has lost nothing
        if scheme.not_applicable != "forbidden" and _not_applicable(one):
            continue
        # Blank, too much, or less than the weight; the rest has full marks
        if row.self_score is None:
            unscored.append(_unscored(number, row))
            doubtful.add(row.path[0])
        elif row.self_score > row.weight:
            excesses.append(_excess(number, row, row.self_score))
            doubtful.add(row.path[0])
        elif row.self_score < row.weight:
            losses.append(_loss(number, one, row.self_score, money_unit))
    full_marks = bool(rows) and not (losses or unscored or excesses)
    return OwnScores(
        losses=tuple(losses),
        unscored=tuple(unscored),
        excesses=tuple(excesses),
        full_marks=full_marks,
        doubtful=frozenset(doubtful),
        text=_told(rows, losses, unscored, excesses),
    )


def _not_applicable(one: Scored) -> bool:
    return _absent(one.written.target) or _absent(one.written.actual)


def _absent(entry: Entry) -> bool:
    return parse_measure(entry.text).kind is Kind.NOT_APPLICABLE


def _unscored(number: int, row: IndicatorScore) -> UnscoredLine:
    return UnscoredLine(
        number=number,
        name=row.path[-1],
        weight=plain(row.weight),
    )


def _excess(number: int, row: IndicatorScore, own: Decimal) -> ExcessLine:
    return ExcessLine(
        number=number,
        name=row.path[-1],
        weight=plain(row.weight),
        self_score=plain(own),
        excess=plain(own - row.weight),
    )


def _loss(number: int, one: Scored, own: Decimal, money_unit: str) -> LossLine:
    row = one.row
    name = row.path[-1]
    weight = plain(row.weight)
    lost = plain(row.weight - own)
    text = say(
        "own",
        "loss",
        name=name,
        weight=weight,
        score=plain(own),
        lost=lost,
    )
    return LossLine(
        number=number,
        name=name,
        weight=weight,
        self_score=plain(own),
        lost=lost,
        target=shown(one.written.target),
        actual=shown(one.written.actual),
        note=shown(one.written.note),
        text=text + _why(one, own, money_unit),
    )


def _why(one: Scored, own: Decimal, money_unit: str) -> str:
    """The unit's own words; where it has none, those of the rule that gives just as many points."""
    note = shown(one.written.note)
    if says_something(note):
        return say("own", "loss_note", note=note.rstrip(_STOPS))
    if own == one.row.score:
        return say("own", "loss_rule", reason=cause_of(one.row, money_unit))
    return say("own", "loss_without")


def _told(
    rows: Sequence[Scored],
    losses: Iterable[LossLine],
    unscored: Sequence[UnscoredLine],
    excesses: Sequence[ExcessLine],
) -> str:
    told = [line.text for line in losses]
    if unscored:
        told.append(
            say("own", "unscored", names=listed(line.name for line in unscored))
        )
    if excesses:
        told.append(say("own", "excess", names=listed(line.name for line in excesses)))
    # Nothing to tell is full marks, unless there is no row at all
    if not told:
        if rows:
            return say("own", "full")
        return ""
    some_full = any(one.row.self_score == one.row.weight for one in rows)
    if some_full and not unscored and not excesses:
        told.append(say("own", "otherwise"))
    return "".join(told)

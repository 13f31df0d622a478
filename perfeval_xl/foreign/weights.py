"""Points that a form does not print but that follow from what it prints.

湖北's forms have no column 分值; a block says `年度绩效目标1（40分）`. Where every point of a block was given, each row has the
points it got. Where all rows but one reached their target word by word, these have the points they got, and the rest is
that of the one. Anything else stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from perfeval_xl.amounts import ZERO, normalise, parse_number, plain
from perfeval_xl.foreign.draft import Draft, Sure, Understood
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import Indicator

__all__ = ["infer_weights"]


def infer_weights(draft: Draft) -> None:
    """Fill in the points of a form without a column for them, where they can be told."""
    if draft.has_weights or not draft.has_scores:
        return
    inferred = 0
    for block, said in enumerate(draft.block_points):
        points = parse_number(said)
        if points is None:
            continue
        blocks = enumerate(draft.blocks)
        rows = [number for number, each in blocks if each == block]
        indicators = [draft.indicators[number] for number in rows]
        weights = _weights(indicators, points)
        # None at all where they cannot be told
        for number, weight in zip(rows, weights, strict=False):
            _fill(draft, number, weight)
            inferred += 1
    if not inferred:
        return
    place = draft.indicators[0].self_score.location
    problem = Problem(
        code="PE-304",
        place=place,
        slots={"count": str(inferred)},
    )
    draft.problems.append(problem)


def _weights(rows: Sequence[Indicator], points: Decimal) -> list[Decimal]:
    """Return the points of the rows of a block, none where they cannot be told."""
    scores = [parse_number(row.self_score.text) for row in rows]
    given = [score for score in scores if score is not None]
    if len(given) < len(rows):
        return []
    # Everything was given
    if sum(given, ZERO) == points:
        return given
    # The only row that lost points
    short = [number for number, row in enumerate(rows) if not _reached(row)]
    if len(short) != 1:
        short = _odd(given)
    if len(short) != 1:
        return []
    (open_row,) = short
    # It has what the others leave, which is no less than what it got
    others = list(given)
    score = others.pop(open_row)
    rest = points - sum(others, ZERO)
    if rest < score:
        return []
    weights = list(given)
    weights[open_row] = rest
    return weights


def _reached(row: Indicator) -> bool:
    """Whether what was done is, word by word, what was to be done."""
    if row.target.blank:
        return False
    planned = normalise(row.target.text or "")
    done = normalise(row.actual.text or "")
    return planned == done


def _odd(given: Sequence[Decimal]) -> list[int]:
    """Return the rows whose points are no whole number, where all others are."""
    odd: list[int] = []
    for number, score in enumerate(given):
        whole = score.to_integral_value()
        if score != whole:
            odd.append(number)
    return odd


def _fill(draft: Draft, number: int, weight: Decimal) -> None:
    """Give an indicator its points, at the place of its score."""
    row = draft.indicators[number]
    text = plain(weight)
    place = replace(row.self_score.location, label="分值")
    entry = Entry(text, place)
    draft.indicators[number] = replace(row, weight=entry)
    said = Understood("分值", text, place, Sure.INFERRED)
    draft.understood.append(said)

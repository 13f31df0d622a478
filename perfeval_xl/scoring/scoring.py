"""Rows become scores, and scores become a total.

What the rules give is computed from targets, actuals, money and evidence; what the unit gave itself stands beside it,
and is never taken for it. What no rule can tell stays open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ONE, ZERO, parse_number, plain
from perfeval_xl.rules.base import (
    Bounds,
    Evidence,
    Finding,
    Input,
    Outcome,
    Step,
    rounded,
)
from perfeval_xl.rules.doubts import odd_sign, unsettled
from perfeval_xl.rules.figures import JUDGED, left_open
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import PENDING, DimensionScore, IndicatorScore, Scorecard
from perfeval_xl.scoring.judgements import judgements_of, keyed, with_judgement
from perfeval_xl.scoring.possible import bounded, possible
from perfeval_xl.scoring.rows import Row, points_of, rows_of
from perfeval_xl.scoring.totals import Total, total_of
from perfeval_xl.submission.model import Judgement, Submission

__all__ = ["points_of", "score_submission"]


def score_submission(submission: Submission, scheme: Scheme) -> Scorecard:
    """Return the scorecard; never raises for what people wrote."""
    # Weights first: what is not applicable may move to other rows
    rows = rows_of(submission, scheme)
    if scheme.not_applicable == "redistribute":
        rows = _redistributed(rows)
    # Then every row by itself
    given = judgements_of(submission)
    left = max(ZERO, scheme.full_score - _sum(row.weight for row in rows))
    scored = tuple(
        _scored(row, given.get(key), scheme, left) for key, row in keyed(rows)
    )
    # Then the sums, beside what the unit added up itself
    total = total_of(rows, scored, scheme)
    self_total = parse_number(submission.self_total.text)
    if submission.self_total.blank:
        self_total = _sum_known(row.self_score for row in scored)
    # Bands mean nothing for other totals
    whole = _sum(row.weight for row in rows) == scheme.full_score
    return Scorecard(
        total=total.lowest if total.open == 0 else None,
        decided=total.decided,
        decided_weight=total.decided_weight,
        open=total.open,
        lowest=total.lowest,
        highest=total.highest,
        grade=_grade(total, scheme) if whole else None,
        self_total=self_total,
        self_grade=_self_grade(self_total, scheme, whole=whole),
        dimensions=_dimension_scores(scored),
        indicators=scored,
        adjustments=total.adjustments,
    )


def _grade(total: Total, scheme: Scheme) -> str | None:
    """Return the grade that the lowest and the highest possible total have in common."""
    lowest = scheme.grade(total.lowest)
    highest = scheme.grade(total.highest)
    if lowest == highest:
        return lowest
    return None


def _self_grade(
    self_total: Decimal | None,
    scheme: Scheme,
    *,
    whole: bool,
) -> str | None:
    if self_total is None:
        return None
    if whole:
        return scheme.grade(self_total)
    return PENDING


def _scored(
    row: Row,
    judgement: Judgement | None,
    scheme: Scheme,
    left: Decimal,
) -> IndicatorScore:
    """Score one row; `left` are the points of the full score that no weight tells, for a row without one."""
    # The points on the weight of the form, then on the weight that was moved to the row
    outcome = _not_scored(row, scheme) or _by_rule(row, scheme)
    outcome = bounded(outcome, row.weight, scheme.rounding)
    outcome = _scaled(outcome, row, scheme)
    # A weight that nobody can read may still be worth the rest of the full score
    weight = row.weight * row.scale
    if row.unweighted is not None and row.absent is None and left:
        outcome = _without_weight(outcome, row.unweighted, left)
        weight = left
    # What was possible before the judgement; the judgement itself may have closed the row
    allowed = outcome.open
    if judgement is not None:
        outcome = with_judgement(outcome, judgement, weight, scheme.rounding)
    said = "；".join(step.text for step in outcome.steps)
    lowest, highest = possible(outcome)
    return IndicatorScore(
        path=row.path,
        weight=row.weight * row.scale,
        score=outcome.score,
        lowest=lowest,
        highest=highest,
        self_score=parse_number(row.self_score.text),
        self_score_entry=row.self_score,
        explanation=f"{said}（{row.source.within}）。",
        rule=row.rule.kind,
        outcome=outcome,
        source=row.source,
        allowed=allowed,
        judgement=judgement,
    )


def _without_weight(outcome: Outcome, item: Input, left: Decimal) -> Outcome:
    """What a row without a readable weight is worth is not 0: it may be all that the other weights leave."""
    if item.entry.blank:
        said = f"{item.name}未填"
    else:
        said = f"{item.name}“{item.entry.shown}”不能识别"
    step = Step(
        text=f"{said}，{JUDGED}",
        value=None,
        inputs=(item,),
    )
    return replace(
        outcome,
        steps=(*outcome.steps, step),
        open=Bounds(highest=left),
    )


def _scaled(outcome: Outcome, row: Row, scheme: Scheme) -> Outcome:
    """Add the step that carries points of absent indicators; rules with points of their own know only their weight."""
    if row.scale == ONE:
        return outcome
    moved = f"不适用指标的分值并入后，分值由{plain(row.weight)}分调整"
    # Open points move with both their bounds
    if outcome.open is not None:
        lowest, highest = (
            _times(
                points,
                row.scale,
                scheme,
            )
            for points in possible(outcome)
        )
        step = Step(text=f"{moved}，得分按比例调整", value=None)
        return replace(
            outcome,
            steps=(*outcome.steps, step),
            open=Bounds(lowest=lowest, highest=highest),
        )
    points = _times(outcome.counted, row.scale, scheme)
    step = Step(
        text=f"{moved}，得分按比例调整为{plain(points)}分",
        value=points - outcome.counted,
    )
    return replace(outcome, steps=(*outcome.steps, step))


def _times(points: Decimal, scale: Decimal, scheme: Scheme) -> Decimal:
    return rounded(EXACT.multiply(points, scale), scheme.rounding)


def _by_rule(row: Row, scheme: Scheme) -> Outcome:
    """Return what the rule gives, for target and actual as they were read side by side."""
    # The facts of a fixed form are read by the rule itself
    if row.reading is None:
        return row.rule.score(Evidence(row.weight, row.facts), scheme.rounding)
    # In doubt nothing is compared; a sign that does not fit the name is only told
    target, actual = row.required
    if row.reading.doubt is not None:
        return unsettled(row.reading.doubt, target, actual)
    read = {"target": row.reading.target, "actual": row.reading.actual}
    outcome = row.rule.score(Evidence(row.weight, row.facts, read), scheme.rounding)
    if not row.reading.odd:
        return outcome
    return replace(outcome, findings=(*outcome.findings, odd_sign(target)))


def _not_scored(row: Row, scheme: Scheme) -> Outcome | None:
    """Return the outcome of a row that no rule can score: something is blank, or says 不适用; else `None`."""
    # Without target or actual of an open form there is nothing to compare
    for item in row.required:
        if item.entry.blank:
            return left_open(f"{item.name}未填，无法计分", row.required)
    if row.absent is None:
        return None
    said = f"{row.absent.name}填“{row.absent.entry.shown}”"
    # A scheme may say nothing of rows that do not apply
    if scheme.not_applicable == "forbidden":
        slots = {"what": row.absent.name, "written": row.absent.entry.shown}
        finding = Finding(
            code="PE-052",
            fact=row.absent.name,
            slots=slots,
            found=row.absent.entry.shown,
        )
        return left_open(f"{said}，方案没有规定缺项如何计分", (row.absent,), finding)
    # 0 points here: the weight is made up for in the total, or by the other rows
    if scheme.not_applicable == "rescale":
        moved = "按比例折算总分"
    else:
        moved = "分值并入同一一级指标的其他指标"
    return Outcome(
        steps=(
            Step(
                text=f"{said}，不计分，{moved}",
                value=ZERO,
                inputs=(row.absent,),
            ),
        )
    )


def _redistributed(rows: list[Row]) -> list[Row]:
    """Move the points of absent indicators to the others of their dimension, in proportion to their weights."""
    # What each dimension is worth in all, and what its applicable rows are worth
    present: dict[str, Decimal] = {}
    whole: dict[str, Decimal] = {}
    for row in rows:
        name = row.path[0]
        whole[name] = whole.get(name, ZERO) + row.weight
        if row.absent is None:
            present[name] = present.get(name, ZERO) + row.weight
    # A dimension of which nothing applies keeps its points: nobody could take them
    moved = []
    for row in rows:
        left = present.get(row.path[0], ZERO)
        if row.absent is None and left and left != whole[row.path[0]]:
            row = replace(row, scale=EXACT.divide(whole[row.path[0]], left))
        elif row.absent is not None and left:
            row = replace(row, scale=ZERO)
        moved.append(row)
    return moved


def _dimension_scores(
    rows: Iterable[IndicatorScore],
) -> tuple[DimensionScore, ...]:
    grouped: dict[str, list[IndicatorScore]] = {}
    for row in rows:
        grouped.setdefault(row.path[0], []).append(row)
    return tuple(_dimension_score(name, group) for name, group in grouped.items())


def _dimension_score(name: str, rows: list[IndicatorScore]) -> DimensionScore:
    weight = _sum(row.weight for row in rows)
    decided = _sum(row.score for row in rows if row.score is not None)
    if all(row.score is not None for row in rows):
        score = decided
    else:
        score = None
    return DimensionScore(
        name=name,
        weight=weight,
        score=score,
        decided=decided,
        open=_sum(row.open for row in rows),
        lowest=_sum(row.lowest for row in rows),
        highest=_sum(row.highest for row in rows),
        self_score=_sum_known(row.self_score for row in rows),
        rate=EXACT.divide(score, weight) if score is not None and weight else None,
    )


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    return sum(numbers, ZERO)


def _sum_known(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of what is known, or `None` when nothing is: a blank is never a zero."""
    known = [number for number in numbers if number is not None]
    if known:
        return _sum(known)
    return None

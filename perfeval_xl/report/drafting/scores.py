"""The scored indicators and their sums: by 二级指标, by 一级指标, and in all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.citations import Source, State
from perfeval_xl.report.drafting.reasons import cause_of, reason_of, result_of
from perfeval_xl.report.drafting.spelling import points, shown
from perfeval_xl.report.drafting.wording import WORDING, say, table
from perfeval_xl.report.vocabulary.scores import (
    DefectLine,
    ScoreLine,
)
from perfeval_xl.rules.base import Rule
from perfeval_xl.scheme.model import IndicatorSpec, Scheme
from perfeval_xl.scorecard import IndicatorScore, Scorecard
from perfeval_xl.scoring.own_rows import own_name
from perfeval_xl.scoring.rows import rows_of
from perfeval_xl.submission.model import Indicator, Submission

__all__ = [
    "Scored",
    "defect_note",
    "defects_of",
    "group_of",
    "score_lines",
    "scored_rows",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One row of the scorecard beside what was written in it, and the spec of a fixed form.

    `written` is a blank row for the funds, `spec` is `None` in an open form. `rule` and `source` are what it was scored by.
    """

    row: IndicatorScore
    written: Indicator
    rule: Rule
    source: Source
    spec: IndicatorSpec | None


def scored_rows(
    submission: Submission, scheme: Scheme, card: Scorecard
) -> tuple[Scored, ...]:
    """Put every scored row beside its writing; rows of one path come in the order of the form."""
    # An open form may hold several rows of one path: each is taken once
    waiting: dict[tuple[str, ...], list[Indicator]] = {}
    for indicator in submission.indicators:
        waiting.setdefault(indicator.path, []).append(indicator)
    specs = {spec.path: spec for spec in scheme.rows}
    rows = []
    for row, scored_by in zip(
        card.indicators, rows_of(submission, scheme), strict=True
    ):
        same = waiting.get(row.path)
        if same:
            written = same.pop(0)
        else:
            written = Indicator(path=row.path)
        rows.append(
            Scored(
                row=row,
                written=written,
                rule=scored_by.rule,
                source=scored_by.source,
                spec=specs.get(row.path),
            )
        )
    return tuple(rows)


def defects_of(scheme: Scheme) -> tuple[DefectLine, ...]:
    """The known mistakes of the source that a reader meets: those whose kind `用语.toml` names."""
    codes = table(WORDING)["defects"]["codes"]
    met = [defect for defect in scheme.defects if defect.code in codes]
    return tuple(DefectLine(place=defect.where, text=defect.text) for defect in met)


def score_lines(
    rows: Sequence[Scored], submission: Submission, scheme: Scheme
) -> tuple[ScoreLine, ...]:
    """Return one line per scored row."""
    # The weights printed beside 一级 and 二级指标 are sums of what stands below them
    by_dimension = _sums((one.row.path[:1], one.row.weight) for one in rows)
    by_group = _sums((_above(one.row.path), one.row.weight) for one in rows)
    lines = []
    for number, one in enumerate(rows, 1):
        path = one.row.path
        weights = (
            plain(by_dimension[path[:1]]),
            plain(by_group[_above(path)]),
        )
        lines.append(
            _line(
                number,
                one,
                weights,
                scheme,
                submission.money_unit,
            )
        )
    return tuple(lines)


def _line(
    number: int, one: Scored, weights: tuple[str, str], scheme: Scheme, unit: str
) -> ScoreLine:
    row, written, spec = one.row, one.written, one.spec
    # What the unit left blank the scheme may have fixed
    target = shown(written.target)
    actual = shown(written.actual)
    meaning = ""
    proof: tuple[str, ...] = ()
    if spec is not None:
        target = target or spec.target
        meaning = spec.explanation
        proof = spec.proof
    reason = reason_of(row, unit)
    source = _source(one)
    dimension_weight, group_weight = weights
    return ScoreLine(
        number=number,
        dimension=row.path[0],
        group=group_of(row.path),
        name=own_name(written) or row.path[-1],
        dimension_weight=dimension_weight,
        group_weight=group_weight,
        weight=plain(row.weight),
        target=target,
        actual=actual,
        self_score=points(row.self_score),
        score=points(row.score),
        lost=_lost(row.weight, row.score),
        open=row.score is None,
        differs=None not in {row.self_score, row.score} and row.self_score != row.score,
        meaning=meaning,
        standard=_standard(one),
        proof="、".join(proof),
        note=shown(written.note),
        done=_done(target, actual, reason),
        reason=reason,
        explanation=_explained(reason, source),
        cause=_cause(row, unit),
        result=result_of(row),
        defect=defect_note(row.path[-1], scheme),
        source=source,
    )


def _standard(one: Scored) -> str:
    """The words of the document where the scheme holds them, else those of the rule."""
    if one.spec is not None and one.spec.standard:
        return one.spec.standard
    return one.rule.describe()


def _source(one: Scored) -> str:
    """The document of the rule, with its clause where that was read; empty where the rule is the scheme's own choice."""
    source = one.source
    if source.state is State.OURS:
        return ""
    clause = ""
    if source.state is State.READ:
        clause = source.clause
    return f"{source.number or source.document}{clause}"


def defect_note(where: str, scheme: Scheme) -> str:
    """Return what a reader must know of the source at an indicator or a dimension; empty where it is sound."""
    if not scheme.defects:
        return ""
    told = [defect.text for defect in defects_of(scheme) if defect.place == where]
    if not told:
        return ""
    return say("defects", "note", text="".join(told))


def _explained(reason: str, source: str) -> str:
    if not source:
        return f"{reason}。"
    return say(
        "indicator",
        "explanation",
        reason=reason,
        source=source,
    )


def _cause(row: IndicatorScore, unit: str) -> str:
    if not _lost(row.weight, row.score):
        return ""
    return f"{cause_of(row, unit)}。"


def _done(target: str, actual: str, reason: str) -> str:
    """What was promised and done, empty where the reason says it already."""
    if actual in reason and (target in reason or not target):
        return ""
    if target and actual:
        return say(
            "indicator",
            "done",
            target=target,
            actual=actual,
        )
    if actual:
        return say("indicator", "done_without_target", actual=actual)
    return ""


def _above(path: tuple[str, ...]) -> tuple[str, ...]:
    return (path[0], group_of(path))


def group_of(path: tuple[str, ...]) -> str:
    """Return the 二级指标 of an indicator, empty where it has none."""
    if len(path) > 2:
        return path[1]
    return ""


def _sums(
    pairs: Iterable[tuple[tuple[str, ...], Decimal]],
) -> Mapping[tuple[str, ...], Decimal]:
    sums: dict[tuple[str, ...], Decimal] = {}
    for key, weight in pairs:
        sums[key] = sums.get(key, ZERO) + weight
    return sums


def _lost(weight: Decimal, score: Decimal | None) -> str:
    if score is None or score >= weight:
        return ""
    return plain(weight - score)

"""The scored indicators and their sums: by 二级指标, by 一级指标, and in all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfeval_xl.amounts import EXACT, HUNDRED, ZERO, plain
from perfeval_xl.citations import Source, State
from perfeval_xl.report.drafting.reasons import cause_of, reason_of, result_of
from perfeval_xl.report.drafting.spelling import ordinal, points, share, shown, total_of
from perfeval_xl.report.drafting.wording import WORDING, say, table
from perfeval_xl.report.vocabulary.form import SectionText
from perfeval_xl.report.vocabulary.scores import (
    DefectLine,
    DimensionLine,
    GroupLine,
    ScoreLine,
)
from perfeval_xl.rules.base import Rule
from perfeval_xl.scheme.model import IndicatorSpec, Scheme
from perfeval_xl.scorecard import IndicatorScore, Scorecard
from perfeval_xl.scoring.rows import rows_of
from perfeval_xl.submission.model import Indicator, Submission

__all__ = ["Scored", "defects_of", "dimensions_of", "score_lines", "scored_rows"]

_INDICATOR = "指标"


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
    waiting: dict[tuple[str, ...], list[Indicator]] = {}
    for indicator in submission.indicators:
        waiting.setdefault(indicator.path, []).append(indicator)
    rows = []
    for row, scored_by in zip(
        card.indicators, rows_of(submission, scheme), strict=True
    ):
        same = waiting.get(row.path)
        written = same.pop(0) if same else Indicator(path=row.path)
        spec = scheme.indicator(row.path)
        rows.append(
            Scored(
                row=row,
                written=written,
                rule=scored_by.rule,
                source=scored_by.source,
                spec=spec,
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
    by_dimension = _sums((one.row.path[:1], one.row.weight) for one in rows)
    by_group = _sums((_above(one.row.path), one.row.weight) for one in rows)
    lines = []
    for number, one in enumerate(rows, 1):
        weights = (
            plain(by_dimension[one.row.path[:1]]),
            plain(by_group[_above(one.row.path)]),
        )
        lines.append(_line(number, one, weights, scheme, submission.money_unit))
    return tuple(lines)


def dimensions_of(
    rows: Sequence[Scored],
    lines: Sequence[ScoreLine],
    scheme: Scheme,
    doubtful: frozenset[str],
    narrative: Mapping[str, SectionText],
) -> tuple[DimensionLine, ...]:
    """Return every 一级指标 with its 二级指标; the funds row of an open form leads as one of its own.

    `narrative` holds what people wrote about a dimension.
    """
    together: dict[str, list[int]] = {}
    for place, one in enumerate(rows):
        together.setdefault(one.row.path[0], []).append(place)
    made = []
    for number, (name, places) in enumerate(together.items(), 1):
        inside = [rows[place].row for place in places]
        below = tuple(lines[place] for place in places)
        groups = _groups(inside, below)
        line = _dimension(
            number, name, inside, groups, scheme, doubtful=name in doubtful
        )
        if written := narrative.get(name):
            line = replace(line, paragraphs=written.paragraphs, lines=written.lines)
        made.append(replace(line, scores=below))
    return tuple(made)


def _line(
    number: int, one: Scored, weights: tuple[str, str], scheme: Scheme, unit: str
) -> ScoreLine:
    row, written, spec = one.row, one.written, one.spec
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
        group=_group(row.path),
        name=row.path[-1],
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
        defect=_defect(row.path[-1], scheme),
        source=source,
    )


def _groups(
    rows: Sequence[IndicatorScore], lines: Sequence[ScoreLine]
) -> tuple[GroupLine, ...]:
    together: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        together.setdefault(_group(row.path), []).append(place)
    made = []
    for number, (name, places) in enumerate(together.items(), 1):
        inside = [rows[place] for place in places]
        weight = sum((row.weight for row in inside), ZERO)
        score = total_of(row.score for row in inside)
        made.append(
            GroupLine(
                dimension=inside[0].path[0],
                name=name,
                number=number,
                weight=plain(weight),
                self_score=points(_known(inside)),
                score=points(score),
                rate=share(score, weight),
                text=_group_text(name, inside, weight, score),
                scores=tuple(lines[place] for place in places),
            )
        )
    return tuple(made)


def _dimension(
    number: int,
    name: str,
    rows: Sequence[IndicatorScore],
    groups: tuple[GroupLine, ...],
    scheme: Scheme,
    *,
    doubtful: bool,
) -> DimensionLine:
    weight = sum((row.weight for row in rows), ZERO)
    score = total_of(row.score for row in rows)
    own = _known(rows)
    own_rate = "" if doubtful else share(own, weight)
    return DimensionLine(
        name=name,
        number=number,
        ordinal=ordinal(number),
        weight=plain(weight),
        self_score=points(own),
        self_rate=own_rate,
        doubtful=doubtful,
        score=points(score),
        rate=share(score, weight),
        grade=_grade(score, weight, scheme),
        open=score is None,
        text=_dimension_text(name, groups, rows, weight, score),
        self_text=_own_text(name, weight, own, own_rate),
        defect=_defect(name, scheme),
        paragraphs=(),
        lines=(),
        groups=groups,
        scores=(),
    )


def _group_text(
    name: str, rows: Sequence[IndicatorScore], weight: Decimal, score: Decimal | None
) -> str:
    if not name:
        return ""
    called = name.removesuffix(_INDICATOR)
    if score is None:
        decided, left = _decided(rows)
        return say(
            "sums",
            "group_open",
            name=called,
            weight=plain(weight),
            score=plain(decided),
            open=plain(left),
        )
    return say("sums", "group", name=called, weight=plain(weight), score=plain(score))


def _dimension_text(
    name: str,
    groups: Sequence[GroupLine],
    rows: Sequence[IndicatorScore],
    weight: Decimal,
    score: Decimal | None,
) -> str:
    aspects = _aspects(
        [group.name for group in groups if group.name] or [row.path[-1] for row in rows]
    )
    if score is None:
        decided, left = _decided(rows)
        return say(
            "sums",
            "dimension_open",
            aspects=aspects,
            weight=plain(weight),
            score=plain(decided),
            open=plain(left),
        )
    if aspects == name:
        # a dimension that is its own only indicator has no aspects to tell
        return say(
            "sums",
            "group",
            name=name.removesuffix(_INDICATOR),
            weight=plain(weight),
            score=plain(score),
        )
    rate = share(score, weight)
    return say(
        "sums",
        "dimension",
        aspects=aspects,
        weight=plain(weight),
        score=plain(score),
        rate=rate,
    )


def _aspects(names: Sequence[str]) -> str:
    most = table(WORDING)["sums"]["aspects_most"]
    said = "、".join(names[:most])
    if len(names) <= most:
        return said
    return say("sums", "aspects_more", aspects=said, count=str(len(names)))


def _own_text(name: str, weight: Decimal, own: Decimal | None, rate: str) -> str:
    if own is None or not rate:
        return say("sums", "own_doubtful", name=name, weight=plain(weight))
    return say(
        "sums", "own", name=name, weight=plain(weight), score=plain(own), rate=rate
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
    clause = source.clause if source.state is State.READ else ""
    return f"{source.number or source.document}{clause}"


def _defect(where: str, scheme: Scheme) -> str:
    if not scheme.defects:
        return ""
    told = [defect.text for defect in defects_of(scheme) if defect.place == where]
    if not told:
        return ""
    return say("defects", "note", text="".join(told))


def _explained(reason: str, source: str) -> str:
    if not source:
        return f"{reason}。"
    return say("indicator", "explanation", reason=reason, source=source)


def _cause(row: IndicatorScore, unit: str) -> str:
    if not _lost(row.weight, row.score):
        return ""
    return f"{cause_of(row, unit)}。"


def _done(target: str, actual: str, reason: str) -> str:
    """What was promised and done, empty where the reason says it already."""
    if actual in reason and (target in reason or not target):
        return ""
    if target and actual:
        return say("indicator", "done", target=target, actual=actual)
    if actual:
        return say("indicator", "done_without_target", actual=actual)
    return ""


def _grade(score: Decimal | None, weight: Decimal, scheme: Scheme) -> str:
    if score is None or not weight:
        return ""
    return scheme.grade(EXACT.divide(score, weight) * HUNDRED)


def _above(path: tuple[str, ...]) -> tuple[str, ...]:
    return (path[0], _group(path))


def _group(path: tuple[str, ...]) -> str:
    return path[1] if len(path) > 2 else ""


def _sums(
    pairs: Iterable[tuple[tuple[str, ...], Decimal]],
) -> Mapping[tuple[str, ...], Decimal]:
    sums: dict[tuple[str, ...], Decimal] = {}
    for key, weight in pairs:
        sums[key] = sums.get(key, ZERO) + weight
    return sums


def _known(rows: Iterable[IndicatorScore]) -> Decimal | None:
    """The sum of the unit's own scores, `None` when there is none: a blank is no zero."""
    given = [row.self_score for row in rows if row.self_score is not None]
    return sum(given, ZERO) if given else None


def _decided(rows: Iterable[IndicatorScore]) -> tuple[Decimal, Decimal]:
    """The points that are decided, and the weight of what is open."""
    decided = left = ZERO
    for row in rows:
        decided += row.score or ZERO
        left += row.open
    return decided, left


def _lost(weight: Decimal, score: Decimal | None) -> str:
    if score is None or score >= weight:
        return ""
    return plain(weight - score)

"""The sums of the scored indicators: by 二级指标 and by 一级指标, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from perfeval_xl.amounts import EXACT, HUNDRED, ZERO, plain
from perfeval_xl.report.drafting.scores import Scored, defect_note, group_of
from perfeval_xl.report.drafting.spelling import ordinal, points, share, total_of
from perfeval_xl.report.drafting.wording import WORDING, say, table
from perfeval_xl.report.vocabulary.form import SectionText
from perfeval_xl.report.vocabulary.scores import (
    DimensionLine,
    GroupLine,
    ScoreLine,
)
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.scorecard import IndicatorScore

__all__ = ["dimensions_of"]


_INDICATOR = "指标"


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
    # By place and not by row, since rows and lines run side by side
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
        # What people wrote about a dimension stands beside its scores
        if written := narrative.get(name):
            line = replace(
                line,
                paragraphs=written.paragraphs,
                lines=written.lines,
            )
        made.append(replace(line, scores=below))
    return tuple(made)


def _groups(
    rows: Sequence[IndicatorScore], lines: Sequence[ScoreLine]
) -> tuple[GroupLine, ...]:
    # Rows without a 二级指标 are one group without a name
    together: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        together.setdefault(group_of(row.path), []).append(place)
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
    # A rate of doubtful scores would mean nothing
    own_rate = ""
    if not doubtful:
        own_rate = share(own, weight)
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
        defect=defect_note(name, scheme),
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
    return say(
        "sums",
        "group",
        name=called,
        weight=plain(weight),
        score=plain(score),
    )


def _dimension_text(
    name: str,
    groups: Sequence[GroupLine],
    rows: Sequence[IndicatorScore],
    weight: Decimal,
    score: Decimal | None,
) -> str:
    # Where there are no 二级指标 the indicators themselves are what it is about.
    names = [group.name for group in groups if group.name]
    if not names:
        names = [row.path[-1] for row in rows]
    # Open points, a dimension that is one indicator, or all of it
    aspects = _aspects(names)
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
        # A dimension that is its own only indicator has no aspects to tell
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
    return say(
        "sums",
        "aspects_more",
        aspects=said,
        count=str(len(names)),
    )


def _own_text(name: str, weight: Decimal, own: Decimal | None, rate: str) -> str:
    if own is None or not rate:
        return say(
            "sums",
            "own_doubtful",
            name=name,
            weight=plain(weight),
        )
    return say(
        "sums", "own", name=name, weight=plain(weight), score=plain(own), rate=rate
    )


def _grade(score: Decimal | None, weight: Decimal, scheme: Scheme) -> str:
    if score is None or not weight:
        return ""
    return scheme.grade(EXACT.divide(score, weight) * HUNDRED)


def _known(rows: Iterable[IndicatorScore]) -> Decimal | None:
    """The sum of the unit's own scores, `None` when there is none: a blank is no zero."""
    given = [row.self_score for row in rows if row.self_score is not None]
    if given:
        return sum(given, ZERO)
    return None


def _decided(rows: Iterable[IndicatorScore]) -> tuple[Decimal, Decimal]:
    """The points that are decided, and the weight of what is open."""
    decided = left = ZERO
    for row in rows:
        decided += row.score or ZERO
        left += row.open
    return decided, left

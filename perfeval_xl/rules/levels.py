"""`levels`: a qualitative indicator falls into one level, each with a band of the weight (定性指标分档).

The national form asks for 达成 / 部分达成 / 未达成 and a score inside the band of the level, which is the judgement of
the evaluator, never of the unit. The level is read from the actual: the name of a level, one of its accepted words, or, for the best
level, the very words of the target.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import ZERO, normalise, parse_number, plain
from perfeval_xl.measures import is_best_of, is_done, is_partly_done, meets
from perfeval_xl.measures.done import lists_levels
from perfeval_xl.measures.names import words as known_words
from perfeval_xl.rules.base import (
    Evidence,
    Fact,
    FactKind,
    Finding,
    Input,
    Outcome,
    Step,
    comparable,
    comparable_formula,
    rounded,
    rounded_formula,
)
from perfeval_xl.rules.cells import (
    NOT_TOLD,
    first_number,
    folded,
    given_weight,
    holds_something_formula,
    one_of_words_formula,
    says_something_formula,
)
from perfeval_xl.rules.figures import left_open, missing, points_outside
from perfeval_xl.rules.level_bands import (
    LATE,
    Judged,
    Level,
    check_joined,
    decided,
    lower,
    not_taken,
    out_of_band,
    reached_text,
    read_level,
    without_reason,
)
from perfeval_xl.scheme.consistency import refuse_repetition
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table
from perfeval_xl.texts import says_something

__all__ = [
    "Levels",
]

_SCORES = ("score", "self_score")
_REASONS = ("reason", "note")


_NEGATIONS = ("不", "未", "没有", "没", "未能", "不能", "尚未")
_OPPOSITES = {"是": "否", "否": "是"}


class Levels:
    """Facts: `target`, `actual`, `self_score` (what the unit gave itself) and `note`.

    Best level: full points. Other levels, a date that was not kept, and an actual that names no level are for a person to
    judge: the row is open inside the band, which is only held against the unit's own score. Evidence `score` is that
    judgement where it lies in the band, with the reason in `reason` or else `note`; for the best level it may go below
    full the same way. Parameter `levels`: best first, each with `name`, `lowest` and `highest` share of the weight and
    `words` that mean the same, joined without a hole.
    """

    kind: ClassVar[str] = "levels"

    def __init__(self, table: Table) -> None:
        self.levels = table.tables("levels", read_level)
        check_joined(table, self.levels)
        words = [word for level in self.levels for word in level.all_words]
        refuse_repetition(table, "levels", map(normalise, words))
        if any(word != " ".join(word.split()) for word in words):
            raise table.wrong("levels", "level_name")
        self._by_word = {
            normalise(word): level for level in self.levels for word in level.all_words
        }

    def facts(self) -> tuple[Fact, ...]:
        """Target, actual, and the judgement with its reason."""
        names = tuple(level.name for level in self.levels)
        return (
            Fact(name="target", label="年度指标值", kind=FactKind.TEXT),
            Fact(
                name="actual",
                label="实际完成值",
                kind=FactKind.CHOICE,
                words=names,
            ),
            Fact(name="self_score", label="自评得分", kind=FactKind.POINTS),
            Fact(
                name="note",
                label="偏差原因",
                kind=FactKind.TEXT,
                required=False,
            ),
        )

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; `reached` is true only for the best level, and `None` when no level could be told."""
        target = evidence.fact("target")
        actual = evidence.fact("actual")
        # The evaluator's score decides; the unit's own is only held against the band
        given = evidence.first(*_SCORES)
        explicit = not evidence.fact("score").blank
        inputs = (
            Input("年度指标值", target),
            Input("实际完成值", actual),
            Input("评价得分" if explicit else "自评得分", given),
        )
        if actual.blank:
            return left_open("实际完成值未填", inputs, missing(inputs[1]))
        judged = Judged(
            weight=evidence.weight,
            points=parse_number(given.text),
            inputs=inputs,
            explicit=explicit,
            reason=says_something(evidence.first(*_REASONS).text),
        )
        # Words name a level; where they do not, target and actual may be two dates
        level = self.level_of(target.text or "", actual.text or "")
        if level is None:
            kept = meets(evidence.measure("target"), evidence.measure("actual"))
            return self._by_date(judged, rounding, kept=kept)
        # The best level is full points, every other one a band for a person
        if level is self.levels[0]:
            return self._best(judged, rounding)
        return lower(
            level,
            f"评为“{level.name}”（分值的{level.band}）",
            judged,
            rounding,
        )

    def level_of(self, target: str, actual: str) -> Level | None:
        """Return the level that `actual` names, or `None`.

        What the target says is the best level, and its plain negation (达标, 不达标) the last one.
        """
        written = normalise(actual)
        promised = normalise(target)
        # A target that lists levels, as 优良中低差: its first one is the best, and copying it says nothing
        if lists_levels(promised):
            return self._listed_level(promised, written)
        # The target's own words, or “done”, are the best level; their negation is the last
        if written and (written == promised or is_done(promised, written)):
            return self.levels[0]
        denied = {f"{no}{promised}" for no in _NEGATIONS} | {_OPPOSITES.get(promised)}
        if promised and written in denied:
            return self.levels[-1]
        # Then the words of the scheme, and last what says that a part was done
        known = self._by_word.get(written)
        partly = (
            known is None and len(self.levels) > 2 and is_partly_done(promised, written)
        )
        if partly:
            return self.levels[1]
        return known

    def _listed_level(self, promised: str, written: str) -> Level | None:
        best = is_best_of(promised, written)
        if best is None:
            return self._by_word.get(written)
        if best:
            return self.levels[0]
        return self.levels[-1]

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until the actual is one of the words, or the words of the target."""
        if not {"target", "actual"} <= cells.keys():
            return NOT_TOLD
        target, actual = cells["target"], cells["actual"]
        # From the last level to the best: each wraps the formula of those behind it
        face = NOT_TOLD
        for level in reversed(self.levels[1:]):
            points = self._level_formula(level, cells, rounding)
            face = (
                f"IF({one_of_words_formula(actual, level.all_words)}=1,{points},{face})"
            )
        words = tuple(word for level in self.levels[1:] for word in level.all_words)
        # EXACT, since a comparison with = takes upper and lower case for the same
        same = (
            f"AND(ISTEXT({target}),{one_of_words_formula(target, known_words().scales)}=0,{holds_something_formula(actual)},"
            f"OR(EXACT(TRIM({target}),TRIM({actual})),EXACT({folded(target, words)},{folded(actual, words)})))"
        )
        best = f"OR({one_of_words_formula(actual, self.levels[0].all_words)}=1,{same})"
        face = f"IF(ISTEXT({actual}),IF({best},{self._level_formula(self.levels[0], cells, rounding)},{face}),{NOT_TOLD})"
        return given_weight(cells["weight"], face)

    def standard(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.describe(),)

    def describe(self) -> str:
        """The rule in one sentence."""
        bands = "；".join(
            f"“{level.name}”得分值的{level.band}" for level in self.levels
        )
        return f"实际完成情况按档计分：{bands}；{self.levels[0].name}而不给满分的须说明理由。"

    def _best(
        self, judged: Judged, rounding: Rounding, *, on_time: bool = False
    ) -> Outcome:
        level = self.levels[0]
        full = rounded(judged.weight, rounding)
        inside = judged.inside(level)
        # A judgement inside the band, with its reason, takes the place of full points
        if judged.explicit and inside is not None and judged.reason:
            return decided(
                f"评为“{level.name}”（分值的{level.band}）",
                inside,
                judged,
                rounding,
                reached=True,
            )
        # Full points, and what kept a judgement from being taken
        text = f"{reached_text(level, judged, on_time=on_time)}，得满分{plain(full)}分"
        return Outcome(
            steps=(Step(text=text, value=full, inputs=judged.inputs),),
            reached=True,
            findings=tuple(_besides_full(level, judged, full, rounding)),
        )

    def _by_date(
        self, judged: Judged, rounding: Rounding, *, kept: bool | None
    ) -> Outcome:
        """A date kept in time is the best level; a late one is not, and what it is worth is judged below that level."""
        if kept:
            return self._best(judged, rounding, on_time=True)
        if kept is None:
            return self._undecided(judged, rounding)
        # A level that no scheme has, from 0 to where the best one begins
        best = self.levels[0]
        late = Level(
            name=LATE,
            lowest=ZERO,
            highest=best.lowest,
            words=(),
        )
        return lower(late, f"已逾期，不能评为“{best.name}”", judged, rounding)

    def _undecided(self, judged: Judged, rounding: Rounding) -> Outcome:
        full = rounded(judged.weight, rounding)
        points = judged.points
        names = "、".join(level.name for level in self.levels)
        said = f"看不出属于{names}中的哪一档"
        # A judgement needs no band here, only a reason below full points
        if (
            judged.explicit
            and points is not None
            and ZERO <= points <= full
            and (judged.reason or points == full)
        ):
            return decided(said, points, judged, rounding, reached=None)
        # Without one the unit is asked for a word that names a level
        actual = judged.inputs[1]
        slots = {"actual": actual.entry.shown, "levels": names}
        finding = Finding(
            code="PE-082",
            fact=actual.name,
            slots=slots,
            found=actual.entry.shown,
            expected=names,
        )
        findings = [finding]
        if judged.explicit:
            findings.append(_not_decided(judged, full))
        return left_open(f"{judged.written}{said}", judged.inputs, *findings)

    def _level_formula(
        self, level: Level, cells: Mapping[str, str], rounding: Rounding
    ) -> str:
        """The best level gives full points; whatever else is a person's, in a cell of its own with a reason."""
        weight, best = cells["weight"], level is self.levels[0]
        otherwise = NOT_TOLD
        if best:
            otherwise = rounded_formula(weight, rounding)
        if "score" not in cells:
            return otherwise
        # 7×0.8 is 5.6000000000000005 in binary: both sides of a comparison are rounded
        lowest, highest = (
            comparable_formula(f"{weight}*{plain(share)}")
            for share in (level.lowest, level.highest)
        )

        def face(cell: str) -> str:
            inside = f"AND({comparable_formula(cell)}>={lowest},{comparable_formula(cell)}<{highest})"
            return f"IF({inside},{rounded_formula(cell, rounding)},{otherwise})"

        points = first_number(cells, ("score",), face, otherwise)
        return f"IF({says_something_formula(cells, _REASONS)},{points},{otherwise})"


def _besides_full(
    level: Level, judged: Judged, full: Decimal, rounding: Rounding
) -> Iterator[Finding]:
    """What was given beside full points and does not count: any score of the evaluator, the unit's own with a reason."""
    points = judged.points
    if points is not None and comparable(points) in {comparable(judged.weight), full}:
        return
    if judged.explicit:
        yield not_taken(level, judged, rounding)
        return
    # That the unit's own score is no number, above full, or without a reason below it, checks of its own tell
    below_full = points is not None and points < full
    if judged.reason and below_full and judged.inside(level) is None:
        yield out_of_band(level, judged)


def _not_decided(judged: Judged, full: Decimal) -> Finding:
    """Why the evaluator's score does not decide a row of no known level."""
    points = judged.points
    given = judged.inputs[2]
    if points is not None and ZERO <= points <= full:
        return without_reason(judged, full - points)
    return points_outside(given, full)

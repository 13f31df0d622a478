"""What a level of a qualitative indicator is worth: a band of the weight, inside which a person decides with a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import HUNDRED, ONE, ZERO, plain
from perfeval_xl.rules.base import (
    Finding,
    Input,
    Outcome,
    Step,
    comparable,
    rounded,
)
from perfeval_xl.rules.figures import left_open
from perfeval_xl.rules.judging import band
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = [
    "LATE",
    "Judged",
    "Level",
    "check_joined",
    "decided",
    "lower",
    "not_taken",
    "out_of_band",
    "reached_text",
    "read_level",
    "without_reason",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level: scores from `lowest` × weight (included) to `highest` × weight (included only for the best level)."""

    name: str
    lowest: Decimal
    highest: Decimal
    words: tuple[str, ...]

    @property
    def band(self) -> str:
        """The band as the national text writes it: `100%—80%（含）`."""
        return f"{plain(self.highest * HUNDRED)}%—{plain(self.lowest * HUNDRED)}%（含）"

    @property
    def all_words(self) -> tuple[str, ...]:
        """The name and what means the same."""
        return (self.name, *self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the rule looks at: the weight, the score that was given (`None`: none that can be read), and its reason."""

    weight: Decimal
    points: Decimal | None
    inputs: tuple[Input, Input, Input]
    explicit: bool
    reason: bool

    @property
    def written(self) -> str:
        """The beginning of every sentence."""
        target, actual, _ = self.inputs
        return f"{target.name}“{target.entry.shown}”，{actual.name}“{actual.entry.shown}”，"

    def inside(self, level: Level) -> Decimal | None:
        """Return the points, the evaluator's or the unit's own, where they lie in the band of the level, else `None`."""
        if self.points is None:
            return None
        # Settled on both sides, as the formula compares them
        lowest, highest = (
            comparable(self.weight * share) for share in (level.lowest, level.highest)
        )
        if lowest <= comparable(self.points) < highest:
            return self.points
        return None


LATE = "逾期"
"""What a date that was not kept is called: no level of the scheme, but below the best one."""
_BEFORE = "前"
_DAY = re.compile(r"\A(?:已经?|实际)?[于在]?|(?:已经?|均|全[部面])*完成\Z")
"""What the sentence about a day says already: 于 before it, 完成 behind it."""

_DONE = "达成"


def reached_text(level: Level, judged: Judged, *, on_time: bool) -> str:
    """How a report says that the best level was reached."""
    target, actual, _ = (item.entry.shown for item in judged.inputs)
    if on_time and target.endswith(_BEFORE):
        return f"应于{target}完成，实际于{_DAY.sub('', actual)}完成，按期"
    if on_time:
        return f"{judged.written}按期完成"
    if _DONE in level.name:
        return f"{judged.written}达成年度指标"
    return f"{judged.written}评为“{level.name}”"


def lower(level: Level, said: str, judged: Judged, rounding: Rounding) -> Outcome:
    """What did not reach the best level is worth what a person gives it, inside the band."""
    inside, given = judged.inside(level), judged.inputs[2]
    # Only the evaluator's score with a reason decides; else the band stays open
    if judged.explicit and inside is not None and judged.reason:
        return decided(said, inside, judged, rounding, reached=False)
    bounds = band(judged.weight * level.lowest, judged.weight * level.highest, rounding)
    # A score outside the band is told, the unit's own too; a missing reason only the evaluator's
    findings: tuple[Finding, ...] = ()
    if judged.explicit:
        findings = (not_taken(level, judged, rounding),)
    elif inside is None and not given.entry.blank:
        findings = (out_of_band(level, judged),)
    text = f"{judged.written}{said}，得分应在{plain(bounds.lowest)}至{plain(bounds.highest or ZERO)}分之间"
    return left_open(
        text,
        judged.inputs,
        *findings,
        bounds=bounds,
        reached=False,
    )


def decided(
    said: str,
    inside: Decimal,
    judged: Judged,
    rounding: Rounding,
    *,
    reached: bool | None,
) -> Outcome:
    """Return the one step of a row that a person has decided, with the points as they were given."""
    points = rounded(inside, rounding)
    text = f"{judged.written}{said}，评价人员评{plain(points)}分"
    return Outcome(
        steps=(Step(text=text, value=points, inputs=judged.inputs),),
        reached=reached,
    )


def out_of_band(level: Level, judged: Judged) -> Finding:
    """The highest points of a band belong to the level above it, except those of the best one.

    That what is late gets no full points is certain; that it gets less than the best level gives, our reading.
    """
    highest = plain(judged.weight * level.highest)
    # The best band ends with full points, every other one just below the band above it
    excluded = ""
    if level.highest < 1:
        excluded = f"（不含{highest}分）"
    limits = f"{plain(judged.weight * level.lowest)}—{highest}分{excluded}"
    given = judged.inputs[2]
    slots = {
        "level": level.name,
        "limits": limits,
        "score": given.entry.shown,
    }
    # See above: whether points below full are too many for what is late, is our reading
    below_full = judged.points is not None and judged.points < judged.weight
    return Finding(
        code="PE-042",
        fact=given.name,
        slots=slots,
        found=given.entry.shown,
        expected=limits,
        certain=level.name != LATE or not below_full,
    )


def not_taken(level: Level, judged: Judged, rounding: Rounding) -> Finding:
    """Return why the evaluator's score does not decide: it lies outside the band or is no number, or has no reason."""
    inside = judged.inside(level)
    if inside is None:
        return out_of_band(level, judged)
    lost = rounded(judged.weight, rounding) - rounded(inside, rounding)
    return without_reason(judged, lost)


def without_reason(judged: Judged, lost: Decimal) -> Finding:
    """Return the finding that a score below full has no reason beside it; `lost` is what it lacks."""
    return Finding(
        code="PE-088", fact=judged.inputs[2].name, slots={"lost": plain(lost)}
    )


def read_level(table: Table) -> Level:
    """Read one level of a scheme; raises `SchemeError` for what is missing or no number."""
    return Level(
        name=table.text("name"),
        lowest=table.number("lowest"),
        highest=table.number("highest"),
        words=table.texts("words", ()),
    )


def check_joined(table: Table, levels: tuple[Level, ...]) -> None:
    """Raise `SchemeError` unless the bands follow each other from the whole weight down to 0."""
    # Best first: each band begins where the one above it ends
    upper = ONE
    for level in levels:
        if level.highest != upper or level.lowest >= level.highest:
            raise table.wrong("levels", "level_apart", name=level.name)
        upper = level.lowest
    if upper != 0:
        raise table.wrong("levels", "level_above_zero")

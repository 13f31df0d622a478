"""`levels`: a qualitative indicator falls into one level, each with a band of the weight (定性指标分档).

The national form asks for 达成 / 部分达成 / 未达成 and a score inside the band of the level, which is the judgement of
whoever scores. The level is read from the actual: the name of a level, one of its accepted words, or, for the best
level, the very words of the target.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import HUNDRED, ONE, ZERO, normalise, parse_number, plain
from perfeval_xl.rules.base import Evidence, Fact, FactKind, Finding, Input, Outcome, Step, rounded
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["Level", "Levels"]

_DIGITS = "0123456789０１２３４５６７８９"


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


class Levels:
    """Facts: `target`, `actual`, `self_score` (the judgement) and `note` (its reason).

    Best level: full points, unless the judgement stays inside the band below full and gives a reason. Other levels: the
    judgement when it lies in the band, else the lowest points of the band, with a finding. An actual that names no
    level counts as judged, at most the weight, with a finding. Parameter `levels`: best first, joined without a hole.
    """

    kind: ClassVar[str] = "levels"

    def __init__(self, table: Table) -> None:
        self.levels = table.tables("levels", _level)
        _check_joined(table, self.levels)

    def facts(self) -> tuple[Fact, ...]:
        """Target, actual, and the judgement with its reason."""
        names = tuple(level.name for level in self.levels)
        return (
            Fact(name="target", label="年度指标值", kind=FactKind.TEXT),
            Fact(name="actual", label="实际完成值", kind=FactKind.CHOICE, words=names),
            Fact(name="self_score", label="自评得分", kind=FactKind.POINTS),
            Fact(name="note", label="偏差原因", kind=FactKind.TEXT, required=False),
        )

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; `reached` is true only for the best level, and `None` when no level could be told."""
        target, actual, judged_entry = map(evidence.fact, ("target", "actual", "self_score"))
        level = self.level_of(target.shown, actual.shown)
        judged = parse_number(judged_entry.text)
        inputs = (Input("年度指标值", target), Input("实际完成值", actual), Input("自评得分", judged_entry))
        written = f"年度指标值“{target.shown}”，实际完成值“{actual.shown}”，"
        if level is None:
            return self._undecided(evidence.weight, judged, written, inputs, rounding)
        best = level is self.levels[0]
        reason = not evidence.fact("note").blank
        if best and not (reason and judged is not None and self._inside(level, judged, evidence.weight)):
            points = rounded(evidence.weight, rounding)
            text = f"{written}属于“{level.name}”，得满分{plain(points)}分"
            return Outcome(steps=(Step(text=text, value=points, inputs=inputs),), reached=True)
        if judged is not None and self._inside(level, judged, evidence.weight):
            points = rounded(judged, rounding)
            text = f"{written}属于“{level.name}”（分值的{level.band}），在该档内评{plain(points)}分"
            return Outcome(steps=(Step(text=text, value=points, inputs=inputs),), reached=best)
        points = rounded(evidence.weight * level.lowest, rounding)
        text = f"{written}属于“{level.name}”（分值的{level.band}），没有落在该档内的得分，按该档下限计{plain(points)}分"
        limits = f"{plain(evidence.weight * level.lowest)}—{plain(evidence.weight * level.highest)}"
        slots = {"level": level.name, "limits": limits, "score": judged_entry.shown}
        finding = Finding(code="PE-042", fact="自评得分", slots=slots, found=judged_entry.shown, expected=limits)
        return Outcome(steps=(Step(text=text, value=points, inputs=inputs),), reached=False, findings=(finding,))

    def level_of(self, target: str, actual: str) -> Level | None:
        """Return the level that `actual` names, or `None`."""
        written = normalise(actual)
        if written == normalise(target):
            return self.levels[0]
        for level in self.levels:
            if written in (level.name, *level.words):
                return level
        return None

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """For texts without digits; the caller sees to it that weight is a number, target and actual are texts."""
        target, actual = f"TRIM({cells['target']})", f"TRIM({cells['actual']})"
        result = '""'
        for level in reversed(self.levels):
            names = "{" + ",".join(f'"{name}"' for name in (level.name, *level.words)) + "}"
            same = f"EXACT({target},{actual})," if level is self.levels[0] else ""
            result = f"IF(OR({same}EXACT({actual},{names})),{self._level_formula(level, cells, rounding)},{result})"
        digits = "{" + ",".join(f'"{digit}"' for digit in _DIGITS) + "}"
        plain_text = f"SUMPRODUCT(--ISNUMBER(FIND({digits},{cells['target']})))=0"
        return f'IF({plain_text},{result},"")'

    def describe(self) -> str:
        """The rule in one sentence."""
        bands = "；".join(f"“{level.name}”得分值的{level.band}" for level in self.levels)
        return f"实际完成情况按档计分：{bands}；达成而不给满分的须说明理由。"

    def _inside(self, level: Level, judged: Decimal, weight: Decimal) -> bool:
        return level.lowest * weight <= judged < level.highest * weight

    def _undecided(
        self, weight: Decimal, judged: Decimal | None, written: str, inputs: tuple[Input, ...], rounding: Rounding
    ) -> Outcome:
        counted = max(ZERO, min(judged or ZERO, weight))
        points = rounded(counted, rounding)
        names = "、".join(level.name for level in self.levels)
        text = f"{written}看不出属于{names}中的哪一档，暂按自评得分计{plain(points)}分，须由评价人员认定"
        slots = {"actual": inputs[1].entry.shown, "levels": names}
        finding = Finding(code="PE-082", fact="实际完成值", slots=slots, found=inputs[1].entry.shown, expected=names)
        return Outcome(steps=(Step(text=text, value=points, inputs=inputs),), findings=(finding,))

    def _level_formula(self, level: Level, cells: Mapping[str, str], rounding: Rounding) -> str:
        weight, judged, note = cells["weight"], cells["self_score"], cells["note"]
        # 7×0.8 is 5.6000000000000005 in binary: the limits are rounded where no score a person types can differ
        lowest, highest = (f"ROUND({weight}*{plain(share)},9)" for share in (level.lowest, level.highest))
        inside = f"IF(ISNUMBER({judged}),AND({judged}>={lowest},{judged}<{highest}),FALSE)"
        given, full = f"ROUND({judged},{rounding.places})", f"ROUND({weight},{rounding.places})"
        if level is self.levels[0]:
            return f'IF(AND(TRIM({note})<>"",{inside}),{given},{full})'
        return f"IF({inside},{given},ROUND({weight}*{plain(level.lowest)},{rounding.places}))"


def _level(table: Table) -> Level:
    return Level(
        name=table.text("name"),
        lowest=table.number("lowest"),
        highest=table.number("highest"),
        words=table.texts("words", ()),
    )


def _check_joined(table: Table, levels: tuple[Level, ...]) -> None:
    upper = ONE
    for level in levels:
        if level.highest != upper or level.lowest >= level.highest:
            raise table.wrong("levels", f"中的“{level.name}”与上一档没有首尾相接")
        upper = level.lowest
    if upper != 0:
        raise table.wrong("levels", "的最低一档没有到0")

"""What cost points, as problems with their figures, and the advice that goes with each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from perfeval_xl.amounts import ZERO, plain
from perfeval_xl.report.drafting.reasons import cause_of
from perfeval_xl.report.drafting.scores import Scored
from perfeval_xl.report.drafting.spelling import ordinal
from perfeval_xl.report.drafting.wording import ADVICE, say, table
from perfeval_xl.report.vocabulary.scores import ShortfallLine

__all__ = ["shortfalls_in", "shortfalls_of"]


def shortfalls_of(rows: Sequence[Scored], money_unit: str) -> tuple[ShortfallLine, ...]:
    """Return one line per kind of advice, in the order of the form: indicators of one kind are told together."""
    lines = []
    for number, (advice, lost) in enumerate(shortfalls_in(rows), 1):
        lines.append(_line(number, advice, lost, money_unit))
    return tuple(lines)


def shortfalls_in(
    rows: Sequence[Scored],
) -> Sequence[tuple[Mapping[str, Any], Sequence[Scored]]]:
    """Return the indicators that lost points with their advice, those of one kind together."""
    together: dict[str, tuple[Mapping[str, Any], list[Scored]]] = {}
    for one in rows:
        if _lost(one) > 0:
            advice = _advice(one.row.path)
            _, told = together.setdefault(advice["problem"], (advice, []))
            told.append(one)
    return list(together.values())


def _line(
    number: int, advice: Mapping[str, Any], lost: Sequence[Scored], money_unit: str
) -> ShortfallLine:
    points = sum((_lost(one) for one in lost), ZERO)
    return ShortfallLine(
        number=number,
        ordinal=ordinal(number),
        name="、".join(one.row.path[-1] for one in lost),
        lost=plain(points),
        title=advice["problem"],
        text="".join(_told(one, money_unit) for one in lost),
        advice_title=advice["title"],
        advice=advice["text"],
    )


def _told(one: Scored, money_unit: str) -> str:
    row = one.row
    lost = _lost(one)
    return say(
        "shortfall",
        "text",
        name=row.path[-1],
        weight=plain(row.weight),
        score=plain(row.weight - lost),
        lost=plain(lost),
        cause=cause_of(row, money_unit),
    )


def _lost(one: Scored) -> Decimal:
    """What is lost for certain: nothing while the row is open."""
    if one.row.score is None:
        return ZERO
    return max(ZERO, one.row.weight - one.row.score)


def _advice(path: tuple[str, ...]) -> Mapping[str, Any]:
    """The entry whose words stand in the name of the indicator, else in those above it, else the last one."""
    entries: Iterable[Mapping[str, Any]] = table(ADVICE)["advice"]
    # The indicator's own name says most, then the names above it
    for name in reversed(path):
        for entry in entries:
            if any(word in name for word in entry["when"]):
                return entry
    other: Mapping[str, Any] = table(ADVICE)["other"]
    return other

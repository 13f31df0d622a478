"""What people write into target and actual cells, as values that can be compared.

`≥95%`, `不低于90%`, `7项`, `24.5万元`, `0`, `达标`, `不适用` and plain numbers are told apart here. What is not
understood is a `QUALITY` with its text, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from perfeval_xl.amounts import normalise, parse_number

__all__ = ["ABSENT", "Direction", "Kind", "Measure", "parse_measure"]


class Kind(StrEnum):
    """What a value is."""

    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    QUANTITY = "quantity"
    QUALITY = "quality"


class Direction(StrEnum):
    """Which way a target points: `AT_LEAST` also stands for a bare number."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


_COMPARATORS = {
    ">=": Direction.AT_LEAST,
    "≥": Direction.AT_LEAST,
    ">": Direction.AT_LEAST,
    "=": Direction.AT_LEAST,
    "不低于": Direction.AT_LEAST,
    "不少于": Direction.AT_LEAST,
    "不小于": Direction.AT_LEAST,
    "大于等于": Direction.AT_LEAST,
    "<=": Direction.AT_MOST,
    "≤": Direction.AT_MOST,
    "<": Direction.AT_MOST,
    "不超过": Direction.AT_MOST,
    "不高于": Direction.AT_MOST,
    "不大于": Direction.AT_MOST,
    "不多于": Direction.AT_MOST,
    "小于等于": Direction.AT_MOST,
}
_WRITTEN = re.compile(
    "(?P<comparator>" + "|".join(sorted(_COMPARATORS, key=len, reverse=True)) + ")?"
    r"(?P<number>[+-]?[0-9][0-9,]*(?:\.[0-9]+)?)(?P<unit>[^0-9+\-*/~～≤≥<>=至到]{0,8})\Z"
)
ABSENT = frozenset({"不适用", "无此项", "/", "—", "——", "-"})
"""How people write that an indicator does not apply."""

_FACTORS = {"%": ("", Decimal("0.01")), "‰": ("", Decimal("0.001")), "万元": ("元", Decimal(10_000))}
_YEARLESS = ("年度", "年")  # 2024年 is a date, not 2024 of something


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One value. `number` is exact, in the base unit (a fraction for rates, 元 for money), and only a quantity has it.

    `comparator` is as written, empty for none; `unit` is the base unit, empty for rates and bare numbers.
    """

    kind: Kind
    text: str
    number: Decimal | None = None
    unit: str = ""
    comparator: str = ""
    direction: Direction = Direction.AT_LEAST

    def comparable(self, other: Measure) -> bool:
        """Whether both are quantities of one unit; a bare number goes with any unit."""
        both = self.kind is Kind.QUANTITY and other.kind is Kind.QUANTITY
        return both and (self.unit == other.unit or not self.unit or not other.unit)


def parse_measure(text: str | None) -> Measure:
    """Return what `text` says.

    >>> parse_measure("≥95%").number, parse_measure("24.5万元").number, parse_measure("达标").kind.value
    (Decimal('0.95'), Decimal('245000.0'), 'quality')
    """
    folded = normalise(text or "")
    if not folded:
        return Measure(kind=Kind.BLANK, text="")
    if folded in ABSENT:
        return Measure(kind=Kind.NOT_APPLICABLE, text=folded)
    match = _WRITTEN.match(folded)
    number = parse_number(match["number"]) if match else None
    if match is None or number is None or (match["unit"] in _YEARLESS and number >= 1900):
        return Measure(kind=Kind.QUALITY, text=folded)
    comparator = match["comparator"] or ""
    unit, factor = _FACTORS.get(match["unit"], (match["unit"], Decimal(1)))
    return Measure(
        kind=Kind.QUANTITY,
        text=folded,
        number=number * factor,
        unit=unit,
        comparator=comparator,
        direction=_COMPARATORS.get(comparator, Direction.AT_LEAST),
    )

"""How points, rates and texts are spelled in a report; what is not there is an empty text."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ZERO, percent, plain
from perfeval_xl.refs import Entry

__all__ = ["ORDINALS", "listed", "ordinal", "points", "share", "shown", "total_of"]

ORDINALS = "一二三四五六七八九"
_TEN = len(ORDINALS) + 1


def shown(entry: Entry | None) -> str:
    """Return the text of a cell without blanks around it."""
    if entry is None or entry.blank or entry.text is None:
        return ""
    return entry.text.strip()


def points(value: Decimal | None) -> str:
    """Return points as text; `None` (open, or not given) is empty."""
    if value is None:
        return ""
    return plain(value)


def share(part: Decimal | None, whole: Decimal) -> str:
    """Return a score rate as a percentage, empty where there is none."""
    if part is None or not whole:
        return ""
    return percent(EXACT.divide(part, whole))


def total_of(values: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum, `None` while one of the values is open."""
    total = ZERO
    for value in values:
        if value is None:
            return None
        total += value
    return total


def ordinal(number: int) -> str:
    """Return 1 to 99 in Chinese: 一, 十, 十二, 二十一.

    >>> [ordinal(n) for n in (1, 10, 12, 20, 21)]
    ['一', '十', '十二', '二十', '二十一']
    """
    tens, ones = divmod(number, _TEN)
    # 十 and not 一十, 二十 and not 二十零
    last = ""
    if ones:
        last = ORDINALS[ones - 1]
    if not tens:
        return last
    lead = ""
    if tens != 1:
        lead = ORDINALS[tens - 1]
    return f"{lead}十{last}"


def listed(names: Iterable[str]) -> str:
    """Return names as one list in Chinese: “甲”、“乙”."""
    return "、".join(f"“{name}”" for name in names)

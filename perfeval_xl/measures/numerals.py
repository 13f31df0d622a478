"""Numbers as they begin a text: `1,234.5`, `-3`, `一百二十`, `二十四点五`, `贰拾`, `百分之九十五`."""

from __future__ import annotations

import re
from decimal import Decimal

from perfeval_xl.amounts import parse_number

__all__ = ["CHINESE", "read_number"]

_ARABIC = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])|[0-9]+)?(?:\.[0-9]+)?(?![0-9.]|,[0-9])"
)
_FORMAL = str.maketrans(
    "〇壹贰貳叁肆伍陆陸柒捌玖拾佰仟萬億點兩", "零一二二三四五六六七八九十百千万亿点两"
)
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "两": 2
}
CHINESE = frozenset(
    "〇零一二两三四五六七八九十百千万亿点壹贰貳叁肆伍陆陸柒捌玖拾佰仟萬億點兩"
)
"""The characters of Chinese numerals, everyday and formal."""

_D = "[一二两三四五六七八九]"
_SECTION = re.compile(
    rf"(?:({_D})千)?(零?)(?:({_D})百)?(零?)(?:({_D})?(十))?(零?)({_D})?\Z"
)
# Characters of a Chinese numeral that is read
_LONGEST = 24


def read_number(text: str) -> tuple[Decimal, int] | None:
    """Return the number that `text` begins with and where it ends, or `None`.

    A 万 or 亿 that closes a Chinese numeral is left for the unit, as behind Arabic figures: 五百万元 is 500 of 万元.

    >>> read_number("1,200人"), read_number("一百二十人"), read_number("二十四点五万元")
    ((Decimal('1200'), 5), (Decimal('120'), 4), (Decimal('24.5'), 5))
    >>> read_number("一般"), read_number("一百二")
    ((Decimal('1'), 1), None)
    """
    # Arabic figures first, with or without commas between thousands
    match = _ARABIC.match(text)
    if match is not None and match[0]:
        number = parse_number(match[0])
        if number is None:
            return None
        return (number, match.end())
    # Else as many characters as belong to Chinese numerals
    end = next((i for i, sign in enumerate(text) if sign not in CHINESE), len(text))
    if not 0 < end <= _LONGEST:
        return None
    numeral = text[:end].translate(_FORMAL)
    bare = numeral.rstrip("万亿")
    if {"万", "亿"} & set(bare):
        # 一亿二千万: the closing 万 is not the whole number's
        bare = numeral
    chinese = _decimal(bare)
    if chinese is None:
        return None
    return (chinese, len(bare))


def _decimal(numeral: str) -> Decimal | None:
    whole, point, decimals = numeral.partition("点")
    number = _whole(whole)
    if number is None or not point:
        if number is None:
            return None
        return Decimal(number)
    digits = [_DIGITS.get(sign) for sign in decimals]
    if not digits or None in digits:
        return None
    return Decimal(f"{number}.{''.join(map(str, digits))}")


def _whole(numeral: str) -> int | None:
    """Return a whole number below 10^12; `None` for spoken short forms (一百二, 三万五), which could mean two things."""
    if numeral == "零":
        return 0
    total = 0
    # What stands before 亿, then before 万, then the rest
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = numeral.partition(mark)
        if found:
            section = _section(head)
            # 三万五 may be 35000 or 30005
            if section is None or len(tail) == 1:
                return None
            total, numeral = total + section * size, tail
            if not numeral:
                return total
    section = _section(numeral)
    if section is None:
        return None
    return total + section


def _section(numeral: str) -> int | None:
    """Return a number below 10,000."""
    match = _SECTION.match(numeral)
    if match is None or not numeral or numeral.endswith("零"):
        return None
    thousands, _, hundreds, _, tens, ten, _, ones = match.groups()
    # 一百二 may be 120 or 102
    if ones and not ten and (hundreds or thousands) and "零" not in numeral:
        return None
    value = 1000 * _DIGITS.get(thousands or "零", 0)
    value += 100 * _DIGITS.get(hundreds or "零", 0)
    # 十五 has no numeral before 十
    if tens:
        value += 10 * _DIGITS[tens]
    elif ten:
        value += 10
    return value + _DIGITS.get(ones or "零", 0)

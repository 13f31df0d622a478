"""Exact numbers: points, money and rates as `Decimal`, read from and written as plain text.

Nothing in the project computes with `float`: a published score of 9.685 must round to 9.69 for everybody.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

__all__ = [
    "EXACT",
    "FULL_WIDTH",
    "HUNDRED",
    "ONE",
    "ZERO",
    "normalise",
    "parse_number",
    "percent",
    "plain",
    "round_half_up",
    "whole_number",
]

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)

EXACT = Context(prec=100, rounding=ROUND_HALF_UP)
"""The context of every division: 100 digits, far beyond the 15 a cell can hold."""

# A plain number: sign, thousands in groups of three, decimals
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?\Z", re.ASCII)
# Characters of a number; longer ones are read by nobody
_LONGEST = 40
# Characters of a text that is kept in mind
_LONGEST_KEPT = 100
# Digits of a count
_MOST_DIGITS = 9


FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width forms and what they are in ASCII, for `str.translate`."""
_ANY_FULL_WIDTH = re.compile("[\uff01-\uff5e]")


def normalise(text: str) -> str:
    """Fold full-width forms to ASCII and drop all blanks: what a person saw as a number becomes one.

    Only the full-width forms are folded, not `²` or `①`: an area in m² must not end in a digit.
    """
    if _ANY_FULL_WIDTH.search(text):
        text = text.translate(FULL_WIDTH)
    return "".join(text.split())


def parse_number(text: str | None) -> Decimal | None:
    """Return the number written in `text`, or `None` when it is blank or anything else than one plain number.

    Full-width digits, stray blanks and thousands separators are accepted; units and exponents are not. A percentage is
    the fraction it stands for, as in the cell of a workbook.

    >>> parse_number(" １,234.50 "), parse_number("98.5％")
    (Decimal('1234.50'), Decimal('0.985'))
    >>> parse_number("10分") is None
    True
    """
    if text is None:
        return None
    if len(text) <= _LONGEST_KEPT:
        return _kept_number(text)
    return _number(text)


def _number(text: str) -> Decimal | None:
    # A percent sign at the end divides by a hundred
    folded = normalise(text)
    bare = folded.removesuffix("%")
    # A digit is asked for, since the pattern matches a lone sign, or nothing
    if (
        len(bare) > _LONGEST
        or not any(map(str.isdigit, bare))
        or not _NUMBER.match(bare)
    ):
        return None
    number = Decimal(bare.replace(",", ""))
    if bare != folded:
        return number.scaleb(-2)
    return number


_kept_number = lru_cache(maxsize=4096)(_number)
"""The figures of a form are asked for by many rules and checks."""


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round half away from zero to `places` decimals (四舍五入): the only rounding of the project."""
    return value.quantize(Decimal(1).scaleb(-places), context=EXACT)


def plain(value: Decimal) -> str:
    """Write a number without exponent and without trailing zeros.

    >>> plain(Decimal("10.00")), plain(Decimal("1E+2")), plain(Decimal("0.50"))
    ('10', '100', '0.5')
    """
    text = format(value, "f")
    # Zeros before the point stay
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    # A tiny negative number may be written as -0
    if text in {"-0", ""}:
        return "0"
    return text


def percent(value: Decimal, places: int = 2) -> str:
    """Write a fraction as a percentage, rounded half up to `places` decimals.

    >>> percent(Decimal("0.9685174"))
    '96.85%'
    """
    return plain(round_half_up(value * HUNDRED, places)) + "%"


def whole_number(text: str | None, default: int) -> int:
    """Return the count or index that a received file has written as `text`; `default` where it is none.

    At most nine ASCII digits: Python refuses to read a number of 5,000 digits, and `"²".isdigit()` is true.

    >>> whole_number("12", 0), whole_number("²", 0), whole_number(None, 1), whole_number("9" * 5000, 1)
    (12, 0, 1, 1)
    """
    if text is None or len(text) > _MOST_DIGITS:
        return default
    if not (text.isascii() and text.isdigit()):
        return default
    return int(text)

"""Values as formulas understand them: numbers, texts, truth values, blanks and errors, and how one is taken for another.

Where Excel, WPS and LibreOffice may differ, nothing is guessed: `Unknown` is raised, and the cell stays without a result.
"""

from __future__ import annotations

import math
import re
from contextvars import ContextVar

__all__ = [
    "TAKEN_FOR",
    "Answer",
    "Fault",
    "Scalar",
    "Unknown",
    "approximately_equal",
    "compared",
    "number_in",
    "number_of",
    "text_of",
    "truth_of",
]

Scalar = str | float | bool | None


class Fault(Exception):
    """An error value, such as `#VALUE!`."""


class Unknown(Exception):
    """What a formula shows cannot be told here: a function that is not known, or one that programs answer differently."""


Answer = Scalar | Exception | tuple[Scalar | Exception, ...]
"""What stands in a cell, an error included, or in all cells of an area."""

_NUMBER = re.compile(r"[+-]?(?:(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)%?", re.ASCII)
# Dates, times, money, fractions and exponents: programs of different languages read them differently
_DOUBTFUL = re.compile(r"[\d.,%+\-/:()$¥￥年月日时分秒eEaApPmM\s]*", re.ASCII)
TAKEN_FOR: ContextVar[float | None] = ContextVar("TAKEN_FOR", default=None)
"""What a doubtful text counts as for the time being: a number, or `nan` for an error; `None` for not known."""
# Digits that a program shows
_SHOWN = ".15g"
_LARGEST_WHOLE = 1e15
# Numbers nearer to each other than this part of them are equal, as LibreOffice has it
_CLOSE = 2.0**-48


def approximately_equal(one: float, other: float) -> bool:
    """Whether two numbers differ by no more than what computing with binary fractions loses."""
    if one == other:
        return True
    return abs(one - other) < min(abs(one), abs(other)) * _CLOSE


def number_in(text: str) -> float:
    """Return the number that a text spells; raises `Fault` for words, `Unknown` for what may be a date or money.

    >>> number_in("12.5%")
    0.125
    """
    spelled = text.strip(" ")
    if _NUMBER.fullmatch(spelled):
        number = float(spelled.rstrip("%").replace(",", ""))
        if spelled.endswith("%"):
            return number / 100
        return number
    if _DOUBTFUL.fullmatch(spelled) and any(sign.isdigit() for sign in spelled):
        taken = TAKEN_FOR.get()
        if taken is None:
            raise Unknown(text)
        if not math.isnan(taken):
            return taken
    raise Fault("#VALUE!")


def number_of(value: Scalar) -> float:
    """Return a value as a number: a blank is 0."""
    if value is None:
        return 0.0
    if isinstance(value, str):
        return number_in(value)
    return float(value)


def text_of(value: Scalar) -> str:
    """Return a value as a text, as `&` writes it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if value == math.floor(value) and abs(value) < _LARGEST_WHOLE:
        return str(int(value))
    spelled = format(value, _SHOWN)
    # Programs begin to write exponents at different sizes
    if "e" in spelled:
        raise Unknown(spelled)
    return spelled


def truth_of(value: Scalar) -> bool:
    """Return a value as the condition of an `IF`."""
    if isinstance(value, str):
        raise Fault("#VALUE!")
    return bool(value)


def compared(one: Scalar, other: Scalar) -> int:
    """Return -1, 0 or 1: numbers come before texts, texts before truth values; a blank is what it is compared with.

    Raises `Unknown` for the order of two texts, which depends on the language of the program.
    """
    if one is None:
        one = _blank_beside(other)
    if other is None:
        other = _blank_beside(one)
    ranks = _rank(one), _rank(other)
    if ranks[0] != ranks[1]:
        return 1 if ranks[0] > ranks[1] else -1
    if isinstance(one, str) and isinstance(other, str):
        if one.lower() == other.lower():
            return 0
        raise Unknown(one)
    first, second = number_of(one), number_of(other)
    if approximately_equal(first, second):
        return 0
    return 1 if first > second else -1


def _blank_beside(other: Scalar) -> Scalar:
    if isinstance(other, str):
        return ""
    if isinstance(other, bool):
        return False
    return 0.0


def _rank(value: Scalar) -> int:
    if isinstance(value, bool):
        return 2
    return int(isinstance(value, str))

"""Functions of single values, as ECMA-376 part 1 (18.17.7) and OpenFormula describe them; each serves for all elements of a list."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from types import MappingProxyType

from perfeval_xl.sheets.computing.meanings import (
    Fault,
    Scalar,
    Unknown,
    approximately_equal,
    compared,
    number_of,
    text_of,
)

__all__ = ["FUNCTIONS", "OPERATORS"]

# Day 0, right from 1900-03-01 on, and the last day
_EPOCH = date(1899, 12, 30)
_FIRST_DAY, _LAST_DAY = 61, 2_958_465
# Characters beyond it are two for some programs and one for others
_HIGHEST = "\uffff"
_SIGNIFICANT = ".15g"
# Up to six decimals, as the forms write points in sentences
_POINTS = "0.######"
_PLACES = Decimal("0.000001")


def _trim(value: Scalar) -> Scalar:
    return " ".join(word for word in text_of(value).split(" ") if word)


def _counted(value: Scalar) -> str:
    """Return a text whose characters are counted; some programs count rare ones twice."""
    text = text_of(value)
    if not text.isascii() and max(text) > _HIGHEST:
        raise Unknown(text)
    return text


def _length(value: Scalar) -> Scalar:
    return float(len(_counted(value)))


def _left(value: Scalar, count: Scalar = 1.0) -> Scalar:
    return _counted(value)[: _count(count)]


def _right(value: Scalar, count: Scalar = 1.0) -> Scalar:
    text = _counted(value)
    return text[max(0, len(text) - _count(count)) :]


def _middle(value: Scalar, start: Scalar, count: Scalar) -> Scalar:
    first = _count(start)
    if first < 1:
        raise Fault("#VALUE!")
    return _counted(value)[first - 1 : first - 1 + _count(count)]


def _count(value: Scalar) -> int:
    number = math.floor(number_of(value))
    if number < 0:
        raise Fault("#VALUE!")
    return number


def _find(sought: Scalar, within: Scalar, start: Scalar = 1.0) -> Scalar:
    first = _count(start)
    text = _counted(within)
    if first < 1 or first > len(text) + 1:
        raise Fault("#VALUE!")
    place = text.find(text_of(sought), first - 1)
    if place < 0:
        raise Fault("#VALUE!")
    return float(place + 1)


def _substitute(value: Scalar, old: Scalar, new: Scalar) -> Scalar:
    text, replaced = text_of(value), text_of(old)
    if not replaced:
        return text
    return text.replace(replaced, text_of(new))


def _exact(one: Scalar, other: Scalar) -> Scalar:
    return text_of(one) == text_of(other)


def _value(value: Scalar) -> Scalar:
    if isinstance(value, bool):
        raise Fault("#VALUE!")
    return number_of(value)


def _number(value: Scalar) -> Scalar:
    if isinstance(value, str):
        return 0.0
    return number_of(value)


def _text(value: Scalar) -> Scalar:
    if isinstance(value, str):
        return value
    return ""


def _formatted(value: Scalar, code: Scalar) -> Scalar:
    """TEXT, in the one format that the forms use; it leaves the point of a whole number."""
    if code != _POINTS:
        raise Unknown(text_of(code))
    if isinstance(value, str):
        return value
    exact = Decimal(format(number_of(value), _SIGNIFICANT))
    rounded = exact.quantize(_PLACES, ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0")


def _rounded(direction: str) -> Callable[[Scalar, Scalar], Scalar]:
    def rounded(value: Scalar, places: Scalar) -> Scalar:
        exact = Decimal(format(number_of(value), _SIGNIFICANT))
        unit = Decimal(1).scaleb(-int(number_of(places)))
        return float(exact.quantize(unit, direction))

    return rounded


def _whole(value: Scalar) -> Scalar:
    number = number_of(value)
    nearest = float(round(number))
    # What is whole but for the loss of computing is whole
    if approximately_equal(number, nearest):
        return nearest
    return float(math.floor(number))


def _date(year: Scalar, month: Scalar, day: Scalar) -> Scalar:
    """Months and days beyond the end of a year or month go on into the next one, those before the first into the last."""
    whole = math.trunc(number_of(year))
    if not 1900 <= whole <= 9999:
        raise Unknown(str(whole))
    months = whole * 12 + math.trunc(number_of(month)) - 1
    try:
        first = date(months // 12, months % 12 + 1, 1)
        serial = (first - _EPOCH).days + math.trunc(number_of(day)) - 1
    except ValueError as exc:
        raise Fault("#NUM!") from exc
    _day(float(serial))
    return float(serial)


def _day(value: Scalar) -> date:
    serial = math.floor(number_of(value))
    # Before March 1900 the programs count differently
    if not _FIRST_DAY <= serial <= _LAST_DAY:
        raise Unknown(str(serial))
    return _EPOCH + timedelta(days=serial)


def _choose(number: Scalar, *values: Scalar) -> Scalar:
    place = math.floor(number_of(number))
    if not 1 <= place <= len(values):
        raise Fault("#VALUE!")
    return values[place - 1]


def _not(value: Scalar) -> Scalar:
    if isinstance(value, str):
        raise Fault("#VALUE!")
    return not value


FUNCTIONS: Mapping[str, Callable[..., Scalar]] = MappingProxyType(
    {
        "ABS": lambda value: abs(number_of(value)),
        "CHOOSE": _choose,
        "DATE": _date,
        "DAY": lambda value: float(_day(value).day),
        "EXACT": _exact,
        "FIND": _find,
        "INT": _whole,
        "LEFT": _left,
        "LEN": _length,
        "MID": _middle,
        "MONTH": lambda value: float(_day(value).month),
        "N": _number,
        "NOT": _not,
        "RIGHT": _right,
        "ROUND": _rounded(ROUND_HALF_UP),
        "ROUNDDOWN": _rounded(ROUND_DOWN),
        "ROUNDUP": _rounded(ROUND_UP),
        "SUBSTITUTE": _substitute,
        "T": _text,
        "TEXT": _formatted,
        "TRIM": _trim,
        "VALUE": _value,
        "YEAR": lambda value: float(_day(value).year),
        "-": lambda value: -number_of(value),
        "%": lambda value: number_of(value) / 100,
    }
)
"""By name; with more or fewer arguments than they know they raise `TypeError`."""


def _sum(one: Scalar, other: Scalar) -> Scalar:
    first, second = number_of(one), number_of(other)
    # What two numbers of opposite signs lose when they cancel out is nothing
    if first * second < 0 and approximately_equal(first, -second):
        return 0.0
    return first + second


def _difference(one: Scalar, other: Scalar) -> Scalar:
    return _sum(number_of(one), -number_of(other))


def _quotient(one: Scalar, other: Scalar) -> Scalar:
    divisor = number_of(other)
    if divisor == 0:
        raise Fault("#DIV/0!")
    return number_of(one) / divisor


def _power(one: Scalar, other: Scalar) -> Scalar:
    try:
        return math.pow(number_of(one), number_of(other))
    except (ValueError, OverflowError) as exc:
        raise Fault("#NUM!") from exc


def _equal(one: Scalar, other: Scalar) -> Scalar:
    # Two texts are equal or not, whatever their order is; a blank is an empty text beside one
    first, second = one, other
    if isinstance(first, str) or isinstance(second, str):
        texts = ["" if value is None else value for value in (first, second)]
        if all(isinstance(value, str) for value in texts):
            return text_of(texts[0]).lower() == text_of(texts[1]).lower()
        return False
    return compared(first, second) == 0


def _joined(one: Scalar, other: Scalar) -> Scalar:
    return text_of(one) + text_of(other)


OPERATORS: Mapping[str, Callable[[Scalar, Scalar], Scalar]] = MappingProxyType(
    {
        "&": _joined,
        "+": _sum,
        "-": _difference,
        "*": lambda one, other: number_of(one) * number_of(other),
        "/": _quotient,
        "^": _power,
        "=": _equal,
        "<>": lambda one, other: not _equal(one, other),
        "<": lambda one, other: compared(one, other) < 0,
        ">": lambda one, other: compared(one, other) > 0,
        "<=": lambda one, other: compared(one, other) <= 0,
        ">=": lambda one, other: compared(one, other) >= 0,
    }
)
"""What stands between two values."""

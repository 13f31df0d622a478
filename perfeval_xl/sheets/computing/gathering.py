"""Functions that go over areas: sums, counts, and what all or some of many values are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from types import MappingProxyType

from perfeval_xl.sheets.computing.functions import OPERATORS
from perfeval_xl.sheets.computing.meanings import (
    Answer,
    Fault,
    Scalar,
    Unknown,
    number_in,
    number_of,
)

__all__ = ["GATHERERS", "Gathered"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """One argument. Of what stands `in_cells`, and in lists, only numbers are counted; what is written into the formula all is."""

    answer: Answer
    in_cells: bool

    def values(self) -> Sequence[Scalar | Exception]:
        """Return all values, one by one."""
        if isinstance(self.answer, tuple):
            return self.answer
        return (self.answer,)

    def numbers(self) -> Iterator[float]:
        """Yield the numbers; raises the first error among them."""
        passes_over = self.in_cells or isinstance(self.answer, tuple)
        for value in self.values():
            _refuse_error(value)
            if isinstance(value, float) and not isinstance(value, bool):
                yield value
            elif not passes_over:
                yield number_of(_single(value))


def _refuse_error(value: Scalar | Exception) -> None:
    if isinstance(value, Fault):
        raise Fault(*value.args)
    if isinstance(value, Exception):
        raise Unknown(*value.args)


def _single(value: Scalar | Exception) -> Scalar:
    _refuse_error(value)
    assert not isinstance(value, Exception)
    return value


def _numbers(arguments: Sequence[Gathered]) -> list[float]:
    return [number for argument in arguments for number in argument.numbers()]


def _sum(arguments: Sequence[Gathered]) -> Scalar:
    return float(sum(_numbers(arguments)))


def _largest(arguments: Sequence[Gathered]) -> Scalar:
    return max(_numbers(arguments), default=0.0)


def _smallest(arguments: Sequence[Gathered]) -> Scalar:
    return min(_numbers(arguments), default=0.0)


def _count(arguments: Sequence[Gathered]) -> Scalar:
    """Count numbers; what is not computed yet may be one."""
    found = 0
    for argument in arguments:
        for value in argument.values():
            if isinstance(value, Unknown):
                raise Unknown(*value.args)
            found += isinstance(value, float) and not isinstance(value, bool)
    return float(found)


def _count_all(arguments: Sequence[Gathered]) -> Scalar:
    found = 0
    for argument in arguments:
        found += sum(value is not None for value in argument.values())
    return float(found)


def _truths(arguments: Sequence[Gathered]) -> list[bool]:
    """Return the truth values; there has to be one."""
    found: list[bool] = []
    for argument in arguments:
        for value in argument.values():
            single = _single(value)
            if isinstance(single, str):
                # Passed over in areas by some programs, an error for others
                if argument.in_cells:
                    raise Unknown(single)
                raise Fault("#VALUE!")
            if single is not None:
                found.append(bool(single))
    if not found:
        raise Fault("#VALUE!")
    return found


def _and(arguments: Sequence[Gathered]) -> Scalar:
    return all(_truths(arguments))


def _or(arguments: Sequence[Gathered]) -> Scalar:
    return any(_truths(arguments))


def _sum_of_products(arguments: Sequence[Gathered]) -> Scalar:
    columns = [argument.values() for argument in arguments]
    total = 0.0
    for row in zip(*columns, strict=True):
        numbers = [_factor(value) for value in row]
        total += reduce(lambda one, other: one * other, numbers)
    return total


def _factor(value: Scalar | Exception) -> float:
    single = _single(value)
    # Some programs count TRUE as 1, others as 0
    if isinstance(single, bool):
        raise Unknown("TRUE in SUMPRODUCT")
    if isinstance(single, float):
        return single
    return 0.0


def _count_if(arguments: Sequence[Gathered]) -> Scalar:
    area, sought = arguments
    meets = _criterion(_single(sought.values()[0]))
    return float(sum(meets(value) for value in area.values()))


def _sum_if(arguments: Sequence[Gathered]) -> Scalar:
    area, sought, summed = arguments
    meets = _criterion(_single(sought.values()[0]))
    total = 0.0
    for value, other in zip(area.values(), summed.values(), strict=True):
        if meets(value):
            total += sum(Gathered(other, in_cells=True).numbers())
    return total


_CRITERION = re.compile(r"(<=|>=|<>|<|>|=)?(.*)", re.DOTALL)


def _criterion(sought: Scalar) -> Callable[[Scalar | Exception], bool]:
    """Return what decides whether a value is meant: the beginning of a text with `*`, or a number and how it is compared."""
    found = _CRITERION.fullmatch(sought) if isinstance(sought, str) else None
    if found is None:
        raise Unknown("a criterion that is no text")
    operator, rest = found.groups()
    if operator is None:
        return _pattern(rest)
    try:
        limit = number_in(rest)
    except Fault as exc:
        raise Unknown(rest) from exc
    compare = OPERATORS[operator]

    def meets(value: Scalar | Exception) -> bool:
        if isinstance(value, Unknown):
            raise Unknown(*value.args)
        if isinstance(value, bool) or not isinstance(value, float):
            return False
        return bool(compare(value, limit))

    return meets


@lru_cache(maxsize=256)
def _pattern(written: str) -> Callable[[Scalar | Exception], bool]:
    """Return what compares with a text in which `*` stands for anything at its end."""
    beginning = written.removesuffix("*")
    if not beginning or any(sign in beginning for sign in "*?~"):
        raise Unknown(written)
    anything = beginning != written
    lowered = beginning.lower()

    def meets(value: Scalar | Exception) -> bool:
        if isinstance(value, Unknown):
            raise Unknown(*value.args)
        if not isinstance(value, str):
            return False
        if anything:
            return value.lower().startswith(lowered)
        return value.lower() == lowered

    return meets


GATHERERS: Mapping[str, Callable[[Sequence[Gathered]], Scalar]] = MappingProxyType(
    {
        "AND": _and,
        "COUNT": _count,
        "COUNTA": _count_all,
        "COUNTIF": _count_if,
        "MAX": _largest,
        "MIN": _smallest,
        "OR": _or,
        "SUM": _sum,
        "SUMIF": _sum_if,
        "SUMPRODUCT": _sum_of_products,
    }
)
"""By name."""

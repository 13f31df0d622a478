"""TOML that people wrote or somebody sent, read within bounds: what no scheme needs is refused before it does harm.

The parser of the standard library recurses at every bracket, takes a key of a hundred thousand parts for an hour's work, and
hands on figures with which no arithmetic can be done; texts may spell control characters that a terminal would obey.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal

from perfeval_xl.limits import LIMITS
from perfeval_xl.texts import obeyed

__all__ = ["TomlFault", "beyond", "toml_data"]

_PIECE = re.compile(r"[^,=\[\]{}#\n]+")
_DOT = re.compile(r"[\w\"'] ?\.(?= ?[\w\"'])")
# Digits before the point, and behind it: no points, money or rates have more
_LONGEST, _FINEST = 15, 30


class TomlFault(ValueError):
    """The text is no TOML, or TOML beyond the bounds; the message says in Chinese what is wrong, without a full stop."""


def toml_data(text: str) -> dict[str, object]:
    """Return the top table of a TOML document, its fractions as `Decimal`; raises `TomlFault`."""
    # What would cost time is refused by the text alone, before it is parsed
    if len(text) > LIMITS.scheme_bytes:
        raise TomlFault("内容过长")
    if any(_parts(piece[0]) > LIMITS.scheme_depth for piece in _PIECE.finditer(text)):
        raise TomlFault("有一个键由太多段组成")
    # What the parser itself refuses, in our words
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as exc:
        raise TomlFault(f"不符合 TOML 格式：{exc}") from exc
    except RecursionError as exc:
        raise TomlFault("嵌套的层数太多") from exc
    except (ValueError, ArithmeticError) as exc:
        raise TomlFault("有一个数字太长") from exc
    # What it hands on but nobody can compute with or show
    for fault in _faults(data):
        raise TomlFault(fault)
    return data


def beyond(value: Decimal) -> bool:
    """Whether a figure is too large for points, money, rates and counts; nothing is computed with it to find out."""
    return not value.is_finite() or (
        not value.is_zero() and value.adjusted() >= _LONGEST
    )


def _parts(piece: str) -> int:
    """Return how many parts a dotted key would have that is written in this piece of a line."""
    # Counting the parts exactly is slow, so only where there are many points
    if piece.count(".") > LIMITS.scheme_depth:
        return 1 + sum(1 for _ in _DOT.finditer(piece))
    return 1


def _faults(data: Mapping[str, object]) -> Iterator[str]:
    """Yield what is beyond the bounds, with the dotted key where it stands; walks without recursion."""
    # A list of what is left to look at, since recursion could be driven too deep
    waiting: list[tuple[str, object, int]] = [("", data, 0)]
    while waiting:
        place, value, depth = waiting.pop()
        where = ""
        if place:
            where = f"{place} "
        if isinstance(value, (Mapping, list)):
            # Nothing below what is too deep or too long is looked at
            if depth >= LIMITS.scheme_depth or len(value) > LIMITS.scheme_items:
                yield f"的 {where}嵌套的层数或者项目太多"
                continue
            if isinstance(value, Mapping) and any(map(obeyed, value)):
                yield f"的 {where}下有含控制字符的键"
            waiting += [
                (inner, each, depth + 1) for inner, each in _inside(place, value)
            ]
        elif fault := _fault_of(value):
            yield f"的 {where}{fault}"


def _inside(
    place: str, value: Mapping[str, object] | list[object]
) -> Iterator[tuple[str, object]]:
    """Yield what a table or a list holds, each with its dotted key."""
    if isinstance(value, list):
        for number, each in enumerate(value, 1):
            yield f"{place}[{number}]", each
        return
    prefix = ""
    if place:
        prefix = f"{place}."
    for key, each in value.items():
        yield f"{prefix}{key}", each


def _fault_of(value: object) -> str:
    """Return what is wrong with a single value; empty when nothing is."""
    if isinstance(value, str) and obeyed(value):
        return f"含有看不见的控制字符（{obeyed(value)}）"
    if isinstance(value, (int, Decimal)) and _unusual(Decimal(value)):
        return "数字太大或者太长"
    return ""


def _unusual(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return beyond(value) or (isinstance(exponent, int) and exponent < -_FINEST)

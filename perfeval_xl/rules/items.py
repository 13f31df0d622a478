"""Numbered parts of a rule (①②③), as documents print their 评价要点, cases and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from perfeval_xl.amounts import normalise, parse_number
from perfeval_xl.scheme.consistency import refuse_repetition
from perfeval_xl.scheme.toml import Table

__all__ = ["MOST", "item_text", "mark", "numbered", "position"]

MOST = 20
"""More parts than this would make a formula that Excel refuses (8,192 characters)."""

_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# Excel refuses a text of more than 255 characters in a formula
_LONGEST = 200


class _Named(Protocol):
    @property
    def text(self) -> str: ...


T = TypeVar("T", bound=_Named)


def mark(number: int) -> str:
    """Return the sign of a part, counted from 1: `②`."""
    return _MARKS[number - 1]


def position(text: str) -> int | None:
    """Return which part a number or a sign names: `2`, `２`, `2.0` and `②` name the second; `None` for anything else."""
    folded = normalise(text)
    if len(folded) == 1 and folded in _MARKS:
        return _MARKS.index(folded) + 1
    number = parse_number(folded)
    if (
        number is None
        or number != number.to_integral_value()
        or not 1 <= number <= MOST
    ):
        return None
    return int(number)


def numbered(
    table: Table,
    key: str,
    each: Callable[[Table], T],
    fewest: int = 1,
) -> tuple[T, ...]:
    """Return the parts of a rule; raises `SchemeError` for too few, too many, or two that say the same."""
    parts = table.tables(key, each)
    if not fewest <= len(parts) <= MOST:
        raise table.wrong(
            key,
            "item_count",
            fewest=fewest,
            most=MOST,
            count=len(parts),
        )
    refuse_repetition(table, key, _texts(parts))
    return parts


def item_text(table: Table, key: str = "text") -> str:
    """Return the text of one part: one line, without a sign in front, since the signs are put there by the program."""
    text = table.text(key)
    if text != " ".join(text.split()) or len(text) > _LONGEST:
        raise table.wrong(key, "item_text", longest=_LONGEST)
    if text[0] in _MARKS or position(text) is not None:
        raise table.wrong(key, "item_numbered")
    return text


def _texts(parts: Iterable[_Named]) -> Iterable[str]:
    return (normalise(part.text) for part in parts)

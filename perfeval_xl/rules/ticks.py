"""The words of a tick: 是 and 否, and what people write for them. Scores and formulas read the same words."""

from __future__ import annotations

from perfeval_xl.amounts import ONE, ZERO, normalise, parse_number
from perfeval_xl.rules.cells import one_of_words

__all__ = ["TICK_WORDS", "is_read", "is_ticked", "read_tick"]

TICK_WORDS = ("是", "否")
"""What the drop-down list of a tick offers."""

_YES = ("是", "符合", "有", "达到", "√", "✓", "✔", "1")
_NO = ("否", "不符合", "无", "没有", "未达到", "×", "✗", "✘", "0")
_READ = {normalise(word): True for word in _YES} | {normalise(word): False for word in _NO}


def read_tick(text: str | None) -> bool | None:
    """Return what a tick says, `None` for anything that is none of its words.

    >>> read_tick("√"), read_tick(" 不符合 "), read_tick("1.0"), read_tick("基本符合")
    (True, False, True, None)
    """
    folded = normalise(text or "")
    if folded in _READ:
        return _READ[folded]
    number = parse_number(folded)
    return number == ONE if number in {ONE, ZERO} else None


def is_ticked(cell: str) -> str:
    """Return the formula that is 1 when the cell says yes, else 0."""
    return one_of_words(cell, _YES)


def is_read(cell: str) -> str:
    """Return the formula that is 1 when the cell says yes or no, else 0."""
    return one_of_words(cell, (*_YES, *_NO))

"""The words of a tick: 是 and 否, and what people write for them. Scores and formulas read the same words."""

from __future__ import annotations

from perfeval_xl.amounts import ONE, ZERO, normalise, parse_number
from perfeval_xl.rules.cells import one_of_words_formula

__all__ = ["TICK_WORDS", "read_tick", "tick_read_formula", "ticked_formula"]

TICK_WORDS = ("是", "否")
"""What the drop-down list of a tick offers."""

_YES = ("是", "有", "√", "✓", "✔", "1")
_NO = ("否", "无", "没有", "×", "✗", "✘", "0")
# Answers to “is it met”, which are no answers to “is there a fault”
_MET = ("符合", "达到")
_NOT_MET = ("不符合", "未达到")
_READ = {normalise(word): True for word in _YES} | {
    normalise(word): False for word in _NO
}
_READ_MET = _READ | dict.fromkeys(_MET, True) | dict.fromkeys(_NOT_MET, False)


def read_tick(text: str | None, *, fault: bool = False) -> bool | None:
    """Return what a tick says, `None` for anything that is none of its words.

    Whether a `fault` (存在截留、挪用) is there cannot be answered with 符合 or 达到, which would mean the opposite.

    >>> read_tick("√"), read_tick(" 不符合 "), read_tick("1.0"), read_tick("基本符合"), read_tick("符合", fault=True)
    (True, False, True, None, None)
    """
    folded = normalise(text or "")
    words = _READ_MET
    if fault:
        words = _READ
    if folded in words:
        return words[folded]
    # A cell that holds the number 1 may give 1.0
    number = parse_number(folded)
    if number in {ONE, ZERO}:
        return number == ONE
    return None


def ticked_formula(cell: str, *, fault: bool = False) -> str:
    """Return the formula that is 1 when the cell says yes, else 0."""
    return one_of_words_formula(cell, _YES if fault else (*_YES, *_MET))


def tick_read_formula(cell: str, *, fault: bool = False) -> str:
    """Return the formula that is 1 when the cell says yes or no, else 0."""
    return one_of_words_formula(
        cell, (*_YES, *_NO) if fault else (*_YES, *_MET, *_NO, *_NOT_MET)
    )

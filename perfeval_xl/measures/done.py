"""Words that say a qualitative target was reached: 已完成, 达标。, and the target's own words with 已 or 全部 before."""

from __future__ import annotations

from functools import cache

from perfeval_xl.amounts import normalise
from perfeval_xl.measures.names import words

__all__ = ["is_done", "is_partly_done"]


def is_done(target: str, actual: str) -> bool:
    """Whether the actual says no more and no less than that the target was reached.

    >>> [is_done("建立", text) for text in ("已建立。", "已完成", "全部建立了", "基本建立", "未建立")]
    [True, True, True, False, False]
    """
    said = _bare(normalise(actual))
    return bool(said) and (said in _done() or said == _bare(normalise(target)))


def is_partly_done(target: str, actual: str) -> bool:
    """Whether the actual says that the target was reached in the main: 基本达标, 部分完成.

    >>> [is_partly_done("建立", text) for text in ("基本建立", "已基本完成。", "部分区县建立")]
    [True, True, False]
    """
    said = _bare(normalise(actual))
    for word in words().partly:
        rest = said.removeprefix(word)
        if rest != said:
            return is_done(target, rest)
    return False


@cache
def _done() -> frozenset[str]:
    known = words().done
    return frozenset((*known, *map(_bare, known)))


def _bare(text: str) -> str:
    """Return a text without the words and signs around it that change nothing."""
    known = words()
    shorter = text
    # Until nothing comes off: words may stand around each other, as in 已全部完成了。
    while True:
        for sign in known.around_after:
            shorter = shorter.removesuffix(sign) or shorter
        for word in known.around_before:
            shorter = shorter.removeprefix(word) or shorter
        if shorter == text:
            return text
        text = shorter

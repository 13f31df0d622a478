"""Words that say a qualitative target was reached: 已完成, 达标。, and the target's own words with 已 or 全部 before."""

from __future__ import annotations

from functools import cache

from perfeval_xl.amounts import normalise
from perfeval_xl.measures.names import words
from perfeval_xl.measures.surpassed import says_as_much, says_wholly

__all__ = ["is_best_of", "is_done", "is_partly_done", "lists_levels"]


def is_done(target: str, actual: str) -> bool:
    """Whether the actual says no more and no less than that the target was reached.

    >>> [is_done("建立", text) for text in ("已建立。", "已完成", "全部建立了", "基本建立", "未建立")]
    [True, True, True, False, False]
    """
    said, promised = _bare(normalise(actual)), _bare(normalise(target))
    if not said or _listed(promised):
        return False
    if said in _done() or said == promised:
        return True
    if promised in _done() and says_wholly(said):
        return True
    return says_as_much(promised, said)


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


def is_best_of(target: str, actual: str) -> bool | None:
    """Return whether the actual is the best of the levels that a target lists, `None` where that is not told.

    >>> is_best_of("优良中低差", "优"), is_best_of("好坏", "坏"), is_best_of("好坏", "好坏"), is_best_of("优", "优")
    (True, False, None, None)
    """
    listed = _listed(normalise(target))
    said = _bare(normalise(actual))
    if not listed or not said:
        return None
    best, worst = listed[0], listed[-1]
    return {best: True, worst: False}.get(said)


def lists_levels(target: str) -> bool:
    """Whether a target is only the levels to choose from: 优良中低差, 优/良/中/差."""
    return bool(_listed(normalise(target)))


def _listed(text: str) -> str:
    plain = text.removeprefix("定性")
    for sign in "/、,;:-":
        plain = plain.replace(sign, "")
    if plain in words().scales:
        return plain
    return ""


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

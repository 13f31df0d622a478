"""Comparators, in front of a figure (`≥`, `不低于`, `至少`) and behind it (`以上`, `以内`, `(含)以上`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["INCLUDED", "SIGNS", "SIGN_CHARACTERS", "Bounds", "peel"]

SIGNS = {
    spelling: sign
    for sign, spellings in {
        "≥": ("≥", "≧", "⩾", "≮", ">=", "=>", "≥="),
        "≤": ("≤", "≦", "⩽", "≯", "<=", "=<", "≤="),
        ">": (">", "﹥"),
        "<": ("<", "﹤"),
        "=": ("=", "==", "═"),
    }.items()
    for spelling in spellings
}
"""Every spelling of a sign, and the sign it is."""

SIGN_CHARACTERS = "≥≤<>=≧≦⩾⩽≮≯﹥﹤═"

_NOT = ("不", "不得", "不应", "不能", "不可", "未")
_LESS = ("低于", "少于", "小于")
_MORE = ("高于", "多于", "大于", "超过", "超出")
_WORDS = (
    {negation + word: "≥" for negation in _NOT for word in _LESS}
    | {negation + word: "≤" for negation in _NOT for word in _MORE}
    | dict.fromkeys(_LESS, "<")
    | dict.fromkeys(_MORE, ">")
    | {
        f"{word}{either}等于": "≥"
        for word in ("大于", "高于", "多于")
        for either in ("", "或")
    }
    | {
        f"{word}{either}等于": "≤"
        for word in ("小于", "低于", "少于")
        for either in ("", "或")
    }
    | dict.fromkeys(("至少", "最少", "最低", "不下于"), "≥")
    | dict.fromkeys(("至多", "最多", "最高", "不突破"), "≤")
    | {"不足": "<", "不到": "<", "未满": "<", "不满": "<", "等于": "="}
)
_BEFORE = {**SIGNS, **_WORDS}
_AFTER = {
    "以上": "≥",
    "以下": "≤",
    "以内": "≤",
    "之内": "≤",
    "内": "≤",
}
_FILLERS = (
    "应当", "应", "须", "需", "力争", "争取", "确保", "保证", "实际", "已", "全部", "均", "达到", "达", "完成", "共计",
    "合计", "共", "平均", "人民币", "控制在", "保持在", "维持在", "在", "为", "$"
)  # fmt: skip
_DONE = ("已完成", "完成", "达标", "$")
_STARTS = re.compile(
    "|".join(map(re.escape, sorted((*_BEFORE, *_FILLERS), key=len, reverse=True)))
)
INCLUDED = re.compile(r"\(含(?:本数)?[0-9.]*[%‰]?\)")
"""`(含)`, `(含90%)`: the bound itself counts."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is left of a text without its comparators, the comparator as written, and its sign; empty for none."""

    core: str
    comparator: str = ""
    sign: str = ""


def peel(text: str) -> Bounds | None:
    """Take off the comparators and the words that say nothing (达到, 控制在); `None` when two of them contradict.

    >>> peel("不低于90%").sign, peel("12小时以内").core, peel("5个以上").comparator
    ('≥', '12小时', '以上')
    """
    # (含) may stand anywhere, so it goes first and is remembered
    core, front = _from_front(INCLUDED.sub("", text))
    included = core is not None and INCLUDED.search(text) is not None
    if core is None:
        return None
    # 不低于95%以上 has a comparator on both sides
    core, back = _from_back(core)
    sign = _joined(_BEFORE.get(front, ""), _AFTER.get(back.lstrip("及或"), ""))
    if sign is None:
        return None
    return Bounds(
        core,
        front or back,
        {">": "≥", "<": "≤"}.get(sign, sign) if included else sign,
    )


def _from_front(text: str) -> tuple[str | None, str]:
    """Return the text without fillers and one comparator in front; a second comparator gives `None`."""
    comparator = ""
    # Fillers and a comparator in any order: 应达到不低于
    while match := _STARTS.match(text):
        if match[0] in _BEFORE:
            if comparator:
                return None, ""
            comparator = match[0]
        text = text[match.end() :]
    return text, comparator


def _from_back(text: str) -> tuple[str, str]:
    for word in _DONE:
        text = text.removesuffix(word)
    for word in _AFTER:
        if text.endswith(word):
            bare = text.removesuffix(word).rstrip("及或")
            return bare, text[len(bare) :]
    return text, ""


def _joined(front: str, back: str) -> str | None:
    """Return the sign of both; in 不低于95%以上 they say the same twice, in 不超过3以上 they contradict."""
    if not front or not back or front == "=":
        return back or front
    if (front in "≥>") == (back == "≥"):
        return front
    return None

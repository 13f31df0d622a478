"""Words that say as much as a qualitative target, or more: 有效提升 for 提升, 优 for 良好, 增长5% for 增长."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from perfeval_xl.measures.model import ABSENT
from perfeval_xl.measures.names import words
from perfeval_xl.measures.nothing import what_did_not_happen

__all__ = ["says_as_much", "says_wholly"]

_NO = re.compile("不得|不能|不应|不")
_NOT = re.compile("没有|未")
_BEYOND = ("超过", "超出", "突破")
_OR_BETTER = re.compile("(?:及|或|级)?以上\\Z")
_HOW_MUCH = re.compile(
    r"(?:了|幅度|率|达|约)*(?P<figure>[0-9]+(?:\.[0-9]+)?)\w{0,4}[%‰]?\Z"
)
_WHOLLY = re.compile(r"(?:完成|完成率|达标率|合格率)?100(?:\.0+)?%\Z")


def says_as_much(promised: str, said: str) -> bool:
    """Whether what is said goes as far as what was promised; both without the words around them.

    >>> says_as_much("提升", "有效提升"), says_as_much("有效提升", "提升")
    (True, False)
    >>> says_as_much("不超过预算", "未超预算"), says_as_much("良好以上", "优"), says_as_much("增长", "增长5%")
    (True, True, True)
    """
    if not promised or not said:
        return False
    return any(test(promised, said) for test in _TESTS)


def says_wholly(said: str) -> bool:
    """Whether 100% is said where something had to be done."""
    return _WHOLLY.match(said) is not None


def _stronger(promised: str, said: str) -> bool:
    """The words of the target behind 有效 or 显著, and nothing else."""
    if not said.endswith(promised):
        return False
    rest = said.removesuffix(promised)
    while rest:
        word = next((each for each in words().stronger if rest.startswith(each)), "")
        if not word:
            return False
        rest = rest.removeprefix(word)
    return True


def _weaker_promised(promised: str, said: str) -> bool:
    """好 where 较好 was promised."""
    return any(promised == f"{word}{said}" for word in words().weaker)


def _better_grade(promised: str, said: str) -> bool:
    """优 where 良好 was promised; both of one list of grades."""
    least = _OR_BETTER.sub("", promised)
    for grades in (words().grades, words().grades_of_satisfaction):
        wanted, got = _place(grades, least), _place(grades, said)
        if wanted is not None and got is not None:
            return got <= wanted
    return False


def _place(grades: Sequence[str], grade: str) -> int | None:
    for place, spellings in enumerate(grades):
        if grade in spellings.split():
            return place
    return None


def _same_negation(promised: str, said: str) -> bool:
    """未 in the actual denies what 不 in the target does: 未超预算 for 不超过预算, 未发生 for 不发生安全事故."""
    wanted, denied = _NO.match(promised), _NOT.match(said)
    if wanted is None or denied is None:
        return False
    rest = _folded(said[denied.end() :])
    return bool(rest) and _folded(promised[wanted.end() :]).startswith(rest)


def _folded(text: str) -> str:
    for word in _BEYOND:
        text = text.replace(word, "超")
    return text


def _did_not_happen(promised: str, said: str) -> bool:
    """无事故 is more than 无安全事故, and 未发生 the same."""
    denied, bad = what_did_not_happen(said), what_did_not_happen(promised)
    if denied is None or bad is None or promised in ABSENT:
        return False
    return bad.endswith(denied)


def _same_way(promised: str, said: str) -> bool:
    """增长5% where 增长 was promised, and 下降 where 较上年下降 was."""
    wanted, done = _trend().match(promised), _trend().match(said)
    if wanted is None or done is None or wanted.end() != len(promised):
        return False
    if bool(wanted["up"]) is not bool(done["up"]):
        return False
    rest = said[done.end() :]
    if not rest:
        return (wanted["up"] or wanted["down"]) == (done["up"] or done["down"])
    figure = _HOW_MUCH.match(rest)
    return figure is not None and Decimal(figure["figure"]) > 0


@cache
def _trend() -> re.Pattern[str]:
    known = words()
    than, up, down = map(
        "|".join, (known.changes_than, known.changes_up, known.changes_down)
    )
    return re.compile(rf"(?:{than})*(?:(?P<up>{up})|(?P<down>{down}))")


_TESTS = (
    _stronger,
    _weaker_promised,
    _better_grade,
    _same_negation,
    _did_not_happen,
    _same_way,
)

"""What stands around the one figure of a cell and changes nothing: 举办培训班12期, 12期（每月1期）, 已完成，实际12期."""

from __future__ import annotations

import re
from functools import cache

from perfeval_xl.measures.comparators import SIGN_CHARACTERS
from perfeval_xl.measures.done import is_done
from perfeval_xl.measures.names import words
from perfeval_xl.measures.units import read_unit

__all__ = ["behind_a_verb", "without_done", "without_remark", "without_wrapping"]

_WHEN = r"(?:已经?|全年|年(?:度?内)|本年度?|当年|累计|共计?|实际|计划)*"
_NOUN = r"(?P<noun>[^\W\d_]{0,8}?)"
_FIGURE = r"(?=[0-9≥≤<>]|不少于|不低于|不超过|至少)"
_OPENING = "'’‘`"
_EACH = re.compile(r"(?P<of>[人户亩])均(?=[0-9≥≤<>约不至]|为)为?")
_REMARK = re.compile(r"(?P<figure>[^()]*[^()0-9.])\((?P<remark>[^()]{2,40})\)\Z")
_UNIT = re.compile(r"(?P<figure>[^()]*[0-9])\((?P<unit>[^()]{1,6})\)\Z")
_OTHER_FIGURE = re.compile(
    rf"[{SIGN_CHARACTERS}未仅只除不原应调约另缺差拟待预其余减扣超]|计划|目标|实际|完成|上年|去年|[合总共]计|\A[0-9.%‰]+\Z"
)
"""What makes the figure in front of a remark doubtful: 10个（完成8个）, 100人（含其他单位20人除外）."""


_PLANNED = re.compile(rf"[{SIGN_CHARACTERS}未应拟原预]|计划|目标")
_RATE_OF_DONE = re.compile(
    r"(?:任务|目标|指标)?完成率(?:为|达|达到)?[0-9]+(?:\.[0-9]+)?%"
)


def without_wrapping(text: str) -> str:
    """Return a text without the apostrophe that made a cell a text, and 人均 as 每人.

    >>> without_wrapping("'95%"), without_wrapping("人均500元")
    ('95%', '每人500元')
    """
    return _EACH.sub(r"每\g<of>", text.lstrip(_OPENING), count=1)


def without_remark(text: str) -> str:
    """Return a figure without the remark in brackets behind it, with the unit that stands there; else an empty text.

    >>> without_remark("12期(每月1期)"), without_remark("12(期)"), without_remark("10个(完成8个)")
    ('12期', '12期', '')
    """
    unit = _UNIT.match(text)
    if unit is not None and read_unit(unit["unit"]) is not None:
        return unit["figure"] + unit["unit"]
    match = _REMARK.match(text)
    if match is None:
        return ""
    # Without digits a remark says no other figure, only perhaps that this one was planned: 10个（计划）
    remark = match["remark"]
    doubtful = _OTHER_FIGURE
    if not any(map(str.isdigit, remark)):
        doubtful = _PLANNED
    if doubtful.search(remark):
        return ""
    return match["figure"]


def without_done(clauses: list[str]) -> list[str]:
    """Return the clauses that say more than that something was done.

    >>> without_done(["已完成", "实际12期"])
    ['实际12期']
    """
    kept = [clause for clause in clauses if not is_done("", clause)]
    # 完成率100% beside the figure itself is the same once more
    figures = [clause for clause in kept if not _RATE_OF_DONE.fullmatch(clause)]
    return figures or kept


def behind_a_verb(text: str) -> str:
    """Return what stands behind 举办培训班, 已印发 and the like; an empty text where there is no such word.

    >>> behind_a_verb("全年举办培训班12期"), behind_a_verb("组织第3批培训")
    ('12期', '')
    """
    match = _verbs().match(text)
    if match is None or _doubtful().search(match["noun"]):
        return ""
    return text[match.end() :]


@cache
def _verbs() -> re.Pattern[str]:
    verbs = "|".join(sorted(words().verbs, key=len, reverse=True))
    return re.compile(f"{_WHEN}(?:{verbs})了?{_NOUN}{_FIGURE}")


@cache
def _doubtful() -> re.Pattern[str]:
    known = words()
    changes = "|".join((*known.changes_up, *known.changes_down))
    return re.compile(rf"[不未无没非仅只除第减缺约近余率度占前每各中或]|{changes}")

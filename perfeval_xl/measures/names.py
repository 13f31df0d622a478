"""What the name of an indicator tells about its figures: a rate, a unit, a date, and which way is better."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from perfeval_xl.amounts import normalise
from perfeval_xl.measures.units import Unit, read_unit

__all__ = ["Name", "Words", "read_name", "words"]

_BRACKETS = re.compile(r"\(([^()]{1,12})\)")
_DENIED = re.compile(
    r"[不未][^\W\d_]{2,3}(?:率|比例|占比|比重|数量?|[次件起人户]数|面积)\Z"
)
"""不合格率, 未完成数: the last thing that a name says is what was not done."""

_MEASURED = frozenset({"元", "人", "人次", "秒", "月", "工作日"})
"""Base units that a name in brackets gives to a bare figure; 台 and 套 may mean the same thing."""

_COST = "成本"
_TIME = "时效"
_SATISFACTION = "满意度"
_QUANTITY = "数量"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The lists of `words.toml`, which says what each is for."""

    less_is_better: tuple[str, ...]
    more_all_the_same: tuple[str, ...]
    dealt_with: tuple[str, ...]
    lasting: tuple[str, ...]
    ceiling_rates: tuple[str, ...]
    spending: tuple[str, ...]
    spending_elsewhere: tuple[str, ...]
    saving: tuple[str, ...]
    paid_in_full: tuple[str, ...]
    ceiling_shares: tuple[str, ...]
    rates: tuple[str, ...]
    not_rates: tuple[str, ...]
    execution: tuple[str, ...]
    not_execution: tuple[str, ...]
    dates: tuple[str, ...]
    counts: tuple[str, ...]
    whole: tuple[str, ...]
    done: tuple[str, ...]
    partly: tuple[str, ...]
    around_before: tuple[str, ...]
    around_after: tuple[str, ...]
    changes_up: tuple[str, ...]
    changes_down: tuple[str, ...]
    changes_than: tuple[str, ...]
    verbs: tuple[str, ...]
    less_among_satisfaction: tuple[str, ...]
    nothing: tuple[str, ...]
    nothing_of: tuple[str, ...]
    stronger: tuple[str, ...]
    growth: tuple[str, ...]
    decline: tuple[str, ...]
    scales: tuple[str, ...]
    grades: tuple[str, ...]
    grades_of_satisfaction: tuple[str, ...]
    weaker: tuple[str, ...]


@cache
def words() -> Words:
    """Return the words, read once."""
    text = (
        resources.files("perfeval_xl.measures")
        .joinpath("words.toml")
        .read_text(encoding="utf-8")
    )
    return Words(
        **{name: tuple(listed) for name, listed in tomllib.loads(text).items()}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """An indicator by what its name and its place in the form tell.

    `rate`: its figures are percentages. `unit` is the unit in brackets behind the name, `None` for none that is known.
    `dated`: its target may be a date. `cost`, `timely` and `counted` say that it stands under 成本, 时效 and 数量指标.
    `less`: less is better, as far as the name says; `more`: more is (完成, 合格率); `satisfied`: how content people are. `ceiling`: a rate that is kept below its target. `spending` and
    `saving`: money that is spent, or that is not.
    """

    text: str
    rate: bool
    unit: Unit | None
    dated: bool
    cost: bool
    timely: bool
    counted: bool
    less: bool
    more: bool
    satisfied: bool
    ceiling: bool
    spending: bool
    saving: bool
    paid_in_full: bool


@lru_cache(maxsize=4096)
def read_name(path: tuple[str, ...]) -> Name:
    """Return what the path of an indicator tells; an empty path tells nothing.

    >>> read_name(("产出指标", "质量指标", "受害率（‰）")).unit.written, read_name(("合格率",)).rate
    ('‰', True)
    """
    known = words()
    folded = ""
    if path:
        folded = normalise(path[-1])
    # The words without brackets, and the unit that brackets may hold
    text = _BRACKETS.sub("", folded)
    above = "·".join(path[:-1])
    unit = _unit(folded)
    # 满意度 is a percentage whatever the name says
    satisfaction = _SATISFACTION in above
    rate = text.endswith(known.rates) and not text.endswith(known.not_rates)
    cost = _COST in above
    # Under 成本 many words mean money; elsewhere only 成本 and 费用 do
    if cost:
        spent = known.spending
    else:
        spent = known.spending_elsewhere
    ceiling = _has(text, known.ceiling_rates)
    less = _is_less(text, satisfaction=satisfaction)
    return Name(
        text=text,
        rate=rate or satisfaction or (unit is not None and unit.rate),
        unit=unit,
        dated=_TIME in above or _has(text, known.dates),
        cost=cost,
        timely=_TIME in above,
        counted=_QUANTITY in above and text.endswith(known.counts),
        less=less,
        more=_has(text, known.more_all_the_same) and not less,
        satisfied=satisfaction and not less,
        ceiling=ceiling or (cost and rate and _has(text, known.ceiling_shares)),
        spending=_has(text, spent),
        saving=_has(text, known.saving),
        paid_in_full=_has(text, known.paid_in_full),
    )


def _is_less(text: str, *, satisfaction: bool) -> bool:
    """Whether less is better; under 满意度 most names only say who is asked: 受害群众."""
    known = words()
    if satisfaction:
        return text.endswith(known.less_among_satisfaction)
    if not _has(text, known.less_is_better):
        return False
    # 不合格率 is no 合格率 and 处置差错率 none to reach, but 不合格产品处置率 is
    if _DENIED.search(text) or text.endswith(_bad_rates()):
        return not _has(text, known.changes_down)
    if _has(text, known.more_all_the_same):
        return False
    # 违法建筑拆除面积 is what was done about it, 维修工期 how long that took
    return _has(text, known.lasting) or not _has(text, known.dealt_with)


@cache
def _bad_rates() -> tuple[str, ...]:
    """差错率, 超标率: the rate of something bad; a 控制率 may be good."""
    listed = (word for word in words().less_is_better if not word.startswith("控制"))
    return tuple(f"{word}率" for word in listed)


def _has(text: str, listed: Iterable[str]) -> bool:
    return any(word in text for word in listed)


def _unit(folded: str) -> Unit | None:
    """Return the unit in the last brackets of a name that hold one; 单位：万元 is one too."""
    for written in reversed(_BRACKETS.findall(folded)):
        unit = read_unit(written.removeprefix("单位:").removeprefix("单位"))
        if unit is not None and (unit.rate or unit.base in _MEASURED):
            return unit
    return None

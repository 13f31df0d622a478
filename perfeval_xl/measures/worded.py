"""Words in one cell that are figures beside the other: 全覆盖, 无投诉, 十二期, 同比增长6%."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from perfeval_xl.measures.changes import change_of
from perfeval_xl.measures.model import Kind, Measure
from perfeval_xl.measures.names import Name, words
from perfeval_xl.measures.nothing import what_did_not_happen
from perfeval_xl.measures.numerals import read_number
from perfeval_xl.measures.parsing import parse_measure

__all__ = ["as_figures"]

_FIGURES = (Kind.QUANTITY, Kind.RANGE)
_SIGNS = "。；;，,！!"
_ALL_OF = re.compile(r"(?:已经?)?(?:全部|均|全|都)(?P<what>\w{2,4})\Z")
_PER_HEAD = re.compile("单位成本|人均|户均|单价|标准|平均|每")
_SAME_SIZE = 100
"""A total is mostly far more than what it is for one; within this it may be the same figure."""


def as_figures(target: Measure, actual: Measure, name: Name) -> tuple[Measure, Measure]:
    """Return target and actual, the words of one of them as the figure that they say beside the other.

    Each reading needs a figure in the other cell, or the name: 全部合格 is 100% of a 合格率 only.
    """
    for reading in _READINGS:
        beside = reading(actual, target, name)
        if beside is not None:
            return target, beside
        # A target of 无 beside 0 does not apply, unless it is something bad
        if target.kind is Kind.NOT_APPLICABLE and not name.less:
            continue
        beside = reading(target, actual, name)
        if beside is not None:
            return beside, actual
    return target, actual


def _whole(said: Measure, beside: Measure, name: Name) -> Measure | None:
    """全覆盖, and 全部合格 under the name 合格率, are 100% beside a rate."""
    is_rate = beside.kind in _FIGURES and (
        beside.rate or (name.rate and beside.bare and not beside.written)
    )
    if said.kind is not Kind.QUALITY or not is_rate:
        return None
    text = said.text.strip(_SIGNS)
    of_all = _ALL_OF.match(text)
    named = of_all is not None and f"{of_all['what']}率" in name.text
    if text in words().whole or (named and not name.less):
        return replace(parse_measure("100%"), text=said.text)
    return None


def _nothing(said: Measure, beside: Measure, name: Name) -> Measure | None:
    """无投诉 and 未发生 are 0 beside a figure of what should not happen; 无 beside 无投诉 is a text like it."""
    what = what_did_not_happen(said.text)
    if said.kind in _FIGURES or what is None:
        return None
    if beside.kind is Kind.QUALITY and said.kind is Kind.NOT_APPLICABLE:
        promised = what_did_not_happen(beside.text)
        if promised:
            return replace(said, kind=Kind.QUALITY)
        return None
    # 无重大事故 may leave small ones, where the name has all accidents
    bad = name.less or beside.number == 0
    if beside.kind is not Kind.QUANTITY or not bad or what not in name.text:
        return None
    return replace(parse_measure("0"), text=said.text)


def _counted(said: Measure, beside: Measure, _: Name) -> Measure | None:
    """十二期 is 12期 beside a figure in 期; alone it may be the name of one."""
    if said.kind is not Kind.QUALITY or beside.kind not in _FIGURES:
        return None
    read = read_number(said.text)
    if not beside.written or read is None:
        return None
    if said.text[read[1] :] != beside.written:
        return None
    number = Decimal(read[0])
    return replace(parse_measure(f"{number:f}{beside.written}"), text=said.text)


def _grown(said: Measure, beside: Measure, name: Name) -> Measure | None:
    """同比增长6% under the name 增长率 is 6%."""
    known = words()
    if said.kind is not Kind.QUALITY or beside.kind not in _FIGURES:
        return None
    change = change_of(said)
    if change is None or change[0] not in {"up", "down"}:
        return None
    if change[1].sign or not change[1].rate:
        return None
    listed = known.decline
    if change[0] == "up":
        listed = known.growth
    if not name.text.endswith(listed):
        return None
    return replace(change[1], text=said.text)


def _per_head(said: Measure, beside: Measure, name: Name) -> Measure | None:
    """480元 under 单位成本 is 480元/人 beside 500元/人."""
    if said.kind is not Kind.QUANTITY or beside.kind is not Kind.QUANTITY:
        return None
    lacks_a_part = said.unit == "元" and beside.unit == "元" and not said.per
    if not lacks_a_part or not beside.per or beside.factor != 1:
        return None
    if not _PER_HEAD.search(name.text) or not said.number or not beside.number:
        return None
    times = said.number / beside.number
    if not Decimal(1) / _SAME_SIZE < times < _SAME_SIZE:
        return None
    return replace(said, per=beside.per)


_Reading = Callable[[Measure, Measure, Name], Measure | None]
_READINGS: tuple[_Reading, ...] = (_whole, _nothing, _counted, _grown, _per_head)

"""What stands as sentences: money in a line, and points as `满分20分，得18分`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfeval_xl.amounts import normalise
from perfeval_xl.foreign.draft import Draft, Sure
from perfeval_xl.foreign.funds import with_value
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.words import words
from perfeval_xl.submission.model import FundsRow

__all__ = ["money_in_prose", "points_in_prose"]

_PARTS = re.compile(r"[，,；;。、\n](?!\d{3})|[:：](?!\s?\d)")
_FIGURE = re.compile(
    r"([^\d:：]{2,20}?)[为是约达:：]?共?计?\s?(\d[\d,]*(?:\.\d+)?)(亿元|千元|万元|元|%|分)?(?:\(.*\))?"
)
_YEAR = re.compile(r"^\D*(?:19|20)\d\d年度?")
_POINTS = re.compile(
    r"(?:满分|分值)[:：为]?(\d{1,3}(?:\.\d+)?)分?[，,、;；]?(?:自评)?(?:实际)?得分?[:：为]?(\d{1,3}(?:\.\d+)?)分?"
)
_AMOUNTS = ("initial_budget", "budget", "executed")
_POINTS_ROLES = ("weight", "self_score")
_LONGEST = 80
"""A longer text is one of a report, whose figures may be about a part of the project."""
_FEWEST = 2
"""How many figures a line has to name to be taken."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One figure that a line names: its role in the funds, the number, its unit, where it stands."""

    role: str
    number: str
    unit: str
    area: Area


def money_in_prose(draft: Draft, areas: Sequence[Area]) -> bool:
    """Take the money that a row names: `全年预算数180万元，全年执行数171万元，执行率95%`, in one cell or in several.

    Only where the form has no table of funds, each figure is named once and all are in one unit.
    """
    if draft.funds and draft.funds[0].source:
        return False
    found: list[_Said] = []
    for area in areas:
        if len(area.text) <= _LONGEST:
            found += _figures(area)
    roles = {each.role for each in found}
    if len(roles) != len(found) or (len(found) < _FEWEST and not draft.funds):
        return False
    units = {each.unit for each in found if each.unit.endswith("元")}
    if draft.money_unit:
        units.add(draft.money_unit)
    if len(units) > 1:
        return False
    draft.money_unit = next(iter(units), "")
    for each in found:
        _take(draft, each)
    return bool(found)


def _take(draft: Draft, said: _Said) -> None:
    """Put a figure into the one row of funds, unless there is one already."""
    row = FundsRow(source="")
    if draft.funds:
        row = draft.funds[0]
    stated = getattr(row, said.role)
    if stated is not None and not stated.blank:
        return
    text = said.number
    if said.unit == "%":
        text += "%"
    label = words().funds.labels[said.role]
    entry = draft.take(said.area, label, Sure.LIKELY, text)
    draft.funds[:1] = [with_value(row, said.role, entry)]


def _figures(area: Area) -> Iterator[_Said]:
    """Yield the figures of money that a text names."""
    for part in _PARTS.split(normalise(area.text)):
        figure = _FIGURE.fullmatch(_YEAR.sub("", part.strip()))
        if figure is None:
            continue
        label, number, unit = figure.groups()
        meaning = words().funds.meaning(label)
        if meaning is None or not _fits(meaning.role, unit or ""):
            continue
        alone = part.strip() == normalise(area.text)
        if alone or meaning.role not in _POINTS_ROLES:
            yield _Said(meaning.role, number, unit or "", area)


def _fits(role: str, unit: str) -> bool:
    """Whether a figure has a unit that goes with what it is."""
    if role in _AMOUNTS:
        return unit.endswith("元")
    if role == "rate":
        return unit == "%"
    return role in _POINTS_ROLES and unit in {"", "分"}


def points_in_prose(text: str) -> tuple[str, str] | None:
    """Return the points and the score that a sentence names, `None` where it names none or several.

    >>> points_in_prose("合格率93%，满分20分，得19.5分。")
    ('20', '19.5')
    """
    found = _POINTS.findall(normalise(text))
    return found[0] if len(found) == 1 else None

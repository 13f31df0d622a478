"""What stands as sentences: money in a line, and points as `满分20分，得18分`."""

from __future__ import annotations

import re

from perfeval_xl.amounts import normalise
from perfeval_xl.foreign.draft import Draft, Sure
from perfeval_xl.foreign.funds import with_value
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.words import words
from perfeval_xl.submission.model import FundsRow

__all__ = ["money_in_prose"]

_PARTS = re.compile(r"[，,；;。:：、\n](?!\d{3})")
_FIGURE = re.compile(
    r"([^\d]{2,20}?)[为是约达]?共?计?(\d[\d,]*(?:\.\d+)?)(亿元|千元|万元|元|%)(?:\(.*\))?"
)
_ROLES = ("initial_budget", "budget", "executed", "rate")
_FEWEST = 2
"""How many figures a line has to name to be taken."""


def money_in_prose(draft: Draft, text: str, area: Area) -> bool:
    """Take the money that a line names: `全年预算数180万元，全年执行数171万元，执行率95%`.

    Only where the form has said nothing of its money yet, each figure is named once and all are in one unit.
    """
    if draft.funds:
        return False
    found: dict[str, str] = {}
    units: set[str] = set()
    for part in _PARTS.split(normalise(text)):
        figure = _FIGURE.fullmatch(part.strip())
        if figure is None:
            continue
        label, number, unit = figure.groups()
        meaning = words().funds.meaning(label)
        if meaning is None or meaning.role not in _ROLES:
            continue
        if meaning.role in found or (meaning.role == "rate") != (unit == "%"):
            return False
        if unit == "%":
            found[meaning.role] = f"{number}%"
        else:
            found[meaning.role] = number
            units.add(unit)
    if len(found) < _FEWEST or len(units) != 1:
        return False
    draft.money_unit = draft.money_unit or next(iter(units))
    if draft.money_unit not in units:
        return False
    row = FundsRow(source="")
    for role, said in found.items():
        label = words().funds.labels[role]
        row = with_value(row, role, draft.take(area, label, Sure.LIKELY, said))
    draft.funds.append(row)
    return True

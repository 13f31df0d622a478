"""Targets that stand in several columns: 符号, 指标值 and 计量单位, as some places print them.

A submission has one text, `≥95%`; the form has `≥`, `95` and `%`. What is taken apart can always be put together again to
the same text: a target that cannot stands whole in the column of the value. The unit is that of the 完成值 as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.refs import Entry
from perfeval_xl.submission.model import Indicator

__all__ = [
    "EQUAL",
    "QUALITATIVE",
    "SIGNS",
    "parted_target",
    "stated_in",
    "whole_actual",
    "whole_target",
    "with_units",
]

EQUAL, QUALITATIVE = "＝", "定性"
SIGNS = ("≥", "≤", EQUAL, "＞", "＜", QUALITATIVE)
"""What the column of signs offers."""

_UNSAID = ("", EQUAL, "=", QUALITATIVE)
"""Signs that a target in one text does not show."""
_FIGURE = re.compile(
    r"(?P<sign>[≥≤＞＜]?)(?P<value>\d[\d,]*(?:\.\d+)?)(?P<unit>\D{0,12})\Z"
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?\Z")
_HAS_DIGIT = re.compile(r"\d")


def whole_target(sign: str, value: str, unit: str) -> str:
    """Return the target that three cells state, empty where there is no value.

    >>> whole_target("≥", "95", "%"), whole_target("＝", "7", "项"), whole_target("定性", "达标", "")
    ('≥95%', '7项', '达标')
    """
    # A sign or a unit alone is no target
    if not value.strip():
        return ""
    shown = "" if sign.strip() in _UNSAID else sign.strip()
    return f"{shown}{value}{unit.strip()}"


def parted_target(text: str) -> tuple[str, str, str]:
    """Return the sign, the value and the unit of a target.

    >>> parted_target("≥95%"), parted_target("7项"), parted_target("达标"), parted_target("90%—95%")
    (('≥', '95', '%'), ('＝', '7', '项'), ('定性', '达标', ''), ('', '90%—95%', ''))
    """
    if not text.strip():
        return "", text, ""
    # Only what can be put together again is taken apart
    match = _FIGURE.match(text)
    if match is not None:
        parts = (match["sign"] or EQUAL, match["value"], match["unit"])
        if whole_target(*parts) == text:
            return parts
    if _HAS_DIGIT.search(text) is None:
        return QUALITATIVE, text, ""
    return "", text, ""


def whole_actual(actual: str, unit: str) -> str:
    """Return a 完成值 with the unit of its row, which a bare number has.

    >>> whole_actual("735", "人次"), whole_actual("98%", "%"), whole_actual("达标", "")
    ('735人次', '98%', '达标')
    """
    if _NUMBER.match(actual.strip()):
        return f"{actual.strip()}{unit.strip()}"
    return actual


def stated_in(layout: FormLayout, indicator: Indicator) -> Mapping[str, Entry]:
    """Return what stands in the columns of a row, the name aside."""
    stated: dict[str, Entry] = {}
    for name in layout.indicator_fields:
        if name not in {"name", "sign", "unit"}:
            stated[name] = getattr(indicator, name)
    if not layout.splits_targets:
        return stated
    # All cells of a target have its place, since problems are about the whole
    sign, value, unit = _parted(layout, indicator.target.text or "")
    stated["target"] = replace(indicator.target, text=value or None)
    if "sign" in layout.indicator_fields:
        stated["sign"] = replace(indicator.target, text=sign or None)
    if "unit" in layout.indicator_fields:
        stated["unit"] = replace(indicator.target, text=unit or None)
    if unit:
        # The unit has a column of its own: an actual is a bare figure beside it.
        bare = (indicator.actual.text or "").removesuffix(unit)
        if _NUMBER.match(bare):
            stated["actual"] = replace(indicator.actual, text=bare)
    return stated


def _parted(layout: FormLayout, target: str) -> tuple[str, str, str]:
    """Return sign, value and unit of a target; all of it as the value where the form has no column for one of them."""
    sign, value, unit = parted_target(target)
    needed = {"sign": sign, "unit": unit}
    for name, text in needed.items():
        if text and name not in layout.indicator_fields:
            return "", target, ""
    return sign, value, unit


def with_units(layout: FormLayout, indicator: Indicator) -> Indicator:
    """Return a row as its form gives it back: a bare number among the 完成值 has the unit of its target."""
    if not layout.splits_targets or indicator.actual.blank:
        return indicator
    # As reading does it: the unit of the target counts for the 完成值 too
    unit = stated_in(layout, indicator).get("unit", Entry()).text or ""
    actual = whole_actual(indicator.actual.text or "", unit)
    return replace(indicator, actual=replace(indicator.actual, text=actual))

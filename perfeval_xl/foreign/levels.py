"""The names of 一级指标: without their points, and whether a text is one of those that forms usually have."""

from __future__ import annotations

import re

from perfeval_xl.amounts import normalise
from perfeval_xl.foreign.words import bare, points_in, words

__all__ = ["is_level", "level_name", "level_points"]

_BRACKETED = re.compile(r"[(（](\d{1,3}(?:\.\d{1,2})?)[)）]$")


def level_name(text: str) -> str:
    """Return the name of a level without its points and blanks.

    >>> level_name("产出 指标（50分）"), level_name("效益指标30分"), level_name("成本指标(0-20)分")
    ('产出指标', '效益指标', '成本指标')
    """
    whole = "".join(text.split())
    # Points behind the name, with or without their unit
    said = whole.removesuffix("分")
    said = said.rstrip("0123456789.")
    # Points in brackets at the end
    opened = max(said.rfind("("), said.rfind("（"))
    closed = said.endswith((")", "）"))
    if closed and opened > 0:
        bracketed = said[opened:]
        if any(map(str.isdigit, bracketed)):
            said = said[:opened]
    name = said.strip(":：")
    return name or whole


def level_points(text: str) -> str:
    """Return the points beside the name of a level, empty for none: `产出指标（50分）` and `产出指标（50）` say 50."""
    named = points_in(text)
    if named:
        return named
    said = normalise(text)
    bracketed = _BRACKETED.search(said)
    if bracketed is None:
        return ""
    return bracketed[1]


def is_level(text: str) -> bool:
    """Whether a text is one of the usual names of 一级指标, a number in front and points behind it aside.

    >>> is_level("一、产出指标（60分）"), is_level("数量指标")
    (True, False)
    """
    name = level_name(text)
    return bare(name) in words().levels

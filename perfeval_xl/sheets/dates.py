"""Dates in cells: a count of days that only its number format tells from any other number."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from perfeval_xl.amounts import ZERO, round_half_up

__all__ = ["LONGEST_USUAL_FORMAT", "is_date_format", "printed_date", "since_1900"]

# Conditions, colours and languages in brackets; quoted and escaped text, blanks and fillers
_BRACKETS = re.compile(r"\[[^\]]*\]")
_HIDDEN = re.compile(r'"[^"]*"|\\.|_.|\*.')
# What the programs call the format that is none
_GENERAL = re.compile(r"general|g/通用格式|常规|standard", re.IGNORECASE)
# Quoted or escaped text, fillers, tokens of dates, anything else
_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_.|\*.|(y+|e+|m+|d+|h+|s+(?:\.0+)?|am/pm|a/p|上午/下午|aaaa|aaa|@)|(.)',
    re.IGNORECASE | re.DOTALL,
)
# Day 0, right from 1900-03-01 on: Excel knows a 29 February 1900
_EPOCH = datetime(1899, 12, 30)
LONGEST_USUAL_FORMAT = 255
"""Characters of a format that a person can enter; longer ones are not kept in mind."""
# Days from 1899-12-30 to 1904-01-01
_BETWEEN_EPOCHS = 1462
_SECONDS = 86_400
# From 1900-03-01, where all programs count alike, to 9999-12-31
_FIRST, _AFTER = (
    61 * _SECONDS,
    2_958_466 * _SECONDS,
)


def is_date_format(number_format: str) -> bool:
    """Whether numbers under this format are dates or times, as Excel, WPS and LibreOffice spell such formats."""
    if len(number_format) <= LONGEST_USUAL_FORMAT:
        return _kept_answer(number_format)
    return _is_date_format(number_format)


def _is_date_format(number_format: str) -> bool:
    # Negative numbers and texts have sections of their own
    section = number_format.split(";", 1)[0]
    code = _HIDDEN.sub("", _BRACKETS.sub("", section)).lower()
    # Digits make a format one of numbers, unless they are tenths of a second
    if _GENERAL.search(code) or any(sign in code for sign in "0#?"):
        return "s.0" in code
    return (
        bool(set("ydh") & set(code))
        # A single m may be months or minutes: it counts only beside 月, or doubled
        or "mm" in code
        or ("m" in code and "月" in section)
    )


_kept_answer = lru_cache(maxsize=512)(_is_date_format)
"""A form has few formats, and asks for one at every figure."""


def since_1900(value: Decimal, number_format: str) -> Decimal:
    """Return a number of a workbook that counts days from 1904 (ECMA-376 part 1, 18.17.4.1) as all others count them.

    Only dates change: neither numbers nor times of day.

    >>> since_1900(Decimal(44195), "yyyy/m/d"), since_1900(Decimal(44195), "0.00")
    (Decimal('45657'), Decimal('44195'))
    """
    if value >= 1 and is_date_format(number_format):
        return value + _BETWEEN_EPOCHS
    return value


def printed_date(value: Decimal, number_format: str) -> str | None:
    """Return the date or time as the format spells it, the year always with four digits.

    Where the format leaves out the year, the day or the time that the value holds, names a month in words or does not
    begin with the year, the whole is given as `2024-12-31 08:30:00`. `None` means that the number is no date that all programs agree on: below 61, negative,
    after the year 9999.
    """
    if not ZERO <= value <= _AFTER:
        return None
    # Rounded to seconds: what a cell holds of 8:30 is no finite fraction
    seconds = int(round_half_up(value * _SECONDS, 0))
    time_only = seconds < _SECONDS
    if not time_only and not _FIRST <= seconds < _AFTER:
        return None
    moment = _EPOCH + timedelta(seconds=seconds)
    section = _BRACKETS.sub("", number_format.split(";", 1)[0])
    parts, kinds = _spell(section, moment)
    # Below one day there is a time and no date
    if time_only:
        if "h" in kinds and not {"y", "d"} & set(kinds):
            return "".join(parts)
        return None
    if (
        _hides(kinds, moment)
        or "mmm" in section.lower()
        # A date that does not begin with its year could be read in two ways
        or next(kind for kind in kinds if kind in "ymd") != "y"
    ):
        # Only what the moment has is printed: midnight is the date alone
        if moment.time() != datetime.min.time():
            return moment.isoformat(sep=" ")
        return moment.date().isoformat()
    return "".join(parts)


def _hides(kinds: Collection[str], moment: datetime) -> bool:
    """Whether a format of these kinds of tokens leaves out something that the moment holds."""
    hidden_time = (moment.hour, moment.minute, moment.second) != (
        0,
        0,
        0,
    ) and "h" not in kinds
    hidden_second = moment.second != 0 and "s" not in kinds
    return (
        "y" not in kinds
        or "m" not in kinds
        or (moment.day != 1 and "d" not in kinds)
        or hidden_time
        or hidden_second
    )


def _spell(section: str, moment: datetime) -> tuple[list[str], list[str]]:
    """Return the texts of the format's tokens, and their kinds in order: y, m, d, h, n for minutes, s, a for others."""
    parts: list[str] = []
    kinds: list[str] = []
    # A twelve-hour format says so once, anywhere
    half_day = re.search(r"am/pm|a/p|上午/下午", section, re.IGNORECASE) is not None
    previous = ""
    matches = [match for match in _TOKEN.finditer(section) if match[0] != "@"]
    for index, match in enumerate(matches):
        token = (match[3] or "").lower()
        if not token:
            parts.append(match[1] or match[2] or match[4] or "")
            continue
        # e is a year in Chinese and Japanese formats
        kind = "y"
        if token[0] != "e":
            kind = token[0]
        # m are minutes behind hours and before seconds, else months (ECMA-376 part 1, 18.8.31)
        following = next(
            (later[3].lower()[0] for later in matches[index + 1 :] if later[3]), ""
        )
        if kind == "m" and (previous == "h" or following == "s"):
            kind = "n"
        parts.append(_part(kind, token, moment, half_day=half_day))
        kinds.append(kind)
        previous = kind
    return parts, kinds


def _part(kind: str, token: str, moment: datetime, *, half_day: bool) -> str:
    # A year of two digits is printed with four: it would be read as any other
    if kind == "y":
        return f"{moment.year:04d}"
    if kind == "a" or token[0] == "上":
        # aaa is 三, aaaa is 星期三
        if token.startswith("aaa"):
            return ("星期" if len(token) == 4 else "") + "一二三四五六日"[
                moment.weekday()
            ]
        if moment.hour < 12:
            return "上午"
        return "下午"
    # ddd is the name of the day
    if kind == "d" and len(token) > 2:
        return "星期" + "一二三四五六日"[moment.weekday()]
    hour = moment.hour
    if half_day:
        hour = (moment.hour - 1) % 12 + 1
    number = {
        "m": moment.month,
        "d": moment.day,
        "h": hour,
        "n": moment.minute,
        "s": moment.second,
    }[kind]
    if len(token) == 2:
        return f"{number:02d}"
    return str(number)

"""Dates as people write them: `2024年12月31日前`, `2024-10-25`, `2024.10.25`, `2024年10月`.

A date that does not exist (`2020年9月31日`) is told apart from a text that is no date at all. Years before 1930 and
after 2099 are rejected: in a cell a year on its own, typed as a number, is a day of 1905.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from perfeval_xl.amounts import normalise, round_half_up, whole_number

__all__ = [
    "CHINA",
    "FIRST_EIGHT",
    "FIRST_SERIAL",
    "FIRST_YEAR",
    "LAST_SERIAL",
    "LAST_YEAR",
    "WrittenDate",
    "date_of_number",
    "in_china",
    "is_year",
    "parse_date",
    "plain_year",
]

FIRST_SERIAL, LAST_SERIAL = 10_959, 73_050
"""The days 1930-01-01 and 2099-12-31 as cells count them."""

FIRST_EIGHT = 19_300_101
"""The first of the days typed without signs."""

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""The years that a project may be of."""

CHINA = timezone(timedelta(hours=8))
"""Days and times are those of China, whatever the machine believes."""

_SECONDS = 86_400
_EPOCH = date(1899, 12, 30)
# Years in which people write dates of projects
_YEAR = r"(?P<year>19[3-9][0-9]|20[0-9][0-9])"
# A time of day behind the date, which is passed over
_TIME = r"(?:(?:\s+|T|(?<=[日号])\s*)(?P<hour>[0-9]{1,2})(?::|时|点)(?:[0-5]?[0-9](?:(?::|分)[0-5]?[0-9])?(?:\.0+)?[分秒]?)?)?"
# A limit behind the date
_BEFORE = r"\s*(?P<before>之前|以前|前|止)?(?:完成)?"
# A limit before it
_UNTIL = r"(?P<until>不晚于|不迟于|截至|截止到?|≤|<=)?\s*(?:于|在)?\s*"
# A day, with the signs of Chinese or with one sign twice
_DAY = re.compile(
    _UNTIL
    + _YEAR
    + r"\s*(?:年\s*(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*[日号]?"
    + r"|(?P<sign>[-/.])\s*(?P<month2>[0-9]{1,2})\s*(?P=sign)\s*(?P<day2>[0-9]{1,2})\s*日?)"
    + _TIME
    + _BEFORE
    + r"\Z",
    re.ASCII,
)
# A month, or the end of a month or year
_MONTH = re.compile(
    _UNTIL
    + _YEAR
    + r"\s*(?:(?:年\s*(?P<month>[0-9]{1,2})\s*月份?|[-/]\s*(?P<month2>1[0-2]|0?[1-9]))"
    + r"|(?:年\s*(?P<month3>[0-9]{1,2})\s*月份?|年?年度?)\s*[底末]"
    + _BEFORE
    + r")(?:完成)?\Z",
    re.ASCII,
)
# Days typed without signs: 20241231
_EIGHT = range(FIRST_EIGHT, 20_991_232)
# Characters of a date with all that may stand around it
_LONGEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDate:
    """A date that somebody wrote. `day` is `None` for one that does not exist, and then `wrong` says why.

    Of a month (`whole_month`), or of the end of one or of a year, `day` is the last day. `bound` says that it was
    written as a limit (`…前`, `不晚于…`), the day itself included. `2024年12月前` is not read at all: it may mean the end
    of November or the end of December.
    """

    day: date | None
    whole_month: bool = False
    bound: bool = False
    wrong: str = ""


def parse_date(text: str | None) -> WrittenDate | None:
    """Return the date written in `text`, or `None` when it is blank or anything else than one date.

    Full-width digits, stray blanks and a time of day behind the date are accepted; a bare number is no date here.

    >>> parse_date("2024年12月31日前").day, parse_date("２０２４年２月").day
    (datetime.date(2024, 12, 31), datetime.date(2024, 2, 29))
    >>> parse_date("2020年9月31日").wrong, parse_date("24.5") is None
    ('9月只有30天', True)
    """
    # Blanks between words stay single, so that a time is told from a day
    folded = " ".join(normalise(part) for part in (text or "").split())
    # `2024-1` and `2024年底` are the shortest
    if not 6 <= len(folded) <= _LONGEST:
        return None
    match = _DAY.match(folded)
    if match is not None:
        month = match["month"] or match["month2"]
        day = match["day"] or match["day2"]
        # 24:00 is the end of the day; anything later is none
        if int(match["hour"] or 0) > 24:
            return None
        return _checked(
            int(match["year"]),
            int(month),
            int(day),
            bound=_is_bound(match),
        )
    match = _MONTH.match(folded)
    if match is None:
        return None
    year = int(match["year"])
    # The end of a year without a month is that of December
    month = int(match["month"] or match["month2"] or match["month3"] or 12)
    if not 1 <= month <= 12:
        return WrittenDate(
            day=None,
            whole_month=True,
            bound=_is_bound(match),
            wrong=f"没有{month}月",
        )
    last = date(year, month, monthrange(year, month)[1])
    return WrittenDate(day=last, whole_month=True, bound=_is_bound(match))


def plain_year(text: str | None) -> str:
    """Return a year as it is compared, without 年 or 年度; empty for a blank.

    >>> plain_year("２０２４年度"), plain_year(" 2024 年"), plain_year(None)
    ('2024', '2024', '')
    """
    return normalise(text or "").removesuffix("度").removesuffix("年")


def is_year(text: str | None) -> bool:
    """Whether a text is the year of a project, with or without 年度.

    >>> is_year("2024年度"), is_year("1900"), is_year("24")
    (True, False, False)
    """
    return FIRST_YEAR <= whole_number(plain_year(text), 0) <= LAST_YEAR


def date_of_number(number: Decimal) -> date | None:
    """Return the day that a bare number stands for where a date is expected, or `None`.

    A count of days is what a date cell holds when it has lost its number format; its fraction is a time of day, rounded
    to the second as everywhere. `20241231` is a date typed without signs.

    >>> date_of_number(Decimal("45657.5")), date_of_number(Decimal("20241231")), date_of_number(Decimal(2024))
    (datetime.date(2024, 12, 31), datetime.date(2024, 12, 31), None)
    """
    if number == number.to_integral_value() and int(number) in _EIGHT:
        return _checked(
            int(number) // 10_000,
            int(number) // 100 % 100,
            int(number) % 100,
            bound=False,
        ).day
    if not FIRST_SERIAL <= number < LAST_SERIAL + 1:
        return None
    # Rounded to the second: what a cell holds of midnight may be just below it
    days = int(round_half_up(number * _SECONDS, 0)) // _SECONDS
    if days <= LAST_SERIAL:
        return _EPOCH + timedelta(days=days)
    return None


def _is_bound(match: re.Match[str]) -> bool:
    return bool(match["until"] or match["before"])


def _checked(year: int, month: int, day: int, *, bound: bool) -> WrittenDate:
    if not 1 <= month <= 12:
        return WrittenDate(day=None, bound=bound, wrong=f"没有{month}月")
    last = monthrange(year, month)[1]
    if day == 0:
        return WrittenDate(day=None, bound=bound, wrong="没有0日")
    if day > last:
        # Only February depends on the year
        leap = ""
        if month == 2:
            leap = f"{year}年"
        return WrittenDate(day=None, bound=bound, wrong=f"{leap}{month}月只有{last}天")
    return WrittenDate(day=date(year, month, day), bound=bound)


def in_china(moment: datetime) -> str:
    """Return a time as people in China write it."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")

"""Dates in target and actual cells, as measures: with and without a year, limits, months, years and parts of a year."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from perfeval_xl.amounts import normalise
from perfeval_xl.dates import WrittenDate, parse_date
from perfeval_xl.measures.model import Direction, Kind, Measure
from perfeval_xl.measures.numerals import read_number

__all__ = ["in_year", "read_written_date"]

_BY = ("之前", "以前", "前", "不晚于", "不迟于", "截至", "截止", "止", "≤", "<=")
_MONTH_LIMIT = re.compile(r"([^前]{1,8}月份?)(?:之|以)?前(?:完成)?\Z")
_THIS_YEAR = re.compile(
    r"(?:当年度?|本年度?|今年)(?=[0-9]{1,2}月|年?[底末]|[上下]半年|第)"
)
_YEARLESS = re.compile(
    r"[0-9]{1,2}月|年?[底末]|[上下]半年|第[一二三四1-4]季度|[一二三四]季度"
)
_UNTIL = re.compile(r"(?:不晚于|不迟于|截至|截止到?|力争|确保|≤|<=)?(?:于|在)?")
_DONE_ON = re.compile(r"(?:已经?|实际)(?=于|在|[0-9])")
"""已于, 实际在: words before the day on which something was done."""

_DONE_BY_THEN = re.compile(
    r"(?<=[日号底末份月前])(?:(?:已经?|均|全[部面])+完成|(?:已经?|均|全部)*(?:完工|竣工))\Z"
)
"""已完成, 全部完成, 竣工 behind a day: the same as 完成."""

_SHORT_YEAR = re.compile(
    r"(?<![0-9])(?P<year>1[5-9]|2[0-9]|3[0-9])"
    r"(?:年(?=[0-9]{1,2}月|[底末])|\.(?=(?:0?[1-9]|1[0-2])\.[0-9]{1,2}\Z))"
)
"""24年12月 and 24.12.31."""

_IN_WORDS = re.compile(
    r"(?P<year>[一二][〇零○一二三四五六七八九]{3})(?=年)"
    r"|(?P<count>[一二三四五六七八九十]{1,3})(?=月|[日号])"
)
_MONTH_WORDS = re.compile(
    r"[一二三四五六七八九十]月|[一二][〇零○一二三四五六七八九]{3}年"
)
_NUMERALS = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))
_YEAR = re.compile(r"(?P<year>19[3-9][0-9]|20[0-9][0-9])年(?:度)?(?:内)?(?:完成)?\Z")
_PART = re.compile(
    r"(?P<year>19[3-9][0-9]|20[0-9][0-9])年度?"
    r"(?P<part>[上下]半年|第?[一二三四1-4]季度)(?P<end>[底末])?(?P<before>(?:之|以)?前)?(?:完成)?\Z"
)
_LAST_MONTH = {
    "上半年": 6,
    "下半年": 12,
    "一": 3,
    "二": 6,
    "三": 9,
    "四": 12,
    "1": 3,
    "2": 6,
    "3": 9,
    "4": 12,
}
_HALF_YEAR, _QUARTER = 6, 3
_LEAP_YEAR = 2000


def read_written_date(text: str, folded: str) -> Measure | None:
    """Read a date; one without a year stands in 2000, a leap year. A limit of a month (12月前) has two readings.

    `folded` is `text` without blanks; what stands in both is kept as the measure's text.
    """
    if not any(mark in folded for mark in "年月季底末-/."):
        return None
    # 今年6月 has no year that is known here, like 6月
    written = _THIS_YEAR.sub("", _in_figures(folded))
    start = _start_of_day(written)
    yearless = _YEARLESS.match(written, start) is not None
    if yearless:
        written = f"{written[:start]}{_LEAP_YEAR}年{written[start:]}"
    measure = _part_of_year(written) or _day_or_month(text, written)
    if measure is None:
        return None
    # The year that was put in front must not show in a message
    if yearless:
        note = measure.note.removeprefix(f"{_LEAP_YEAR}年")
    else:
        note = measure.note
    return replace(
        measure,
        text=folded,
        yearless=yearless,
        note=note,
    )


def in_year(measure: Measure, year: int) -> Measure:
    """Return a date without a year as one of that year; 29 February becomes no day where that year has none."""
    if not measure.yearless:
        return measure
    written = _THIS_YEAR.sub("", _in_figures(measure.text))
    start = _start_of_day(written)
    moved = read_written_date("", f"{written[:start]}{year}年{written[start:]}")
    if moved is None:
        return measure
    return replace(moved, text=measure.text)


def _start_of_day(written: str) -> int:
    """Return where the day begins, behind 截至 or 不晚于."""
    match = _UNTIL.match(written)
    if match is None:
        return 0
    return match.end()


def _in_figures(folded: str) -> str:
    """Return a day in figures with its whole year, without words that only say that it was done then."""
    folded = folded.removeprefix("=")
    if _MONTH_WORDS.search(folded):
        folded = _IN_WORDS.sub(_digits, folded)
    folded = _SHORT_YEAR.sub(_whole_year, folded, count=1)
    return _DONE_BY_THEN.sub("完成", _DONE_ON.sub("", folded, count=1))


def _digits(match: re.Match[str]) -> str:
    """Return 2024 of 二〇二四, and 12 of 十二."""
    if match["year"]:
        return "".join(_NUMERALS[sign] for sign in match["year"])
    number = read_number(match["count"])
    if number is None:
        return match["count"]
    return f"{number[0]:f}"


def _whole_year(match: re.Match[str]) -> str:
    return f"20{match[0]}"


def _part_of_year(written: str) -> Measure | None:
    """Read 2024年, 2024年上半年, 2024年第三季度末前."""
    # A whole year, then a half or a quarter of one
    whole = _YEAR.match(written)
    if whole is not None:
        year = int(whole["year"])
        return _dated(since=date(year, 1, 1), last=date(year, 12, 31))
    match = _PART.match(written)
    if match is None:
        return None
    part = match["part"]
    # 第三季度 is looked up by its numeral
    half = part in _LAST_MONTH
    month = _LAST_MONTH[part if half else part.removeprefix("第")[0]]
    year = int(match["year"])
    last = _last_day(year, month)
    if match["before"]:
        return _before_part(match, last)
    # 上半年末 is its last month, 上半年 all of it
    if match["end"]:
        months = 1
    elif half:
        months = _HALF_YEAR
    else:
        months = _QUARTER
    return _dated(since=date(year, month - months + 1, 1), last=last)


def _before_part(match: re.Match[str], last: date) -> Measure:
    """Read 第三季度前: surely before the quarter, and by its last day at the latest; 第三季度末前 includes it."""
    limit = _limit(last)
    if match["end"]:
        return limit
    months = _QUARTER
    if match["part"] in _LAST_MONTH:
        months = _HALF_YEAR
    first = date(last.year, last.month - months + 1, 1)
    return replace(limit, certain_until=first - timedelta(days=1))


def _day_or_month(text: str, folded: str) -> Measure | None:
    written = parse_date(folded)
    # With a time of day the blank between the two is needed
    if written is None and ":" in folded:
        spaced = " ".join(normalise(part) for part in text.split())
        written, folded = parse_date(text), spaced
    if written is None:
        return _before_a_month(folded)
    return _as_measure(written, folded, certain_until=None)


def _before_a_month(folded: str) -> Measure | None:
    """Read “12月前”: surely before the month, and by its last day at the latest."""
    month = _MONTH_LIMIT.match(folded)
    if month is None:
        return None
    whole = parse_date(month[1])
    if whole is None or not whole.whole_month:
        return None
    if whole.day is None:
        return _as_measure(replace(whole, bound=True), folded, certain_until=None)
    day_before = whole.day.replace(day=1) - timedelta(days=1)
    return _as_measure(replace(whole, bound=True), folded, certain_until=day_before)


def _as_measure(
    written: WrittenDate, folded: str, certain_until: date | None
) -> Measure:
    day = written.day
    if day is None:
        unknown = _dated(since=None, last=None)
        if written.bound:
            unknown = _limit(None)
        return replace(unknown, note=written.wrong)
    if written.bound:
        comparator = next((word for word in _BY if word in folded), "")
        return replace(
            _limit(day),
            certain_until=certain_until or day,
            comparator=comparator,
        )
    return _dated(since=day.replace(day=1) if written.whole_month else day, last=day)


def _dated(*, since: date | None, last: date | None) -> Measure:
    return Measure(
        kind=Kind.DATE,
        text="",
        direction=Direction.AT_MOST,
        date=last,
        since=since,
    )


def _limit(last: date | None) -> Measure:
    return Measure(
        kind=Kind.DATE,
        text="",
        direction=Direction.AT_MOST,
        sign="≤",
        comparator="前",
        date=last,
        certain_until=last,
    )


def _last_day(year: int, month: int) -> date:
    after = date(year + month // 12, month % 12 + 1, 1)
    return after - timedelta(days=1)

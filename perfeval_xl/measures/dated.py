"""Dates in target and actual cells, as measures: with and without a year, limits, months, years and parts of a year."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from perfeval_xl.amounts import normalise
from perfeval_xl.dates import WrittenDate, parse_date
from perfeval_xl.measures.model import Direction, Kind, Measure

__all__ = ["in_year", "read_written_date"]

_BY = ("之前", "以前", "前", "不晚于", "不迟于", "截至", "截止", "止", "≤", "<=")
_MONTH_LIMIT = re.compile(r"([^前]{1,8}月份?)(?:之|以)?前(?:完成)?\Z")
_THIS_YEAR = re.compile(
    r"(?:当年度?|本年度?|今年)(?=[0-9]{1,2}月|年?[底末]|[上下]半年|第)"
)
_YEARLESS = re.compile(r"[0-9]{1,2}月|年?[底末]|[上下]半年|第[一二三四1-4]季度")
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
    written = _THIS_YEAR.sub("", folded)
    yearless = _YEARLESS.match(written) is not None
    if yearless:
        written = f"{_LEAP_YEAR}年{written}"
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
    moved = read_written_date("", f"{year}年{_THIS_YEAR.sub('', measure.text)}")
    if moved is None:
        return measure
    return replace(moved, text=measure.text)


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
        return _limit(last)
    # 上半年末 is its last month, 上半年 all of it
    if match["end"]:
        months = 1
    elif half:
        months = _HALF_YEAR
    else:
        months = _QUARTER
    return _dated(since=date(year, month - months + 1, 1), last=last)


def _day_or_month(text: str, folded: str) -> Measure | None:
    written = parse_date(folded)
    # With a time of day the blank between the two is needed
    if written is None and ":" in folded:
        spaced = " ".join(normalise(part) for part in text.split())
        written, folded = parse_date(text), spaced
    if written is None:
        return _before_a_month(folded)
    return _as_measure(written, folded, surely=None)


def _before_a_month(folded: str) -> Measure | None:
    """Read “12月前”: surely before the month, and by its last day at the latest."""
    month = _MONTH_LIMIT.match(folded)
    if month is None:
        return None
    whole = parse_date(month[1])
    if whole is None or not whole.whole_month or whole.day is None:
        return None
    day_before = whole.day.replace(day=1) - timedelta(days=1)
    return _as_measure(replace(whole, bound=True), folded, surely=day_before)


def _as_measure(written: WrittenDate, folded: str, surely: date | None) -> Measure:
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
            surely=surely or day,
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
        surely=last,
    )


def _last_day(year: int, month: int) -> date:
    after = date(year + month // 12, month % 12 + 1, 1)
    return after - timedelta(days=1)

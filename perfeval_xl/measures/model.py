"""The value of one target or actual cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from perfeval_xl.amounts import EXACT, ONE, plain
from perfeval_xl.measures.units import alike

__all__ = [
    "ABSENT",
    "LEAST_PERCENT",
    "MOST_PERCENT",
    "MOST_TIMES",
    "Direction",
    "Kind",
    "Measure",
    "Note",
]

ABSENT = frozenset(
    {
        "不适用",
        "无此项",
        "无",
        "不涉及",
        "/",
        "／",
        "—",
        "——",
        "–",
        "―",
        "─",
        "-",
        "--",
        "－",
        "N/A",
        "n/a",
        "NA",
    }
)
"""How people write that an indicator does not apply, full-width spellings included for formulas that compare texts."""


class Kind(StrEnum):
    """What a value is. `QUALITY` is every text that is none of the others, readable or not."""

    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    QUANTITY = "quantity"
    RANGE = "range"
    DATE = "date"
    QUALITY = "quality"


class Direction(StrEnum):
    """Which way a target points: `AT_LEAST` also stands for a bare number, `AT_MOST` for every date."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Note(StrEnum):
    """Why a text that speaks of figures is no quantity, in words for a message."""

    SEVERAL = "一格里写了两个以上的目标"
    APPROXIMATE = "写的是约数"
    CHANGE = "写的是变化幅度，没有写变化前后的数值"
    UNREAD = "有数字，但看不出是什么数值"


LEAST_PERCENT, MOST_PERCENT = Decimal(2), Decimal(1000)
"""A bare figure beside a rate is meant in percent between these."""

MOST_TIMES = Decimal("10.0000001")
"""A fraction beside a rate is at most so many times the rate; a larger one may be a percentage. No round number, so
that a formula, which computes in binary, turns at the same place.
"""

_SAME_SIZE = 100
"""Figures of one size differ by less than this; a lost 万 makes 10,000."""

_YEAR = "年"


_PERIODS = {
    (1, 12): "",
    (1, 6): "上半年",
    (7, 12): "下半年",
    (1, 3): "第一季度",
    (4, 6): "第二季度",
    (7, 9): "第三季度",
    (10, 12): "第四季度",
}
"""Months of a year that have a name of their own: the first and the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One value, as written and as it compares.

    `text` is what was written, full-width forms folded and blanks dropped. `number` is what only a quantity has: exact,
    in the base unit. `unit` is the base unit: 元 for money, 秒 for hours and days, 月 for months and years, 米, 千克, 升,
    亩 for areas (the one in which all areas are finite decimals), the unit as written where nothing converts, and
    empty for bare numbers and for rates, whose number is a fraction and whose `rate` is true. `per` is what the unit
    counts for, times of the calendar converted too: 年 in 12次/年 and 每月1次, 人·年 in 530元/人*月, empty for none.
    `written` is the unit as a person wrote it (万元, 小时, %) and `factor` the number of base units in one of it; 万
    before people or things belongs to the number, so that 7.5万人 is 75000 of 人.

    `comparator` is as written and empty for none; `sign` is the same in one of the spellings ≥ > = ≤ <, and
    `direction` the way it points. A range has `low` and `high` instead of `number`, both in the base unit and
    inclusive unless `low_excluded`, `high_excluded`.

    A date has `date`, the last day it can mean, `None` for a day that does not exist (`note` says why). `since` is the
    first day it can mean (1 December for 2024年12月), `None` where it is a limit. The limit of 2024年12月前 may be the end
    of November or of December: its `certain_until` is 30 November, for all other limits it is `date`. A date without a year
    stands in the year 2000 and is `yearless`. `suspect` is what a damaged or mistyped text may have been (290% for ≥90%), for a person to decide;
    nothing is ever computed with it. `note` says why a text with figures could not be read; empty for none.
    """

    kind: Kind
    text: str
    number: Decimal | None = None
    unit: str = ""
    comparator: str = ""
    direction: Direction = Direction.AT_LEAST
    sign: str = ""
    rate: bool = False
    per: str = ""
    written: str = ""
    factor: Decimal = ONE
    low: Decimal | None = None
    high: Decimal | None = None
    low_excluded: bool = False
    high_excluded: bool = False
    date: dt.date | None = None
    since: dt.date | None = None
    certain_until: dt.date | None = None
    yearless: bool = False
    suspect: str = ""
    note: str = ""

    @property
    def bare(self) -> bool:
        """Whether this is figures without any unit, which go with whatever unit stands opposite."""
        return not (self.unit or self.rate or self.per)

    @property
    def figure(self) -> Decimal | None:
        """The number as a person reads it, in `written` units: 24.5 of 24.5万元, 95 of 95%; `None` without number."""
        if self.number is None:
            return None
        return self._figure_of(self.number)

    @property
    def spelled(self) -> str:
        """The value in its shortest spelling, which reads back as the same value; the text itself without figures."""
        # In the unit as written, so that 24.5万元 is not shown as 245000元
        if self.kind is Kind.QUANTITY and self.number is not None:
            return f"{self.sign}{plain(self._figure_of(self.number))}{self.written}"
        if self.kind is Kind.RANGE and self.low is not None and self.high is not None:
            low, high = (
                plain(self._figure_of(bound)) + self.written
                for bound in (self.low, self.high)
            )
            return f"{low}{'<' if self.low_excluded else '≤'}N{'<' if self.high_excluded else '≤'}{high}"
        if self.kind is Kind.DATE and self.date is not None:
            return self._spelled_date(self.date)
        return self.text

    def comparable(self, other: Measure) -> bool:
        """Whether one can be put beside the other: figures of one unit, or two dates; bare figures go with any unit.

        人 and 人次 are different units; rates compare with rates and bare figures only. A form is about one year, so that
        12次/年 and 12次 are the same, but 2次/周 and 2次 are not.
        """
        figures = (Kind.QUANTITY, Kind.RANGE)
        # A bare figure takes any unit, except that a rate compares with no counted thing
        if self.kind in figures and other.kind in figures:
            if self.bare or other.bare:
                return not (
                    (self.rate and other.written) or (other.rate and self.written)
                )
            same_span = self.per == other.per or self._in_a_year(other)
            return (
                self.rate is other.rate and same_span and alike(self.unit, other.unit)
            )
        # A day of this year and one without a year may lie a year apart
        both = self.kind is Kind.DATE and other.kind is Kind.DATE
        return (
            both
            and self.yearless is other.yearless
            and None not in {self.date, other.date}
        )

    def in_unit_of(self, other: Measure) -> Measure | None:
        """Return this value as it stands beside `other`, or `None` where the two do not compare.

        A bare figure takes the unit of the other as written: 15 beside 20万元 is 15万元, 95 beside ≥90% is 95%. Beside a
        rate a figure below 1 is the fraction that a cell holds; 1 may be 1% or 100%, and so may everything up to 2.
        11000 beside 1.2万 is 11000, and 1.1 is 1.1万: whichever is of the same size.
        """
        if not self.comparable(other):
            return None
        # Only a figure without unit beside one with a unit has to be scaled
        if not self.bare or self.written or not other.written:
            return self
        scale = self._scale_beside(other)
        if scale is None:
            return None
        return replace(
            self,
            number=_times(self.number, scale),
            low=_times(self.low, scale),
            high=_times(self.high, scale),
            unit=other.unit,
            rate=other.rate,
            per=other.per,
            written=other.written,
            factor=other.factor,
        )

    def _in_a_year(self, other: Measure) -> bool:
        """Whether one counts by the year and the other, of the same kind of unit, without a span."""
        return (
            {self.per, other.per} == {"", _YEAR}
            and bool(self.unit)
            and bool(other.unit)
        )

    def _scale_beside(self, other: Measure) -> Decimal | None:
        """Return what a bare figure is multiplied with beside a figure that has a unit; `None` where nobody can say."""
        size = self._size()
        beside = other._size()
        if size is None or beside is None:
            return None
        # Beside a rate: a fraction or a percentage, by its size
        if other.rate:
            return _scale_of_rate(size, beside, other.factor)
        if other.per and other.factor != 1:
            # 12 beside 每月1次: in a month, or in the year?
            return None
        # A unit is simply left out; a bare 万 may be left out or multiplied in already
        if other.unit or other.factor == 1:
            return other.factor
        as_it_is = _near(size, beside)
        if as_it_is:
            return ONE
        return other.factor

    def _size(self) -> Decimal | None:
        """Return how large the figure is, of a range its upper end."""
        if self.kind is Kind.RANGE:
            number = self.high
        else:
            number = self.number
        if number is None:
            return None
        return abs(number)

    def _figure_of(self, number: Decimal) -> Decimal:
        return EXACT.divide(number, self.factor)

    def _period(self, last: dt.date) -> tuple[int, int] | None:
        """Return the first and the last month of a date that is some whole months of one year, `None` for any other."""
        next_day = last + dt.timedelta(days=1)
        if (
            self.since is None
            or self.since.day != 1
            or next_day.day != 1
            or self.since.year != last.year
        ):
            return None
        return self.since.month, last.month

    def _spelled_date(self, last: dt.date) -> str:
        if self.yearless:
            year = ""
        else:
            year = f"{last.year}年"
        # A whole year, half or quarter has a name of its own
        period = self._period(last)
        if period in _PERIODS and (year or _PERIODS[period]):
            return f"{year}{_PERIODS[period]}"
        # Where the first and the last day differ a month was written, else a day
        if self.certain_until not in {None, last} or self.since not in {None, last}:
            return f"{year}{last.month}月{'前' if self.since is None else ''}"
        return f"{year}{last.month}月{last.day}日{'前' if self.since is None else ''}"


def _times(figure: Decimal | None, scale: Decimal) -> Decimal | None:
    if figure is None:
        return None
    return EXACT.multiply(figure, scale)


def _near(one: Decimal, other: Decimal) -> bool:
    """Whether two figures are of one size, so that neither can have lost a 万."""
    return one == 0 or other == 0 or one * _SAME_SIZE >= other >= one / _SAME_SIZE


def _scale_of_rate(size: Decimal, beside: Decimal, factor: Decimal) -> Decimal | None:
    """Return what makes a rate of a bare figure of this size beside a rate: 1 for a fraction, else the percent sign's.

    0.5 beside 1% may be 50% or 0.5%, and 1 beside 100% may be 100% or 1%; more than 1000 is no percentage.
    """
    if size == 0:
        return ONE
    if size < 1:
        if size <= MOST_TIMES * beside:
            return ONE
        return None
    if LEAST_PERCENT <= size <= MOST_PERCENT:
        return factor
    return None

"""Target and actual of one row, read side by side: what one of them leaves out, the other, the name and the year tell.

`read_row` never guesses in silence. Where the two cells can mean two things it gives a `Doubt`, and nothing is compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from perfeval_xl.amounts import EXACT, parse_number, plain
from perfeval_xl.dates import date_of_number
from perfeval_xl.measures.changes import as_changes
from perfeval_xl.measures.dated import in_year, read_written_date
from perfeval_xl.measures.direction import Side, beyond_range, is_limit
from perfeval_xl.measures.model import Kind, Measure, Note
from perfeval_xl.measures.names import Name, read_name
from perfeval_xl.measures.parsing import parse_measure
from perfeval_xl.measures.periods import with_spans
from perfeval_xl.measures.ranges import one_bound
from perfeval_xl.measures.units import Unit
from perfeval_xl.measures.worded import as_figures

__all__ = ["Doubt", "RowReading", "Why", "read_row"]

_FIRST_DAY, _LAST_DAY = 36_526, 54_788
"""2000-01-01 and 2049-12-31 as cells count days."""

_TYPED_LIMIT = re.compile(
    r"(?:≤|<=|不晚于|不迟于)(?P<day>(?:19|20)[0-9]{6})|(?P<day2>(?:19|20)[0-9]{6})(?:之|以)?前(?:完成)?"
)
"""≤20241231 and 20241231前."""

_FIGURES = (Kind.QUANTITY, Kind.RANGE)
_TWO = Decimal(2)
_PLAIN_RATE = (Decimal(50), Decimal("0.5"))
"""From 50 on a percentage, from 0.5 on a fraction: beside each other in a column of % nobody can say which is meant."""


class Why(StrEnum):
    """What is in doubt about a row."""

    DIRECTION = "direction"
    NOTHING_SPENT = "nothing spent"
    DAY_NUMBER = "day number"
    NO_DAY = "no day"
    NO_SUCH_DAY = "no such day"
    SEVERAL = "several"
    UNITS = "units"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why a row cannot be compared: `about` is `target` or `actual`; `said` is the day or what is wrong with it."""

    why: Why
    about: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReading:
    """Target and actual as they compare. `at_most` says that a target without a sign is a limit.

    `doubt` is `None` where they can be compared, or where it is for the rule to say that they cannot. `odd` says that
    the sign of the target does not go with the name: ≥ for a cost, ≤ for a number of things made. `change` says that
    both cells tell by how much something changed: 下降5% points the way its word says, whatever the name is.
    """

    target: Measure
    actual: Measure
    at_most: bool = False
    doubt: Doubt | None = None
    odd: bool = False
    change: bool = False


def read_row(
    path: tuple[str, ...],
    target: str | None,
    actual: str | None,
    year: int | None = None,
) -> RowReading:
    """Return what a row of an open form says; `year` is that of the form, `None` where it has none.

    >>> row = read_row(("产出指标", "质量指标", "合格率"), "100", "0.98")
    >>> row.target.spelled, row.actual.spelled
    ('100%', '98%')
    >>> read_row(("产出指标", "质量指标", "投诉次数"), "2次", "8次").doubt.why.value
    'direction'
    """
    # Each cell by itself first, then what the name, the year and the other cell tell
    name = read_name(path)
    pair = RowReading(target=parse_measure(target), actual=parse_measure(actual))
    # 无 beside 0次 is 0, and not 不适用
    pair = _worded(pair, name, year)
    nothing_to_read = {Kind.BLANK, Kind.NOT_APPLICABLE}
    if pair.target.kind in nothing_to_read or pair.actual.kind in nothing_to_read:
        return pair
    for step in _STEPS:
        pair = step(pair, name, year)
        if pair.doubt is not None:
            return pair
    return pair


def _one_value_each(pair: RowReading, _: Name, __: int | None) -> RowReading:
    """Two values in one cell are never one number; of a sentence only the target has to be one value."""
    if pair.target.note == Note.SEVERAL:
        return _doubt(pair, Why.SEVERAL, "target")
    if pair.actual.note == Note.SEVERAL and pair.target.kind is not Kind.QUALITY:
        return _doubt(pair, Why.SEVERAL, "actual")
    return pair


def _days(pair: RowReading, name: Name, year: int | None) -> RowReading:
    """Read numbers as days where days are meant, and give a day without a year the one of the form."""
    meant = name.dated or Kind.DATE in {pair.target.kind, pair.actual.kind}
    target, actual = with_spans(pair.target, pair.actual)
    # 45657 may be a day that lost its format: that is asked, 20241231 is simply read
    if meant:
        for about, measure in (("target", target), ("actual", actual)):
            day = _day_number(measure)
            if day:
                return _doubt(pair, Why.DAY_NUMBER, about, day)
        target, actual = _typed_day(target), _typed_day(actual)
    # A day that does not exist, such as 2月30日
    for about, measure in (("target", target), ("actual", actual)):
        if measure.kind is Kind.DATE and measure.date is None:
            return _doubt(pair, Why.NO_SUCH_DAY, about, measure.note)
    # Only where one of the two has a year; two days without one compare as they are
    if year is not None and target.yearless is not actual.yearless:
        target = in_year(target, year)
        actual = in_year(actual, year)
    pair = replace(
        pair,
        target=target,
        actual=actual,
    )
    # A limit as an actual (6月前) does not say when it was done
    told = actual.kind is Kind.DATE and not actual.sign
    if target.kind is not Kind.DATE or told:
        return pair
    return _doubt(pair, Why.NO_DAY, "actual")


def _worded(pair: RowReading, name: Name, _: int | None) -> RowReading:
    """全覆盖 is 100% beside a rate, 无投诉 is 0 beside 2次."""
    target, actual = as_figures(pair.target, pair.actual, name)
    return replace(pair, target=target, actual=actual)


def _changes(pair: RowReading, _: Name, __: int | None) -> RowReading:
    """提升10% and 提升12% compare as figures."""
    found = as_changes(pair.target, pair.actual)
    if found is None:
        return pair
    return replace(
        pair,
        target=found[0],
        actual=found[1],
        change=True,
    )


def _same_units(pair: RowReading, name: Name, _: int | None) -> RowReading:
    """Give a bare figure the unit of the name, and tell percentages from fractions under a name such as 合格率."""
    target, actual = pair.target, pair.actual
    if (
        target.kind is not Kind.QUANTITY
        or actual.kind is not Kind.QUANTITY
        or not target.number
    ):
        return pair
    bare = (_is_plain(target), _is_plain(actual))
    if not any(bare):
        return pair

    # The unit of the name, where it is a rate or what stands beside the bare figure is in it.
    unit = name.unit
    beside = target
    if bare[0]:
        beside = actual
    if unit is not None and unit.rate:
        if _may_be_either(target, actual):
            return _doubt(pair, Why.UNITS, "actual")
        return _both_in_unit(pair, unit)
    if unit is not None and not all(bare) and beside.unit == unit.base:
        return _both_in_unit(pair, unit)

    # No unit in the name: what the figures are is told by the name and by each other.
    if not all(bare):
        return _one_is_bare(pair, name)
    if name.rate:
        return _two_rates(pair)
    return pair


def _one_is_bare(pair: RowReading, name: Name) -> RowReading:
    """Doubt a percentage beside a bare figure: of 1, for instance, nobody knows whether it is 100%."""
    if pair.actual.rate and not name.rate and pair.target.number != 100:
        return _doubt(pair, Why.UNITS, "actual")
    return pair


def _both_in_unit(pair: RowReading, unit: Unit) -> RowReading:
    return replace(
        pair,
        target=_in_unit(pair.target, unit),
        actual=_in_unit(pair.actual, unit),
    )


def _two_rates(pair: RowReading) -> RowReading:
    """Two bare figures under the name of a rate: 100 and 0.98 are 100% and 98%; 100 and 1 may be anything."""
    sizes = [
        abs(measure.number or Decimal(0)) for measure in (pair.target, pair.actual)
    ]
    small, large = sorted(sizes)
    if small == 0 or large < _TWO or small >= _TWO:
        return pair
    if small >= 1:
        return _doubt(pair, Why.UNITS, "actual")
    return replace(
        pair,
        target=_as_rate(pair.target),
        actual=_as_rate(pair.actual),
    )


def _direction(pair: RowReading, name: Name, _: int | None) -> RowReading:
    """Say which way a target without a sign points, or that nobody can say."""
    target = pair.target
    if target.kind is Kind.RANGE:
        return _outside_range(pair, name)
    # A change points the way its word says, and a target of 0 has a rule of its own
    if (
        pair.change
        or target.kind is not Kind.QUANTITY
        or not target.number
        or as_changes(target, target) is not None
    ):
        return pair
    # No sign that points anywhere: the name, the unit and the place in the form have to tell
    if target.sign in {"", "="}:
        limit = is_limit(name, target)
        if limit is None:
            return _doubt(pair, Why.DIRECTION, "target")
        return replace(pair, at_most=limit)
    # With a sign the row is scored by it; that it does not go with the name is only told
    money = name.cost and not (name.saving or name.rate or target.rate)
    wrong_way = (money and target.sign in ">≥") or (
        name.counted and not name.less and target.sign in "<≤"
    )
    return replace(pair, odd=wrong_way)


def _outside_range(pair: RowReading, name: Name) -> RowReading:
    """3—5天 is no reason to punish 2天, and 80%-90% none for 95%; signs on both sides (95%≤N≤100%) mean both."""
    side = beyond_range(pair.target, pair.actual, name)
    if side is None:
        return pair
    if side is Side.UNSURE:
        return _doubt(pair, Why.DIRECTION, "target")
    return replace(pair, target=one_bound(pair.target, at_most=side is Side.BELOW))


def _spent(pair: RowReading, name: Name, _: int | None) -> RowReading:
    """Nothing spent is not a cost that was kept."""
    limited = pair.at_most or (bool(pair.target.sign) and pair.target.sign in "<≤")
    number, limit = pair.actual.number, pair.target.number
    if not (name.cost and limited) or number is None or limit is None:
        return pair
    if number <= 0 < limit:
        return _doubt(pair, Why.NOTHING_SPENT, "actual")
    return pair


_STEPS: tuple[Callable[[RowReading, Name, int | None], RowReading], ...] = (
    _one_value_each,
    _days,
    _changes,
    _direction,
    _same_units,
    _spent,
)
"""In this order, until one of them has a doubt."""


def _doubt(pair: RowReading, why: Why, about: str, said: str = "") -> RowReading:
    return replace(pair, doubt=Doubt(why=why, about=about, said=said))


def _is_plain(measure: Measure) -> bool:
    return measure.bare and not measure.written


def _day_number(measure: Measure) -> str:
    """Return the day that a bare whole number between 36526 and 54788 counts to, empty for any other value."""
    if (
        measure.kind is not Kind.QUANTITY
        or not _is_plain(measure)
        or measure.number is None
    ):
        return ""
    if not _FIRST_DAY <= measure.number <= _LAST_DAY:
        return ""
    day = date_of_number(measure.number)
    if day is None:
        return ""
    return f"{day.year}年{day.month}月{day.day}日"


def _typed_day(measure: Measure) -> Measure:
    """Read 20241231 as a day and 2024.12 as a month; 2024.1 may be January, or October without its 0."""
    limited = _TYPED_LIMIT.fullmatch(measure.text)
    if limited is not None:
        digits = limited["day"] or limited["day2"]
        spelled = f"{digits[:4]}年{int(digits[4:6])}月{int(digits[6:])}日"
        return _as_written(f"{spelled}前", measure)
    # Only plain digits: 2024.12 with a unit is a quantity
    number = None
    if measure.kind is Kind.QUANTITY and _is_plain(measure):
        number = parse_number(measure.text)
    if number is None:
        return measure
    digits = measure.text
    # A whole day, a year with a month, or a year alone
    if len(digits) == 8 and digits.isdigit() and digits[:2] in {"19", "20"}:
        spelled = f"{digits[:4]}年{int(digits[4:6])}月{int(digits[6:])}日"
        return _as_written(spelled, measure)
    year, _, month = plain(number).partition(".")
    if len(year) != 4 or year[:2] not in {"19", "20"} or len(month) > 2:
        return measure
    if not month:
        return _as_written(f"{year}年", measure)
    first = _as_written(f"{year}年{int(month)}月", measure)
    if month != "1" or first.kind is not Kind.DATE:
        return first
    # 2024.1 can be read as 2024.10 too: from January to the end of October
    october = _as_written(f"{year}年10月", measure)
    return replace(october, since=first.since)


def _as_written(spelled: str, measure: Measure) -> Measure:
    read = read_written_date(spelled, spelled)
    if read is None:
        return measure
    return replace(read, text=measure.text)


def _in_unit(measure: Measure, unit: Unit) -> Measure:
    """Return a bare figure in the unit that the name says."""
    if not _is_plain(measure) or measure.number is None:
        return measure
    factor = EXACT.multiply(unit.factor, unit.multiplier)
    number = EXACT.multiply(measure.number, factor)
    return replace(
        measure,
        number=number,
        unit=unit.base,
        rate=unit.rate,
        per=unit.per,
        written=unit.written,
        factor=unit.factor,
    )


def _may_be_either(target: Measure, actual: Measure) -> bool:
    """Whether one figure looks like a percentage and a bare one like a fraction: 100 and 0.98."""
    # A figure with a percent sign is put beside the bare one as the number in front of the sign
    sizes = []
    for measure in (target, actual):
        number = abs(measure.number or Decimal(0))
        sizes.append(number if _is_plain(measure) else number * 100)
    small, large = sorted(sizes)
    percentage, fraction = _PLAIN_RATE
    return large >= percentage and fraction <= small <= 1


def _as_rate(measure: Measure) -> Measure:
    number = measure.number or Decimal(0)
    if abs(number) >= 1:
        number = EXACT.multiply(number, Decimal("0.01"))
    return replace(
        measure,
        number=number,
        rate=True,
        written="%",
        factor=Decimal("0.01"),
    )

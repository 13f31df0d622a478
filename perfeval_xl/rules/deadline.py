"""`deadline`: full points on time, and for every day or month late some points less (按期完成)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from perfeval_xl.amounts import ZERO, parse_number, plain
from perfeval_xl.dates import (
    FIRST_SERIAL,
    LAST_SERIAL,
    WrittenDate,
    date_of_number,
    parse_date,
)
from perfeval_xl.rules.base import (
    Evidence,
    Fact,
    FactKind,
    Finding,
    Input,
    Outcome,
    Step,
    earned,
    earned_formula,
    rounded,
    rounded_formula,
)
from perfeval_xl.rules.cells import given_weight
from perfeval_xl.rules.figures import left_open, missing, unreadable
from perfeval_xl.scheme.model import Rounding
from perfeval_xl.scheme.toml import Table

__all__ = ["Deadline", "days_late", "months_late"]

_TARGET = Fact(
    name="target",
    label="计划完成日期",
    kind=FactKind.DATE,
)
_ACTUAL = Fact(
    name="actual",
    label="实际完成日期",
    kind=FactKind.DATE,
)
_EXPECTED = "日期，例如2024-12-31"


class Deadline:
    """Facts: `target` and `actual`, dates. Full points when the actual day is not after the target day.

    A month stands for its last day. A time of day does not count. Parameters: `late`, what being late costs: `zero`
    (the default) all points, `deduct` so many points (`deduct`) for every `per` (`day` or `month`). `count` (default
    `started`) says whether a started month counts as one or only a `full` one; a day is always a whole one.
    """

    kind: ClassVar[str] = "deadline"

    def __init__(self, table: Table) -> None:
        self.late = table.choice("late", ("zero", "deduct"), "zero")
        self.deduct = ZERO
        self.per = "day"
        self.count = "started"
        if self.late == "zero":
            return
        self.deduct = table.number("deduct")
        if not self.deduct:
            raise table.wrong("deduct", "not_above_zero")
        self.per = table.choice("per", ("day", "month"))
        if self.per == "month":
            self.count = table.choice("count", ("started", "full"), "started")

    def facts(self) -> tuple[Fact, ...]:
        """The planned and the actual day."""
        return (_TARGET, _ACTUAL)

    def points(self) -> Decimal | None:
        """The weight."""
        return None

    def score(self, evidence: Evidence, rounding: Rounding) -> Outcome:
        """Return one step; what cannot be read as a date, or does not exist, leaves the row open."""
        promised = Input(_TARGET.label, evidence.fact("target"))
        done = Input(_ACTUAL.label, evidence.fact("actual"))
        inputs = (promised, done)
        limit, day = _read(promised, limit=True), _read(done, limit=False)
        pairs = ((promised, limit), (done, day))
        target, actual = _day(limit), _day(day)
        # Without both days a person has to tell
        if target is None or actual is None:
            unread = [(item, read) for item, read in pairs if _day(read) is None]
            why = "；".join(_unread(item, read) for item, read in unread)
            findings = [_finding(item, read) for item, read in unread]
            return left_open(why, inputs, *findings)
        said = "，".join(_shown(item, read) for item, read in pairs)
        weight = evidence.weight
        # In time
        if actual <= target:
            points = rounded(weight, rounding)
            text = f"{said}，按期完成，得满分{plain(points)}分"
            step = Step(
                text=text,
                value=points,
                inputs=inputs,
            )
            return Outcome(steps=(step,), reached=True)
        # A started month may cost nothing by the scheme's own words;
        # what costs anything never rounds to full
        lost = self._lost(weight, target, actual)
        points = earned(max(ZERO, weight - lost), weight, rounding, reached=lost == 0)
        text = f"{said}，{self._how_late(target, actual)}，{plain(weight)}分中得{plain(points)}分"
        step = Step(
            text=text,
            value=points,
            inputs=inputs,
        )
        return Outcome(steps=(step,), reached=False)

    def formula(self, cells: Mapping[str, str], rounding: Rounding) -> str:
        """Blank until both cells are dates; one written as text, or as `20241231`, is read by the program only."""
        weight = cells["weight"]
        # A time of day is dropped; rounding to seconds first undoes the noise of binary
        days = {
            name: f"INT(ROUND({cells[name]}*86400,0)/86400)"
            for name in ("target", "actual")
            if name in cells
        }
        if len(days) < 2:
            return '""'
        if self.late == "zero":
            late = "0"
        else:
            late = self._late_points(weight, days, rounding)
        full = rounded_formula(weight, rounding)
        face = f"IF({days['actual']}<={days['target']},{full},{late})"
        # A number that no date can be is left to the program
        limits = ",".join(
            f"{day}>={FIRST_SERIAL},{day}<={LAST_SERIAL}" for day in days.values()
        )
        numbers = ",".join(f"ISNUMBER({cells[name]})" for name in days)
        inside = f'IF(AND({limits}),{face},"")'
        return given_weight(weight, f'IF(AND({numbers}),{inside},"")')

    def standard(self) -> tuple[str, ...]:
        """The one sentence."""
        return (self.describe(),)

    def describe(self) -> str:
        """The rule in one sentence."""
        if self.late == "zero":
            return "按期完成得满分，逾期不得分。"
        if self.per == "day":
            return f"按期完成得满分，每逾期1天扣{plain(self.deduct)}分，扣完为止。"
        rest = "不足1个月的部分不计"
        if self.count == "started":
            rest = "不足1个月的按1个月计"
        return (
            f"按期完成得满分，每逾期1个月扣{plain(self.deduct)}分（{rest}），扣完为止。"
        )

    def _lost(self, weight: Decimal, target: date, actual: date) -> Decimal:
        if self.late == "zero":
            return weight
        return self.deduct * self._units(target, actual)

    def _units(self, target: date, actual: date) -> int:
        if self.per == "day":
            return days_late(target, actual)
        return months_late(target, actual, self.count)

    def _how_late(self, target: date, actual: date) -> str:
        days = days_late(target, actual)
        if self.late == "zero":
            return f"逾期{days}天，逾期不得分"
        units = self._units(target, actual)
        lost = f"每{'天' if self.per == 'day' else '个月'}扣{plain(self.deduct)}分，共扣{plain(self.deduct * units)}分"
        if self.per == "day":
            return f"逾期{days}天，{lost}"
        rest = "不足1个月的部分不计"
        if self.count == "started":
            rest = "不足1个月的按1个月计"
        return f"逾期{days}天，计{units}个月（{rest}），{lost}"

    def _late_points(
        self,
        weight: str,
        days: Mapping[str, str],
        rounding: Rounding,
    ) -> str:
        units = self._late_formula(**days)
        left = f"MAX(0,{weight}-{plain(self.deduct)}*{units})"
        return earned_formula(left, weight, f"{units}=0", rounding)

    def _late_formula(self, target: str, actual: str) -> str:
        """Return `days_late` or `months_late` over serial numbers."""
        if self.per == "day":
            return f"({actual}-{target})"
        # See `months_late`: `DAY(target+1)=1` says that the target is the last day of its month
        months = f"YEAR({actual})*12+MONTH({actual})-YEAR({target})*12-MONTH({target})"
        if self.count == "started":
            return f"({months}+IF(DAY({target}+1)=1,0,IF(DAY({actual})>DAY({target}),1,0)))"
        short = f"IF(DAY({target}+1)=1,IF(DAY({actual}+1)=1,0,1),IF(DAY({actual})<DAY({target}),1,0))"
        return f"({months}-{short})"


def days_late(target: date, actual: date) -> int:
    """Return by how many days `actual` is after `target`, 0 when it is not."""
    return max(0, (actual - target).days)


def months_late(target: date, actual: date, count: str) -> int:
    """Return by how many `started` or `full` months `actual` is after `target`, 0 when it is not.

    A month is over on the day of the same number; where the target is the last day of its month, on the last day.

    >>> months_late(date(2024, 1, 31), date(2024, 2, 29), "full"), months_late(date(2024, 1, 15), date(2024, 2, 14), "full")
    (1, 0)
    """
    if actual <= target:
        return 0
    # The months between the two names of months, then the days decide on the last one
    months = actual.year * 12 + actual.month - target.year * 12 - target.month
    if count == "started":
        if _is_last(target):
            return months
        return months + (actual.day > target.day)
    if _is_last(target):
        return months - (not _is_last(actual))
    return months - (actual.day < target.day)


def _is_last(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _read(item: Input, *, limit: bool) -> WrittenDate | None:
    """Return the date of an input; only the planned one may be a limit (…前)."""
    # A cell that holds a day gives its serial number, or 20241231 as people type it
    number = parse_number(item.entry.text)
    if number is not None:
        day = date_of_number(number)
        if day is None:
            return None
        return WrittenDate(day=day)
    written = parse_date(item.entry.text)
    # “Done before June” does not say when it was done
    if written is not None and written.bound and not limit:
        return None
    return written


def _day(read: WrittenDate | None) -> date | None:
    if read is None:
        return None
    return read.day


def _finding(item: Input, read: WrittenDate | None) -> Finding:
    if read is not None:
        slots = {"what": item.name, "wrong": read.wrong}
        return Finding(
            code="PE-047",
            fact=item.name,
            slots=slots,
            found=item.entry.shown,
        )
    if item.entry.blank:
        return missing(item)
    return unreadable(item, _EXPECTED)


def _unread(item: Input, read: WrittenDate | None) -> str:
    if read is not None:
        return f"{item.name}“{item.entry.shown}”不存在（{read.wrong}）"
    if item.entry.blank:
        return f"{item.name}未填"
    return f"{item.name}“{item.entry.shown}”不能识别为日期"


def _shown(item: Input, read: WrittenDate | None) -> str:
    assert read is not None
    assert read.day is not None
    day = f"{read.day.year}年{read.day.month}月{read.day.day}日"
    if read.whole_month:
        return f"{item.name}{item.entry.shown}（按{day}计）"
    return f"{item.name}{day}"

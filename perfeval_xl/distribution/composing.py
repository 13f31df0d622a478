"""A target that was declared as symbol, value and unit, as the one text that the form holds: `≥95%`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from perfeval_xl.amounts import ONE, ZERO, normalise, parse_number, plain
from perfeval_xl.dates import parse_date
from perfeval_xl.measures import Kind, Measure, parse_measure
from perfeval_xl.measures.comparators import peel
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Entry

__all__ = ["composed_target"]

_SIGNS = {
    **dict.fromkeys(
        ("≥", ">=", "大于等于", "大于或等于", "不低于", "不少于", "不小于", "1"), "≥"
    ),
    **dict.fromkeys((">", "大于", "高于", "2"), ">"),
    **dict.fromkeys(("=", "等于", "3"), ""),
    **dict.fromkeys(
        ("≤", "<=", "小于等于", "小于或等于", "不高于", "不超过", "不大于", "4"), "≤"
    ),
    **dict.fromkeys(("<", "小于", "低于", "5"), "<"),
}
"""The numbers are the keys of the systems that export such lists (domain notes, C.5)."""
_NO_SIGN = {
    "定性",
    "6",
    "定量",
    "9",
    "定量(其他)",
    "10",
    "其他",
    "/",
    "-",
    "—",
    "无",
    "正向指标",
    "反向指标",
}
_QUALITY = {"定性", "6"}
_PERCENT = {"%", "％", "百分比", "百分数"}
_NO_UNIT = {"无", "无单位", "没有", "日期", "时间", "年月", "年月日"}
_BEFORE_DIGITS = re.compile(r"(?P<words>[^\W\d_]{2,})(?=[0-9０-９])")
"""Words in front of a figure, 举办培训班12期: a sign stands between them."""

_MARKS = frozenset("/\\—–―-_")
# Characters of a text that a message quotes
_SHOWN = 30


def composed_target(
    symbol: Entry,
    value: Entry,
    measure: Entry,
    row: int,
) -> tuple[Entry, tuple[Problem, ...]]:
    """Return the target as one text, and what is wrong with its parts.

    A sign or unit that the value already has is not written twice; a target of quality is its words alone. A date is a
    limit (`2024年12月31日前`), whichever way its cell shows it. A range takes its unit, and no sign.
    """
    text = (value.text or "").strip()
    folded = normalise(symbol.text or "")
    # What is described in words needs neither sign nor unit
    if folded in _QUALITY:
        return value, ()
    spoken = _spoken_sign(folded)
    # A sign that nobody knows is asked about, and the value is left as it was written
    if folded and not spoken and folded not in _SIGNS and folded not in _NO_SIGN:
        slots = {"row": str(row), "written": symbol.shown[:30]}
        return value, (
            Problem(
                code="PE-113",
                place=symbol.location,
                found=symbol.shown,
                slots=slots,
            ),
        )
    sign = spoken or _SIGNS.get(folded, "")
    unit = _unit_of(measure)
    # Only a bare number simply takes the sign in front and the unit behind
    if parse_number(text) is None:
        return _written_out(
            symbol,
            value,
            unit,
            sign,
            row,
        )
    # `95%` in a column whose unit is % has its unit already
    if not text.endswith(("%", "％")) or unit not in _PERCENT:
        text += unit
    return replace(value, text=sign + text), tuple(_fraction(value, unit, sign, row))


def _spoken_sign(folded: str) -> str:
    """Return the sign of words such as 不得低于 and 以内, and of ≧; empty for what is none, or is in the list."""
    if folded in _SIGNS or folded in _NO_SIGN:
        return ""
    for around in (f"{folded}1", f"1{folded}"):
        bounds = peel(around)
        if bounds is not None and bounds.core == "1":
            return bounds.sign
    return ""


def _signed(sign: str, text: str) -> str:
    """Return a figure with its sign in front of the digits: 举办培训班≥12期.

    >>> _signed("≥", "12期"), _signed("≥", "举办培训班12期")
    ('≥12期', '举办培训班≥12期')
    """
    words = _BEFORE_DIGITS.match(text)
    if not sign or words is None:
        return sign + text
    return words["words"] + sign + text[words.end() :]


def _unit_of(measure: Entry) -> str:
    """Return the unit of a target; empty where a bare mark, or a word for it, says that there is none.

    >>> _unit_of(Entry("——")), _unit_of(Entry("无")), _unit_of(Entry("无人机"))
    ('', '', '无人机')
    """
    written = (measure.text or "").strip()
    folded = normalise(written)
    if folded in _NO_UNIT or set(folded) <= _MARKS:
        return ""
    return written


def _written_out(
    symbol: Entry,
    value: Entry,
    unit: str,
    sign: str,
    row: int,
) -> tuple[Entry, tuple[Problem, ...]]:
    """Compose a value that is more than a number: a day, a range, one with a sign or unit of its own, or words."""
    text = (value.text or "").strip()
    # A day goes first: its digits would be read as a figure
    day = _date_target(text, sign)
    if day is not None:
        return replace(value, text=day), ()
    written = parse_measure(text)
    if written.kind is Kind.RANGE:
        return _range_target(
            symbol,
            value,
            unit,
            sign,
            row,
        )
    if written.number is not None:
        return _with_own_signs(
            symbol,
            value,
            unit,
            sign,
            row,
        )
    # A sign stands before figures only: `≥逐步提高` means nothing
    begins = normalise(text)[:1].isdigit()
    return replace(value, text=(sign if begins else "") + text), _no_number(
        symbol, value, row
    )


def _same_sign(sign: str, written: Measure) -> bool:
    """Whether the sign of the column is that of the value; one that is not written disagrees with nothing."""
    return not sign or not written.sign or written.sign == sign


def _with_own_signs(
    symbol: Entry,
    value: Entry,
    unit: str,
    sign: str,
    row: int,
) -> tuple[Entry, tuple[Problem, ...]]:
    """Compose a figure that brings a sign or a unit: what it lacks is added, what stands twice has to be the same."""
    text = (value.text or "").strip()
    written = parse_measure(text)
    own_unit = _unit_written(written)
    problems: list[Problem] = []
    # What stands both in its own column and in the value has to agree
    if not _same_sign(sign, written):
        problems.append(_twice("计算符号", symbol.shown, text, value, row))
    if unit and own_unit and not _agree(text, own_unit, normalise(unit)):
        problems.append(_twice("度量单位", unit, text, value, row))
    # The unit of its column is added only where the value ends with its digits: `≥95`
    bare = not own_unit and written.figure is not None
    if bare and written.written:
        text += unit
    elif bare and normalise(text)[-1:].isdigit():
        text += unit
        figure = replace(value, text=plain(written.figure or ZERO))
        problems += _fraction(figure, unit, written.sign or sign, row)
    # Its own sign goes before that of the column, which was compared above
    if not written.sign:
        text = _signed(sign, text)
    return replace(value, text=text), tuple(problems)


def _agree(text: str, own: str, unit: str) -> bool:
    """Whether the unit in a value is that of its column, whatever stands behind it: 95%以上, 12期（每月1期）, 2次/年."""
    return normalise(text).endswith(unit) or own == unit or own.startswith(f"{unit}/")


def _unit_written(written: Measure) -> str:
    """Return the unit that a figure brings; empty for a bare one."""
    if written.rate:
        return "%"
    # 1.2万 has no unit, only a larger number
    if written.bare:
        return ""
    return written.written or written.unit


def _twice(what: str, first: str, second: str, value: Entry, row: int) -> Problem:
    slots = {
        "row": str(row),
        "what": what,
        "first": first[:_SHOWN],
        "second": second[:_SHOWN],
    }
    return Problem(
        code="PE-164",
        place=value.location,
        found=value.shown,
        slots=slots,
    )


def _fraction(value: Entry, unit: str, sign: str, row: int) -> Iterator[Problem]:
    """Ask about 0.95 in a column whose unit is %: more likely 95% than 0.95%, surely so for what shall be reached."""
    number = parse_number(value.text)
    if (
        unit not in _PERCENT
        or number is None
        or not ZERO < number <= ONE
        or normalise(value.text or "").endswith("%")
    ):
        return
    slots = {
        "row": str(row),
        "written": plain(number),
        "meant": plain(number.scaleb(2)),
    }
    # At most 0.95% is a possible limit; at least 0.95% is hardly ever meant
    surely = sign not in {"≤", "<"}
    yield Problem(
        code="PE-163",
        place=value.location,
        found=value.shown,
        expected=f"{slots['meant']}%",
        slots=slots,
        raised_to=Severity.ERROR if surely else None,
    )


def _date_target(text: str, sign: str) -> str | None:
    """Return a day as a target, `None` for what is none; a date in words that needs no sign stays as it was written."""
    written = parse_date(text)
    if written is None or written.day is None:
        return None
    # Words that set a limit themselves, or a month or year that any of its days fulfils
    if written.bound or (not sign and (written.whole_month or "年" in text)):
        return text
    spelled = f"{written.day.year}年{written.day.month}月{written.day.day}日"
    # From a day on is a limit as well; every other sign means until that day
    if sign in {"≥", ">"}:
        return f"{sign}{spelled}"
    return f"{spelled}前"


def _range_target(
    symbol: Entry,
    value: Entry,
    unit: str,
    sign: str,
    row: int,
) -> tuple[Entry, tuple[Problem, ...]]:
    """A range says both limits itself: a sign in front of it makes it mean two things."""
    text = (value.text or "").strip()
    # Both limits may carry the unit already: `90%-95%`
    bare = parse_measure(text).bare
    composed = replace(value, text=text + (unit if bare else ""))
    if not sign:
        return composed, ()
    slots = {
        "row": str(row),
        "symbol": symbol.shown,
        "written": value.shown[:30],
    }
    told = Problem(
        code="PE-117",
        place=value.location,
        found=value.shown,
        slots=slots,
        raised_to=Severity.ERROR,
    )
    return composed, (told,)


def _no_number(symbol: Entry, value: Entry, row: int) -> tuple[Problem, ...]:
    """A sign wants a number; a value that brings its own sign or unit (`≥95%`, `95%`, `7项`) has one."""
    if normalise(symbol.text or "") not in _SIGNS or any(
        map(str.isdigit, normalise(value.text or ""))
    ):
        return ()
    slots = {
        "row": str(row),
        "symbol": symbol.shown,
        "written": value.shown[:30],
    }
    return (
        Problem(
            code="PE-117",
            place=value.location,
            found=value.shown,
            slots=slots,
        ),
    )

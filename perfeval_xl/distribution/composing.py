"""A target that was declared as symbol, value and unit, as the one text that the form holds: `≥95%`."""

from __future__ import annotations

from dataclasses import replace

from perfeval_xl.amounts import normalise, parse_number
from perfeval_xl.dates import parse_date
from perfeval_xl.measures import Kind, parse_measure
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.refs import Entry

__all__ = ["composed_target"]

_SIGNS = {
    **dict.fromkeys(("≥", ">=", "大于等于", "大于或等于", "不低于", "不少于", "不小于", "1"), "≥"),
    **dict.fromkeys((">", "大于", "高于", "2"), ">"),
    **dict.fromkeys(("=", "等于", "3"), ""),
    **dict.fromkeys(("≤", "<=", "小于等于", "小于或等于", "不高于", "不超过", "不大于", "4"), "≤"),
    **dict.fromkeys(("<", "小于", "低于", "5"), "<"),
}
"""The numbers are the keys of the systems that export such lists (domain notes, C.5)."""
_NO_SIGN = {"定性", "6", "定量", "9", "定量(其他)", "10", "其他", "/", "-", "—", "无", "正向指标", "反向指标"}
_QUALITY = {"定性", "6"}


def composed_target(symbol: Entry, value: Entry, measure: Entry, row: int) -> tuple[Entry, tuple[Problem, ...]]:
    """Return the target as one text, and what is wrong with its parts.

    A sign or unit that the value already has is not written twice; a target of quality is its words alone. A date is a
    limit (`2024年12月31日前`), whichever way its cell shows it. A range takes its unit, and no sign.
    """
    text = (value.text or "").strip()
    folded = normalise(symbol.text or "")
    if folded in _QUALITY:
        return value, ()
    if folded and folded not in _SIGNS and folded not in _NO_SIGN:
        slots = {"row": str(row), "written": symbol.shown[:30]}
        return value, (Problem(code="PE-113", place=symbol.location, found=symbol.shown, slots=slots),)
    sign = _SIGNS.get(folded, "")
    number = parse_number(text)
    unit = (measure.text or "").strip().strip("/—-无")
    if number is None:
        day = _date_target(text, sign)
        if day is not None:
            return replace(value, text=day), ()
        if parse_measure(text).kind is Kind.RANGE:
            return _range_target(symbol, value, unit, sign, row)
        begins = normalise(text)[:1].isdigit()
        return replace(value, text=(sign if begins else "") + text), _no_number(symbol, value, row, folded)
    if not text.endswith(("%", "％")) or unit not in {"%", "％"}:
        text += unit
    return replace(value, text=sign + text), ()


def _date_target(text: str, sign: str) -> str | None:
    """Return a day as a target, `None` for what is none; a date in words that needs no sign stays as it was written."""
    written = parse_date(text)
    if written is None or written.day is None:
        return None
    if written.bound or (not sign and (written.whole_month or "年" in text)):
        return text
    spelled = f"{written.day.year}年{written.day.month}月{written.day.day}日"
    return f"{sign}{spelled}" if sign in {"≥", ">"} else f"{spelled}前"


def _range_target(symbol: Entry, value: Entry, unit: str, sign: str, row: int) -> tuple[Entry, tuple[Problem, ...]]:
    """A range says both limits itself: a sign in front of it makes it mean two things."""
    text = (value.text or "").strip()
    bare = parse_measure(text).bare
    composed = replace(value, text=text + (unit if bare else ""))
    if not sign:
        return composed, ()
    slots = {"row": str(row), "symbol": symbol.shown, "written": value.shown[:30]}
    told = Problem(code="PE-117", place=value.location, found=value.shown, slots=slots, raised_to=Severity.ERROR)
    return composed, (told,)


def _no_number(symbol: Entry, value: Entry, row: int, folded: str) -> tuple[Problem, ...]:
    """A sign wants a number; a value that brings its own sign or unit (`≥95%`, `95%`, `7项`) has one."""
    if folded not in _SIGNS or any(map(str.isdigit, normalise(value.text or ""))):
        return ()
    slots = {"row": str(row), "symbol": symbol.shown, "written": value.shown[:30]}
    return (Problem(code="PE-117", place=value.location, found=value.shown, slots=slots),)

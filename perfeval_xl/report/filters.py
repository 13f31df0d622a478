"""The filters a template may use: `{{ execution.executed|万元 }}`. A text that is no figure or date stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from jinja2 import pass_context
from jinja2.runtime import Context

from perfeval_xl.amounts import parse_number, percent, plain, round_half_up
from perfeval_xl.dates import parse_date
from perfeval_xl.report.drafting.spelling import ordinal

__all__ = ["FILTERS", "MEANINGS", "capital_amount"]

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL = ("", "拾", "佰", "仟")
_LARGE = ("", "万", "亿", "万亿")
_GROUP = 10_000
_YUAN = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}


def capital_amount(yuan: Decimal) -> str:
    """Write a sum of yuan in capital figures, rounded to 分.

    >>> capital_amount(Decimal("245000")), capital_amount(Decimal("1005.30"))
    ('贰拾肆万伍仟元整', '壹仟零伍元叁角')
    """
    # A sum of money has two decimals, 角 and 分
    amount = round_half_up(abs(yuan), 2)
    whole, cents = divmod(int(amount.scaleb(2)), 100)
    sign = ""
    if yuan < 0 and amount:
        sign = "负"
    said = _capital_whole(whole)
    # 整 closes an amount without 角 and 分
    tenths, rest = divmod(cents, 10)
    if not cents:
        return f"{sign}{said or '零'}元整"
    text = ""
    if said:
        text = f"{said}元"
    if tenths:
        text += f"{_DIGITS[tenths]}角"
    # 壹元零伍分: a 零 stands for the 角 that are missing
    elif said:
        text += "零"
    if rest:
        text += f"{_DIGITS[rest]}分"
    return sign + text


def _capital_whole(number: int) -> str:
    """Write a whole number; groups of four digits from the highest down, one 零 for any run of zeros."""
    groups: list[int] = []
    # Groups of four digits: 万, 亿 and 万亿 name them
    while number:
        number, group = divmod(number, _GROUP)
        groups.append(group)
    text = ""
    gap = False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        # A group of zeros is a 零 only where something is said before it
        if not group:
            gap = bool(text)
            continue
        # A group with a 0 in front needs a 零 too: 壹万零伍
        if text and (gap or group < _GROUP // 10):
            text += _DIGITS[0]
        text += _capital_group(group) + _LARGE[place]
        gap = False
    return text


def _capital_group(group: int) -> str:
    text = ""
    digits = str(group)
    for index, digit in enumerate(digits):
        unit = _SMALL[len(digits) - 1 - index]
        if digit != "0":
            text += _DIGITS[int(digit)] + unit
        elif text and not text.endswith(_DIGITS[0]):
            text += _DIGITS[0]
    return text.rstrip(_DIGITS[0])


def _fixed(value: object, places: int) -> str:
    """`14` becomes `14.00`, `75%` becomes `75.00%`."""
    text = str(value)
    number = parse_number(text)
    if number is None:
        return text
    # A percentage keeps its sign, and its decimals are those of the percentage
    if text.strip().endswith(("%", "％")):
        return f"{round_half_up(number.scaleb(2), places):f}%"
    return f"{round_half_up(number, places):f}"


def _two(value: object) -> str:
    return _fixed(value, 2)


def _one(value: object) -> str:
    return _fixed(value, 1)


def _percent(value: object) -> str:
    number = parse_number(str(value))
    if number is None:
        return str(value)
    return percent(number)


@pass_context
def _ten_thousand(context: Context, value: object) -> str:
    """A sum in the money unit of the report, written in 万元 with its unit."""
    yuan = _in_yuan(context, value)
    if yuan is None:
        return str(value)
    return f"{plain(yuan / _GROUP)}万元"


@pass_context
def _yuan(context: Context, value: object) -> str:
    yuan = _in_yuan(context, value)
    if yuan is None:
        return str(value)
    return f"{plain(yuan)}元"


@pass_context
def _capital(context: Context, value: object) -> str:
    yuan = _in_yuan(context, value)
    if yuan is None:
        return str(value)
    return capital_amount(yuan)


def _in_yuan(context: Context, value: object) -> Decimal | None:
    number = parse_number(str(value))
    scale = _YUAN.get(str(context.get("money_unit")))
    if number is None or scale is None:
        return None
    return number * scale


def _date(value: object) -> str:
    """`2024-10-25` becomes `2024年10月25日`."""
    written = parse_date(str(value))
    if written is None or written.day is None:
        return str(value)
    day = written.day
    return f"{day.year}年{day.month}月{day.day}日"


@pass_context
def _grade(context: Context, value: object) -> str:
    """The grade of a total by the bands of the scheme."""
    number = parse_number(str(value))
    bands = context.get("bands")
    if number is None or not bands:
        return ""
    for band in bands:
        if number >= Decimal(band.lowest):
            return str(band.name)
    return str(bands[-1].name)


def _ordinal(value: object) -> str:
    """`3` becomes `三`."""
    text = str(value)
    if text.isdecimal() and 0 < int(text) < 100:
        return ordinal(int(text))
    return text


FILTERS: Mapping[str, Callable[..., str]] = {
    "wan": _ten_thousand,
    "万元": _ten_thousand,
    "yuan": _yuan,
    "元": _yuan,
    "capital": _capital,
    "大写金额": _capital,
    "percent": _percent,
    "百分数": _percent,
    "two": _two,
    "两位小数": _two,
    "one": _one,
    "一位小数": _one,
    "date": _date,
    "日期": _date,
    "ordinal": _ordinal,
    "中文序号": _ordinal,
    "grade_of": _grade,
    "求等级": _grade,
}
"""Every filter by its English and its Chinese name."""

MEANINGS: Mapping[str, tuple[str, str, str]] = {
    "wan": ("万元", "金额换成万元并写上单位", "{{ execution.executed|万元 }}"),
    "yuan": ("元", "金额换成元并写上单位", "{{ execution.executed|元 }}"),
    "capital": ("大写金额", "金额写成大写", "{{ execution.executed|大写金额 }}"),
    "percent": (
        "百分数",
        "小数写成百分数，最多两位小数",
        "{{ execution.rate|百分数 }}",
    ),
    "two": ("两位小数", "固定两位小数，百分数也一样", "{{ total|两位小数 }}"),
    "one": ("一位小数", "固定一位小数", "{{ total|一位小数 }}"),
    "date": ("日期", "日期写成年月日", "{{ report_date|日期 }}"),
    "ordinal": ("中文序号", "1至99的数写成一、二、三", "{{ loop.index|中文序号 }}"),
    "grade_of": ("求等级", "分数按等级标准换成等级", "{{ total|求等级 }}"),
}
"""For the page of names: the Chinese name, the meaning and an example of each filter."""

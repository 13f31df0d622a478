"""One figure with its unit: `7项`, `24.5万元`, `一年半`, `1小时30分钟`, `每人每月530元`, `7*24小时`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from perfeval_xl.amounts import EXACT, ONE
from perfeval_xl.measures.numerals import CHINESE, read_number
from perfeval_xl.measures.units import CLASSIFIERS, TIME, Unit, per_span, read_unit

__all__ = ["Figure", "lead_of", "read_figure", "tail_of"]

_EACH = re.compile(
    r"每(?P<count>[0-9]{1,3}|[一两二三四五六七八九十])?(?P<span>[^\W\d_每]{1,5}?)(?=[0-9≥≤<>=每一两二三四五六七八九十不至最大小多少高低超])"
)
_SERVICE = re.compile(r"(?:(?P<days>[57])(?:天|日)?[*×xX·✕](?P<hours>[0-9]{1,2})(?:个?小时|h)|7[*×xX·✕]24"
                      r"|(?P<hours2>[0-9]{1,2})(?:个?小时|h)?[*×xX·✕](?P<days2>[57])(?:天|日)?)\Z")  # fmt: skip
_STEP = re.compile(r"([0-9]+(?:\.[0-9]+)?)(个?[^\W\d_]+)")
_HUNDRED_MILLIONS = re.compile(
    r"([0-9]{1,6})亿([0-9]{1,4}(?:\.[0-9]{1,6})?)(万[^\W\d_]*)\Z"
)
_NOTE = re.compile(r"\([^()0-9]{1,8}\)\Z")
_AS_IT_SHOULD = ("覆盖", "合格", "通过", "到位", "及时", "准确", "全覆盖")
_ORDINAL = frozenset("期类层区县市班段节片组队站门面方点")
# From here on a figure before 年 is a year and no number of years
_FIRST_YEAR = 1900
_HALF = Decimal("0.5")
_ALL = ("百分百", "百分之百")
_DAY_OF = frozenset("年月季")
"""Behind 每月 and 每年 a figure with 日 is a day of it: 每月10日."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the base unit of its unit."""

    number: Decimal
    unit: Unit


def read_figure(text: str) -> Figure | None:
    """Return the one figure that `text` is, without comparator, or `None`.

    Years (2024年) and months (9月) are no figures, ordinals neither (3级, 一期): nobody can say what more of them means.

    >>> read_figure("7.5万人").number, read_figure("一年半").number, read_figure("每月1次").unit.per
    (Decimal('75000.0'), Decimal('18.0'), '年')
    """
    # What begins with a word: 每人每月, 百分之, 7*24, 半年, ￥
    if text[:1] == "每":
        return _each(text)
    if text in _ALL:
        return _made(Decimal(100), read_unit("%"))
    for mark, size in (("百分之", "%"), ("千分之", "‰")):
        if text.startswith(mark):
            rest = text.removeprefix(mark)
            number = read_number(rest)
            if number and number[1] == len(rest):
                return _made(number[0], read_unit(size))
            return None
    if (match := _SERVICE.match(text)) is not None:
        return _service(match)
    if text[:1] in {"半", "￥", "¥"}:
        if text[0] == "半":
            return _half(text)
        return _made_money(text[1:])
    # 1亿2000万元 is one number in two parts
    if (match := _HUNDRED_MILLIONS.match(text)) is not None:
        return _made(
            EXACT.add(Decimal(match[1]).scaleb(4), Decimal(match[2])),
            read_unit(match[3]),
        )
    # What begins with a number, and a unit of any kind behind it
    read = read_number(text)
    if read is None:
        return None
    tail = text[read[1] :]
    return _plain(text, read[0], tail) or _and_a_half(read[0], tail) or _steps(text)


def lead_of(text: str) -> int:
    """Return the length of 每年, 每人每月 at the beginning of a text, behind which a comparator may stand."""
    end = 0
    while match := _EACH.match(text, end):
        end = match.end()
    return end


def tail_of(text: str) -> str:
    """Return what follows the number that `text` begins with: the unit that a range may share."""
    read = read_number(text)
    if read is None:
        return ""
    return text[read[1] :]


def _plain(text: str, number: Decimal, tail: str) -> Figure | None:
    # 95%(含) and 100%覆盖 say nothing more than the percentage
    unit = read_unit(tail)
    if unit is None and tail[:1] in {"%", "‰"}:
        rest = _NOTE.sub("", tail[1:])
        unit = None
        if rest in {"", *_AS_IT_SHOULD}:
            unit = read_unit(tail[0])
    # 9月 and 2024年 are dates
    if (
        unit is None
        or unit.written == "月"
        or (unit.written == "年" and number >= _FIRST_YEAR)
    ):
        return None
    if text[0] in CHINESE and not _counted_in_words(text, number, unit):
        return None
    return _made(number, unit)


def _counted_in_words(text: str, number: Decimal, unit: Unit) -> bool:
    """Whether a Chinese numeral is one: 三个月 is, 一般, 四端覆盖, 一期 are not, and 一 alone may be a dash."""
    # Without a unit 一 alone may be a dash, a longer numeral is a number
    if not unit.written:
        return len(text) > 1 or number != 1
    # With a unit only where it is sure that something is counted
    converts = (
        unit.rate or unit.base != unit.written or unit.factor != 1 or bool(unit.per)
    )
    known = (
        converts
        or unit.written in CLASSIFIERS
        or unit.written in TIME
        or unit.written in {"元", "米", "亩", "人"}
    )
    return known and unit.written not in _ORDINAL


def _made(number: Decimal, unit: Unit | None) -> Figure | None:
    if unit is None:
        return None
    return Figure(
        EXACT.multiply(EXACT.multiply(number, unit.multiplier), unit.factor),
        unit,
    )


def _made_money(text: str) -> Figure | None:
    figure = None
    if text[:1].isdigit():
        figure = read_figure(text)
    if figure is None or figure.unit.base not in {"", "元"} or figure.unit.rate:
        return None
    if figure.unit.base:
        return figure
    return _made(figure.number, read_unit("元"))


def _half(text: str) -> Figure | None:
    name = {"月": "个月"}.get(text[1:], text[1:])
    if name in TIME:
        return _made(_HALF, read_unit(name))
    return None


def _and_a_half(number: Decimal, tail: str) -> Figure | None:
    """Read 一年半 and 两个半小时."""
    if tail.endswith("半"):
        name = tail.removesuffix("半")
    elif tail.startswith("个半"):
        name = "个" + tail[2:]
    else:
        name = ""
    unit = None
    if name in TIME and name != "月" and number == number.to_integral_value():
        unit = read_unit(name)
    return _made(EXACT.add(number, _HALF), unit)


def _steps(text: str) -> Figure | None:
    """Read 1小时30分钟 and 1年6个月: units of one family, each smaller than the one before."""
    # Nothing but numbers with units of time
    parts = list(_STEP.finditer(text))
    if (
        len(parts) < 2
        or "".join(part[0] for part in parts) != text
        or any(part[2] not in TIME for part in parts)
    ):
        return None
    # Of one family, each smaller than the one before; 分 here are minutes
    bases = {
        "秒" if part[2] == "分" else unit.base
        for part in parts
        if (unit := read_unit(part[2])) is not None
    }
    factors = [TIME[part[2]] for part in parts]
    if (
        len(bases) != 1
        or factors != sorted(set(factors), reverse=True)
        or Decimal(parts[0][1]) >= _FIRST_YEAR
    ):
        return None
    total = sum(
        (EXACT.multiply(Decimal(part[1]), TIME[part[2]]) for part in parts),
        Decimal(0),
    )
    base = bases.pop()
    return Figure(total, Unit(base, ONE, {"月": "个月"}.get(base, base)))


def _each(text: str) -> Figure | None:
    """Read 每周1次 and 每人每月530元."""
    pers: list[str] = []
    names: list[str] = []
    factor = ONE
    # One span after another: 每人, 每月
    while match := _EACH.match(text):
        if match["count"]:
            count = read_number(match["count"])
        else:
            count = (ONE, 1)
        span = None
        if count:
            span = per_span(match["span"], count[0])
        if span is None or count is None:
            return None
        pers.append(span[0])
        names.append((f"{count[0]:f}" if count[0] != 1 else "") + match["span"])
        factor = EXACT.multiply(factor, span[1])
        text = text[match.end() :]
    # Then a figure whose unit is no span itself
    figure = None
    if pers and text[:1] != "每":
        figure = read_figure(text)
    if figure is None or not figure.unit.written or figure.unit.rate or figure.unit.per:
        return None
    if figure.unit.written == "日" and _DAY_OF & set(names[-1]):
        return None
    # Counted by the year or the week, as `per_span` says
    unit = figure.unit
    written = "/".join((unit.written, *names))
    unit = replace(
        unit,
        factor=EXACT.multiply(unit.factor, factor),
        written=written,
        per="·".join(sorted(pers)),
    )
    return Figure(EXACT.multiply(figure.number, factor), unit)


def _service(match: re.Match[str]) -> Figure | None:
    """Read 7*24小时 as hours of service in a week; as a product of other numbers it could mean anything."""
    days = match["days"] or match["days2"] or "7"
    hours = match["hours"] or match["hours2"] or "24"
    # 7*24 is service round the clock; with 5 days only working hours are meant
    if int(hours) > (24 if days == "7" else 12):
        return None
    return _made(Decimal(int(days) * int(hours)), read_unit("小时/周"))

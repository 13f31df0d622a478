"""Units: which of them convert, what counts as one and the same, and what `/` and 每 stand for.

A conversion is listed only where it is exact: a month has no number of days, so 3个月 and 90天 do not compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from perfeval_xl.amounts import EXACT, ONE

__all__ = ["CLASSIFIERS", "TIME", "Unit", "alike", "per_span", "read_unit"]

_FAMILIES: dict[str, dict[str, str]] = {
    "元": {
        "元": "1",
        "圆": "1",
        "元整": "1",
        "千元": "1000",
        "万元": "10000",
        "十万元": "100000",
        "百万元": "1000000",
        "千万元": "10000000",
        "亿元": "100000000",
        "十亿元": "1000000000",
        "百亿元": "10000000000",
        "千亿元": "100000000000",
        "万亿元": "1000000000000",
    },
    "秒": {
        "秒": "1",
        "秒钟": "1",
        "s": "1",
        "分钟": "60",
        "min": "60",
        "小时": "3600",
        "个小时": "3600",
        "h": "3600",
        "日": "86400",
        "天": "86400",
        "个自然日": "86400",
        "自然日": "86400",
        "日历天": "86400",
        "个日历天": "86400",
        "日历日": "86400",
        "周": "604800",
        "个周": "604800",
        "星期": "604800",
        "个星期": "604800",
        "个礼拜": "604800",
    },
    "月": {"个月": "1", "月": "1", "季度": "3", "个季度": "3", "年": "12"},
    "米": {
        "米": "1",
        "m": "1",
        "厘米": "0.01",
        "cm": "0.01",
        "毫米": "0.001",
        "mm": "0.001",
        "公里": "1000",
        "千米": "1000",
        "km": "1000",
    },
    "亩": {
        "亩": "1",
        "公顷": "15",
        "ha": "15",
        "hm2": "15",
        "hm²": "15",
        "平方米": "0.0015",
        "平米": "0.0015",
        "平方": "0.0015",
        "㎡": "0.0015",
        "m2": "0.0015",
        "m²": "0.0015",
        "平方公里": "1500",
        "平方千米": "1500",
        "km2": "1500",
        "km²": "1500",
    },
    "千克": {
        "千克": "1",
        "公斤": "1",
        "kg": "1",
        "克": "0.001",
        "g": "0.001",
        "斤": "0.5",
        "吨": "1000",
        "t": "1000",
    },
    "升": {
        "升": "1",
        "L": "1",
        "毫升": "0.001",
        "mL": "0.001",
        "立方米": "1000",
        "立方": "1000",
        "m3": "1000",
        "m³": "1000",
    },
    "分贝": {"分贝": "1", "dB": "1"},
    "千瓦时": {"千瓦时": "1", "kWh": "1"},
    "人": {"人": "1", "名": "1", "位": "1", "个人": "1"},
    "人次": {"人次": "1", "人·次": "1", "人/次": "1"},
    "场": {"场": "1", "场次": "1"},
    "批": {"批": "1", "批次": "1"},
    "期": {"期": "1", "期次": "1"},
    "工作日": {"工作日": "1", "个工作日": "1"},
    "百分点": {"百分点": "1", "个百分点": "1"},
}
"""Base unit -> every unit of its family, and how many base units are in one of it."""

_KNOWN = {
    unit: (base, Decimal(factor))
    for base, family in _FAMILIES.items()
    for unit, factor in family.items()
}
_RATES = {
    "%": Decimal("0.01"),
    "百分比": Decimal("0.01"),
    "‰": Decimal("0.001"),
    "成": Decimal("0.1"),
}
TIME = {
    unit: factor for unit, (base, factor) in _KNOWN.items() if base in {"秒", "月"}
} | {"分": Decimal(60)}
"""Units of time that may follow each other, as in 1小时30分, and how many 秒 or 月 are in one."""

_COUNTING = (
    "个项件次人户家所座处台套辆条份篇册本张幅部间栋幢批期场回例起宗种类支只头匹株棵枚块片段层排组队班节课门站点村镇乡县市区"
    "校盏根口眼方车船架艘步桩笔单封则分对双盒箱袋包瓶桶罐卷面扇把顶床"
)
_COUNTED_IN = (
    "人次",
    "户次",
    "台次",
    "车次",
    "班次",
    "架次",
    "场次",
    "项次",
    "件次",
    "家次",
    "批次",
    "篇次",
)
_STUDIED = ("课时", "学时", "学年", "学期", "标段", "台套")
CLASSIFIERS = frozenset((*_COUNTING, *_COUNTED_IN, *_STUDIED))
"""Counting words: 9个 goes with 9个村, and a Chinese numeral is a number only before one of them or a known unit."""

_MULTIPLIER = re.compile(r"万亿|[十百千]?[万亿]|[百千]")
_POWERS = {
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "亿": 8,
}
_PER_TIME: dict[str, tuple[str, int]] = {
    "年": ("年", 1),
    "年度": ("年", 1),
    "半年": ("年", 2),
    "季度": ("年", 4),
    "季": ("年", 4),
    "个季度": ("年", 4),
    "月": ("年", 12),
    "个月": ("年", 12),
    "周": ("周", 1),
    "星期": ("周", 1),
    "日": ("周", 7),
    "天": ("周", 7),
    "小时": ("周", 168),
    "时": ("周", 168),
    "h": ("周", 168),
    "分钟": ("周", 10_080),
    "秒": ("周", 604_800),
}
"""Spans of time after `/` and 每: months are counted by the year, days and hours by the week, the rest stays."""

_OBJECTS = frozenset("台套个处件份项座条所家批本册张辆间栋幢")
_TWO_NAMES = re.compile(r"([^\W\d_])(?:/([^\W\d_])|\(([^\W\d_])\)|([^\W\d_]))\Z")
"""台/套, 台(套), 台套: one thing with two names."""

_JOINED_SPAN = re.compile(r"([人户亩台床辆])([年月天日季周])\Z")
"""人年 and 人天 behind `/`: what is counted for, and how long."""

_ORDINAL = frozenset("级等号届版代年")
_DOUBTFUL = re.compile(
    r"[未不无没非仅差缺少约余多几近超提增减降至到以性半左]|实现|完成|达标|[内上下]\Z"
)
_WORD = re.compile(r"[^\W\d_]+(?:\([^\W\d_]{1,4}\))?\Z")
_TAIL = re.compile(r"([0-9]{0,4})([^0-9]+)\Z")
_LATIN = re.compile(r"[A-Za-z]")
# Characters of a unit; a longer one is a sentence
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that was read: its family's base, base units in one of it, and what it counts for (`per`).

    `multiplier` is the 万 in front of it, which belongs to the number.
    """

    base: str = ""
    factor: Decimal = ONE
    written: str = ""
    rate: bool = False
    per: str = ""
    multiplier: Decimal = ONE


@lru_cache(maxsize=1024)
def read_unit(text: str) -> Unit | None:
    """Return the unit that `text` is, all of it, or `None`. Empty text is the unit of a bare number.

    >>> read_unit("万元").factor, read_unit("次/月").factor, read_unit("级") is None
    (Decimal('10000'), Decimal('12'), True)
    """
    if not text:
        return Unit()
    # What converts first, then spans, multipliers and at last counting words
    if text in _RATES:
        return Unit(
            factor=_RATES[text],
            written=text,
            rate=True,
        )
    if text in _KNOWN:
        base, factor = _KNOWN[text]
        return Unit(base, factor, text)
    if "/" in text or "每" in text:
        return _read_per(text)
    match = _MULTIPLIER.match(text)
    if match is not None:
        return _multiplied(match[0], read_unit(text[match.end() :]))
    if _counts(text):
        return Unit(text, ONE, text)
    return None


def alike(one: str, other: str) -> bool:
    """Whether two base units are the same: 个 goes with 个村, but 人 not with 人次.

    >>> alike("个", "个村"), alike("人", "人次"), alike("个村", "个乡"), alike("台/套", "套")
    (True, False, False, True)
    """
    if one == other:
        return True
    # 台/套 goes with 台 and with 套
    names, others = _names_of(one), _names_of(other)
    if len(names) + len(others) > 2 and names & others:
        return True
    # 个 goes with everything that is counted in 个, but 人次 is a unit of its own
    short, long = sorted((one, other), key=len)
    return (
        short in CLASSIFIERS
        and long.startswith(short)
        and long not in CLASSIFIERS
        and long not in _KNOWN
    )


def _names_of(unit: str) -> frozenset[str]:
    """Return the two names of 台/套, and of any other unit itself."""
    match = _TWO_NAMES.match(unit)
    if match is None:
        return frozenset((unit,))
    names = frozenset(filter(None, match.groups()))
    if names <= _OBJECTS:
        return names
    return frozenset((unit,))


def per_span(text: str, count: Decimal) -> tuple[str, Decimal] | None:
    """Return what 每`count``text` stands for: the unit counted for, and the times of it in one of that unit.

    >>> per_span("季度", Decimal(1)), per_span("年", Decimal(3)), per_span("人", Decimal(1))
    (('年', Decimal('4')), ('3年', Decimal('1')), ('人', Decimal('1')))
    """
    if count <= 0:
        return None
    # 每3个月 is four times a year; what does not divide evenly stays a span of its own
    if text in _PER_TIME:
        span, times = _PER_TIME[text]
        factor = EXACT.divide(Decimal(times), count)
        is_short = len(factor.as_tuple().digits) <= 12
        if is_short and EXACT.multiply(factor, count) == times:
            return (span, factor)
        return (f"{count:f}{text}", ONE)
    if count != 1 or len(text) > 6:
        return None
    # 每人 and 每户 are things, 每不足 and the like are none
    if not _WORD.match(text) or _DOUBTFUL.search(text):
        return None
    base, size = _KNOWN.get(text, (text, ONE))
    if size == 1:
        return base, ONE
    return text, ONE


def _multiplied(multiplier: str, unit: Unit | None) -> Unit | None:
    """Return 万 with the unit behind it: 万 belongs to the number, unless nothing else stands there."""
    if unit is None or unit.rate or unit.multiplier != 1 or unit.per:
        return None
    power = Decimal(10 ** sum(_POWERS[sign] for sign in multiplier))
    if not unit.written:
        return Unit(factor=power, written=multiplier)
    return Unit(unit.base, unit.factor, unit.written, multiplier=power)


def _read_per(text: str) -> Unit | None:
    """Read 元/人*月, 次/年, 次每周; 台/套 is one thing with two names."""
    head, *tails = _parts(text)
    counted = None
    if head and "每" not in head:
        counted = read_unit(head)
    if counted is None or not counted.written or counted.rate or not all(tails):
        return None
    # 台/套 does not divide anything
    if head in _OBJECTS and all(tail in _OBJECTS for tail in tails):
        return Unit(text, ONE, text)
    factor, pers = counted.factor, []
    # 元/人*月 is counted for both, and for 12 months of the year
    for tail in tails:
        match = _TAIL.match(tail)
        span = None
        if match is not None:
            span = per_span(match[2], Decimal(match[1] or 1))
        if span is None:
            return None
        pers.append(span[0])
        factor = EXACT.multiply(factor, span[1])
    written = counted.written + text[len(head) :]
    return Unit(
        counted.base,
        factor,
        written,
        per="·".join(sorted(pers)),
        multiplier=counted.multiplier,
    )


def _parts(text: str) -> Iterator[str]:
    divided = text.replace("每", "/", 1).replace("//", "/")
    head, _, rest = divided.partition("/")
    yield head
    # 元/(人·月) stands in brackets, but 元/台(套) only ends with some
    inside = rest
    if rest.startswith("("):
        inside = rest[1:].removesuffix(")")
    for part in re.split(r"[/*×·.]|每", inside):
        joined = _JOINED_SPAN.match(part)
        if joined is None:
            yield _first_name(part)
        else:
            yield from joined.groups()


def _first_name(unit: str) -> str:
    """Return 台 of 台(套): behind `/` both names count the same."""
    match = _TWO_NAMES.match(unit)
    if match is not None and match[3]:
        return match[1]
    return unit


def _counts(text: str) -> bool:
    """Whether `text` may be the unit of a count: 项, 个专题库, 台(套); not 次未完成, 级, 端覆盖了三个乡镇."""
    if text in CLASSIFIERS:
        return True
    if (
        text[0] in _ORDINAL
        or not _WORD.match(text)
        or _DOUBTFUL.search(text)
        or _LATIN.match(text)
    ):
        return False
    return len(text) <= _LONGEST and not _opens_with_known(text)


def _opens_with_known(text: str) -> bool:
    """Whether text goes on behind a unit that converts, so that nobody can say what was counted: 元店, 个月完成开发."""
    # Units of people and events may be followed by what they count
    return any(
        text.startswith(unit) and _KNOWN[unit][0] not in {"人", "场", "人次"}
        for unit in _KNOWN
    )

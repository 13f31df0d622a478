"""In which unit the money of a column is: its heading says so, else a line above the table (`单位：元`), else the scheme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from perfeval_xl.amounts import EXACT, parse_number, plain
from perfeval_xl.refs import Entry

__all__ = ["in_unit", "unit_of_heading", "unit_of_lines"]

_WORTH = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
# The longer names first: 元 ends all of them
_NAMES = "百万元|千元|万元|亿元|元"
_HEADING = re.compile(
    rf"[（(]\s*(?:(?:金额)?单位\s*[:：]\s*)?(?:人民币)?({_NAMES})\s*[)）]"
)
_LINE = re.compile(rf"单位\s*[:：]\s*(?:人民币)?({_NAMES})\s*(?:[)）]\s*)?\Z")


def unit_of_heading(title: str) -> str:
    """Return the unit that a heading names in brackets, empty for none.

    >>> unit_of_heading("年初预算（元）"), unit_of_heading("年初预算(单位：万元)"), unit_of_heading("年初预算")
    ('元', '万元', '')
    """
    found = _HEADING.search(title)
    if found:
        return found[1]
    return ""


def unit_of_lines(lines: Iterable[str]) -> str:
    """Return the unit that one of the lines above a table ends with, empty for none.

    >>> unit_of_lines(["2024年度项目清单", "金额单位：元"])
    '元'
    """
    return next((found[1] for line in lines if (found := _LINE.search(line))), "")


def in_unit(entry: Entry, written: str, wanted: str) -> Entry:
    """Return an amount in the unit of the form; what is no number, or in no known unit, stays as it is.

    >>> in_unit(Entry("300000"), "元", "万元").text
    '30'
    """
    # A unit that is not known changes nothing: guessing would move the decimal point
    if written == wanted or written not in _WORTH or wanted not in _WORTH:
        return entry
    amount = parse_number(entry.text)
    if amount is None:
        return entry
    # Multiplied first, divided then: what was exact stays exact
    return replace(
        entry,
        text=plain(
            EXACT.divide(EXACT.multiply(amount, _WORTH[written]), _WORTH[wanted])
        ),
    )

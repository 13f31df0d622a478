"""How a text lies in a cell, and what a cell shows: two functions that undo each other.

`as_cell` turns `"85.75%"` into the number 0.8575 with the format `0.00%`, so that the workbook can compute with it;
`printed` turns that cell into `"85.75%"` again. Whatever would not come back letter by letter stays text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from perfeval_xl.amounts import plain, round_half_up
from perfeval_xl.dates import parse_date
from perfeval_xl.sheets.dates import LONGEST_USUAL_FORMAT, is_date_format, printed_date
from perfeval_xl.sheets.model import Value

__all__ = ["BUILTIN_FORMATS", "GENERAL", "TEXT", "as_cell", "as_date_cell", "printed"]

GENERAL = "General"
TEXT = "@"

BUILTIN_FORMATS: Mapping[int, str] = MappingProxyType(
    {
        0: GENERAL,
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        9: "0%",
        10: "0.00%",
        14: "yyyy/m/d",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        18: "h:mm AM/PM",
        20: "h:mm",
        21: "h:mm:ss",
        22: "yyyy/m/d h:mm",
        27: 'yyyy"年"m"月"',
        28: 'm"月"d"日"',
        29: 'm"月"d"日"',
        30: "m-d-yy",
        31: 'yyyy"年"m"月"d"日"',
        37: "#,##0 ;(#,##0)",
        39: "#,##0.00;(#,##0.00)",
        49: TEXT,
        57: 'yyyy"年"m"月"',
        58: 'm"月"d"日"',
    }
)
"""The numbered formats that no workbook spells out (ECMA-376 part 1, 18.8.30), with the dates as zh-CN shows them."""

# Day 0 of all spreadsheets
_EPOCH = date(1899, 12, 30)
_DATE_CODES = (
    "yyyy-mm-dd",
    'yyyy"年"m"月"d"日"',
    "yyyy/m/d",
    "yyyy.m.d",
    "yyyy-m-d",
    "yyyy/mm/dd",
    "yyyy.mm.dd",
    'yyyy"年"mm"月"dd"日"',
)
"""How people spell a day; every program shows these formats alike."""

# Significant digits that a cell keeps
_DIGITS = 15
# What General shows without rounding or exponent
_GENERAL_DIGITS = 10
# A number as people spell it: no leading zeros, commas only between groups of three
_NUMBER = re.compile(
    r"(-?)(0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d+))?(%?)\Z", re.ASCII
)
# A format of plain numbers: grouping, decimals, percent
_CODE = re.compile(r"(#,##)?0(?:\.(0+))?(%?)\Z")
# Quoted and escaped text, blanks, fillers and brackets of a format
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
# Characters of numbers, dates, times and money
_TEMPTING = re.compile(
    r"[\d.,:/+\-()%¥$€￥年月日时分秒上下午点零星期EeTtZzAaPpMm\s]*\Z", re.ASCII
)
# Texts that become truth values
_WORDS = {"TRUE", "FALSE"}
# Characters beyond which no program sees a number or date
_LONGEST_TEMPTING = 40


def as_cell(text: str) -> tuple[Value, str]:
    """Return the value and the number format under which `printed` gives exactly `text` again.

    Only a number spelled the usual way becomes one: `"007"`, `"+5"`, `"1e5"`, dates and anything of more than 15 digits
    stay text, with the format `@` where a program that saves again, or a person who edits the cell, would make a
    number, date or formula of it.

    >>> as_cell("85.75%"), as_cell("24.50"), as_cell("1,234.5")
    ((Decimal('0.8575'), '0.00%'), (Decimal('24.50'), '0.00'), (Decimal('1234.5'), '#,##0.0'))
    >>> as_cell("≥95%"), as_cell("007")
    (('≥95%', 'General'), ('007', '@'))
    """
    match = _NUMBER.match(text)
    if match is not None:
        sign, whole, decimals, percent = match[1], match[2], match[3] or "", match[4]
        bare = whole.replace(",", "")
        value = Decimal(f"{sign}{bare}.{decimals}" if decimals else sign + bare)
        # Longer ones would lose digits, and -0 its sign
        if len(bare + decimals) <= _DIGITS and not (sign and not value):
            # Percentages are stored as fractions, as every program does
            return (value.scaleb(-2) if percent else value), _code_for(
                whole, decimals, percent
            )
    return text, TEXT if _tempting(text) else GENERAL


def as_date_cell(text: str) -> tuple[Decimal, str] | None:
    """Return the day and the number format under which `printed` gives exactly `text` again; `None` for other texts.

    >>> as_date_cell("2024-10-25"), as_date_cell("2024年10月5日")
    ((Decimal('45590'), 'yyyy-mm-dd'), (Decimal('45570'), 'yyyy"年"m"月"d"日"'))
    >>> as_date_cell("2024年10月25日前") is None
    True
    """
    written = parse_date(text)
    if written is None or written.day is None:
        return None
    # Of all formats the one that shows the day letter by letter as it was written
    serial = Decimal((written.day - _EPOCH).days)
    return next(
        ((serial, code) for code in _DATE_CODES if printed(serial, code) == text), None
    )


def _code_for(whole: str, decimals: str, percent: str) -> str:
    """Return the number format that shows a number as it was spelled."""
    # General turns very small numbers into an exponent
    tiny = whole == "0" and decimals.startswith("000")
    short = (
        len(whole + decimals) <= _GENERAL_DIGITS
        and not decimals.endswith("0")
        and not tiny
    )
    # General is what people see in a cell that nobody formatted
    if short and not percent and "," not in whole:
        return GENERAL
    return (
        ("#,##0" if "," in whole else "0")
        + ("." + "0" * len(decimals) if decimals else "")
        + percent
    )


def _tempting(text: str) -> bool:
    """Whether a program would read more than text into this, if somebody edited the cell."""
    # Full-width signs tempt Chinese programs as well
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded:
        return False
    # A formula, a text marked as such, or a truth value
    if folded[0] in "=+-@'" or folded.upper() in _WORDS:
        return True
    return (
        len(folded) <= _LONGEST_TEMPTING
        and any(map(str.isdigit, folded))
        and bool(_TEMPTING.match(folded))
    )


def printed(value: Decimal, number_format: str) -> str:
    """Return what the cell shows, or the full number where the format would hide some of it.

    Percentages stay percentages with all their digits; an unknown format gives the plain number; dates give the date
    as the format spells it, or `2024-12-31` where the format leaves out a part.

    >>> printed(Decimal("0.86184"), "0%"), printed(Decimal("24.5"), "0.00"), printed(Decimal(45657), "yyyy/m/d;@")
    ('86.184%', '24.50', '2024/12/31')
    """
    if len(number_format) <= LONGEST_USUAL_FORMAT:
        return _kept_spelling(value, number_format)
    return _printed(value, number_format)


def _printed(value: Decimal, number_format: str) -> str:
    # A date, or else the number behind it
    if is_date_format(number_format):
        return printed_date(value, number_format) or plain(value)
    # Only the section for positive numbers is looked at
    section = number_format.split(";", 1)[0]
    # A unit in the format is not what the person wrote
    if any(
        literal[0] not in "_*[" or "DBNum" in literal
        for literal in _LITERALS.findall(section)
    ):
        return plain(value)
    code = _LITERALS.sub("", section).strip().rstrip(")")
    match = _CODE.match(code)
    # An unknown format shows the plain number, with its % where it ends with one
    if match is None:
        if code.endswith("%"):
            return plain(value.scaleb(2)) + "%"
        return plain(value)
    thousands, decimals, percent = match[1], len(match[2] or ""), match[3]
    shown = value
    # A percentage is shown a hundredfold
    if percent:
        shown = value.scaleb(2)
    rounded = round_half_up(shown, decimals)
    # The format would round: the whole number is what counts
    if rounded != shown:
        return plain(shown) + percent
    # -0.00 is shown without its sign
    return (
        format(rounded or abs(rounded), f"{',' if thousands else ''}.{decimals}f")
        + percent
    )


_kept_spelling = lru_cache(maxsize=4096)(_printed)
"""The same figures and points stand in many cells, and each cell is asked several times."""

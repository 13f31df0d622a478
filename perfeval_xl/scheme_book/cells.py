"""How the values of a scheme lie in cells, and how they are read out of them: two ways that undo each other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from perfeval_xl.amounts import normalise, parse_number, percent, plain
from perfeval_xl.errors import SchemeError
from perfeval_xl.scheme.parameters import Holds
from perfeval_xl.scheme.toml_data import beyond
from perfeval_xl.scheme_book.columns import EMPTY
from perfeval_xl.sheets.dates import is_date_format
from perfeval_xl.sheets.model import Value
from perfeval_xl.sheets.raw import RawCell
from perfeval_xl.sheets.values import GENERAL, TEXT, as_cell, printed
from perfeval_xl.texts import LONGEST_TEXT, obeyed, storable

__all__ = [
    "CellFault",
    "Stored",
    "blank",
    "read_cell",
    "shown",
    "stored",
    "stored_text",
]

Stored = tuple[Value, str]
"""What a cell holds, and its number format."""

# Significant digits that a cell keeps
_DIGITS = 15
# Number formats
_RATE, _DAY = "0.0#%", "yyyy-mm-dd"
# Above it a figure is no percentage, whatever the parameter is called
_HIGHEST_RATE = 10
# 9999-12-31, the last day that spreadsheets know
_LAST_DAY = 2_958_465
# From here on all programs count alike
_EPOCH, _FIRST_DAY = (
    date(1899, 12, 30),
    date(1900, 3, 1),
)
_WRITTEN_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\Z", re.ASCII)
_TICKS = {True: "是", False: "否"}


class CellFault(Exception):
    """What a cell should hold, in a few Chinese words."""


def stored(holds: Holds, value: object, words: Mapping[str, str]) -> Stored:
    """Return how a value lies in its cell."""
    # A day that all programs count alike is a day, an earlier one its text
    if holds is Holds.DAY and isinstance(value, date) and value >= _FIRST_DAY:
        return Decimal((value - _EPOCH).days), _DAY
    if holds is Holds.TICK and isinstance(value, bool):
        return _TICKS[value], GENERAL
    if isinstance(value, (int, Decimal)):
        return _figure(Decimal(value), holds)
    # One text a line; a line end inside a text is escaped
    if isinstance(value, (list, tuple)):
        return stored_text(
            "\n".join(_escape(words.get(each, each)) for each in value) or EMPTY
        )
    if isinstance(value, date):
        text = value.isoformat()
    else:
        text = str(value)
    return stored_text(
        (words.get(text, text) if holds is Holds.WORD else text) or EMPTY
    )


def stored_text(text: str) -> Stored:
    """Return how a text lies in its cell; raises `SchemeError` for one that no workbook can hold."""
    if len(text) > LONGEST_TEXT or storable(text) != text:
        what = "含有工作簿不能保存的字符"
        if len(text) > LONGEST_TEXT:
            what = f"超过{LONGEST_TEXT}字"
        raise SchemeError(f"“{text[:20]}……”{what}。", "请改短或去掉这些字符后再导出。")
    return as_cell(text)


def shown(cell: Stored) -> str:
    """Return what a person sees in the cell."""
    value, number_format = cell
    if isinstance(value, Decimal):
        if number_format == _RATE:
            return percent(value, 4)
        return printed(value, number_format)
    return str(value)


def _figure(value: Decimal, holds: Holds) -> Stored:
    # A cell would round it
    if len(value.as_tuple().digits) > _DIGITS:
        return plain(value), TEXT
    return value, _RATE if holds is Holds.RATE and abs(
        value
    ) <= _HIGHEST_RATE else GENERAL


def blank(cell: RawCell) -> bool:
    """Whether nothing, or nothing but blanks, stands in the cell."""
    empty = cell.value is None or (
        isinstance(cell.value, str) and not cell.value.strip()
    )
    return empty and not cell.error and not (cell.formula and cell.value is None)


def read_cell(
    holds: Holds,
    cell: RawCell,
    words: Mapping[str, str],
    *,
    strip: bool = True,
) -> object:
    """Return the value of a cell that is not blank; raises `CellFault`."""
    # A formula that failed, or that no program has computed since it was written
    if cell.error:
        raise CellFault(f"公式的结果是{cell.error}，请改填内容")
    if cell.value is None:
        raise CellFault(
            "公式没有结果，请用 Excel、WPS 或 LibreOffice 打开后重新保存，或者改填内容"
        )
    if holds in {Holds.NUMBER, Holds.RATE, Holds.WHOLE}:
        return _number(holds, cell)
    if holds is Holds.DAY:
        return _day(cell)
    # Everything else is text first, whatever the cell holds
    text = _text(cell)
    if obeyed(text):
        raise CellFault(f"含有看不见的控制字符（{obeyed(text)}），请重新录入")
    # Several texts keep their blanks
    if holds is Holds.TEXTS:
        return _texts(text, words)
    if strip:
        text = text.strip()
    if text == EMPTY:
        return ""
    if holds is Holds.TICK:
        return _tick(text)
    if holds is Holds.WORD:
        return _word(text, words)
    return text


def _text(cell: RawCell) -> str:
    if isinstance(cell.value, bool):
        return str(cell.value).upper()
    if isinstance(cell.value, Decimal):
        return printed(cell.value, cell.number_format)
    return cell.value or ""


def _number(holds: Holds, cell: RawCell) -> Decimal | int:
    value = cell.value
    if isinstance(value, str):
        value = parse_number(value)
    if not isinstance(value, Decimal):
        raise CellFault("应为百分数，如 95%" if holds is Holds.RATE else "应为数字")
    if beyond(value):
        raise CellFault("数字太大")
    # The loader wants whole numbers as such; the rest without an exponent
    if value == value.to_integral_value():
        return int(value)
    if holds is Holds.WHOLE:
        raise CellFault("应为整数")
    return Decimal(plain(value))


def _day(cell: RawCell) -> date:
    value = cell.value
    # A day as cells count it, where the format shows one
    if (
        isinstance(value, Decimal)
        and is_date_format(cell.number_format)
        and value == value.to_integral_value()
    ):
        if not 0 <= value <= _LAST_DAY:
            raise CellFault("是不存在的日期")
        return _EPOCH + timedelta(days=int(value))
    # A day as people write it
    if isinstance(value, str):
        match = _WRITTEN_DAY.match(normalise(value))
    else:
        match = None
    try:
        if match is not None:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as exc:
        raise CellFault("是不存在的日期") from exc
    raise CellFault("应为日期，如 2025-01-01")


def _texts(text: str, words: Mapping[str, str]) -> list[str]:
    if text.strip() == EMPTY:
        return []
    values = {shown: value for value, shown in words.items()}
    lines = [_unescape(line) for line in text.split("\n") if line.strip()]
    return [values.get(line.strip(), line) for line in lines]


def _tick(text: str) -> bool:
    if text not in _TICKS.values():
        raise CellFault("应填“是”或“否”")
    return text == _TICKS[True]


def _word(text: str, words: Mapping[str, str]) -> str:
    """Return the word that is shown as `text`; words of the TOML file are taken as well."""
    return next(
        (value for value, shown in words.items() if text in (shown, value)),
        text,
    )


def _escape(line: str) -> str:
    r"""Return one of several texts as one line of a cell: a line end inside it becomes `\n`."""
    return re.sub(r"\\(?=[n\\]|\Z)", r"\\\\", line).replace("\n", r"\n")


def _unescape(line: str) -> str:
    return re.sub(r"\\([n\\])", lambda match: "\n" if match[1] == "n" else "\\", line)

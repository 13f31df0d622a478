"""Cell values between Python and the office: what xlwings' converters hand over and get.

Raw values are those of Excel's `Range.Value`: `float`, `str`, `bool`, `datetime`, `None` for an empty cell, and a
`CellError` for a formula that failed.
"""

from __future__ import annotations

import datetime as dt
import decimal
import math
from typing import Any

__all__ = [
    "CellError",
    "clean_value_data",
    "moment",
    "prepare_xl_data_element",
    "serial_of",
]

_DAY_MS = 86_400_000
_AS_TEXT = frozenset({"Period", "Timedelta"})


class CellError(str):
    """The error a formula ended with, as Excel shows it: `#DIV/0!`, `#N/A`, …"""

    __slots__ = ()


def prepare_xl_data_element(x: Any, options: Any) -> Any:
    """Return what a cell is given for a value: text, a number, a boolean, a `datetime`, or "" for nothing.

    NaN, NaT, NA and `None` empty the cell; time zones are cut off; numbers of numpy become Python's; periods and
    durations of pandas become text, as xlwings' converters mean to have them.

    Raises:
        TypeError: the value is none a cell can hold.
    """
    if isinstance(x, str | bool):
        if isinstance(x, str):
            return str(x)
        return x
    if x is None or type(x).__name__ in {"NAType", "NaTType"}:
        return ""
    if (
        type(x).__name__ in _AS_TEXT
        and type(x).__module__.partition(".")[0] == "pandas"
    ):
        return str(x)
    if isinstance(x, dt.datetime):
        return (
            x.to_pydatetime(warn=False) if hasattr(x, "to_pydatetime") else x
        ).replace(tzinfo=None)
    if isinstance(x, dt.date | dt.time | dt.timedelta):
        return x
    if type(x).__module__ == "numpy" and hasattr(x, "item"):
        return prepare_xl_data_element(_plain(x), options)
    if isinstance(x, int | float | decimal.Decimal):
        number = float(x)
        if math.isnan(number):
            return ""
        return number
    raise TypeError(f"A cell cannot hold a value of type {type(x).__name__}: {x!r}")


def _plain(value: Any) -> Any:
    if value.dtype.kind in "mM":
        return value.astype(f"{value.dtype.kind}8[us]").item()
    return value.item()


def clean_value_data(
    data: Any,
    datetime_builder: Any,
    empty_as: Any,
    number_builder: Any,
    err_to_str: Any,
) -> Any:
    """Return what Python gets for rows of raw values, built as `Range.options` asks for."""

    def cleaned(value: Any) -> Any:
        if value is None or value == "":
            return empty_as
        if isinstance(value, CellError):
            if err_to_str:
                return str(value)
            return None
        if isinstance(value, dt.datetime):
            return _built(value, datetime_builder)
        if number_builder is not None and isinstance(value, float):
            return number_builder(value)
        return value

    return [[cleaned(value) for value in row] for row in data]


def _built(value: dt.datetime, builder: Any) -> Any:
    return builder(
        year=value.year,
        month=value.month,
        day=value.day,
        hour=value.hour,
        minute=value.minute,
        second=value.second,
        microsecond=value.microsecond,
        tzinfo=None,
    )


def moment(serial: float, start: dt.date) -> dt.datetime | float:
    """Return the date and time a number stands for, to the millisecond, counted from the document's `start`.

    A number no date of Python's stands for comes back as it is.

    >>> moment(43831.5, dt.date(1899, 12, 30))
    datetime.datetime(2020, 1, 1, 12, 0)
    """
    midnight = dt.datetime(start.year, start.month, start.day)
    try:
        days = math.floor(serial)
        return midnight + dt.timedelta(
            days=days,
            milliseconds=round((serial - days) * _DAY_MS),
        )
    except OverflowError:
        return serial


def serial_of(value: dt.date | dt.time | dt.timedelta, start: dt.date) -> float:
    """Return the number a document counting from `start` keeps for a date, a time of day or a duration.

    >>> serial_of(dt.time(6), dt.date(1899, 12, 30))
    0.25
    """
    if isinstance(value, dt.time):
        value = dt.timedelta(
            hours=value.hour,
            minutes=value.minute,
            seconds=value.second,
            microseconds=value.microsecond,
        )
    if not isinstance(value, dt.timedelta):
        if not isinstance(value, dt.datetime):
            value = dt.datetime(value.year, value.month, value.day)
        value -= dt.datetime(start.year, start.month, start.day)
    return value.days + (value.seconds + value.microseconds / 1_000_000) / 86_400

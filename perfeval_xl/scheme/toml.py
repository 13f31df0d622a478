"""Reading one TOML table strictly: every key is asked for once, with its type; what is left over is an error.

Numbers arrive as `Decimal` or `int`; points and rates written as strings (`"0.8"`) are accepted too, so that a scheme
may spell out a figure exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from perfeval_xl.amounts import ZERO, parse_number
from perfeval_xl.errors import Fault, SchemeError
from perfeval_xl.scheme.faults import worded
from perfeval_xl.scheme.toml_data import TomlFault, beyond, toml_data

__all__ = ["Table", "parse_toml"]

T = TypeVar("T")
# A key may have any value that TOML can hold, so that none of them can mean “not there”
_MISSING = object()


def parse_toml(text: str, file: str) -> Table:
    """Return the top table of a TOML document; raises `SchemeError` naming file and line when it is not TOML."""
    try:
        return Table(toml_data(text), file, "")
    except TomlFault as exc:
        raise SchemeError(f"方案文件“{file}”{exc}。", "请改正后重试。") from exc


class Table:
    """One table of a scheme file. `where` is the dotted key of the table, for messages."""

    def __init__(self, data: Mapping[str, object], file: str, where: str) -> None:
        self.data = data
        self.file = file
        self.where = where
        self.asked: set[str] = set()

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string; an empty one counts as missing where there is no default."""
        value = self._value(key, default)
        if not isinstance(value, str) or (not value and default is None):
            raise self.wrong(key, "not_text")
        return value

    def whole(
        self,
        key: str,
        default: int | None = None,
        lowest: int = 0,
        highest: int = 1000,
    ) -> int:
        """Return a whole number from `lowest` to `highest`."""
        value = self._value(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < lowest:
            raise self.wrong(key, "not_whole", lowest=lowest)
        if value > highest:
            raise self.wrong(key, "whole_too_large", highest=highest)
        return value

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        """Return an exact number that is not negative."""
        return self._number(key, self._value(key, default))

    def signed(self, key: str, default: Decimal | None = None) -> Decimal:
        """Return an exact number of either sign, such as points that are taken off."""
        return self._number(key, self._value(key, default), lowest=None)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self._value(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "not_flag")
        return value

    def day(self, key: str) -> date:
        """Return a date."""
        value = self._value(key, None)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(key, "not_day")
        return value

    def choice(
        self,
        key: str,
        allowed: tuple[str, ...],
        default: str | None = None,
    ) -> str:
        """Return one of the allowed words."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.wrong(key, "not_one_of", allowed=allowed, value=value)
        return value

    def texts(
        self,
        key: str,
        default: tuple[str, ...] | None = None,
    ) -> tuple[str, ...]:
        """Return a list of different, non-empty strings."""
        value = self._value(key, default)
        if not isinstance(value, (list, tuple)) or not all(
            isinstance(item, str) and item for item in value
        ):
            raise self.wrong(key, "not_texts")
        if len(set(value)) != len(value):
            raise self.wrong(key, "item_repeated")
        return tuple(value)

    def table(self, key: str) -> Table:
        """Return a sub-table."""
        value = self._value(key, None)
        if not isinstance(value, Mapping):
            raise self.wrong(key, "not_table")
        return Table(value, self.file, self._path(key))

    def tables(
        self,
        key: str,
        each: Callable[[Table], T],
        default: tuple[T, ...] | None = None,
    ) -> tuple[T, ...]:
        """Return a list of sub-tables, each turned into a record by `each` and then closed."""
        value = self._value(key, default)
        # The default stands for a key that is not there; an empty list is a value
        if value is default and default is not None:
            return default
        if not isinstance(value, list) or not all(
            isinstance(item, Mapping) for item in value
        ):
            raise self.wrong(key, "not_tables")
        return tuple(
            Table(item, self.file, f"{self._path(key)}[{number}]").closed(each)
            for number, item in enumerate(value, 1)
        )

    def closed(self, read: Callable[[Table], T]) -> T:
        """Read a record from this table and refuse every key that was not asked for."""
        # A key that nobody asked for is a misspelled one, and would be ignored in silence
        result = read(self)
        for key in self.data:
            if key not in self.asked:
                raise self.wrong(key, "unknown_key")
        return result

    def has(self, key: str) -> bool:
        """Whether the key is there; asking counts as knowing it."""
        self.asked.add(key)
        return key in self.data

    def wrong(
        self, key: str, code: str, **slots: str | int | tuple[str, ...]
    ) -> SchemeError:
        """Return the error that names file, key and remedy; `code` and `slots` are those of a `Fault`."""
        return self.at_fault(key, Fault(code, slots))

    def at_fault(self, key: str, fault: Fault) -> SchemeError:
        """Return the error for a fault that has been found; raises `KeyError` when it cannot be worded."""
        path = self._path(key)
        told = f"方案文件“{self.file}”的 {path} {worded(fault)}。"
        return SchemeError(
            told,
            "请改正后重试。",
            key=path,
            fault=fault,
        )

    def _path(self, key: str) -> str:
        if self.where:
            return f"{self.where}.{key}"
        return key

    def _value(self, key: str, default: object) -> object:
        self.asked.add(key)
        value = self.data.get(key, _MISSING)
        if value is not _MISSING:
            return value
        if default is None:
            raise self.wrong(key, "missing")
        return default

    def _number(
        self,
        key: str,
        value: object,
        lowest: Decimal | None = ZERO,
    ) -> Decimal:
        # Figures may be spelled as texts; true and false are no figures
        if isinstance(value, str):
            value = parse_number(value)
        if isinstance(value, int) and not isinstance(value, bool):
            value = Decimal(value)
        if not isinstance(value, Decimal) or not value.is_finite():
            if lowest is None:
                raise self.wrong(key, "not_number")
            raise self.wrong(key, "number_too_small", lowest=str(lowest))
        if lowest is not None and value < lowest:
            raise self.wrong(key, "number_too_small", lowest=str(lowest))
        # Compared before anything is computed: a huge exponent would fill the memory
        if beyond(value):
            raise self.wrong(key, "number_too_large")
        return value

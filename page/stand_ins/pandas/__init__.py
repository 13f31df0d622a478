"""Stand-in for pandas inside the page: tables as the 汇总表 uses them, in pure Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

__all__ = ["DataFrame", "Series"]

Row = Mapping[str, Any]


class Series:
    """One column."""

    def __init__(self, values: Iterable[Any]) -> None:
        self._values = list(values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> Series:  # type: ignore[override]
        return Series([value == other for value in self._values])

    __hash__ = None  # type: ignore[assignment]


class DataFrame:
    """A table: rows of Python's own values; what a row does not have is `None`."""

    def __init__(self, rows: Iterable[Row] = (), dtype: object = object, columns: Iterable[str] = ()) -> None:
        assert dtype is object
        self._rows = [dict(row) for row in rows]
        named = dict.fromkeys(columns)
        for row in self._rows:
            named.update(dict.fromkeys(row))
        self.columns = list(named)

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self._rows or not self.columns

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, Series):
            chosen = [row for row, kept in zip(self._rows, key, strict=True) if kept]
            return DataFrame(chosen, columns=self.columns)
        if isinstance(key, list):
            return DataFrame([{name: row.get(name) for name in key} for row in self._rows], columns=key)
        if key not in self.columns:
            raise KeyError(key)
        return Series(row.get(key) for row in self._rows)

    def get(self, key: str, default: Any = None) -> Any:
        """Return a column, or `default` where there is none."""
        return self[key] if key in self.columns else default

    def assign(self, **columns: Sequence[Any]) -> DataFrame:
        """Return the table with more columns."""
        rows = [dict(row) for row in self._rows]
        for name, values in columns.items():
            for row, value in zip(rows, values, strict=True):
                row[name] = value
        return DataFrame(rows, columns=[*self.columns, *columns])

    def merge(self, other: DataFrame, *, on: str, how: str, sort: bool) -> DataFrame:
        """Return every pair of rows with the same value in one column, in the order of this table."""
        assert how == "inner"
        assert not sort
        beside: dict[Any, list[Row]] = {}
        for row in other._rows:
            beside.setdefault(row[on], []).append(row)
        rows = [{**own, **found} for own in self._rows for found in beside.get(own[on], ())]
        return DataFrame(rows, columns=[*self.columns, *other.columns])

    def groupby(self, key: str, *, sort: bool = True) -> _Groups:
        """Return the rows grouped by the values of one column; rows without a value are left out."""
        assert sort
        found: dict[Any, list[Row]] = {}
        for row in self._rows:
            if row.get(key) is not None:
                found.setdefault(row[key], []).append(row)
        return _Groups({name: DataFrame(found[name], columns=self.columns) for name in sorted(found)})


class _Groups:
    """Groups of rows, sorted by what they have in common."""

    def __init__(self, frames: dict[Any, DataFrame]) -> None:
        self._frames = frames

    def __iter__(self) -> Iterator[tuple[Any, DataFrame]]:
        return iter(self._frames.items())

    def size(self) -> dict[Any, int]:
        """Return how many rows each group has."""
        return {name: len(frame) for name, frame in self._frames.items()}

"""What every record of a report is called, so that the same figure is found again in a report drafted later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from perfeval_xl.report.charts.model import Chart
from perfeval_xl.report.vocabulary.naming import words_of
from perfeval_xl.report.vocabulary.report import Report

__all__ = ["Paths", "figures_of"]

_NAMING = ("dimension", "category", "group", "source", "place", "name")
"""The fields that tell the records of one list apart; rows with the same names are counted."""
_BETWEEN = "·"
_PLAIN = ("str", "int", "bool", "tuple[str, ...]")
"""Types of fields that hold no records."""


class Paths:
    """The path of every record of one report: `scores/产出指标·数量指标·技术服务内容`, empty for the report itself.

    A record that stands in several places, such as an indicator in the list of all and below its 一级指标, has the
    shortest path.
    """

    def __init__(self, report: Report) -> None:
        self._paths: dict[int, str] = {id(report): ""}
        self.records: list[tuple[str, Any]] = [("", report)]
        for path, record in self.records:
            # Grows as it is read: records nearer to the top come first
            self._look_into(path, record)

    def of(self, record: Any) -> str | None:
        """Return the path of a record, `None` for what is none of this report."""
        return self._paths.get(id(record))

    def _look_into(self, path: str, record: Any) -> None:
        kind: Any = type(record)
        for name in _holding(kind):
            above = name
            if path:
                above = f"{path}/{name}"
            for key, item in _items(getattr(record, name)):
                # The first path found is the shortest one
                if id(item) not in self._paths:
                    own = above
                    if key:
                        own = f"{above}/{key}"
                    self._paths[id(item)] = own
                    self.records.append((own, item))


def figures_of(report: Report) -> Mapping[str, str]:
    """Return the text of every field of every record by its path; one of a list has its number behind it."""
    found: dict[str, str] = {}
    for path, record in Paths(report).records:
        for name, value in _fields(record):
            whole = name
            if path:
                whole = f"{path}/{name}"
            if isinstance(value, str):
                found[whole] = value
            elif isinstance(value, tuple):
                texts = [item for item in value if isinstance(item, str)]
                for number, text in enumerate(texts, 1):
                    found[f"{whole}/{number}"] = text
    return found


def _fields(record: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(record, Mapping):
        yield from record.items()
        return
    for entry in fields(record):
        yield entry.name, getattr(record, entry.name)


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    """The records inside a field, with what tells them apart."""
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, tuple):
        # Rows with one name are told apart by a number
        seen: dict[str, int] = {}
        for number, item in enumerate(value, 1):
            name = _name(item) or str(number)
            seen[name] = seen.get(name, 0) + 1
            if seen[name] > 1:
                name = f"{name}#{seen[name]}"
            yield name, item
    else:
        yield "", value


def _name(record: Any) -> str:
    kind: Any = type(record)
    texts = [getattr(record, name) for name in _naming(kind)]
    return _BETWEEN.join(dict.fromkeys(text for text in texts if text))


@cache
def _naming(kind: Any) -> tuple[str, ...]:
    """The fields of a record that tell it from others."""
    return tuple(name for name in _NAMING if hasattr(kind, name))


@cache
def _holding(kind: Any) -> tuple[str, ...]:
    """The fields of a record that hold other records; rows of tables and charts hold none."""
    if kind is Chart or not is_dataclass(kind):
        return ()
    types = {entry.name: str(entry.type) for entry in fields(kind)}
    return tuple(name for name in words_of(kind) if types[name] not in _PLAIN)

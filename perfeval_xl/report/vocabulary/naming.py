"""How the fields of a record get their Chinese names: `{{ 实施单位 }}` and `{{ unit }}` are the same."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

__all__ = [
    "Word",
    "bilingual",
    "chinese_names",
    "is_record",
    "types_of",
    "word",
    "words_of",
]

_KEY = "word"
_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Word:
    """What the page of names says about one field: its Chinese name and its meaning."""

    chinese: str
    meaning: str


def word(chinese: str, meaning: str = "") -> dict[str, Word]:
    """Return the metadata of a field; without `meaning` the Chinese name says it all."""
    return {_KEY: Word(chinese, meaning or chinese)}


def bilingual(record: type[_Record]) -> type[_Record]:
    """Let every field of a dataclass be read by its Chinese name as well."""
    for name, told in words_of(record).items():
        setattr(record, told.chinese, property(attrgetter(name)))
    return record


def is_record(kind: type) -> bool:
    """Return whether a type is one of the vocabulary: a dataclass whose fields have words."""
    return is_dataclass(kind) and all(_KEY in entry.metadata for entry in fields(kind))


def words_of(record: Any) -> Mapping[str, Word]:
    """Return the word of every field, by its English name."""
    return _words(record)


@cache
def _words(record: Any) -> Mapping[str, Word]:
    return {entry.name: entry.metadata[_KEY] for entry in fields(record)}


@cache
def chinese_names(record: Any) -> Mapping[str, str]:
    """Return the English name of every Chinese one."""
    return {told.chinese: name for name, told in words_of(record).items()}


@cache
def types_of(record: Any) -> Mapping[str, Any]:
    """Return the type of every field, by both its names."""
    hints = typing.get_type_hints(record)
    types = {}
    for name, told in words_of(record).items():
        types[name] = hints[name]
        types[told.chinese] = hints[name]
    return types

"""A submission that was read, value by value beside the one that is expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from perfeval_xl.amounts import normalise

__all__ = ["Compared", "compared"]

_FIELDS = (
    "scheme",
    "year",
    "project",
    "department",
    "unit",
    "money_unit",
    "weight_total",
    "self_total",
    "self_grade",
)
_ROWS = ("funds", "goals", "dimensions", "indicators")
_SIGNS = (("≧", "≥"), ("≦", "≤"), ("═", "="), (">=", "≥"), ("<=", "≤"))
"""Spellings of the published texts that the files with the layouts write in another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How many values were expected and how many read; wrong and missing ones by their key."""

    expected: int
    right: int
    wrong: Mapping[str, tuple[str, str]]
    missing: Mapping[str, str]


def compared(expected: Mapping[str, Any], read: Mapping[str, Any]) -> Compared:
    """Compare two submissions as JSON; blanks count for nothing, nor do blanks within texts."""
    wanted, found = dict(_values(expected)), dict(_values(read))
    wrong = {
        key: (said, wanted.get(key, ""))
        for key, said in found.items()
        if said != wanted.get(key, "")
    }
    missing = {key: said for key, said in wanted.items() if key not in found}
    right = sum(found.get(key) == said for key, said in wanted.items())
    return Compared(expected=len(wanted), right=right, wrong=wrong, missing=missing)


def _values(submission: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in _FIELDS:
        yield from _said(key, submission.get(key))
    for part in _ROWS:
        for number, row in enumerate(submission.get(part, ())):
            for key, value in row.items():
                yield from _row(f"{part}[{number}].{key}", value)
    for name, text in submission.get("sections", {}).items():
        yield from _said(f"sections.{name}", text)


def _row(key: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for depth, name in enumerate(value):
            yield from _said(f"{key}[{depth}]", name)
    elif not isinstance(value, dict):
        yield from _said(key, value)


def _said(key: str, value: object) -> Iterator[tuple[str, str]]:
    text = normalise("" if value is None else str(value))
    for spelled, sign in _SIGNS:
        text = text.replace(spelled, sign)
    if text:
        yield key, text

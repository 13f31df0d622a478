"""What the headings of foreign forms say: the spellings stand in `words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from perfeval_xl.amounts import normalise
from perfeval_xl.foreign.groups import Affixes, Group, Meaning, bare

__all__ = ["Kind", "Meaning", "Words", "bare", "points_in", "words"]

_POINTS = re.compile(r"(?<![\d.\-~])(\d{1,3}(?:\.\d{1,2})?)分(?![*×x])")
_POINTS_NAMED = re.compile(
    r"(?:分值|满分)[:：为]?(\d{1,3}(?:\.\d{1,2})?)(?![\d.\-~分])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A table that is no 自评表: its name, the words of its title, and what to do."""

    name: str
    title: tuple[str, ...]
    never: tuple[str, ...]
    do: str
    without_indicators: bool
    """Whether it is one only as long as there is no table of indicators: a report may hold the form."""


def points_in(text: str) -> str:
    """Return the points that a heading names, empty for none or for several: `产出指标（50分）` says 50.

    >>> points_in("产出指标（50分）"), points_in("得分(20分*执行率)"), points_in("得分（分值10）")
    ('50', '', '10')
    """
    said = normalise(text)
    found = _POINTS.findall(said) or _POINTS_NAMED.findall(said)
    return found[0] if len(found) == 1 else ""


class Words:
    """All spellings. A group maps headings to what they mean."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        parts = {
            part: Group(data[part], Affixes.read(data["affixes"].get(part, {})))
            for part in ("columns", "funds", "fields", "goals")
        }
        self.columns = parts["columns"]
        self.funds = parts["funds"]
        self.fields = parts["fields"]
        self.goals = parts["goals"]
        self.totals = frozenset(data["totals"]["same"])
        self.subtotals = frozenset(data["subtotals"]["same"])
        self.sections: Mapping[str, tuple[str, ...]] = {
            spelling: tuple(
                name for name, given in data["sections"].items() if spelling in given
            )
            for spellings in data["sections"].values()
            for spelling in spellings
        }
        self.sources: Mapping[str, str] = {
            spelling: name
            for name, spellings in data["sources"].items()
            for spelling in spellings
        }
        self.source_levels = frozenset(data["source_ends"]["same"])
        self.grades = frozenset(data["grades"]["same"])
        self.source_ends: tuple[str, ...] = tuple(data["source_ends"]["ends"])
        self.source_totals = frozenset(data["source_totals"]["same"])
        self.others = tuple(_kind(row) for row in data["others"])
        self.under: Mapping[str, frozenset[str]] = {
            part: frozenset(given) for part, given in data["under"].items()
        }
        self.levels = frozenset(data["levels"]["same"])
        self.categories = frozenset(data["categories"]["same"])
        self.notes = frozenset(data["notes"]["same"])
        self.beside = frozenset(data["beside"]["same"])
        self.silent = frozenset(data["silent"]["same"]) | self.beside
        self.nature = frozenset(data["nature"]["same"])
        self.execution = frozenset(data["execution"]["same"])
        self.funds_parts = frozenset(data["funds_parts"]["same"])
        self.weak_fields: Mapping[str, str] = data["weak_fields"]
        self.nameless: Mapping[str, str] = data["nameless"]
        self.schemes: Mapping[str, Any] = data["schemes"]

    def is_heading(self, text: str) -> bool:
        """Whether a text is a heading of any group, and therefore no value of a field."""
        said = bare(text)
        groups = (self.columns, self.funds, self.fields, self.goals)
        if any(group.surely(said) for group in groups):
            return True
        return said in self.totals or said in self.sections


def _kind(row: Mapping[str, Any]) -> Kind:
    return Kind(
        name=row["name"],
        title=tuple(row["title"]),
        never=tuple(row.get("never", ())),
        do=row["do"],
        without_indicators=row.get("without_indicators", False),
    )


@cache
def words() -> Words:
    """Return the spellings, read once."""
    text = (
        resources.files("perfeval_xl.foreign")
        .joinpath("words.toml")
        .read_text(encoding="utf-8")
    )
    return Words(tomllib.loads(text))

"""What the headings of foreign forms say: the spellings stand in `words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
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
    found: list[str] = _POINTS.findall(said)
    if not found:
        found = _POINTS_NAMED.findall(said)
    if len(found) != 1:
        return ""
    return found[0]


class Words:
    """All spellings. A group maps headings to what they mean."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        same = partial(_same, data)
        # The headings of each part
        self.columns = _group(data, "columns")
        self.funds = _group(data, "funds")
        self.fields = _group(data, "fields")
        self.goals = _group(data, "goals")
        self.under: Mapping[str, frozenset[str]] = {
            part: frozenset(given) for part, given in data["under"].items()
        }
        # Rows and labels
        self.totals = same("totals")
        self.subtotals = same("subtotals")
        self.levels = same("levels")
        self.categories = same("categories")
        self.notes = same("notes")
        self.beside = same("beside")
        self.silent = same("silent") | self.beside
        self.nature = same("nature")
        self.execution = same("execution")
        self.grades = same("grades")
        self.sections = _sections(data["sections"])
        # The money
        self.funds_parts = same("funds_parts")
        self.sources = _sources(data["sources"])
        self.source_levels = same("source_ends")
        self.source_totals = same("source_totals")
        ends = data["source_ends"]["ends"]
        self.source_ends: tuple[str, ...] = tuple(ends)
        # Other tables, other names, other schemes
        self.others = tuple(map(_kind, data["others"]))
        self.weak_fields: Mapping[str, str] = data["weak_fields"]
        self.nameless: Mapping[str, str] = data["nameless"]
        self.schemes: Mapping[str, Any] = data["schemes"]

    def is_heading(self, text: str) -> bool:
        """Whether a text is a heading of any group, and therefore no value of a field."""
        said = bare(text)
        groups = (self.columns, self.funds, self.fields, self.goals)
        for group in groups:
            if group.surely(said):
                return True
        return said in self.totals or said in self.sections


def _same(data: Mapping[str, Any], part: str) -> frozenset[str]:
    """Return the spellings of one thing."""
    spellings = data[part]["same"]
    return frozenset(spellings)


def _group(data: Mapping[str, Any], part: str) -> Group:
    """Return the headings of one part of the form, with what may stand around them."""
    around = data["affixes"].get(part, {})
    affixes = Affixes.read(around)
    return Group(data[part], affixes)


def _sections(given: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return the names of the texts that each label may stand for: one label may be that of several."""
    sections: dict[str, tuple[str, ...]] = {}
    for name, spellings in given.items():
        for spelling in spellings:
            names = sections.get(spelling, ())
            if name not in names:
                sections[spelling] = (*names, name)
    return sections


def _sources(given: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the name of the source that each spelling stands for."""
    sources: dict[str, str] = {}
    for name, spellings in given.items():
        for spelling in spellings:
            sources[spelling] = name
    return sources


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
    folder = resources.files("perfeval_xl.foreign")
    file = folder.joinpath("words.toml")
    text = file.read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Words(data)

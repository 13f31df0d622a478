"""What the headings of foreign forms say: the spellings stand in `words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from perfeval_xl.amounts import normalise

__all__ = ["Kind", "Meaning", "Words", "bare", "points_in", "words"]

_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|\d{1,2}[、.](?!\d)|[★☆●*]+)")
_AROUND = ":：*＊;；。、☆★"
_POINTS = re.compile(r"(?<![\d.\-~])(\d{1,3}(?:\.\d{1,2})?)分(?![*×x])")
_LONGEST = 60
"""A heading is short; a text of more characters is no heading."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading means: a role of a group, as what people call it; `rank` is 0 for the spelling that is preferred.

    `sure` says that the heading is one of the spellings, and does not only hold a word of one.
    """

    role: str
    label: str
    rank: int
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A table that is no 自评表: its name, the words of its title, and what to do."""

    name: str
    title: tuple[str, ...]
    never: tuple[str, ...]
    do: str


@lru_cache(maxsize=1 << 14)
def bare(text: str) -> str:
    """Return a heading as it is compared: no blanks, numbers in front, colons, stars, and nothing in brackets.

    >>> bare("三、实施 单位（盖章）："), bare("执行率(B/A)")
    ('实施单位', '执行率')
    """
    if len(text) > 4 * _LONGEST:
        return text
    folded = _unbracketed(normalise(text)).strip(_AROUND)
    return _NUMBERED.sub("", folded).strip(_AROUND)


def _unbracketed(folded: str) -> str:
    for _ in range(3):  # brackets in brackets
        shorter = _BRACKETS.sub("", folded)
        if shorter == folded:
            break
        folded = shorter
    return folded


def points_in(text: str) -> str:
    """Return the points that a heading names, empty for none or for several: `产出指标（50分）` says 50.

    >>> points_in("产出指标（50分）"), points_in("得分(20分*执行率)"), points_in("产出（40-50分）")
    ('50', '', '')
    """
    found = _POINTS.findall(normalise(text))
    return found[0] if len(found) == 1 else ""


class Words:
    """All spellings. A group maps headings to what they mean."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.columns = _Group(data["columns"])
        self.funds = _Group(data["funds"])
        self.fields = _Group(data["fields"])
        self.goals = _Group(data["goals"])
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
        self.source_totals = frozenset(data["source_totals"]["same"])
        self.others = tuple(_kind(row) for row in data["others"])
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
    )


class _Group:
    """The headings of one part of a form."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._same: dict[str, Meaning] = {}
        self._with: list[tuple[str, Meaning]] = []
        self.labels = {role: given["label"] for role, given in data.items()}
        for role, given in data.items():
            for rank, spelling in enumerate(given["same"]):
                self._same.setdefault(
                    spelling, Meaning(role, given["label"], rank, sure=True)
                )
            rank = len(given["same"])
            self._with += [
                (word, Meaning(role, given["label"], rank, sure=False))
                for word in given.get("with", ())
            ]

    def surely(self, said: str) -> bool:
        """Whether a bare heading is one of the spellings."""
        return said in self._same

    def meaning(self, text: str) -> Meaning | None:
        """Return what a heading means in this part, `None` for nothing known."""
        return self.of(bare(text))

    def of(self, said: str) -> Meaning | None:
        """Return what a bare heading means."""
        if not said or len(said) > _LONGEST:
            return None
        found = self._same.get(said)
        if found is not None:
            return found
        return next((meaning for word, meaning in self._with if word in said), None)

    def spellings(self, roles: Iterable[str]) -> frozenset[str]:
        """Return the spellings of some roles."""
        wanted = frozenset(roles)
        return frozenset(
            said for said, meaning in self._same.items() if meaning.role in wanted
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

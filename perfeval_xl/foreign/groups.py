"""The headings of one part of a form: their spellings, and how a heading in other words is taken for one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from perfeval_xl.amounts import normalise

__all__ = ["Affixes", "Group", "Meaning", "bare"]

_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|\d{1,2}[、.](?!\d)|[★☆●*#]+)")
_AROUND = ":：*＊;；。、☆★#"
_YEAR_IN_FRONT = re.compile(r"^(?:19|20)\d\d年度?(?=.)")
_MOST_KEPT = 1 << 14
"""How many headings are kept that were looked up."""
_LONGEST = 60
"""A heading is short; a text of more characters is no heading."""
_LONGEST_LOOSE = 20
"""How long a heading may be that only ends like a spelling."""
_MOST_TAKEN_OFF = 3
_MOST_DEEP = 3
_SHORTEST = 3
"""How long a spelling is that affixes may stand around, unless `words.toml` says otherwise: 本单位 is no label 单位."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading means: a role of a group, as what people call it; `rank` is 0 for the spelling that is preferred.

    `sure` says that the heading is one of the spellings, and does not only hold a word of one.
    """

    role: str
    label: str
    rank: int
    sure: bool


@lru_cache(maxsize=_MOST_KEPT)
def bare(text: str) -> str:
    """Return a heading as it is compared: no blanks, numbers in front, colons, stars, and nothing in brackets.

    >>> bare("三、实施 单位（盖章）："), bare("执行率(B/A)")
    ('实施单位', '执行率')
    """
    if len(text) > 4 * _LONGEST:
        return text
    folded = normalise(text)
    folded = _unbracketed(folded)
    folded = folded.strip(_AROUND)
    said = _NUMBERED.sub("", folded)
    return said.strip(_AROUND)


def _unbracketed(folded: str) -> str:
    """Return a text without what stands in brackets, brackets in brackets included."""
    for _ in range(_MOST_DEEP):
        shorter = _BRACKETS.sub("", folded)
        if shorter == folded:
            break
        folded = shorter
    return folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Affixes:
    """What may stand before, in or behind a spelling without changing what it means: 本年度, 及代码, 名称."""

    before: tuple[str, ...]
    inside: tuple[str, ...]
    behind: tuple[str, ...]
    shortest: int

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Affixes:
        """Return those of one part of `words.toml`."""
        return cls(
            before=tuple(data.get("before", ())),
            inside=tuple(data.get("inside", ())),
            behind=tuple(data.get("behind", ())),
            shortest=data.get("shortest", _SHORTEST),
        )

    def shorter(self, said: str) -> Iterator[str]:
        """Yield what is left of a heading, one more affix taken off each time."""
        rest = _YEAR_IN_FRONT.sub("", said)
        if rest != said:
            yield rest
        for word in self.inside:
            if word in rest:
                rest = rest.replace(word, "", 1)
                yield rest
        waiting = [rest]
        for _ in range(_MOST_TAKEN_OFF):
            waiting = [short for each in waiting for short in self._without_one(each)]
            yield from waiting

    def _without_one(self, said: str) -> Iterator[str]:
        for word in self.before:
            if said.startswith(word) and len(said) > len(word):
                yield said.removeprefix(word)
        for word in self.behind:
            if said.endswith(word) and len(said) > len(word):
                yield said.removesuffix(word)


class Group:
    """The headings of one part of a form."""

    def __init__(self, data: Mapping[str, Any], affixes: Affixes) -> None:
        self._same: dict[str, Meaning] = {}
        self._with: list[tuple[str, Meaning]] = []
        self._ends: list[tuple[str, Meaning]] = []
        self._others: list[tuple[str, Meaning]] = []
        self._affixes = affixes
        self._known: dict[str, Meaning | None] = {}
        self.labels: dict[str, str] = {}
        for role, given in data.items():
            self.labels[role] = given["label"]
        for role, given in data.items():
            self._add(role, given)
        self._ends.sort(key=lambda each: -len(each[0]))

    def _add(self, role: str, given: Mapping[str, Any]) -> None:
        """Add the spellings of one role."""
        label = given["label"]
        for rank, spelling in enumerate(given["same"]):
            self._same.setdefault(spelling, Meaning(role, label, rank, sure=True))
        loose = Meaning(role, label, len(given["same"]), sure=False)
        self._with += [(word, loose) for word in given.get("with", ())]
        self._ends += [(word, loose) for word in given.get("ends", ())]
        self._others += [(word, loose) for word in given.get("any", ())]

    def spelled(self, said: str) -> bool:
        """Whether a text is one of the spellings, letter by letter."""
        return said in self._same

    def surely(self, said: str) -> bool:
        """Whether a bare heading is one of the spellings."""
        meaning = self.of(said)
        return meaning is not None and meaning.sure

    def meaning(self, text: str) -> Meaning | None:
        """Return what a heading means in this part, `None` for nothing known."""
        return self.of(bare(text))

    def of(self, said: str) -> Meaning | None:
        """Return what a bare heading means."""
        if not said or len(said) > _LONGEST:
            return None
        known = self._known
        if said not in known:
            # What was looked up is kept, within bounds
            if len(known) > _MOST_KEPT:
                known.clear()
            known[said] = self._found(said)
        return known[said]

    def _found(self, said: str) -> Meaning | None:
        """Look a heading up: as it stands, without affixes, by a word that it holds, by how it ends."""
        found = self._same.get(said)
        if found is not None:
            return found
        found = self._without_affixes(said)
        if found is not None:
            return found
        for word, meaning in (*self._others, *self._with):
            if word in said:
                return meaning
        if len(said) > _LONGEST_LOOSE:
            return None
        for word, meaning in self._ends:
            if said.endswith(word):
                return meaning
        return None

    def _without_affixes(self, said: str) -> Meaning | None:
        """Return what a heading means without what stands around it, `None` where that is no spelling either."""
        if len(said) > _LONGEST_LOOSE:
            return None
        affixes = self._affixes
        for shorter in affixes.shorter(said):
            if len(shorter) < affixes.shortest:
                continue
            exact = self._same.get(shorter)
            if exact is not None:
                return exact
        return None

    def spellings(self, roles: Iterable[str]) -> frozenset[str]:
        """Return the spellings of some roles."""
        wanted = frozenset(roles)
        return frozenset(
            said for said, meaning in self._same.items() if meaning.role in wanted
        )

"""The words that checks look for, kept as data in `wording.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["Topic", "Wording", "has_one_of", "wording"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A matter that a text may complain of: what it is about, what is short of it, and the rows that are about it."""

    about: tuple[str, ...]
    short: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The lists of `wording.toml`, which says what each is for."""

    overspending: tuple[str, ...]
    budget_sections: tuple[str, ...]
    deviation_sections: tuple[str, ...]
    at_most_whole: tuple[str, ...]
    money: tuple[str, ...]
    reasons: tuple[str, ...]
    deducting: tuple[str, ...]
    adjusting: tuple[str, ...]
    whole_cost: tuple[str, ...]
    costs: tuple[str, ...]
    unfinished: tuple[str, ...]
    data: tuple[str, ...]
    surveys: tuple[str, ...]
    other_times: tuple[str, ...]
    no_deviation: tuple[str, ...]
    problem_sections: tuple[str, ...]
    satisfaction: tuple[str, ...]
    placeholders: tuple[str, ...]
    sources: tuple[str, ...]
    levels_of_money: tuple[str, ...]
    initial: tuple[str, ...]
    repeatable_names: tuple[str, ...]
    common_targets: tuple[str, ...]
    topics: tuple[Topic, ...]


@cache
def wording() -> Wording:
    """Return the words, read once."""
    text = (
        resources.files("perfeval_xl.checks")
        .joinpath("wording.toml")
        .read_text(encoding="utf-8")
    )
    data = tomllib.loads(text)
    topics = tuple(_topic(table) for table in data.pop("topics"))
    lists = {name: tuple(words) for name, words in data.items()}
    return Wording(**lists, topics=topics)


def _topic(table: dict[str, list[str]]) -> Topic:
    lists = {name: tuple(words) for name, words in table.items()}
    return Topic(**lists)


def has_one_of(text: str | None, words: Iterable[str]) -> bool:
    """Whether one of the words stands anywhere in the text."""
    if text is None:
        return False
    for word in words:  # noqa: SIM110 - asked for thousands of times a form
        if word in text:
            return True
    return False

"""The words that checks look for, kept as data in `wording.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["Wording", "has_one_of", "wording"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The lists of `wording.toml`, which says what each is for."""

    not_rates: tuple[str, ...]
    overspending: tuple[str, ...]
    budget_sections: tuple[str, ...]
    deviation_sections: tuple[str, ...]
    at_most_whole: tuple[str, ...]
    money: tuple[str, ...]
    reasons: tuple[str, ...]
    deducting: tuple[str, ...]
    adjusting: tuple[str, ...]
    execution: tuple[str, ...]
    not_execution: tuple[str, ...]
    whole_cost: tuple[str, ...]
    costs: tuple[str, ...]
    unfinished: tuple[str, ...]
    data: tuple[str, ...]
    surveys: tuple[str, ...]
    other_times: tuple[str, ...]
    no_deviation: tuple[str, ...]
    no_problems: tuple[str, ...]
    problem_sections: tuple[str, ...]
    satisfaction: tuple[str, ...]
    placeholders: tuple[str, ...]


@cache
def wording() -> Wording:
    """Return the words, read once."""
    text = resources.files("perfeval_xl.checks").joinpath("wording.toml").read_text(encoding="utf-8")
    return Wording(**{name: tuple(words) for name, words in tomllib.loads(text).items()})


def has_one_of(text: str | None, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands anywhere in the text."""
    return any(word in (text or "") for word in words)

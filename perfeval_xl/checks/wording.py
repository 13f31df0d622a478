"""The words that checks look for, kept as data in `wording.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from perfeval_xl.amounts import normalise

__all__ = ["Wording", "has_one_of", "is_vague", "wording"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The lists of `wording.toml`, which says what each is for."""

    vague: tuple[str, ...]
    degrees: tuple[str, ...]
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


def is_vague(text: str) -> bool:
    """Whether a target is nothing but a word such as 提高, with words of degree around it.

    >>> is_vague("显著提高"), is_vague("提高10个百分点")
    (True, False)
    """
    words = wording()
    bare = normalise(text)
    for degree in words.degrees:
        if bare != degree:
            bare = bare.removeprefix(degree).removesuffix(degree) or bare
    return bare in words.vague or bare in words.degrees

"""Targets that say nothing one could measure, such as 提高; the words are data in `vague.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from perfeval_xl.amounts import normalise

__all__ = ["is_vague"]


@cache
def _words() -> dict[str, tuple[str, ...]]:
    text = (
        resources.files("perfeval_xl.measures")
        .joinpath("vague.toml")
        .read_text(encoding="utf-8")
    )
    return {name: tuple(words) for name, words in tomllib.loads(text).items()}


def is_vague(text: str) -> bool:
    """Whether a target is nothing but a word such as 提高, with words of degree around it.

    >>> is_vague("显著提高"), is_vague("提高10个百分点")
    (True, False)
    """
    words = _words()
    bare = normalise(text)
    # 显著提高 is 提高; a word of degree that stands alone is left, it says nothing either
    for degree in words["degrees"]:
        if bare != degree:
            bare = bare.removeprefix(degree).removesuffix(degree) or bare
    return bare in words["vague"] or bare in words["degrees"]

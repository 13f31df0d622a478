"""What is wrong with a key of a scheme, in words: `faults.toml` has a sentence for every code.

A fault is worded once for each audience. Who wrote a TOML file reads the names of its keys, who filled in a workbook what
the keys are called on its sheets. What a person wrote stands in the sentence as it was written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources

from perfeval_xl.errors import Fault

__all__ = ["Naming", "fault_codes", "worded"]

Naming = Callable[[str], str | None]
"""What the name of a key, or one of its words, is called; `None` where it has no other name."""

# How a sentence goes on behind the name of a key; left out where no key is named
_LEAD = re.compile(r"(的|中|中的)\|")
# `{slot}` is what a person wrote, a name in backquotes is a key or one of its words
_MARK = re.compile(r"(?P<before> ?)(?:\{(?P<slot>\w+)\}|`(?P<name>\w+)`)(?P<after> ?)")


def worded(
    fault: Fault,
    naming: Naming = lambda _name: None,
    *,
    behind_key: bool = True,
) -> str:
    """Return what is wrong, without a full stop.

    `behind_key` says whether the key is named right before it: “bands” 中“优”出现了不止一次. Raises `KeyError` for a code
    that is not in `faults.toml` and for a slot that has not been given.
    """
    sentence = _sentences()[fault.code]
    lead, text = sentence.split("|", 1) if _LEAD.match(sentence) else ("", sentence)

    def filled(match: re.Match[str]) -> str:
        before, after = match["before"], match["after"]
        # A slot with a tuple holds names of keys, any other is shown as it is
        names: tuple[str, ...] = (match["name"],)
        if match["slot"]:
            value = fault.slots[match["slot"]]
            if not isinstance(value, tuple):
                return f"{before}{value}{after}"
            names = value
        called = [naming(name) for name in names]
        shown = "、".join(
            other or name for other, name in zip(called, names, strict=True)
        )
        # Names of keys stand apart from Chinese, names in quotation marks do not.
        if any(called):
            return shown
        return f"{before}{shown}{after}"

    said = _MARK.sub(filled, text)
    if behind_key:
        return f"{lead}{said}"
    return said


def fault_codes() -> Mapping[str, frozenset[str]]:
    """Return all codes, each with its slots."""
    return {
        code: frozenset(re.findall(r"\{(\w+)\}", text))
        for code, text in _sentences().items()
    }


@cache
def _sentences() -> Mapping[str, str]:
    text = (
        resources.files("perfeval_xl.scheme")
        .joinpath("faults.toml")
        .read_text(encoding="utf-8")
    )
    return tomllib.loads(text)

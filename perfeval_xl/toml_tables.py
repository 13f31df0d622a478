"""A TOML file of ours of which every table is parsed when it is first asked for: one form needs few of many.

Parsing is most of what the first file of a process waits for. Only files of the package are read so, whose headings
stand at the beginnings of their lines; what somebody sends is parsed as a whole, see `scheme.toml_data`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

__all__ = ["TomlTables", "sections_of"]

T = TypeVar("T")

# `[documents.guide-2021]` alone on its line
_HEADING = re.compile(r"^\[([^\[\]]+)\]$", re.MULTILINE)


def sections_of(text: str, within: str = "") -> dict[str, str]:
    """Return the text below every heading, in the order of the file; with `within`, only of tables in that one.

    >>> list(sections_of(chr(10).join(["[a.b]", "x = 1", "[c]"]))), list(sections_of("[a.b]", within="a"))
    (['a.b', 'c'], ['b'])
    """
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]]
    ends.append(len(text))
    before = f"{within}." if within else ""
    return {
        heading[1].removeprefix(before): text[heading.end() : end]
        for heading, end in zip(headings, ends, strict=True)
        if heading[1].startswith(before)
    }


class TomlTables(Mapping[str, T]):
    """What `read` makes of the tables whose texts these are, each by its name, as soon as it is asked for."""

    def __init__(
        self, sections: Mapping[str, str], read: Callable[[str, dict[str, Any]], T]
    ) -> None:
        self._sections = sections
        self._read = read
        self._known: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._known:
            row = tomllib.loads(self._sections[name])
            self._known[name] = self._read(name, row)
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sections

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)

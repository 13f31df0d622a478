"""A question of the page and its answer, as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Answer", "NamedBytes", "Question"]


@dataclass(frozen=True, slots=True)
class NamedBytes:
    """A file: its name as people know it, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: `words` are the texts that belong to it, `files` what was dropped, empty where none is needed."""

    name: str
    words: Mapping[str, str]
    files: tuple[NamedBytes, ...] = ()

    def word(self, key: str) -> str:
        """Return a text of the question, empty where it was not given."""
        return self.words.get(key, "")

    @property
    def file(self) -> NamedBytes:
        """The first file; a question about a file always has one."""
        return self.files[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered: `shown` becomes JSON, `files` are handed out under their names."""

    shown: Mapping[str, Any]
    files: tuple[NamedBytes, ...] = ()

"""A chapter that stands in a Word file of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

__all__ = ["Chapter", "TakenIn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One Word file: the section it stands for, its name, its parts without what may not come along, and the main one."""

    section: str
    file: str
    parts: Mapping[str, bytes]
    main: str


class TakenIn(str):
    """The text of a section whose chapter is taken from a file: a paragraph that prints it gives way to the chapter.

    Where a template does something else with it, it reads 见《….docx》.
    """

    __slots__ = ("chapter",)

    chapter: Chapter

    def __new__(cls, chapter: Chapter) -> Self:
        """Return the text for a chapter."""
        made = super().__new__(cls, f"见《{chapter.file}》")
        made.chapter = chapter
        return made

"""What stands where on the sheets of a fixed form, before anybody has filled it in.

A plan is made once from the scheme; the addresses in it are those of the layout, and drawing walks over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from perfeval_xl.sheets.model import Area

__all__ = ["Role", "SheetPlan", "Spot"]


class Role(StrEnum):
    """How a spot looks, and whether somebody may type there."""

    ANNEX = "annex"
    TITLE = "title"
    SUBTITLE = "subtitle"
    BANNER = "banner"
    HEADING = "heading"
    LABEL = "label"
    LEFT = "left"
    BODY = "body"
    TEXT = "text"
    LINE = "line"
    CENTRED = "centred"
    COVER_LABEL = "cover_label"
    COVER_INPUT = "cover_input"
    INPUT = "input"
    LEFT_INPUT = "left_input"
    LONG_INPUT = "long_input"
    NUMBER = "number"
    CONSTANT = "constant"
    SHOWN = "shown"
    HELP_HEAD = "help_head"
    HELP = "help"
    POINTS = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One cell or merged area. `text` is what is printed there; `key` is the field, empty for none.

    `lowest` is the least height of its row. A `group` is a label beside several rows, written again on a new page.
    """

    area: Area
    role: Role
    text: str = ""
    key: str = ""
    lowest: float = 0
    group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """One sheet: its grid, its spots, the rows that end a page, and those a page may well begin with, by how well."""

    title: str
    widths: Mapping[int, float]
    last_column: int
    last_row: int
    spots: tuple[Spot, ...]
    landscape: bool = False
    breaks: tuple[int, ...] = ()
    good: Mapping[int, int] = field(default_factory=dict)
    titles: tuple[int, int] | None = None
    heights: Mapping[int, float] = field(default_factory=dict)
    hidden: tuple[int, ...] = ()
    """Columns of the preview that only its formulas look at."""
    table: tuple[int, int] | None = None
    """The rows that `titles` are the headings of."""

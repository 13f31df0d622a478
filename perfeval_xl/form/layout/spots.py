"""What stands where on the sheets of a form, before anybody has filled it in.

A plan is made once from the scheme; the addresses in it are those of the layout, and drawing walks over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from perfeval_xl.form.layout.paper import MARGIN
from perfeval_xl.sheets.heights import TALLEST_ROW
from perfeval_xl.sheets.model import Area

__all__ = [
    "FULL_SIZE",
    "INPUT_ROLES",
    "PREFERRED_ROW",
    "UNTIL_FULL",
    "WHOLE_TABLE",
    "PagePlan",
    "Repeated",
    "Role",
    "SheetPlan",
    "Spot",
    "continued",
    "preferred_height",
]

PREFERRED_ROW = 120.0
"""A text that would make its row higher than this, in points, is set smaller first."""


class Role(StrEnum):
    """How a spot looks, and whether somebody may type there."""

    ANNEX = "annex"
    TITLE = "title"
    SUBTITLE = "subtitle"
    BANNER = "banner"
    HEADING = "heading"
    LABEL = "label"
    LEFT = "left"
    FIRST_SOURCE = "first_source"
    NEXT_SOURCE = "next_source"
    BODY = "body"
    TEXT = "text"
    LINE = "line"
    MIDDLE_LINE = "middle_line"
    CENTRED = "centred"
    COVER_LABEL = "cover_label"
    COVER_INPUT = "cover_input"
    INPUT = "input"
    LEFT_INPUT = "left_input"
    LONG_INPUT = "long_input"
    NUMBER = "number"
    RATE = "rate"
    PRESET = "preset"
    CONSTANT = "constant"
    SHOWN = "shown"
    HELP_HEAD = "help_head"
    HELP = "help"
    BOLD_HELP = "bold_help"
    POINTS = "points"
    BOLD_POINTS = "bold_points"


INPUT_ROLES = frozenset(
    {
        Role.SUBTITLE,
        Role.COVER_INPUT,
        Role.INPUT,
        Role.LEFT_INPUT,
        Role.LONG_INPUT,
        Role.NUMBER,
        Role.RATE,
    }
)
"""The roles that somebody fills in; a `PRESET` prints a figure that may be replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One cell or merged area. `text` is what is printed there; `key` is the field, empty for none.

    `live` names the formula of a cell without a field of its own. `lowest` is the least height of its row, in points;
    `preferred` the height above which a text that is filled in is set smaller; with `grows` the row becomes as high as
    its text needs. A `group` is a label beside several rows, written on every page they stand on: `again` on further ones.
    """

    area: Area
    role: Role
    text: str = ""
    key: str = ""
    live: str = ""
    lowest: float = 0
    preferred: float = PREFERRED_ROW
    grows: bool = True
    group: bool = False
    again: str = ""


@dataclass(frozen=True, slots=True)
class Repeated:
    """Rows that are printed above every page, and those with which no page may then begin."""

    rows: tuple[int, int]
    unbroken: range = range(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePlan:
    """How a sheet is divided into pages.

    `repeated` are the rows that may stand above every page and `widenings` by how much the columns may be wider, the
    print smaller; the best is first. `used` is how much of the height is used, since fonts and printers differ a little;
    `full` how full a page must be to end early, `hardly` to end rather than to cut through what belongs together.
    `fresh` are rows that begin a page however empty the one before is. Without `ends` the program that prints decides
    where pages end; with `even` the pages are as evenly full as they can; with `always` rows are repeated also while there is one page, and every further one has room for them.
    """

    repeated: tuple[Repeated, ...] = ()
    widenings: tuple[float, ...] = (1.0,)
    used: float = 0.94
    full: float = 0.6
    hardly: float = 0.3
    fresh: frozenset[int] = frozenset()
    ends: bool = True
    always: bool = False
    even: bool = True
    margin: float = MARGIN


FULL_SIZE = PagePlan()
"""The columns fill the width of the paper at full size, and a page ends with a group if that leaves no large hole."""

WHOLE_TABLE = PagePlan(
    widenings=(1.0, 1.04, 1.08, 1.12, 1.16),
    used=0.96,
    full=0.62,
    hardly=1.0,
    always=True,
    even=False,
)
"""The table of indicators stands on one page wherever that stays legible: wider columns mean smaller print."""

UNTIL_FULL = PagePlan(ends=False, always=True, margin=0.6)
"""Pages end where they are full: texts one under the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """One sheet: its grid, its spots, the rows that end a page, and those a page may well begin with, by how well.

    `titles` are the headings of the table whose rows are `table`; `row_titles` is the first cell of a column of headings
    for screen readers. `hidden` are the columns of the preview that only its formulas look at. Rows may be inserted in a
    sheet that is `insertable`.
    """

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
    table: tuple[int, int] | None = None
    paging: PagePlan = FULL_SIZE
    row_titles: str = ""
    insertable: bool = False


def continued(text: str) -> str:
    """Return what a label says on a further page: figures, and empty labels, stay as they are."""
    if not text or text.isdigit():
        return text
    return f"{text}\n（续）"


def preferred_height(role: Role) -> float:
    """Return the height above which what is filled in is set smaller: long texts have all the room there is."""
    if role is Role.LONG_INPUT:
        return TALLEST_ROW
    return PREFERRED_ROW

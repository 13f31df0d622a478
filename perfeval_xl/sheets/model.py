"""What a workbook is made of, as plain records that need no spreadsheet library.

Drawing a form, marking up a copy and building a 汇总表 all produce these records; `sheets.writing` and `sheets.copying`
apply them. Rows and columns count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

__all__ = [
    "Area",
    "BarChart",
    "Cell",
    "Conditional",
    "Formula",
    "Mark",
    "Note",
    "Page",
    "Sheet",
    "Style",
    "Validation",
    "Value",
    "Workbook",
]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, without its leading `=`."""

    text: str


Value = str | Decimal | int | bool | Formula | None
"""What a cell holds. A `str` is always written as text, even when it starts with `=`; money and points are `Decimal`."""


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle of cells, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a cell looks. Colours are `RRGGBB`, empty for none; `border` is `thin`, `bottom` (a thin line
    below) or empty; sizes are points.

    `shrink` sets a value that is too long for its column smaller, so that no number shows as `####`; it needs
    `wrap=False`.
    """

    font: str = "仿宋"
    size: float = 11
    bold: bool = False
    colour: str = "000000"
    fill: str = ""
    horizontal: str = "center"
    vertical: str = "center"
    wrap: bool = True
    border: str = ""
    number_format: str = "General"
    locked: bool = True
    underline: bool = False
    indent: int = 0
    shrink: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A cell note (批注)."""

    text: str
    author: str = "perfeval_xl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell. `link` is a target inside the workbook, such as `'自评表'!H12`, empty for none."""

    value: Value = None
    style: Style = Style()
    note: Note | None = None
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is put on a cell of an existing workbook: a fill colour, a thick line around it, and a note.

    The colours are `RRGGBB`. The value of the cell is never touched.
    """

    fill: str
    frame: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """A native data validation with its Chinese prompt and error text.

    `kind` is `list`, `decimal`, `whole`, `date`, `textLength`, `custom` or `any` (a prompt only); for `list`, `first` is a formula such as
    `"达标,未达标"` in quotes or a range. `strict` stops a wrong entry, otherwise Excel only warns; a list that only `offers`
    its words does not even do that.
    """

    areas: tuple[Area, ...]
    kind: str
    operator: str = ""
    first: str = ""
    second: str = ""
    prompt_title: str = ""
    prompt: str = ""
    error_title: str = ""
    error: str = ""
    strict: bool = True
    offers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """A conditional format: `formula` (no leading `=`, relative to the top left cell of `area`) turns on fill and font.

    `number_format`, empty for none, can add the word that a colour alone does not say: `General"（不符）"`.
    """

    area: Area
    formula: str
    fill: str
    colour: str = "000000"
    bold: bool = False
    number_format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How a sheet prints: A4, fitted to one page wide. `title_rows` repeat on every page; margins are inches.

    `breaks` are the rows after which a new page begins. `plain_ink` leaves tints and colours off the paper.
    """

    landscape: bool = False
    area: Area | None = None
    title_rows: tuple[int, int] | None = None
    margin: float = 0.6
    breaks: tuple[int, ...] = ()
    footer: str = ""
    plain_ink: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """A native bar chart over cells of the same sheet; `anchor` is the address of its top left corner.

    `description` is read aloud in its place (alternative text): what it shows, and where the figures stand.
    `highest` ends the axis of values; None leaves that to the program that draws it.
    """

    title: str
    categories: Area
    values: Area
    anchor: str
    description: str
    axis_title: str = ""
    highest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `cells` by (row, column); `widths` in characters, `heights` in points.

    `state` is `visible`, `hidden` or `veryHidden`. A protected sheet has an empty password: protection guides, it is
    not security; where it is `insertable`, rows may be inserted all the same. `freeze` is the address of the first cell
    that scrolls, empty for none; `filter` shows filter buttons; `hidden_columns` keep their values.
    `column_titles` is the first cell of the row of headings, `row_titles` that of the column of headings, empty for
    none: screen readers read them with the cells below and beside. Rows in `growing` become higher with what is typed
    into them; the others keep their height, as rows with merged cells have to. `zoom` is in percent; `start` is the
    address where the cursor stands first, empty for A1.
    """

    title: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Area, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    validations: tuple[Validation, ...] = ()
    conditionals: tuple[Conditional, ...] = ()
    page: Page | None = None
    protected: bool = False
    insertable: bool = False
    state: str = "visible"
    freeze: str = ""
    filter: Area | None = None
    hidden_columns: tuple[int, ...] = ()
    charts: tuple[BarChart, ...] = ()
    column_titles: str = ""
    row_titles: str = ""
    growing: frozenset[int] = frozenset()
    zoom: int = 100
    start: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """A whole workbook: sheets in order, defined names (name to absolute reference), custom properties, title."""

    sheets: tuple[Sheet, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    title: str = ""

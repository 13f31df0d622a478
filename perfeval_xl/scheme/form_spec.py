"""What the official workbook of a form prints: sheets made of parts, as a scheme's `[form]` table says.

The records say what stands where on the paper; which cell that is, only `form.layout` knows. A
sheet has a grid of columns (`widths`, in characters), and everything on it spans some of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

__all__ = [
    "COLUMN_KINDS",
    "FIELDS",
    "FUNDS_KINDS",
    "OPEN_COLUMN_KINDS",
    "OPEN_PART_KINDS",
    "PART_KINDS",
    "SCORE_KINDS",
    "TARGET_KINDS",
    "FormColumn",
    "FormField",
    "FormPart",
    "FormSheet",
    "FormSpec",
]

PART_KINDS = (
    "banner",
    "break",
    "fields",
    "funds",
    "goals",
    "lines",
    "opinion",
    "rating",
    "scores",
    "space",
    "table",
    "targets",
    "texts",
)
COLUMN_KINDS = (
    "number",
    "dimension",
    "dimension_weight",
    "group",
    "group_weight",
    "name",
    "weight",
    "target",
    "explanation",
    "standard",
    "actual",
    "self_score",
    "note",
)
"""The columns of the rating table: 序号, 一级指标 and its 分值, 二级指标 and its 分值, 三级指标, 分值, 标杆值, 指标解释, 评分标准, …"""

SCORE_KINDS = ("number", "dimension", "weight", "self_score", "rate", "grade")
"""The columns of a table of 一级指标 scores."""

FUNDS_KINDS = ("source", "initial_budget", "budget", "executed", "left")
"""The columns of the funds; `left` is 结余, budget less executed."""

TARGET_KINDS = ("group", "name", "content", "target", "actual")
"""The columns of a table of targets without scores; `content` is a free text, kept in the table that the part names."""

OPEN_PART_KINDS = (
    "fields",
    "funds",
    "goals",
    "indicators",
    "lines",
    "sections",
    "total",
)
"""The parts of a form in which units write their own indicators."""

OPEN_COLUMN_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "funds": (
            "side",
            "source",
            "initial_budget",
            "budget",
            "executed",
            "weight",
            "rate",
            "self_score",
        ),
        "goals": ("side", "expected", "achieved"),
        "indicators": (
            "side",
            "dimension",
            "category",
            "name",
            "sign",
            "target",
            "unit",
            "actual",
            "weight",
            "self_score",
            "note",
        ),
        "total": ("label", "weight", "self_score", "grade", "blank"),
        "sections": ("side", "group", "label", "text"),
    }
)
"""The columns of the parts of an open form. `side` is the label beside the whole part, which says its `text`; `blank` are
cells of the row of sums in which nothing stands.

`sign` and `unit` take the 符号 and the 计量单位 of a target away from its `target` column, which then holds the value.
"""

FIELDS = (
    "year",
    "project",
    "department",
    "unit",
    "weight_total",
    "self_total",
    "self_grade",
)
"""What a field may be, beside `section:` and the name of a section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """One column of a part; `span` is how many columns of the grid it takes."""

    kind: str
    heading: str
    span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A label with a cell beside it; an empty label takes no room.

    `field` is what is filled in there: one of `FIELDS`, or `section:` and a name. `shows` repeats a figure that stands
    elsewhere, and nothing can be typed. `choices` are offered as a list where the paper has boxes to tick.
    """

    label: str
    field: str = ""
    shows: str = ""
    spans: tuple[int, int] = (1, 1)
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPart:
    """One part of a sheet, by `kind`; what a kind does not use is empty.

    `banner`: `text` across the page. `break`: a new page. `space`: an empty row of `height` points. `lines`: printed
    `lines`; `{grades}` becomes the grade bands; `style` is `left` or `centred`. `fields`: rows of labels and cells; `style` is `boxed` or `cover`.
    `opinion`: the section `name`, under it the printed `lines` for a signature. `texts`: the sections of the group
    `name`, or those of them in `labels`. `funds`: `columns`, `style` is `rows` or `pairs` (every source stands beside every figure). `goals`: `labels`
    of the pairs, `columns` are two headings. `rating`, `scores`: `columns`, and `text` is the label of the total row,
    empty for none. `over` are headings above those of the columns. `targets`: `columns`, and in `labels` one line per
    row: 一级, 二级, and the indicator's path joined by `/`. `table`: `name`, `columns` whose kinds do not count, `rows`
    printed, and `text` the label of a row that adds up the column `sum`.

    In an open form `indicators` are the rows that units write themselves, `text` is the label beside them; `beside` are
    columns that are filled in but do not print, and `name` is the section that takes the reasons where there is no
    column for them. `total`: the row of sums. `sections`: those of the scheme that belong to the form, or those in `labels`, each at
    least `height` points high.
    """

    kind: str
    text: str = ""
    name: str = ""
    style: str = ""
    height: int = 0
    rows: int = 0
    sum: int = 0
    lines: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    fields: tuple[tuple[FormField, ...], ...] = ()
    columns: tuple[FormColumn, ...] = ()
    over: tuple[FormColumn, ...] = ()
    beside: tuple[FormColumn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """One sheet. `heading` is printed at its top, `annex` (附件…) above it, and the line of the year below."""

    title: str
    heading: str = ""
    annex: str = ""
    year: bool = False
    landscape: bool = False
    widths: tuple[int | Decimal, ...] = ()
    parts: tuple[FormPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSpec:
    """The printed sheets of a form, in order."""

    sheets: tuple[FormSheet, ...]

    def parts(self, kind: str) -> tuple[FormPart, ...]:
        """Return the parts of one kind, over all sheets."""
        return tuple(
            part for sheet in self.sheets for part in sheet.parts if part.kind == kind
        )

    def tables(self) -> tuple[FormPart, ...]:
        """Return the parts that hold the rows of a table of the submission."""
        held = (
            part
            for sheet in self.sheets
            for part in sheet.parts
            if part.kind in {"table", "targets"} and part.name
        )
        return tuple(held)

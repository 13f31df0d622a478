"""Where every field of an open form lives: the only owner of its addresses.

What stands where is data: the `[form]` table of a scheme, or `scheme/layouts/national.toml` where it has none. Drawing,
filling, reading and marking up ask the layout by meaning (`target`, `actual`, …); no file knows a column letter.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from perfeval_xl.form.layout.open_columns import (
    BESIDE_WIDTH,
    GAP_WIDTH,
    HELP_WIDTHS,
    INDICATOR_FIELDS,
)
from perfeval_xl.form.layout.open_plan import (
    FIRST_COLUMN,
    OpenPlan,
    PlacedPart,
    Slot,
    cell_at,
    placed_parts,
    rows_of,
    sections_in,
)
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.refs import CellRef
from perfeval_xl.rules.told_apart import PARTS
from perfeval_xl.scheme.form_loader import national_form
from perfeval_xl.scheme.form_spec import FormSheet
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area
from perfeval_xl.submission.model import Submission

__all__ = [
    "FIRST_COLUMN",
    "Layout",
    "PlacedPart",
    "Slot",
    "layout_for",
    "sections_in",
    "slots_for",
]

_LONGEST_TITLE = 24  # a sheet title holds 31 characters
_UNPRINTED = ("head", "total")
_COMPUTED = ("execution_", "rule_", "dimension_")
_TOLD_APART = tuple(f"_{name}" for name in PARTS)
"""What only formulas look at: it has areas, but no names, and is no field."""
_PREVIEWS = ("_rule_score", "_hint")
"""Fields in which nothing is filled in: ends of the table, labels, the live preview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout(FormLayout):
    """The addresses of an open form.

    Indicator numbers count `slots`, section numbers count the sections of the scheme; `goals` is 0 where none are printed.
    `head` and `total` are the rows above and below the indicators, between which people may insert rows. `narrative` are
    the sections that stand on a sheet of their own. Some `inputs` stand beside the paper.
    """

    narrative_sheet: str
    described: FormSheet
    parts: tuple[PlacedPart, ...]
    slots: tuple[Slot, ...]
    narrative: tuple[int, ...]
    rows: Mapping[str, int]
    """First rows of the parts: annex, title, year, project, funds, goals, header, indicators, below, total, sections, end.

    `below` is the first row under the indicators; `goals` and `sections` are missing where the form has none.
    """

    @property
    def last_column(self) -> int:
        """The last column that prints."""
        return len(self.described.widths)

    @property
    def help_column(self) -> int:
        """The first column of the live preview, outside the print area."""
        return self.last_column + len(self.part("indicators").part.beside) + 2

    @property
    def widths(self) -> Mapping[int, float]:
        """The widths of all columns, in characters."""
        widths: dict[int, float] = {}
        for number, described in enumerate(self.described.widths, 1):
            numerator, denominator = described.as_integer_ratio()
            widths[number] = numerator / denominator
        for column in range(self.last_column + 1, self.help_column - 1):
            widths[column] = BESIDE_WIDTH
        widths[self.help_column - 1] = GAP_WIDTH
        for number, wide in enumerate(HELP_WIDTHS):
            widths[self.help_column + number] = wide
        return widths

    @property
    def execution_hint(self) -> Area:
        """Where the preview says what to look at in the funds: in the row below, unless headings stand there."""
        row, left = self.rows["funds"] + 2, self.help_column
        if row == self.rows["header"]:
            return cell_at(row - 1, left + 2)
        return Area(row, left, row, left + 1)

    @property
    def print_area(self) -> Area:
        """What is printed of the form sheet."""
        return Area(1, FIRST_COLUMN, self.rows["end"], self.last_column)

    @property
    def indicator_fields(self) -> tuple[str, ...]:
        """What an indicator row asks for in this form, in the order in which a submission says it."""
        columns = self.part("indicators").columns
        return tuple(name for name in INDICATOR_FIELDS if name in columns)

    @property
    def splits_targets(self) -> bool:
        """Whether a target stands in several columns: 符号, 指标值, 计量单位."""
        return bool({"sign", "unit"} & self.part("indicators").columns.keys())

    @property
    def reasons(self) -> str:
        """The section in which reasons are written where indicators have no column for them; empty for none."""
        return self.part("indicators").part.name

    @property
    def shape(self) -> Hashable:
        """What tells this layout from others of its scheme: rows and goals."""
        return self.slots, self.goals

    @property
    def counted(self) -> Mapping[str, object]:
        """The rows of indicators one by one, and the goals."""
        slots = [[slot.dimension, slot.category, slot.ordinal] for slot in self.slots]
        return {"slots": slots, "goals": max(1, self.goals)}

    def prints(self, key: str) -> bool:
        """Whether a field stands in the print area: some places print no 分值, which is then filled in beside."""
        ref = self.fields[key]
        return ref.sheet != self.sheet or ref.column <= self.last_column

    def part(self, kind: str) -> PlacedPart:
        """Return the part of a kind that every open form has."""
        return next(placed for placed in self.parts if placed.part.kind == kind)

    def title_of(self, name: str) -> str:
        """Return what the column of an indicator's field is called."""
        return self.part("indicators").heading(name)


def slots_for(scheme: Scheme, submission: Submission | None = None) -> tuple[Slot, ...]:
    """Return the indicator rows: those the official form prints, and more where a submission needs them.

    A 一级 or 二级指标 that the scheme does not know gets rows of its own behind those of the scheme.
    """
    counts = {(d.name, c.name): c.rows for d in scheme.dimensions for c in d.categories}
    if submission is not None:
        needed: dict[tuple[str, str], int] = {}
        for indicator in submission.indicators:
            key = (indicator.path[0], indicator.path[1])
            needed[key] = needed.get(key, 0) + 1
        for key, count in needed.items():
            counts[key] = max(counts.get(key, 0), count)
    dimensions = list(dict.fromkeys(dimension for dimension, _ in counts))
    ordered = sorted(counts, key=lambda key: dimensions.index(key[0]))
    return tuple(
        Slot(*key, ordinal) for key in ordered for ordinal in range(1, counts[key] + 1)
    )


def layout_for(
    scheme: Scheme, slots: Iterable[Slot] | None = None, goals: int = 1
) -> Layout:
    """Return the layout of a form with these indicator rows (by default those of the official form)."""
    slots = slots_for(scheme) if slots is None else tuple(slots)
    described = (scheme.form or national_form()).sheets[0]
    if not any(part.kind == "goals" for part in described.parts):
        goals = 0

    parts = tuple(placed_parts(described, scheme, len(slots), goals))
    rows = rows_of(parts)
    sheet = described.title.replace("{form_title}", scheme.form_title)
    help_column = (
        len(described.widths) + sum(len(placed.part.beside) for placed in parts) + 2
    )
    plan = OpenPlan(scheme, parts, rows, help_column)

    areas: dict[str, Area] = {}
    areas |= plan.head(len(described.widths))
    areas |= plan.funds()
    areas |= plan.goals(goals)
    areas |= plan.indicators(slots)
    areas |= plan.total()
    areas |= plan.sections()
    fields = {
        key: CellRef(sheet, area.top, area.left)
        for key, area in areas.items()
        if not key.endswith(_TOLD_APART)
    }

    # What the official form has no place for stands on a sheet of its own.
    narrative_sheet = f"{sheet[:_LONGEST_TITLE]}文字部分"
    narrative = tuple(
        index
        for index in range(len(scheme.sections))
        if f"section_{index}" not in areas
    )
    for number, index in enumerate(narrative):
        row = 3 + number
        fields[f"section_{index}"] = CellRef(narrative_sheet, row, 2)
        areas[f"section_{index}"] = Area(row, 2, row, 2)

    return Layout(
        sheet=sheet,
        narrative_sheet=narrative_sheet,
        described=described,
        parts=parts,
        slots=slots,
        goals=goals,
        narrative=narrative,
        fields=fields,
        areas=areas,
        inputs=_inputs(fields),
        rows=rows,
    )


def _inputs(fields: Iterable[str]) -> tuple[str, ...]:
    """Return the fields that print, or stand beside the paper, and in which something may be filled in."""
    found = []
    for key in fields:
        computed = key.startswith(_COMPUTED) or key.endswith(_PREVIEWS)
        if key not in _UNPRINTED and not computed:
            found.append(key)
    return tuple(found)

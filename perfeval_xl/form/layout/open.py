"""Where every field of an open form lives: the only owner of its addresses.

What stands where is data: the `[form]` table of a scheme, or `scheme/layouts/national.toml` where it has none. Drawing,
filling, reading and marking up ask the layout by meaning (`target`, `actual`, …); no file knows a column letter.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from perfeval_xl.form.layout.open_columns import (
    BESIDE_WIDTH,
    GAP_WIDTH,
    HELP_WIDTHS,
    INDICATOR_FIELDS,
)
from perfeval_xl.form.layout.open_narrative import narrative_plan
from perfeval_xl.form.layout.open_pages import good_starts, whole_table
from perfeval_xl.form.layout.open_plan import (
    FIRST_COLUMN,
    PlacedPart,
    Slot,
    cell_at,
    placed_parts,
    rows_of,
    sections_in,
    slots_for,
)
from perfeval_xl.form.layout.open_preview import (
    hidden_columns,
    preview_spots,
)
from perfeval_xl.form.layout.open_spots import OpenSheet, open_spots
from perfeval_xl.form.layout.placed import FormLayout, SchemeKey, fields_of, live_areas
from perfeval_xl.form.layout.rating_sheets import described_form
from perfeval_xl.form.layout.spots import SheetPlan
from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.form_spec import FormSheet
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area

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
_PREVIEWS = ("_rule_score", "_hint")
"""Fields in which nothing is filled in: ends of the table, labels, the live preview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout(FormLayout):
    """The addresses of an open form.

    Indicator numbers count `slots`, section numbers count the sections of the scheme; `goals` is 0 where none are printed.
    `head` and `total` are the rows above and below the indicators, between which people may insert rows. `narrative` are
    the sections that stand on a sheet of their own. Some `inputs` stand beside the paper.
    """

    described: FormSheet
    parts: tuple[PlacedPart, ...]
    narrative: tuple[int, ...]
    help_column: int
    """The first column of the live preview, outside the print area."""
    rows: Mapping[str, int]
    """First rows of the parts: annex, title, year, project, funds, goals, header, indicators, below, total, sections, end.

    `below` is the first row under the indicators; `goals` and `sections` are missing where the form has none.
    """

    @property
    def last_column(self) -> int:
        """The last column that prints."""
        return len(self.described.widths)

    @property
    def indicator_fields(self) -> tuple[str, ...]:
        """The columns of the part of the indicators that hold what a unit writes."""
        columns = self.part("indicators").columns
        return tuple(name for name in INDICATOR_FIELDS if name in columns)

    @property
    def splits_targets(self) -> bool:
        """Whether there is a column for a part of the target."""
        return bool({"sign", "unit"} & self.part("indicators").columns.keys())

    @property
    def reasons(self) -> str:
        """The section that the part of the indicators names."""
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
        """Return the heading of a column of the indicators."""
        return self.part("indicators").heading(name)


def layout_for(
    scheme: Scheme, slots: Iterable[Slot] | None = None, goals: int = 1
) -> Layout:
    """Return the layout of a form with these indicator rows (by default those of the official form).

    It is the same object for the same form.
    """
    slots = slots_for(scheme) if slots is None else tuple(slots)
    return _planned(SchemeKey(scheme, (slots, goals), (slots, goals)))


@lru_cache(maxsize=64)
def _planned(key: SchemeKey[tuple[tuple[Slot, ...], int]]) -> Layout:
    scheme, (slots, goals) = key.scheme, key.given
    # A form without the part has no goals, however many a submission has
    described = described_form(scheme).sheets[0]
    if not any(part.kind == "goals" for part in described.parts):
        goals = 0

    # First the rows of every part, then what stands in their cells
    parts = tuple(placed_parts(described, scheme, len(slots), goals))
    sheet = OpenSheet(
        scheme=scheme,
        described=described,
        parts=parts,
        rows=rows_of(parts),
        slots=slots,
    )
    # The preview begins right of what prints and of what is filled in beside it, with a gap between
    beside = sum(len(placed.part.beside) for placed in parts)
    help_column = len(described.widths) + beside + 2
    plan = _form_plan(sheet, help_column)

    plans = [plan]
    narrative = _unplaced_sections(scheme, plan)
    if narrative:
        title = f"{plan.title[:_LONGEST_TITLE]}文字部分"
        plans.append(narrative_plan(scheme, title, narrative))

    # Both ends of the table have names, so that rows inserted at either end are still between them
    fields = fields_of(plans) | _ends(plan.title, sheet)
    return Layout(
        sheet=plan.title,
        plans=tuple(plans),
        described=described,
        parts=parts,
        slots=slots,
        dimensions=tuple(dict.fromkeys(slot.dimension for slot in slots)),
        goals=goals,
        narrative=narrative,
        fields={key: ref for key, (ref, _) in fields.items()},
        areas=live_areas(plans) | {key: area for key, (_, area) in fields.items()},
        inputs=_inputs(fields),
        rows=sheet.rows,
        help_column=help_column,
    )


def _unplaced_sections(scheme: Scheme, plan: SheetPlan) -> tuple[int, ...]:
    """Return the texts that the official form has no place for: they stand on a sheet of their own."""
    placed = {spot.key for spot in plan.spots}
    numbers = range(len(scheme.sections))
    return tuple(number for number in numbers if f"section_{number}" not in placed)


def _form_plan(sheet: OpenSheet, help_column: int) -> SheetPlan:
    """Return the plan of the sheet of the indicators."""
    rows, title = sheet.rows, sheet.described.title
    return SheetPlan(
        title=title.replace("{form_title}", sheet.scheme.form_title),
        widths=_widths(sheet.described, help_column),
        last_column=sheet.last_column,
        last_row=rows["end"],
        spots=(*open_spots(sheet), *preview_spots(sheet, help_column)),
        landscape=sheet.described.landscape,
        good=good_starts(sheet),
        titles=(rows["header"], rows["header"]),
        hidden=hidden_columns(help_column),
        table=(rows["indicators"], rows["below"] - 1),
        paging=whole_table(sheet),
        insertable=True,
    )


def _widths(described: FormSheet, help_column: int) -> dict[int, float]:
    """Return the widths of all columns, in characters."""
    widths: dict[int, float] = {}
    # Decimal of the scheme; what openpyxl and the heights of rows compute with are floats
    for number, wide in enumerate(described.widths, 1):
        numerator, denominator = wide.as_integer_ratio()
        widths[number] = numerator / denominator
    for column in range(len(widths) + 1, help_column - 1):
        widths[column] = BESIDE_WIDTH
    widths[help_column - 1] = GAP_WIDTH
    for number, room in enumerate(HELP_WIDTHS):
        widths[help_column + number] = room
    return widths


def _ends(title: str, sheet: OpenSheet) -> dict[str, tuple[CellRef, Area]]:
    """Return the cells at the ends of the indicators: their headings, and the row below them."""
    ends = {}
    for key, row in (("head", sheet.rows["header"]), ("total", sheet.rows["below"])):
        ends[key] = CellRef(title, row, FIRST_COLUMN), cell_at(row, FIRST_COLUMN)
    return ends


def _inputs(fields: Iterable[str]) -> tuple[str, ...]:
    """Return the fields that print, or stand beside the paper, and in which something may be filled in."""
    found = []
    # Names say it: no other field begins or ends like this
    for key in fields:
        computed = key.startswith(_COMPUTED) or key.endswith(_PREVIEWS)
        if key not in _UNPRINTED and not computed:
            found.append(key)
    return tuple(found)

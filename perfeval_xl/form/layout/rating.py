"""Where every field of a fixed form lives: the only owner of its addresses, as `layout` is for open forms.

Fields: `year`, `project`, …; `funds_0_budget`; `goal_0_expected`; `dimension_0` (the label, which may carry points),
`dimension_0_weight`, `dimension_0_self_score`; `indicator_3_actual`; `evidence_3_1` (the fact `1` of indicator 3);
`section_2`; `table_0_1_2` (table, row, column); and the cells that the form computes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from perfeval_xl.form.layout.asking import Asked, asked_of
from perfeval_xl.form.layout.grid import Grid, Sizes
from perfeval_xl.form.layout.open import NAME_PREFIX
from perfeval_xl.form.layout.rating_evidence import plan_evidence
from perfeval_xl.form.layout.rating_parts import plan_sheet
from perfeval_xl.form.layout.rating_sheets import EVIDENCE_SHEET, form_of
from perfeval_xl.form.layout.spots import Role, SheetPlan
from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.form_spec import FormPart, FormSpec
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area
from perfeval_xl.submission.model import Submission

__all__ = [
    "RatingLayout",
    "printed_goals",
    "rating_layout_for",
    "sizes_for",
    "tables_of",
]

_COMPUTED_ROLES = frozenset({Role.HELP, Role.POINTS, Role.BODY})


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingLayout:
    """The addresses of a fixed form. `sheet` is the one with the rating table; `plans` are all printed sheets.

    `fields` maps every field to its cell, `areas` to the cells it spans; `inputs` are those that a person fills in, or
    whose printed figure a submission may replace.
    """

    sheet: str
    plans: tuple[SheetPlan, ...]
    asked: tuple[Asked, ...]
    tables: tuple[FormPart, ...]
    goals: int
    table_rows: Mapping[str, int]
    fields: Mapping[str, CellRef]
    areas: Mapping[str, Area]
    inputs: tuple[str, ...]

    @property
    def shape(self) -> Hashable:
        """What tells this layout from others of its scheme: rows of its tables and goals."""
        return tuple(self.table_rows.items()), self.goals

    @property
    def printed_targets(self) -> frozenset[str]:
        """The targets that the form prints itself: they are locked on every form, distributed or not."""
        return frozenset(
            f"indicator_{each.index}_target" for each in self.asked if each.spec.target
        )

    def prints(self, key: str) -> bool:
        """Whether a field stands in the print area: all that is filled in does."""
        return key in self.fields

    def names(self) -> dict[str, str]:
        """Return the defined names, each with its absolute reference."""
        return {NAME_PREFIX + key: ref.absolute for key, ref in self.fields.items()}

    def at(self, key: str) -> str:
        """Return the address of a field, without sheet: `E14`."""
        return self.fields[key].address

    def seen_from(self, sheet: str, key: str) -> str:
        """Return the address as a formula on `sheet` writes it: `'评分依据'!G12` from another sheet."""
        ref = self.fields[key]
        return (
            ref.address
            if ref.sheet == sheet
            else f"'{ref.sheet.replace(chr(39), chr(39) * 2)}'!{ref.address}"
        )

    def fact_key(self, asked: Asked, name: str) -> str | None:
        """Return the field in which a fact of an indicator stands, the row's own where it has no cell for itself."""
        for key in (
            f"evidence_{asked.index}_{name}",
            f"indicator_{asked.index}_{name}",
        ):
            if key in self.fields:
                return key
        return None


def tables_of(form: FormSpec) -> tuple[FormPart, ...]:
    """Return the tables with free rows, in the order of their numbers."""
    return form.tables()


def printed_goals(form: FormSpec) -> int:
    """Return how many pairs of goals the form prints."""
    return max((len(part.labels) for part in form.parts("goals")), default=0) or 1


def sizes_for(scheme: Scheme, submission: Submission | None = None) -> Sizes:
    """Return how many goals and table rows a form has: those that are printed, and more where a submission needs them."""
    form = form_of(scheme)
    tables = {part.name: part.rows or len(part.labels) for part in tables_of(form)}
    goals = printed_goals(form)
    if submission is not None:
        goals = max(goals, len(submission.goals))
        tables = {
            name: max(rows, len(submission.tables.get(name, ())))
            for name, rows in tables.items()
        }
    return Sizes(goals, tables)


def rating_layout_for(scheme: Scheme, sizes: Sizes | None = None) -> RatingLayout:
    """Return the layout of a fixed form, by default that of the empty one; the same object for the same form."""
    return _planned(_Key(scheme, sizes or sizes_for(scheme)))


class _Key:
    """A scheme, which stays loaded, and the sizes of its form, as the key of a cache."""

    def __init__(self, scheme: Scheme, sizes: Sizes) -> None:
        self.scheme, self.sizes = scheme, sizes
        self._told = (scheme.id, sizes.goals, *sizes.tables.items())

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Key)
            and self.scheme is other.scheme
            and self._told == other._told
        )

    def __hash__(self) -> int:
        return hash(self._told)


@lru_cache(maxsize=64)
def _planned(key: _Key) -> RatingLayout:
    scheme, sizes = key.scheme, key.sizes
    form = form_of(scheme)
    asked = asked_of(scheme, form)
    tables = tables_of(form)
    names = tuple(part.name for part in tables)
    plans = [
        plan_sheet(Grid(sheet, scheme, sizes, names), asked) for sheet in form.sheets
    ]
    rating = next(
        n
        for n, sheet in enumerate(form.sheets)
        if any(part.kind == "rating" for part in sheet.parts)
    )
    titles = {plan.title for plan in plans}
    title = next(
        each
        for each in (EVIDENCE_SHEET, *(f"{EVIDENCE_SHEET}{n}" for n in range(2, 99)))
        if each not in titles
    )
    plans.insert(rating + 1, plan_evidence(scheme, asked, title))
    placed = list(_placed(plans))
    return RatingLayout(
        sheet=form.sheets[rating].title,
        plans=tuple(plans),
        asked=asked,
        tables=tables,
        goals=sizes.goals,
        table_rows=sizes.tables,
        fields={
            key: CellRef(sheet, area.top, area.left) for key, sheet, area, _ in placed
        },
        areas={key: area for key, _, area, _ in placed},
        inputs=tuple(key for key, _, _, role in placed if role not in _COMPUTED_ROLES),
    )


def _placed(plans: list[SheetPlan]) -> Iterator[tuple[str, str, Area, Role]]:
    for plan in plans:
        yield from (
            (spot.key, plan.title, spot.area, spot.role)
            for spot in plan.spots
            if spot.key
        )

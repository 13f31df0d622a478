"""Where every field of a fixed form lives: the only owner of its addresses, as `open` is for open forms.

Fields: `year`, `project`, …; `funds_0_budget`; `goal_0_expected`; `dimension_0` (the label, which may carry points),
`dimension_0_weight`, `dimension_0_self_score`; `indicator_3_actual`; `evidence_3_1` (the fact `1` of indicator 3);
`section_2`; `table_0_1_2` (table, row, column); and the cells that the form computes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from perfeval_xl.form.layout.asking import Asked, asked_of
from perfeval_xl.form.layout.grid import Grid
from perfeval_xl.form.layout.placed import FormLayout, SchemeKey, fields_of
from perfeval_xl.form.layout.rating_evidence import plan_evidence
from perfeval_xl.form.layout.rating_parts import plan_sheet
from perfeval_xl.form.layout.rating_sheets import EVIDENCE_SHEET, form_of
from perfeval_xl.form.layout.sizes import Sizes, sizes_for
from perfeval_xl.form.layout.spots import Role, SheetPlan
from perfeval_xl.rules.base import FactKind
from perfeval_xl.scheme.model import Scheme

__all__ = [
    "RatingLayout",
    "rating_layout_for",
]

_COMPUTED_ROLES = frozenset({Role.HELP, Role.POINTS, Role.BODY})


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingLayout(FormLayout):
    """The addresses of a fixed form."""

    @property
    def shape(self) -> Hashable:
        """What tells this layout from others of its scheme: rows of its tables and goals."""
        return tuple(self.table_rows.items()), self.goals

    @property
    def counted(self) -> Mapping[str, object]:
        """The goals and the rows of every table: the indicators are those of the scheme."""
        return {"goals": self.goals, "tables": dict(self.table_rows)}

    @property
    def printed_targets(self) -> frozenset[str]:
        """The targets that the form prints itself: they are locked on every form, distributed or not."""
        return frozenset(
            f"indicator_{each.index}_target" for each in self.asked if each.spec.target
        )

    @property
    def breaks_labels(self) -> bool:
        """Labels of a rating table stand in narrow columns."""
        return True

    def fact_key(self, asked: Asked, name: str) -> str | None:
        """Return the field in which a fact of an indicator stands, the row's own where it has no cell for itself."""
        for key in (
            f"evidence_{asked.index}_{name}",
            f"indicator_{asked.index}_{name}",
        ):
            if key in self.fields:
                return key
        return None


def rating_layout_for(scheme: Scheme, sizes: Sizes | None = None) -> RatingLayout:
    """Return the layout of a fixed form, by default that of the empty one; the same object for the same form."""
    sizes = sizes or sizes_for(scheme)
    return _planned(SchemeKey(scheme, sizes, sizes.key))


@lru_cache(maxsize=64)
def _planned(key: SchemeKey[Sizes]) -> RatingLayout:
    scheme, sizes = key.scheme, key.given
    form = form_of(scheme)
    asked = asked_of(scheme, form)
    tables = form.tables()
    names = tuple(part.name for part in tables)
    plans = [
        plan_sheet(Grid(sheet, scheme, sizes, names), asked) for sheet in form.sheets
    ]
    # 评分依据 stands behind the sheet that it is the evidence for
    rating = next(
        n
        for n, sheet in enumerate(form.sheets)
        if any(part.kind == "rating" for part in sheet.parts)
    )
    titles = {plan.title for plan in plans}
    # A sheet of the scheme may be called so already
    title = next(
        each
        for each in (EVIDENCE_SHEET, *(f"{EVIDENCE_SHEET}{n}" for n in range(2, 99)))
        if each not in titles
    )
    plans.insert(rating + 1, plan_evidence(scheme, asked, title))
    fields = fields_of(plans)
    return RatingLayout(
        sheet=form.sheets[rating].title,
        plans=tuple(plans),
        asked=asked,
        dimensions=tuple(dimension.name for dimension in scheme.dimensions),
        tables=tables,
        goals=sizes.goals,
        table_rows=sizes.tables,
        fields={key: ref for key, (ref, _) in fields.items()},
        areas={key: area for key, (_, area) in fields.items()},
        inputs=tuple(_inputs(plans)),
        dates=_dated(asked),
    )


def _inputs(plans: Iterable[SheetPlan]) -> Iterator[str]:
    for plan in plans:
        for spot in plan.spots:
            if spot.key and spot.role not in _COMPUTED_ROLES:
                yield spot.key


def _dated(asked: Iterable[Asked]) -> frozenset[str]:
    """Return the fields that hold days: facts with cells of their own, and those of a row."""
    dated = set()
    for each in asked:
        own = {fact.name for fact in each.own()}
        for fact in each.rule.facts():
            if fact.kind is FactKind.DATE:
                dated.add(f"indicator_{each.index}_{fact.name}")
                if fact.name in own:
                    dated.add(f"evidence_{each.index}_{fact.name}")
    return frozenset(dated)

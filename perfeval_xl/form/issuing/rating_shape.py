"""One size of a fixed form (评分表) as a shape to cast from: indicators and rules are printed, names and money differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping

from perfeval_xl.form.contents.rating_fields import entries_of
from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.open_paging import Paging
from perfeval_xl.form.drawing.rating import (
    RatingDrawer,
    draw_rating_form,
    rating_book,
    write_spot,
)
from perfeval_xl.form.drawing.rating_paging import settle_plan
from perfeval_xl.form.identity.issue import wording_of
from perfeval_xl.form.identity.stated import identity_rows
from perfeval_xl.form.issuing.issued import locked_fields, locked_style
from perfeval_xl.form.issuing.pouring import PREFILLED_FUNDS, PREFILLED_HEAD, Pouring
from perfeval_xl.form.layout.rating import RatingLayout, rating_layout_for, sizes_for
from perfeval_xl.form.layout.spots import SheetPlan, Spot
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Cell, Workbook
from perfeval_xl.sheets.moulding import Changes
from perfeval_xl.submission.model import Submission

__all__ = ["RatingShape", "rating_shape_key"]


class RatingShape:
    """One size of a fixed form; the submission says how many goals and rows of tables it has."""

    def __init__(self, scheme: Scheme, submission: Submission) -> None:
        self.scheme, self.layout = (
            scheme,
            rating_layout_for(scheme, sizes_for(scheme, submission)),
        )
        self.wording = wording_of(draw_rating_form(scheme, self.layout))
        self.identity: Mapping[str, str] = dict(identity_rows(scheme, self.layout))
        self._drawer = RatingDrawer(scheme, self.layout, {})
        self._fillable = frozenset(_fillable(scheme, self.layout)) - self._computed()
        self._spots: dict[str, tuple[Spot, ...]] = {
            plan.title: tuple(spot for spot in plan.spots if spot.key in self._fillable)
            for plan in self.layout.plans
        }
        self.holes: Mapping[str, Collection[Area]] = {
            title: [spot.area for spot in spots]
            for title, spots in self._spots.items()
            if spots
        }
        self._heights: dict[tuple[str, Paging], Mapping[int, float]] = {}
        self._pages = {
            plan.title: settle_plan(plan, self._heights_of(plan, {}))
            for plan in self.layout.plans
        }

    def casts(self, submission: Submission) -> bool:
        """Whether a submission states nothing but what a form is prefilled with."""
        return entries_of(self.scheme, submission, self.layout).keys() <= self._fillable

    def locked(self, submission: Submission) -> Mapping[str, str]:
        """Return 年初预算: the indicators of a fixed form are words of the form."""
        return locked_fields(self.scheme, self.layout, submission)

    def pour(self, submission: Submission, locked: Mapping[str, str]) -> Pouring:
        """Return the prefilled cells of every sheet, and the heights of their rows."""
        entries = entries_of(self.scheme, submission, self.layout)
        pages: list[Paging] = []
        changes: dict[str, Changes] = {}
        for plan in self.layout.plans:
            written = self._written(plan, entries, locked)
            found = self._settled(plan, written.heights)
            pages.append(found)
            if written.cells:
                usual = self._base(plan, found)
                heights = {
                    row: max(height, usual.get(row, 0))
                    for row, height in written.heights.items()
                }
                changes[plan.title] = Changes(cells=written.cells, heights=heights)
        return Pouring(pages=tuple(pages), changes=changes)

    def book(self, pages: Hashable) -> Workbook:
        """Return the empty form, drawn for these pages of its sheets."""
        assert isinstance(pages, tuple)
        sheets = [
            self._drawer.sheet(plan, each)
            for plan, each in zip(self.layout.plans, pages, strict=True)
        ]
        return rating_book(self.scheme, self.layout, sheets)

    def _computed(self) -> set[str]:
        """A cell with a formula of its own is no input until a submission states it: its form is drawn whole."""
        return {
            key
            for key in self.layout.fields
            if self._drawer.formulas.computed(key) is not None
        }

    def _written(
        self, plan: SheetPlan, entries: Mapping[str, Entry], locked: Mapping[str, str]
    ) -> Canvas:
        """Write what was prefilled, and nothing else, on an empty canvas."""
        canvas = Canvas(plan.widths)
        for spot in self._spots[plan.title]:
            entry = entries.get(spot.key)
            if entry is None:
                continue
            write_spot(canvas, spot, entry)
            if spot.key in locked:
                place = spot.area.top, spot.area.left
                canvas.cells[place] = Cell(
                    value=canvas.cells[place].value,
                    style=locked_style(canvas.cells[place].style),
                )
        return canvas

    def _settled(self, plan: SheetPlan, heights: Mapping[int, float]) -> Paging:
        """Return the pages: those of the empty form, unless some row has become higher."""
        usual = self._pages[plan.title]
        base = self._base(plan, usual)
        if all(height <= base.get(row, 0) for row, height in heights.items()):
            return usual
        return settle_plan(plan, self._heights_of(plan, heights))

    def _heights_of(
        self, plan: SheetPlan, own: Mapping[int, float]
    ) -> Callable[[Paging], Mapping[int, float]]:
        def heights(pages: Paging) -> Mapping[int, float]:
            base = self._base(plan, pages)
            return {
                **base,
                **{row: max(height, base.get(row, 0)) for row, height in own.items()},
            }

        return heights

    def _base(self, plan: SheetPlan, pages: Paging) -> Mapping[int, float]:
        key = plan.title, pages
        if key not in self._heights:
            self._heights[key] = self._drawer.heights(plan, pages)
        return self._heights[key]


def rating_shape_key(scheme: Scheme, submission: Submission) -> Hashable:
    """Return what decides the layout of a fixed form: how many goals, and rows of tables, it has."""
    sizes = sizes_for(scheme, submission)
    return sizes.goals, tuple(sizes.tables.items())


def _fillable(scheme: Scheme, layout: RatingLayout) -> Iterator[str]:
    """Yield the fields that a form is prefilled with, and that this one has."""
    keys = [*PREFILLED_HEAD, "year"]
    keys += [
        f"funds_{index}_{name}"
        for index in range(len(scheme.funds))
        for name in PREFILLED_FUNDS
    ]
    keys += [f"goal_{index}_expected" for index in range(layout.goals)]
    yield from (key for key in keys if key in layout.fields)

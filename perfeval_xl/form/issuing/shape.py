"""One layout of a form as a shape to cast from: what is printed stays, names, money and declared targets differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from perfeval_xl.form.contents.stating import entries_of
from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.forms import write_spot
from perfeval_xl.form.drawing.paging import Paging, settle_pages
from perfeval_xl.form.drawing.whole_form import drawer_for
from perfeval_xl.form.identity.issue import wording_of
from perfeval_xl.form.identity.stated import identity_rows
from perfeval_xl.form.issuing.issued import is_prefilled, locked_fields, locked_style
from perfeval_xl.form.issuing.pouring import Pouring
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.form.layout.spots import INPUT_ROLES, SheetPlan, Spot
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Cell, Workbook
from perfeval_xl.sheets.moulding import Changes
from perfeval_xl.submission.model import Submission

__all__ = ["Shape"]

# Characters that fit into every cell of every form
_LONG = 200


class Shape:
    """One layout of one scheme; the submission says how many rows it has.

    `wording` is the digest of its empty form, `identity` the rows of its hidden sheet, `holes` the areas that may differ
    from form to form, by sheet title.
    """

    def __init__(self, scheme: Scheme, submission: Submission) -> None:
        self.scheme = scheme
        self.layout = form_layout(scheme, submission)
        self._drawer = drawer_for(scheme, self.layout)
        self._pages = {
            plan.title: self._drawer.pages(plan) for plan in self.layout.plans
        }
        self.wording = wording_of(self._drawer.book(tuple(self._pages.values())))
        self.identity: Mapping[str, str] = dict(identity_rows(scheme, self.layout))
        self._spots = {plan.title: self._open_spots(plan) for plan in self.layout.plans}
        self._fillable = {spot.key for spots in self._spots.values() for spot in spots}
        self.holes: Mapping[str, Collection[Area]] = {
            title: [spot.area for spot in spots]
            for title, spots in self._spots.items()
            if spots
        }
        self._heights: dict[tuple[str, Paging], Mapping[int, float]] = {}

    def casts(self, entries: Mapping[str, Entry]) -> bool:
        """Whether a submission with these entries states nothing but what a form is prefilled with.

        A text that needs a sheet of its own to be printed whole has no place in a mould.
        """
        if not self._stated(entries).keys() <= self._fillable:
            return False
        # Looked at closely only where a text is long at all: thousands of forms are cast
        long = any(len(entry.text or "") > _LONG for entry in entries.values())
        return not (long and replace(self._drawer, entries=entries).has_long_texts())

    def locked(self, submission: Submission) -> Mapping[str, str]:
        """Return the fields that the unit may not change, each with what stands there."""
        return locked_fields(self.layout, submission)

    def entries(self, submission: Submission) -> Mapping[str, Entry]:
        """Return what a submission states in the fields of this layout."""
        return entries_of(self.scheme, self.layout, submission)

    def pour(self, entries: Mapping[str, Entry], locked: Mapping[str, str]) -> Pouring:
        """Return the prefilled cells of every sheet, and the heights of their rows."""
        pages: list[Paging] = []
        changes: dict[str, Changes] = {}
        for plan in self.layout.plans:
            # A column may be wider on other pages, and its texts then take fewer lines.
            found = self._settled(plan, entries)
            written = self._written(plan, found, entries)
            pages.append(found)
            if written.cells:
                usual = self._base(plan, found)
                heights = {
                    row: max(height, usual.get(row, 0))
                    for row, height in written.heights.items()
                }
                cells = _locked(plan, written.cells, self.layout, locked)
                fixed = (place for place, cell in cells.items() if cell.style.locked)
                changes[plan.title] = Changes(
                    cells=cells,
                    heights=heights,
                    unasked=frozenset(fixed),
                )
        return Pouring(pages=tuple(pages), changes=changes)

    def book(self, pages: tuple[Paging, ...]) -> Workbook:
        """Return the empty form, drawn for these pages of its sheets."""
        return self._drawer.book(pages)

    def _open_spots(self, plan: SheetPlan) -> tuple[Spot, ...]:
        """A cell with a formula of its own is no input until a submission states it: its form is drawn whole."""
        found = []
        for spot in plan.spots:
            fillable = spot.role in INPUT_ROLES and is_prefilled(spot.key)
            if fillable and self._drawer.behaviour.computed(spot.key) is None:
                found.append(spot)
        return tuple(found)

    def _stated(self, entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
        """What differs from the words of the form."""
        printed = {
            spot.key: spot.text for plan in self.layout.plans for spot in plan.spots
        }
        return {
            key: entry
            for key, entry in entries.items()
            if entry.text != printed.get(key)
        }

    def _written(
        self, plan: SheetPlan, pages: Paging, entries: Mapping[str, Entry]
    ) -> Canvas:
        """Write what was prefilled, and nothing else, on an empty canvas."""
        canvas = Canvas(pages.widths(plan))
        for spot in self._spots[plan.title]:
            entry = entries.get(spot.key)
            if entry is not None:
                write_spot(canvas, spot, entry)
        return canvas

    def _settled(self, plan: SheetPlan, entries: Mapping[str, Entry]) -> Paging:
        """Return the pages: those of the empty form, unless some row has become higher."""
        usual = self._pages[plan.title]
        base = self._base(plan, usual)
        own = self._written(plan, usual, entries).heights
        if all(height <= base.get(row, 0) for row, height in own.items()):
            return usual
        return settle_pages(plan, self._heights_of(plan, entries))

    def _heights_of(
        self, plan: SheetPlan, entries: Mapping[str, Entry]
    ) -> Callable[[Paging], Mapping[int, float]]:
        own: dict[float, Mapping[int, float]] = {}

        def heights(pages: Paging) -> Mapping[int, float]:
            base = self._base(plan, pages)
            if pages.widening not in own:
                own[pages.widening] = self._written(plan, pages, entries).heights
            raised = dict(base)
            for row, height in own[pages.widening].items():
                raised[row] = max(height, base.get(row, 0))
            return raised

        return heights

    def _base(self, plan: SheetPlan, pages: Paging) -> Mapping[int, float]:
        key = plan.title, pages
        if key not in self._heights:
            self._heights[key] = self._drawer.heights(plan, pages)
        return self._heights[key]


def _locked(
    plan: SheetPlan,
    cells: Mapping[tuple[int, int], Cell],
    layout: FormLayout,
    locked: Mapping[str, str],
) -> Mapping[tuple[int, int], Cell]:
    """Return the cells of a sheet with those locked that the unit may not change."""
    found = dict(cells)
    for key in locked:
        ref = layout.fields[key]
        if ref.sheet == plan.title:
            cell = found[ref.row, ref.column]
            found[ref.row, ref.column] = Cell(
                value=cell.value, style=locked_style(cell.style)
            )
    return found

"""A fixed form as a workbook: its plans, with what a submission holds, and formulas where it states nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from perfeval_xl.form.contents.labels import year_label
from perfeval_xl.form.contents.rating_fields import entries_of
from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.open_paging import Paging
from perfeval_xl.form.drawing.rating_instructions import rating_instructions
from perfeval_xl.form.drawing.rating_looks import INPUT_ROLES, STYLES
from perfeval_xl.form.drawing.rating_paging import settle_plan
from perfeval_xl.form.drawing.styles import TALLEST_ROW, fitting_size, height_of
from perfeval_xl.form.formulas.rating import RatingFormulas
from perfeval_xl.form.identity.hidden_sheet import hidden_sheet
from perfeval_xl.form.identity.stated import (
    identity_rows,
    properties_for,
)
from perfeval_xl.form.layout.paper import MARGIN, PAGE_FOOTER
from perfeval_xl.form.layout.rating import RatingLayout
from perfeval_xl.form.layout.spots import Role, SheetPlan, Spot
from perfeval_xl.form.prompts.rating_guidance import conditionals_on, validations_on
from perfeval_xl.refs import Entry
from perfeval_xl.rules.base import FactKind
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Page, Sheet, Style, Workbook
from perfeval_xl.sheets.values import as_cell, as_date_cell
from perfeval_xl.submission.model import Submission

__all__ = ["RatingDrawer", "draw_rating_form", "rating_book", "write_spot"]

_DATE_FORMAT = 'yyyy"年"m"月"d"日"'
_PREFERRED = 120.0


def draw_rating_form(
    scheme: Scheme, layout: RatingLayout, submission: Submission | None = None
) -> Workbook:
    """Return the workbook of a fixed form: empty, or with what a conforming submission holds."""
    entries = entries_of(scheme, submission, layout) if submission is not None else {}
    drawer = RatingDrawer(scheme, layout, entries)
    return rating_book(
        scheme,
        layout,
        [drawer.sheet(plan, drawer.pages(plan)) for plan in layout.plans],
    )


def rating_book(scheme: Scheme, layout: RatingLayout, sheets: list[Sheet]) -> Workbook:
    """Return the workbook of a fixed form from its printed sheets."""
    sheets = list(sheets)
    sheets += [
        rating_instructions(scheme, layout),
        hidden_sheet(identity_rows(scheme, layout)),
    ]
    return Workbook(
        sheets=tuple(sheets),
        names=layout.names(),
        properties=properties_for(scheme),
        title=scheme.title,
    )


class RatingDrawer:
    """Draws the sheets of one form; `entries` are what stands in its fields."""

    def __init__(
        self, scheme: Scheme, layout: RatingLayout, entries: Mapping[str, Entry]
    ) -> None:
        self.scheme, self.layout, self.entries = scheme, layout, entries
        self.formulas = RatingFormulas(scheme, layout)
        facts = {
            (each.index, fact.name): fact.kind
            for each in layout.asked
            for fact in each.own()
        }
        self.dates = {
            f"evidence_{n}_{name}"
            for (n, name), kind in facts.items()
            if kind is FactKind.DATE
        }
        rows = {
            (each.index, fact.name): fact.kind
            for each in layout.asked
            for fact in each.rule.facts()
        }
        self.dates |= {
            f"indicator_{n}_{name}"
            for (n, name), kind in rows.items()
            if kind is FactKind.DATE
        }

    def pages(self, plan: SheetPlan) -> Paging:
        """Return where the pages of a sheet end, which depends on how high its rows are."""
        return settle_plan(plan, lambda pages: self._canvas(plan, pages).heights)

    def heights(self, plan: SheetPlan, pages: Paging) -> Mapping[int, float]:
        """Return the heights of the rows of a sheet, drawn for these pages."""
        return self._canvas(plan, pages).heights

    def sheet(self, plan: SheetPlan, pages: Paging) -> Sheet:
        """Draw one sheet for these pages."""
        canvas = self._canvas(plan, pages)
        inputs = (
            spot.key for spot in plan.spots if spot.key and spot.role in INPUT_ROLES
        )
        unlocked = frozenset(
            key
            for key in inputs
            if key in self.entries or self.formulas.computed(key) is None
        )
        return Sheet(
            title=plan.title,
            cells=canvas.cells,
            merges=tuple(canvas.merges),
            widths=canvas.widths,
            heights=canvas.heights,
            hidden_columns=plan.hidden,
            validations=validations_on(self.scheme, self.layout, plan.title, unlocked),
            conditionals=conditionals_on(self.layout, plan.title),
            page=Page(
                landscape=plan.landscape,
                area=Area(1, 1, plan.last_row, plan.last_column),
                title_rows=plan.titles if plan.titles and pages.starts else None,
                margin=MARGIN,
                breaks=pages.breaks,
                footer=PAGE_FOOTER,
                plain_ink=True,
            ),
            protected=True,
            column_titles=f"A{plan.titles[1]}" if plan.titles else "",
        )

    def _canvas(self, plan: SheetPlan, pages: Paging) -> Canvas:
        canvas = Canvas(plan.widths)
        for row, height in plan.heights.items():
            canvas.grow(row, height)
        for spot in plan.spots:
            self._draw(canvas, plan, spot, pages)
        return canvas

    def _draw(self, canvas: Canvas, plan: SheetPlan, spot: Spot, pages: Paging) -> None:
        style, area = STYLES[spot.role], spot.area
        entry = self.entries.get(spot.key)
        if spot.group:
            self._group(canvas, spot, pages, entry)
        elif spot.role is Role.SHOWN:
            canvas.span(area, self.formulas.shown(spot.text, plan.title), style)
            canvas.grow(area.top, spot.lowest)
        elif entry is not None:
            self._write(canvas, spot, entry)
        elif spot.key and (
            computed := self.formulas.computed(spot.key) or self.formulas.live(spot.key)
        ):
            formula, number_format = computed
            style = (
                STYLES[Role.BODY] if spot.role in INPUT_ROLES else style
            )  # nobody types over a sum by mistake
            canvas.span(area, formula, replace(style, number_format=number_format))
            text = formula.text.strip('"') if spot.role is Role.CONSTANT else ""
            self._grow(canvas, spot, self._height(canvas, spot, text, style))
        elif spot.key == "year":
            canvas.span(area, year_label(None), style)
            canvas.grow(area.top, spot.lowest)
        else:
            dated = (
                replace(style, number_format=_DATE_FORMAT)
                if spot.key in self.dates
                else style
            )
            canvas.span(area, spot.text or None, dated)
            self._grow(canvas, spot, self._height(canvas, spot, spot.text, style))

    def _grow(self, canvas: Canvas, spot: Spot, needed: float) -> None:
        for row in range(spot.area.top, spot.area.bottom + 1):
            canvas.grow(row, max(spot.lowest if row == spot.area.top else 0, needed))

    def _height(self, canvas: Canvas, spot: Spot, text: str, style: Style) -> float:
        """What the text needs, spread over the rows of the spot; the preview makes no row higher."""
        if not text or spot.role in {Role.HELP, Role.POINTS, Role.HELP_HEAD}:
            return 0
        needed = height_of(
            text, range(spot.area.left, spot.area.right + 1), style.size, canvas.widths
        )
        return needed / (spot.area.bottom - spot.area.top + 1)

    def _group(
        self, canvas: Canvas, spot: Spot, pages: Paging, entry: Entry | None
    ) -> None:
        """A label over several rows, again on every page; a figure only on the first."""
        area, style = spot.area, STYLES[spot.role]
        rows, columns = range(area.top, area.bottom + 1), (area.left, area.right)
        if spot.role is not Role.CONSTANT:
            text = _wrapped(entry.text or "") if entry is not None else spot.text
            again = (
                f"{spot.text}\n（续）"
                if spot.text and not spot.text.isdigit()
                else spot.text
            )
            canvas.label(rows, columns, (text, again), style, pages)
            return
        canvas.label(rows, columns, ("", ""), style, pages)
        first = canvas.cells[area.top, area.left]
        computed = self.formulas.computed(spot.key) if spot.key else None
        if entry is not None:
            value, number_format = as_cell(entry.text or "")
            canvas.cells[area.top, area.left] = replace(
                first, value=value, style=replace(style, number_format=number_format)
            )
        elif computed is not None:
            canvas.cells[area.top, area.left] = replace(first, value=computed[0])

    def _write(self, canvas: Canvas, spot: Spot, entry: Entry) -> None:
        style = STYLES[spot.role]
        dated = as_date_cell(entry.text or "") if spot.key in self.dates else None
        if dated is not None:
            canvas.span(
                spot.area,
                dated[0],
                replace(style, number_format=dated[1], wrap=False, shrink=True),
            )
            canvas.grow(spot.area.top, spot.lowest)
            return
        write_spot(canvas, spot, entry)


def write_spot(canvas: Canvas, spot: Spot, entry: Entry) -> None:
    """Write what a person, or a project list, has stated; an area of several rows shares the height."""
    area, style = spot.area, STYLES[spot.role]
    tall = area.bottom - area.top + 1
    if tall == 1:
        preferred = TALLEST_ROW if spot.role is Role.LONG_INPUT else _PREFERRED
        canvas.write(area, entry, style, lowest=spot.lowest, preferred=preferred)
        return
    columns = range(area.left, area.right + 1)
    size = fitting_size(
        entry.text, columns, style.size, canvas.widths, _PREFERRED * tall
    )
    value, number_format = as_cell(entry.text or "")
    canvas.span(area, value, replace(style, size=size, number_format=number_format))
    needed = height_of(entry.text, columns, size, canvas.widths) / tall
    for row in range(area.top, area.bottom + 1):
        canvas.grow(row, max(spot.lowest if row == area.top else 0, needed))


def _wrapped(label: str) -> str:
    """Break a label with points where it may be broken: 决策（20分，得19分） in a narrow column."""
    return label.replace("（", "\n（", 1).replace("，得", "，\n得", 1)

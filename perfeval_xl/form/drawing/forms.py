"""A form as a workbook: its plans, with what a submission holds, and formulas where it states nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from perfeval_xl.form.contents.field_names import field_name
from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.checks_sheet import checks_sheet
from perfeval_xl.form.drawing.long_texts import (
    SEE_LONG_TEXTS,
    LongText,
    long_texts_sheet,
)
from perfeval_xl.form.drawing.looks import COMPUTED, STYLES
from perfeval_xl.form.drawing.paging import Paging, settle_pages
from perfeval_xl.form.drawing.printed_lengths import PrintedLengths
from perfeval_xl.form.drawing.screen import (
    first_input,
    frozen_above,
    growing_rows,
    put_struts,
    zoom_for,
)
from perfeval_xl.form.drawing.styles import (
    LEGIBLE,
    TALLEST_ROW,
    fitting_size,
    height_of,
)
from perfeval_xl.form.formulas.live_checks import LiveCheck
from perfeval_xl.form.identity.hidden_sheet import hidden_sheet
from perfeval_xl.form.identity.stated import identity_rows, properties_for
from perfeval_xl.form.layout.paper import PAGE_FOOTER
from perfeval_xl.form.layout.placed import FormLayout
from perfeval_xl.form.layout.spots import INPUT_ROLES, Role, SheetPlan, Spot
from perfeval_xl.refs import CellRef, Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.asked_cells import locked_places, without_places
from perfeval_xl.sheets.model import (
    Area,
    Conditional,
    Formula,
    Page,
    Sheet,
    Validation,
    Workbook,
)
from perfeval_xl.sheets.values import as_cell, as_date_cell

__all__ = ["Behaviour", "FormDrawer", "write_spot"]

_DATE_FORMAT = 'yyyy"年"m"月"d"日"'
_PREVIEW = frozenset(
    {Role.HELP_HEAD, Role.HELP, Role.BOLD_HELP, Role.POINTS, Role.BOLD_POINTS}
)
"""What stands beside the paper: it makes no row higher."""

_Live = tuple[Formula, str]


class Behaviour(Protocol):
    """What the cells of a form do: their formulas, each with its number format, and their guidance."""

    def computed(self, key: str) -> _Live | None:
        """Return what a field shows while nobody has stated it; `None` where it is blank."""

    def proposed(self, key: str) -> Formula | None:
        """Return what an input shows until somebody writes over it; `None` for one that is blank."""

    def live(self, key: str) -> _Live | None:
        """Return the formula of a cell that is only computed; `None` for all others."""

    def shown(self, key: str, sheet: str) -> Formula:
        """Return the formula that repeats on a sheet a figure which stands elsewhere."""

    def validations(
        self, sheet: str, unlocked: frozenset[str]
    ) -> tuple[Validation, ...]:
        """Return the prompts and limits of one sheet, whose cells with these fields are unlocked."""

    def conditionals(self, sheet: str) -> tuple[Conditional, ...]:
        """Return the colours of one sheet."""

    def checks(self) -> tuple[LiveCheck, ...]:
        """Return the lines of the sheet 实时核对."""

    def instructions(self) -> Sheet:
        """Return the sheet 填报说明."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDrawer:
    """Draws the sheets of one form; `entries` are what stands in its fields."""

    scheme: Scheme
    layout: FormLayout
    behaviour: Behaviour
    entries: Mapping[str, Entry]

    def book(self, pages: tuple[Paging, ...] = ()) -> Workbook:
        """Return the workbook. `pages` is how each sheet prints, by default what suits the heights of its rows."""
        plans = self.layout.plans
        pages = pages or tuple(self.pages(plan) for plan in plans)
        long = self._long_texts(pages)
        sheets = []
        for plan, each in zip(plans, pages, strict=True):
            sheet = self._sheet(plan, each)
            if any(text.ref.sheet == plan.title for text in long):
                assert sheet.page is not None
                page = replace(sheet.page, footer=SEE_LONG_TEXTS)
                sheet = replace(sheet, page=page)
            sheets.append(sheet)
        if long:
            sheets.append(long_texts_sheet(long))
        sheets.append(self._live_checks())
        sheets.append(self.behaviour.instructions())
        sheets.append(hidden_sheet(identity_rows(self.scheme, self.layout)))
        return Workbook(
            sheets=tuple(sheets),
            names=self.layout.names(),
            properties=properties_for(self.scheme),
            title=self.scheme.title,
        )

    def has_long_texts(self) -> bool:
        """Whether some text does not fit into its cell, so that the form has a sheet 文字全文."""
        pages = tuple(self.pages(plan) for plan in self.layout.plans)
        return bool(self._long_texts(pages))

    def _long_texts(self, pages: tuple[Paging, ...]) -> list[LongText]:
        """Return the texts that do not fit into the highest row there is at a size that can be read."""
        found = []
        for plan, each in zip(self.layout.plans, pages, strict=True):
            widths = each.widths(plan)
            for spot in plan.spots:
                entry = self.entries.get(spot.key)
                if entry is None or spot.role not in INPUT_ROLES:
                    continue
                text, area = entry.text or "", spot.area
                columns = range(area.left, area.right + 1)
                room = TALLEST_ROW * (area.bottom - area.top + 1)
                if height_of(text, columns, LEGIBLE, widths) > room:
                    label = field_name(self.scheme, self.layout, spot.key)
                    ref = CellRef(plan.title, area.top, area.left)
                    found.append(
                        LongText(
                            label=label,
                            ref=ref,
                            text=text,
                        )
                    )
        return found

    def _live_checks(self) -> Sheet:
        """The sheet 实时核对, whose links lead to the fields."""
        places = self.layout.fields
        return checks_sheet(self.behaviour.checks(), lambda key: places[key].absolute)

    def pages(self, plan: SheetPlan) -> Paging:
        """Return where the pages of a sheet end, which depends on how high its rows are."""
        return settle_pages(plan, lambda pages: self.heights(plan, pages))

    def heights(self, plan: SheetPlan, pages: Paging) -> Mapping[int, float]:
        """Return the heights of the rows of a sheet, drawn for these pages."""
        spots = [spot for spot in plan.spots if spot.role not in _PREVIEW]
        return self._canvas(plan, spots, pages).heights

    def _sheet(self, plan: SheetPlan, pages: Paging) -> Sheet:
        canvas = self._canvas(plan, plan.spots, pages)
        titles = None
        above, below = pages.title_rows
        if (pages.starts or plan.paging.always) and above <= below:
            titles = pages.title_rows
        growing = growing_rows(canvas)
        blank = replace(
            self, entries={}
        )  # what is filled in holds its row up by itself
        struts = blank.heights(plan, pages)
        put_struts(canvas, growing, struts, plan.last_column)
        lengths = PrintedLengths(
            merges=canvas.merges,
            widths=canvas.widths,
            heights=struts,
            growing=growing,
        )
        sheet = Sheet(
            title=plan.title,
            cells=canvas.cells,
            merges=tuple(canvas.merges),
            widths=canvas.widths,
            heights=canvas.heights,
            hidden_columns=plan.hidden,
            validations=lengths.named_in(
                self.behaviour.validations(plan.title, self._unlocked(plan))
            ),
            conditionals=self.behaviour.conditionals(plan.title),
            page=Page(
                landscape=plan.landscape,
                area=Area(1, 1, plan.last_row, plan.last_column),
                title_rows=titles,
                margin=plan.paging.margin,
                breaks=pages.breaks,
                footer=PAGE_FOOTER,
                plain_ink=True,
            ),
            protected=True,
            insertable=plan.insertable,
            column_titles=f"A{plan.titles[1]}" if plan.titles else "",
            row_titles=plan.row_titles,
            growing=growing,
            zoom=zoom_for(plan, canvas.widths),
            freeze=frozen_above(plan, struts),
            start=first_input(canvas.cells),
        )
        return _asking_where_unlocked(sheet)

    def _unlocked(self, plan: SheetPlan) -> frozenset[str]:
        """The inputs of a sheet that somebody can type in: those that the form computes are locked."""
        unlocked = set()
        for spot in plan.spots:
            if spot.key and spot.role in INPUT_ROLES:
                stated = spot.key in self.entries
                if stated or self.behaviour.computed(spot.key) is None:
                    unlocked.add(spot.key)
        return frozenset(unlocked)

    def _canvas(self, plan: SheetPlan, spots: Iterable[Spot], pages: Paging) -> Canvas:
        canvas = Canvas(pages.widths(plan))
        for row, height in plan.heights.items():
            canvas.grow(row, height)
        for spot in spots:
            self._draw(canvas, plan, spot, pages)
        return canvas

    def _draw(self, canvas: Canvas, plan: SheetPlan, spot: Spot, pages: Paging) -> None:
        entry = self.entries.get(spot.key)
        if spot.group:
            self._group(canvas, spot, pages, entry)
        elif spot.role is Role.PRESET:
            self._preset(canvas, spot, entry)
        elif entry is not None:
            self._write(canvas, spot, entry)
        elif (computed := self._computed(plan, spot)) is not None:
            self._compute(canvas, spot, *computed)
        elif (proposed := self._proposed(spot)) is not None:
            canvas.span(spot.area, proposed, STYLES[spot.role])
            _grow(canvas, spot, "", STYLES[spot.role].size)
        else:
            self._print(canvas, spot)

    def _computed(self, plan: SheetPlan, spot: Spot) -> _Live | None:
        """What a cell shows by a formula while nobody has stated it."""
        if spot.role is Role.SHOWN:
            return self.behaviour.shown(spot.text, plan.title), "General"
        if spot.live:
            return self.behaviour.live(spot.live)
        if spot.key:
            return self.behaviour.computed(spot.key) or self.behaviour.live(spot.key)
        return None

    def _proposed(self, spot: Spot) -> Formula | None:
        """What an input shows for the time being."""
        if not self.scheme.live_scores or spot.role not in INPUT_ROLES:
            return None
        return self.behaviour.proposed(spot.key)

    def _compute(
        self, canvas: Canvas, spot: Spot, formula: Formula, number_format: str
    ) -> None:
        style = COMPUTED.get(spot.role, STYLES[spot.role])
        canvas.span(spot.area, formula, replace(style, number_format=number_format))
        printed = formula.text.strip('"') if spot.role is Role.CONSTANT else ""
        _grow(canvas, spot, printed, style.size)

    def _print(self, canvas: Canvas, spot: Spot) -> None:
        """Write what the paper says, or leave the cell blank."""
        style = STYLES[spot.role]
        if spot.key in self.layout.dates:
            style = replace(style, number_format=_DATE_FORMAT)
        canvas.span(spot.area, spot.text or None, style)
        _grow(canvas, spot, spot.text, style.size)

    def _preset(self, canvas: Canvas, spot: Spot, entry: Entry | None) -> None:
        """A figure that the scheme prints: an input only where something else was stated."""
        printed = Entry(spot.text)
        stated = printed if entry is None else entry
        style = STYLES[Role.CONSTANT if stated == printed else Role.PRESET]
        canvas.write(spot.area, stated, style, spot.lowest, spot.preferred)

    def _group(
        self, canvas: Canvas, spot: Spot, pages: Paging, entry: Entry | None
    ) -> None:
        """A label over several rows, again on every page; a figure only on the first."""
        area, style = spot.area, STYLES[spot.role]
        rows, columns = range(area.top, area.bottom + 1), (area.left, area.right)
        if spot.role is not Role.CONSTANT:
            text = spot.text if entry is None else entry.text or ""
            canvas.label(rows, columns, (text, spot.again), style, pages)
            return
        canvas.label(rows, columns, ("", ""), style, pages)
        first = canvas.cells[area.top, area.left]
        computed = self.behaviour.computed(spot.key) if spot.key else None
        if entry is not None:
            value, number_format = as_cell(entry.text or "")
            style = replace(style, number_format=number_format)
            first = replace(first, value=value, style=style)
        elif computed is not None:
            first = replace(first, value=computed[0])
        canvas.cells[area.top, area.left] = first

    def _write(self, canvas: Canvas, spot: Spot, entry: Entry) -> None:
        dated = None
        if spot.key in self.layout.dates:
            dated = as_date_cell(entry.text or "")
        if dated is None:
            write_spot(canvas, spot, entry)
            return
        value, number_format = dated
        style = replace(
            STYLES[spot.role], number_format=number_format, wrap=False, shrink=True
        )
        canvas.span(spot.area, value, style)
        canvas.grow(spot.area.top, spot.lowest)


def _asking_where_unlocked(sheet: Sheet) -> Sheet:
    """A prompt on a cell that nobody can type in only hides what stands around it."""
    asked = without_places(sheet.validations, locked_places(sheet))
    return replace(sheet, validations=asked)


def write_spot(canvas: Canvas, spot: Spot, entry: Entry) -> None:
    """Write what a person, or a project list, has stated; an area of several rows shares the height."""
    area, style = spot.area, STYLES[spot.role]
    if not spot.grows:
        canvas.span(area, as_cell(entry.text or "")[0], style)
        canvas.grow(area.top, spot.lowest)
        return
    tall = area.bottom - area.top + 1
    if tall == 1:
        canvas.write(area, entry, style, spot.lowest, spot.preferred)
        return
    columns = range(area.left, area.right + 1)
    size = fitting_size(
        entry.text, columns, style.size, canvas.widths, spot.preferred * tall
    )
    value, number_format = as_cell(entry.text or "")
    canvas.span(area, value, replace(style, size=size, number_format=number_format))
    _grow(canvas, spot, entry.text or "", size)


def _grow(canvas: Canvas, spot: Spot, text: str, size: float) -> None:
    """Make the rows of a spot high enough for its text, and the first at least as high as it must be."""
    area = spot.area
    needed = 0.0
    if text and spot.grows and spot.role not in _PREVIEW:
        columns = range(area.left, area.right + 1)
        tall = area.bottom - area.top + 1
        needed = height_of(text, columns, size, canvas.widths) / tall
    for row in range(area.top, area.bottom + 1):
        lowest = spot.lowest if row == area.top else 0
        canvas.grow(row, max(lowest, needed))

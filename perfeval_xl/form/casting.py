"""Distributed forms, the fast way: one mould per layout, in which only what differs is written anew.

Row heights, and with them the ends of pages, follow from the texts, as in a form that is drawn whole: the mould of a layout
is drawn once for every way of paging that its projects need.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from perfeval_xl.form.canvas import Canvas
from perfeval_xl.form.drawing import draw_canvas, draw_form
from perfeval_xl.form.filling import conform
from perfeval_xl.form.identity import IDENTITY_SHEET, identity_rows
from perfeval_xl.form.indicator_part import place_indicators
from perfeval_xl.form.issue import issue_properties, issue_rows, wording_of
from perfeval_xl.form.issued import (
    IssuedForm,
    Whose,
    empty_book,
    issue_of,
    issued_form,
    issued_layout,
    locked_fields,
    locked_style,
    with_issue,
)
from perfeval_xl.form.labels import indicator_label, year_label
from perfeval_xl.form.layout import Layout
from perfeval_xl.form.paging import Paging, settle_pages
from perfeval_xl.form.rating_layout import sizes_for
from perfeval_xl.form.styles import INPUT, fitting_size, height_of
from perfeval_xl.refs import Entry, Location
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Cell, Style
from perfeval_xl.sheets.moulding import Changes, Mould
from perfeval_xl.sheets.values import as_cell
from perfeval_xl.submission.model import FundsRow, Goal, Indicator, Submission

__all__ = ["FormCaster"]

_MOST_SHAPES, _MOST_MOULDS = 24, 12  # a mould takes half a megabyte
_PROBE = "例"
_HIDDEN = Style(font="宋体", wrap=False, horizontal="left")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where and how one field is written: the arguments of `Canvas.write`, the entry aside."""

    area: Area
    style: Style
    lowest: float
    preferred: float


class _Recorder(Canvas):
    """A canvas that notes where every entry of a probe is written."""

    def __init__(self, widths: Mapping[int, float]) -> None:
        super().__init__(widths)
        self.places: dict[str, _Place] = {}

    def write(self, area: Area, entry: Entry, style: Style, lowest: float = 0, preferred: float = 409.0) -> None:
        """Draw, and note where."""
        if entry.location.label:
            self.places[entry.location.label] = _Place(area, style, lowest, preferred)
        super().write(area, entry, style, lowest, preferred)


class _Shape:
    """One layout of one scheme: its base heights and moulds by paging."""

    def __init__(self, scheme: Scheme, layout: Layout) -> None:
        self.scheme, self.layout = scheme, layout
        self.wording = wording_of(draw_form(scheme, layout))
        self.identity = dict(identity_rows(scheme, layout))
        self.places = _places(scheme, layout)
        self._heights: dict[Paging, Mapping[int, float]] = {}
        self._moulds: dict[tuple[Paging, int], Mould] = {}

    def heights(self, pages: Paging) -> Mapping[int, float]:
        """Return the heights of the rows of the empty form, drawn for these pages."""
        if pages not in self._heights:
            self._heights[pages] = draw_canvas(Canvas(pages.widths), self.scheme, self.layout, None, pages)
        return self._heights[pages]

    def mould(self, pages: Paging, rows: tuple[tuple[str, str], ...]) -> Mould:
        """Return the mould for these pages, and for as many rows on the hidden sheet."""
        key = (pages, len(rows))
        if key not in self._moulds:
            if len(self._moulds) >= _MOST_MOULDS:
                self._moulds.pop(next(iter(self._moulds)))
            book = draw_form(self.scheme, self.layout, None, pages)
            marks = {name: f"\ue000{number}\ue000" for number, name in enumerate(issue_properties(dict(rows)))}
            book = with_issue(book, tuple((name, "") for name, _ in rows))
            book = replace(book, properties={**book.properties, **marks})
            holes = [place.area for place in self.places.values()]
            below = len(self.identity)
            hidden = [Area(below + number, 2, below + number, 2) for number in range(1, len(rows) + 1)]
            self._moulds[key] = Mould(book, {self.layout.sheet: holes, IDENTITY_SHEET: hidden})
        return self._moulds[key]


class FormCaster:
    """Makes the forms of one scheme; what it makes is what `draw_issued` draws."""

    def __init__(self, scheme: Scheme, key: bytes | None = None) -> None:
        self._scheme, self._key = scheme, key
        self._shapes: OrderedDict[object, _Shape] = OrderedDict()
        self._wordings: dict[object, str] = {}
        self._printed: dict[tuple[str, ...], int] = {
            (d.name, c.name): c.rows for d in scheme.dimensions for c in d.categories
        }

    def form(self, submission: Submission, whose: Whose) -> IssuedForm:
        """Return the form of a conforming submission; one that states scores or figures of its own is drawn whole."""
        if self._scheme.family != "open" or not _only_prefilled(submission):
            return self._whole(submission, whose)
        shape = self._shape(submission)
        locked = locked_fields(shape.layout.slots, submission)
        rows = issue_rows(shape.identity, issue_of(submission, whose, locked, shape.wording), self._key)
        texts = tuple(_texts(shape, submission))

        @cache
        def heights(pages: Paging) -> Mapping[int, float]:
            own = _own_heights(texts, pages.widths)
            return {row: max(height, own.get(row, 0)) for row, height in shape.heights(pages).items()}

        pages = settle_pages(shape.layout, heights)
        written = _written(shape, submission, pages)
        cells = dict(written.cells)
        final = {row: max(height, written.heights.get(row, 0)) for row, height in shape.heights(pages).items()}
        for key in locked:
            place = (shape.layout.fields[key].row, shape.layout.fields[key].column)
            cells[place] = Cell(value=cells[place].value, style=locked_style(cells[place].style))
        hidden = _hidden_cells(shape, rows)
        changes = {shape.layout.sheet: Changes(cells=cells, heights=final), IDENTITY_SHEET: Changes(cells=hidden)}
        told = dict(rows)
        data = shape.mould(pages, rows).cast(changes, issue_properties(told))
        return IssuedForm(data=data, form_id=told["form_id"], fingerprint=told["fingerprint"])

    def _whole(self, submission: Submission, whose: Whose) -> IssuedForm:
        """Draw a form whole; the words of a fixed form are the same for all of its size."""
        sizes = sizes_for(self._scheme, submission) if self._scheme.family == "fixed" else None
        key = None if sizes is None else (sizes.goals, tuple(sizes.tables.items()))
        if key is not None and key not in self._wordings:
            self._wordings[key] = wording_of(empty_book(self._scheme, submission))
        return issued_form(self._scheme, submission, whose, self._key, self._wordings.get(key, ""))

    def _shape(self, submission: Submission) -> _Shape:
        counts: dict[tuple[str, ...], int] = dict(self._printed)
        needed: dict[tuple[str, ...], int] = {}
        for indicator in submission.indicators:
            path = indicator.path[:2]
            needed[path] = needed.get(path, 0) + 1
        for path, count in needed.items():
            counts[path] = max(counts.get(path, 0), count)
        key = (tuple(counts.items()), len(submission.goals))
        if key not in self._shapes:
            self._shapes[key] = _Shape(self._scheme, issued_layout(self._scheme, submission))
        self._shapes.move_to_end(key)
        while len(self._shapes) > _MOST_SHAPES:
            self._shapes.popitem(last=False)
        return self._shapes[key]


def _only_prefilled(submission: Submission) -> bool:
    """Whether a submission states nothing but what a form is prefilled with."""
    first = submission.funds[0]
    stated = [submission.weight_total, submission.self_total, submission.self_grade, first.rate, first.self_score]
    stated += [entry for d in submission.dimensions for entry in (d.weight, d.self_score)]
    stated += [*(row.executed for row in submission.funds), *submission.sections.values()]
    stated += [entry for i in submission.indicators for entry in (i.actual, i.self_score, i.note)]
    stated += [goal.achieved for goal in submission.goals]
    return all(entry is None or entry.blank for entry in stated)


def _written(shape: _Shape, submission: Submission, pages: Paging) -> Canvas:
    """Write what was prefilled, and nothing else, on an empty canvas of the right widths."""
    canvas = Canvas(pages.widths)
    for key, entry in _entries(submission):
        if not entry.blank:
            place = shape.places[key]
            canvas.write(place.area, entry, place.style, place.lowest, place.preferred)
    year = shape.places["year"]
    canvas.put(year.area.top, year.area.left, year_label(submission.year.text), year.style)
    placed = place_indicators(shape.layout.slots, submission.indicators)
    for index, (slot, indicator) in enumerate(zip(shape.layout.slots, placed, strict=True)):
        if indicator is None:
            continue
        place = shape.places[f"indicator_{index}_name"]
        label = indicator_label(slot.ordinal, indicator.path[2])
        row, column = place.area.top, place.area.left
        canvas.put(row, column, label, place.style)
        canvas.grow(row, height_of(label, range(column, column + 1), INPUT.size, canvas.widths))
        for name in ("target", "weight"):
            entry = getattr(indicator, name)
            if not entry.blank:
                place = shape.places[f"indicator_{index}_{name}"]
                canvas.write(place.area, entry, place.style, place.lowest, place.preferred)
    return canvas


@dataclass(frozen=True, slots=True)
class _Text:
    """A text and its place, for the height of its row."""

    text: str
    columns: range
    row: int
    size: float
    preferred: float


def _texts(shape: _Shape, submission: Submission) -> Iterator[_Text]:
    """Yield the texts that can make a row higher: a number takes no more room than a blank."""
    placed = place_indicators(shape.layout.slots, submission.indicators)
    entries = [(shape.places[key], entry.text) for key, entry in _entries(submission)]
    for index, (slot, indicator) in enumerate(zip(shape.layout.slots, placed, strict=True)):
        if indicator is not None:
            label = indicator_label(slot.ordinal, indicator.path[2])
            area = shape.places[f"indicator_{index}_name"].area
            yield _Text(label, range(area.left, area.left + 1), area.top, INPUT.size, math.inf)
            entries.append((shape.places[f"indicator_{index}_target"], indicator.target.text))
    for place, text in entries:
        if text and text.strip() and not text.isdecimal():
            columns = range(place.area.left, place.area.right + 1)
            yield _Text(text, columns, place.area.top, place.style.size, place.preferred)


def _own_heights(texts: tuple[_Text, ...], widths: Mapping[int, float]) -> Mapping[int, float]:
    """Return the heights of the rows that some text needs, as `Canvas` finds them."""
    canvas = Canvas(widths)
    for each in texts:
        size = each.size
        if each.preferred < math.inf:
            if not isinstance(as_cell(each.text)[0], str):
                continue
            size = fitting_size(each.text, each.columns, size, widths, each.preferred)
        canvas.grow(each.row, height_of(each.text, each.columns, size, widths))
    return canvas.heights


def _entries(submission: Submission) -> Iterator[tuple[str, Entry]]:
    yield from (("project", submission.project), ("department", submission.department), ("unit", submission.unit))
    for index, row in enumerate(submission.funds):
        yield f"funds_{index}_initial_budget", row.initial_budget
        yield f"funds_{index}_budget", row.budget
    for index, goal in enumerate(submission.goals):
        yield f"goal_{index}_expected", goal.expected


def _hidden_cells(shape: _Shape, rows: tuple[tuple[str, str], ...]) -> dict[tuple[int, int], Cell]:
    below = len(shape.identity)
    return {(below + number, 2): Cell(value=text, style=_HIDDEN) for number, (_, text) in enumerate(rows, start=1)}


def _places(scheme: Scheme, layout: Layout) -> dict[str, _Place]:
    """Find out where every field is written, by drawing a form in which each holds its own name."""
    pages = settle_pages(layout, lambda tried: draw_canvas(Canvas(tried.widths), scheme, layout, None, tried))
    recorder = _Recorder(pages.widths)
    draw_canvas(recorder, scheme, layout, conform(scheme, _probe(scheme, layout)), pages)
    places = recorder.places
    merged = {(area.top, area.left): area for area in recorder.merges}
    for key in ("year", *(f"indicator_{index}_name" for index in range(len(layout.slots)))):
        ref = layout.fields[key]
        area = merged.get((ref.row, ref.column), Area(ref.row, ref.column, ref.row, ref.column))
        places[key] = _Place(area, recorder.cells[ref.row, ref.column].style, 0, 409.0)
    return places


def _probe(scheme: Scheme, layout: Layout) -> Submission:
    funds = tuple(
        FundsRow(
            source=source,
            initial_budget=_entry(f"funds_{index}_initial_budget"),
            budget=_entry(f"funds_{index}_budget"),
        )
        for index, source in enumerate(scheme.funds)
    )
    indicators = tuple(
        Indicator(
            path=(slot.dimension, slot.category, _PROBE),
            target=_entry(f"indicator_{index}_target"),
            weight=_entry(f"indicator_{index}_weight"),
        )
        for index, slot in enumerate(layout.slots)
    )
    return Submission(
        scheme=scheme.id,
        money_unit=scheme.money_unit,
        project=_entry("project"),
        department=_entry("department"),
        unit=_entry("unit"),
        funds=funds,
        goals=tuple(Goal(expected=_entry(f"goal_{index}_expected")) for index in range(layout.goals)),
        indicators=indicators,
    )


def _entry(key: str) -> Entry:
    return Entry(_PROBE, Location(label=key))

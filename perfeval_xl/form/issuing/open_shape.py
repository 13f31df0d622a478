"""One layout of an open form (自评表) as a shape to cast from: where its fields stand, and how high its rows become."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from perfeval_xl.form.contents.labels import indicator_label, year_label
from perfeval_xl.form.contents.open_rows import place_indicators
from perfeval_xl.form.contents.split_targets import stated_in
from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.open import draw_canvas, draw_form
from perfeval_xl.form.drawing.open_paging import Paging, settle_pages
from perfeval_xl.form.drawing.styles import INPUT, TALLEST_ROW, fitting_size, height_of
from perfeval_xl.form.family import LOCKED_COLUMNS
from perfeval_xl.form.identity.issue import wording_of
from perfeval_xl.form.identity.stated import identity_rows
from perfeval_xl.form.issuing.issued import locked_fields, locked_style
from perfeval_xl.form.issuing.pouring import PREFILLED_FUNDS, PREFILLED_HEAD, Pouring
from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.form.layout.open import Layout, layout_for, slots_for
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Cell, Style, Workbook
from perfeval_xl.sheets.moulding import Changes
from perfeval_xl.sheets.values import as_cell
from perfeval_xl.submission.model import Indicator, Submission

__all__ = ["OpenShape", "open_shape_key"]


_PREFILLED: Mapping[str, tuple[str, ...]] = {
    "funds": PREFILLED_FUNDS,
    "goal": ("expected",),
    "indicator": LOCKED_COLUMNS,
}
"""What of each part may differ from form to form."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where and how one field is written: the arguments of `Canvas.write`, the entry aside."""

    area: Area
    style: Style
    lowest: float
    preferred: float


class _Recorder(Canvas):
    """A canvas that notes how every field of a form is written."""

    def __init__(self, widths: Mapping[int, float], layout: Layout) -> None:
        super().__init__(widths)
        self.places: dict[str, _Place] = {}
        self._keys = {
            layout.areas[key]: key
            for key, ref in layout.fields.items()
            if ref.sheet == layout.sheet
        }

    def write(
        self,
        area: Area,
        entry: Entry,
        style: Style,
        lowest: float = 0,
        preferred: float = TALLEST_ROW,
    ) -> None:
        """Draw, and note where."""
        if area in self._keys:
            self.places[self._keys[area]] = _Place(area, style, lowest, preferred)
        super().write(area, entry, style, lowest, preferred)


class OpenShape:
    """One layout of an open form; the submission says how many rows it has."""

    def __init__(self, scheme: Scheme, submission: Submission) -> None:
        self.scheme, self.layout = (
            scheme,
            layout_for(
                scheme,
                slots_for(scheme, submission),
                goals=max(1, len(submission.goals)),
            ),
        )
        self.wording = wording_of(draw_form(scheme, self.layout))
        self.identity: Mapping[str, str] = dict(identity_rows(scheme, self.layout))
        self.places = _places(scheme, self.layout)
        self.holes: Mapping[str, Collection[Area]] = {
            self.layout.sheet: [place.area for place in self.places.values()]
        }
        self._heights: dict[Paging, Mapping[int, float]] = {}

    def casts(self, submission: Submission) -> bool:
        """Whether a submission states nothing but what a form is prefilled with."""
        return _only_prefilled(submission)

    def locked(self, submission: Submission) -> Mapping[str, str]:
        """Return the declared indicators and 年初预算."""
        return locked_fields(self.scheme, self.layout, submission)

    def pour(self, submission: Submission, locked: Mapping[str, str]) -> Pouring:
        """Return the prefilled cells, and the heights of all rows."""
        texts = tuple(_texts(self, submission))

        @cache
        def heights(pages: Paging) -> Mapping[int, float]:
            own = _own_heights(texts, pages.widths(self.layout))
            return {
                row: max(height, own.get(row, 0))
                for row, height in self.heights(pages).items()
            }

        pages = settle_pages(self.layout, heights)
        written = _written(self, submission, pages)
        cells = dict(written.cells)
        final = {
            row: max(height, written.heights.get(row, 0))
            for row, height in self.heights(pages).items()
        }
        for key in locked:
            place = (self.layout.fields[key].row, self.layout.fields[key].column)
            cells[place] = Cell(
                value=cells[place].value, style=locked_style(cells[place].style)
            )
        return Pouring(
            pages=pages,
            changes={self.layout.sheet: Changes(cells=cells, heights=final)},
        )

    def book(self, pages: Hashable) -> Workbook:
        """Return the empty form, drawn for these pages."""
        assert isinstance(pages, Paging)
        return draw_form(self.scheme, self.layout, None, pages)

    def heights(self, pages: Paging) -> Mapping[int, float]:
        """Return the heights of the rows of the empty form, drawn for these pages."""
        if pages not in self._heights:
            self._heights[pages] = draw_canvas(
                Canvas(pages.widths(self.layout)), self.scheme, self.layout, None, pages
            )
        return self._heights[pages]


def open_shape_key(scheme: Scheme, submission: Submission) -> Hashable:
    """Return what decides the layout of an open form: how many rows every category needs, and how many goals."""
    counts: dict[tuple[str, ...], int] = {
        (d.name, c.name): c.rows for d in scheme.dimensions for c in d.categories
    }
    needed: dict[tuple[str, ...], int] = {}
    for indicator in submission.indicators:
        path = indicator.path[:2]
        needed[path] = needed.get(path, 0) + 1
    for path, count in needed.items():
        counts[path] = max(counts.get(path, 0), count)
    return tuple(counts.items()), len(submission.goals)


def _only_prefilled(submission: Submission) -> bool:
    """Whether a submission states nothing but what a form is prefilled with."""
    first = submission.funds[0]
    stated = [
        submission.weight_total,
        submission.self_total,
        submission.self_grade,
        first.rate,
        first.self_score,
    ]
    stated += [
        entry for d in submission.dimensions for entry in (d.weight, d.self_score)
    ]
    stated += [
        *(row.executed for row in submission.funds),
        *submission.sections.values(),
    ]
    stated += [
        entry
        for i in submission.indicators
        for entry in (i.actual, i.self_score, i.note)
    ]
    stated += [goal.achieved for goal in submission.goals]
    return all(entry is None or entry.blank for entry in stated)


def _written(shape: OpenShape, submission: Submission, pages: Paging) -> Canvas:
    """Write what was prefilled, and nothing else, on an empty canvas of the right widths."""
    canvas = Canvas(pages.widths(shape.layout))
    for key, entry in _entries(shape, submission):
        if not entry.blank:
            place = shape.places[key]
            canvas.write(place.area, entry, place.style, place.lowest, place.preferred)
    year = shape.places["year"]
    canvas.put(
        year.area.top, year.area.left, year_label(submission.year.text), year.style
    )
    placed = place_indicators(shape.layout.slots, submission.indicators)
    for index, (slot, indicator) in enumerate(
        zip(shape.layout.slots, placed, strict=True)
    ):
        if indicator is None:
            continue
        place = shape.places[f"indicator_{index}_name"]
        label = indicator_label(slot.ordinal, indicator.path[2])
        canvas.put(place.area.top, place.area.left, label, place.style)
        columns = range(place.area.left, place.area.right + 1)
        canvas.grow(
            place.area.top, height_of(label, columns, INPUT.size, canvas.widths)
        )
        for name, entry in _declared(shape, indicator):
            if not entry.blank:
                place = shape.places[f"indicator_{index}_{name}"]
                canvas.write(
                    place.area, entry, place.style, place.lowest, place.preferred
                )
    return canvas


def _declared(shape: OpenShape, indicator: Indicator) -> Iterator[tuple[str, Entry]]:
    """Yield what is declared of an indicator beside its name."""
    for name, entry in stated_in(shape.layout, indicator).items():
        if name in LOCKED_COLUMNS:
            yield name, entry


@dataclass(frozen=True, slots=True)
class _Text:
    """A text and its place, for the height of its row."""

    text: str
    columns: range
    row: int
    size: float
    preferred: float


def _texts(shape: OpenShape, submission: Submission) -> Iterator[_Text]:
    """Yield the texts that can make a row higher: a number takes no more room than a blank."""
    placed = place_indicators(shape.layout.slots, submission.indicators)
    entries = [
        (shape.places[key], entry.text) for key, entry in _entries(shape, submission)
    ]
    for index, (slot, indicator) in enumerate(
        zip(shape.layout.slots, placed, strict=True)
    ):
        if indicator is not None:
            label = indicator_label(slot.ordinal, indicator.path[2])
            area = shape.places[f"indicator_{index}_name"].area
            yield _Text(
                label, range(area.left, area.right + 1), area.top, INPUT.size, math.inf
            )
            for name, entry in _declared(shape, indicator):
                if name != "weight":
                    entries.append(
                        (shape.places[f"indicator_{index}_{name}"], entry.text)
                    )
    for place, text in entries:
        if text and text.strip() and isinstance(as_cell(text)[0], str):
            columns = range(place.area.left, place.area.right + 1)
            yield _Text(
                text, columns, place.area.top, place.style.size, place.preferred
            )


def _own_heights(
    texts: tuple[_Text, ...], widths: Mapping[int, float]
) -> Mapping[int, float]:
    """Return the heights of the rows that some text needs, as `Canvas` finds them."""
    canvas = Canvas(widths)
    for each in texts:
        size = each.size
        if each.preferred < math.inf:
            size = fitting_size(each.text, each.columns, size, widths, each.preferred)
        canvas.grow(each.row, height_of(each.text, each.columns, size, widths))
    return canvas.heights


def _entries(shape: OpenShape, submission: Submission) -> Iterator[tuple[str, Entry]]:
    """Yield what the form is prefilled with above its indicators, and has a place for."""
    for key in PREFILLED_HEAD:
        yield key, getattr(submission, key)
    for index, row in enumerate(submission.funds):
        for name in PREFILLED_FUNDS:
            key = f"funds_{index}_{name}"
            if key in shape.places:
                yield key, getattr(row, name)
    for index, goal in enumerate(submission.goals):
        key = f"goal_{index}_expected"
        if key in shape.places:
            yield key, goal.expected


def _prefilled(layout: Layout) -> Iterator[str]:
    """Yield the fields that may differ from form to form."""
    yield from (*PREFILLED_HEAD, "year")
    for key in layout.fields:
        field = FieldKey.parse(key)
        if field is not None and field.name in _PREFILLED.get(field.part, ()):
            yield key


def _places(scheme: Scheme, layout: Layout) -> dict[str, _Place]:
    """Find out how every prefilled field is written, by drawing the empty form."""
    pages = settle_pages(
        layout,
        lambda tried: draw_canvas(
            Canvas(tried.widths(layout)), scheme, layout, None, tried
        ),
    )
    recorder = _Recorder(pages.widths(layout), layout)
    draw_canvas(recorder, scheme, layout, None, pages)
    places = {}
    for key in _prefilled(layout):
        area = layout.areas[key]
        if key in recorder.places:
            places[key] = recorder.places[key]
        else:  # the year and the names are labels that carry what people wrote
            style = recorder.cells[area.top, area.left].style
            places[key] = _Place(area, style, 0, TALLEST_ROW)
    return places

"""What stands in a form that prints its indicators and was not read: nothing a person typed is lost without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any

from perfeval_xl.form.contents.field_names import field_name
from perfeval_xl.form.identity.stated import INSTRUCTIONS_SHEET, OWN_SHEETS
from perfeval_xl.form.layout.placed import FormLayout, LayoutKey
from perfeval_xl.form.layout.rating import rating_layout_for
from perfeval_xl.form.layout.spots import INPUT_ROLES
from perfeval_xl.problems import Problem
from perfeval_xl.reading.drawn import drawn_form
from perfeval_xl.reading.drawn_sheets import unspaced
from perfeval_xl.reading.fields import BoundFields, text_of
from perfeval_xl.refs import CellRef, Location
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area

__all__ = ["unread_cells"]

_SHOWN = 80
_Cell = tuple[str, tuple[int, int]]
"""A sheet, and a row and a column of it."""


def unread_cells(
    fields: BoundFields[Any], scheme: Scheme, layout: FormLayout
) -> Iterator[Problem]:
    """Yield a problem for every deleted field, every row with words outside the fields, and every copy of the form.

    `layout` is as the form stands now.
    """
    yield from _lost(fields, scheme, layout)
    yield from _unread(fields, scheme, layout)


def _lost(
    fields: BoundFields[Any], scheme: Scheme, layout: FormLayout
) -> Iterator[Problem]:
    """Yield a problem for every field whose cell was deleted."""
    for key in layout.inputs:
        if fields.ref(key) is None and not fields.missing(layout.fields[key].sheet):
            label = field_name(scheme, layout, key)
            yield Problem(
                code="PE-095", place=fields.place(key, label), slots={"field": label}
            )


def _unread(
    fields: BoundFields[Any], scheme: Scheme, layout: FormLayout
) -> Iterator[Problem]:
    """Yield a problem for every row with words of its own outside the fields, and for every copy of the form."""
    # What the form prints itself is no content, wherever it stands
    printed = _printed_texts(scheme.id)
    if fields.at_home:
        bound = _drawn_cells(LayoutKey(scheme, fields.layout))
    else:
        bound = _bound_cells(layout, {key: fields.ref(key) for key in layout.fields})
    # Only sheets on which something is filled in
    sheets = {
        ref.sheet: max(1, plan.last_column)
        for plan in layout.plans
        for ref in _refs(fields, plan)
    }
    for sheet, last_column in sheets.items():
        yield from _rows(fields, sheet, last_column, bound, printed)
    # Somebody copied the form and filled in the copy
    for title in fields.raw.titles:
        if title not in {*sheets, *OWN_SHEETS} and _is_copy(fields, title, scheme.id):
            place = Location(file=fields.file, sheet=title)
            yield Problem(
                code="PE-094",
                place=place,
                slots={"sheet": title},
            )


@lru_cache(maxsize=64)
def _drawn_cells(key: LayoutKey) -> AbstractSet[_Cell]:
    return _bound_cells(key.layout, key.layout.fields)


def _bound_cells(
    layout: FormLayout, refs: Mapping[str, CellRef | None]
) -> AbstractSet[_Cell]:
    """Return all cells of the fields, which may span several, where they stand now."""
    return {
        (ref.sheet, cell)
        for key, ref in refs.items()
        if ref is not None
        for cell in _cells(layout, key, ref)
    }


def _refs(fields: BoundFields[Any], plan: object) -> Iterator[CellRef]:
    spots = getattr(plan, "spots", ())
    for spot in spots:
        ref = fields.ref(spot.key) if spot.key and spot.role in INPUT_ROLES else None
        if ref is not None:
            yield ref
            return


def _cells(layout: FormLayout, key: str, ref: CellRef) -> Iterator[tuple[int, int]]:
    area: Area = layout.areas[key]
    for row in range(area.bottom - area.top + 1):
        for column in range(area.right - area.left + 1):
            yield ref.row + row, ref.column + column


def _rows(
    fields: BoundFields[Any],
    sheet: str,
    last_column: int,
    bound: AbstractSet[_Cell],
    printed: frozenset[str],
) -> Iterator[Problem]:
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, column), cell in sorted(fields.raw.cells(sheet).items()):
        if column > last_column or (sheet, (row, column)) in bound or cell.formula:
            continue
        text = text_of(cell)
        if text and unspaced(text) not in printed:
            rows.setdefault(row, []).append((column, text.strip()))
    for row, written in rows.items():
        content = "、".join(text for _, text in written)
        place = Location.at(CellRef(sheet, row, written[0][0]), fields.file)
        slots = {
            "row": str(row),
            "content": content if len(content) <= _SHOWN else content[:_SHOWN] + "…",
        }
        yield Problem(code="PE-084", place=place, slots=slots)


def _is_copy(fields: BoundFields[Any], title: str, scheme_id: str) -> bool:
    """Whether a sheet holds most of the words that one of the sheets of the form prints."""
    # A sheet with few words is like any other
    found = {
        unspaced(text)
        for cell in fields.raw.cells(title).values()
        if (text := text_of(cell))
    }
    return any(
        len(found & words) * 2 > len(words)
        for words in _sheet_texts(scheme_id)
        if len(words) > 5
    )


@lru_cache(maxsize=16)
def _sheet_texts(scheme_id: str) -> tuple[frozenset[str], ...]:
    """Return the words that each sheet of the empty form prints, without blanks."""
    scheme = load_scheme(scheme_id)
    drawn = drawn_form(scheme, rating_layout_for(scheme))
    return tuple(
        sheet.words for sheet in drawn.sheets if sheet.title != INSTRUCTIONS_SHEET
    )


@lru_cache(maxsize=16)
def _printed_texts(scheme_id: str) -> frozenset[str]:
    words: set[str] = set()
    for sheet in _sheet_texts(scheme_id):
        words |= sheet
    return frozenset(
        words
        | {f"{word}（续）" for word in words}
        | {f"目标{number}" for number in range(1, 51)}
    )

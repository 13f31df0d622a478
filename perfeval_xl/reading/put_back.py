"""Cells of a fixed form that were cut and pasted elsewhere: the labels of the form say what stands where, not the names.

Cutting a cell and pasting it takes its defined name along. What was drawn in one row still stands in one row, and in its
columns, however the sheet has moved: a name that is somewhere else than the others of its row is put back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeVar

from perfeval_xl.form.entries import label_of
from perfeval_xl.form.rating_layout import RatingLayout
from perfeval_xl.problems import Problem
from perfeval_xl.reading.fields import BoundFields, text_of
from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.model import Scheme

__all__ = ["put_back"]

T = TypeVar("T")

Line = tuple[str, int]
"""A sheet with a row or a column of it."""


def put_back(fields: BoundFields[RatingLayout], scheme: Scheme) -> None:
    """Bind every field where the others of its row stand; every cell with something pasted over it is a problem."""
    if not _torn(fields):
        return
    homes = {key: home for key, home in _homes(fields).items() if home != fields.ref(key)}
    pasted = {ref for key in homes if (ref := fields.ref(key)) is not None}
    bound: dict[str, CellRef] = {}
    for key, home in homes.items():
        if fields.ref(key) is None and text_of(fields.raw.cell(home)) is None:
            continue  # the cell was deleted, which is told elsewhere
        bound[key] = home
        if fields.ref(key) is None:
            pasted.add(home)
    fields.bind(bound)
    layout = fields.layout
    for key in layout.inputs:
        ref = fields.ref(key)
        if ref in pasted and text_of(fields.raw.cell(ref)) is not None:
            label = label_of(scheme, layout, key)
            slots = {"row": str(ref.row), "category": label}
            fields.problems.append(Problem(code="PE-093", place=fields.place(key, label), slots=slots))


def _torn(fields: BoundFields[RatingLayout]) -> bool:
    """Whether any two fields that were drawn in one row, or in one column, no longer stand in one."""
    rows: dict[Line, Line] = {}
    columns: dict[Line, int] = {}
    for key, old in fields.layout.fields.items():
        new = fields.ref(key)
        if new is None or rows.setdefault((old.sheet, old.row), (new.sheet, new.row)) != (new.sheet, new.row):
            return True
        if columns.setdefault((old.sheet, old.column), new.column) != new.column:
            return True
    return False


def _homes(fields: BoundFields[RatingLayout]) -> Mapping[str, CellRef]:
    """Return where each field belongs: in the row and the column where most of those stand that were drawn beside it."""
    rows: dict[Line, Counter[Line]] = {}
    columns: dict[Line, Counter[int]] = {}
    for old, new in _known(fields):
        rows.setdefault((old.sheet, old.row), Counter())[new.sheet, new.row] += 1
        columns.setdefault((old.sheet, old.column), Counter())[new.column] += 1
    row_of = {line: _most(found) for line, found in rows.items()}
    column_of = {line: _most(found) for line, found in columns.items()}
    homes = {}
    for key, old in fields.layout.fields.items():
        row, column = row_of.get((old.sheet, old.row)), column_of.get((old.sheet, old.column))
        if row is not None and column is not None:
            homes[key] = CellRef(row[0], row[1], column)
    return homes


def _known(fields: BoundFields[RatingLayout]) -> Iterator[tuple[CellRef, CellRef]]:
    for key, old in fields.layout.fields.items():
        new = fields.ref(key)
        if new is not None:
            yield old, new


def _most(found: Counter[T]) -> T | None:
    """Return what more than half of them say, `None` where they do not agree."""
    [(line, count)] = found.most_common(1)
    return line if count * 2 > found.total() else None

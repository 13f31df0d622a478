"""Rows inserted as Excel does it: names, merged labels and formulas move along, formats come from the row above.

Excel itself is not there; openpyxl moves the cells, and what Excel does beyond that is done by hand.
"""

from __future__ import annotations

import random
import re
from copy import copy
from functools import lru_cache

import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_xl.form.filling import fill_form
from perfeval_xl.form.layout.open import Layout, layout_for
from perfeval_xl.reading import read_submission
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.submission.model import Indicator, Submission
from tests.support.workbooks import edited

OPEN = [
    scheme_id for scheme_id in scheme_ids() if load_scheme(scheme_id).family == "open"
]
_REFERENCE = re.compile(r"(\$?[A-Z]{1,2}\$?)(\d+)(?![\d(])")


@lru_cache(maxsize=8)
def full(scheme_id: str) -> tuple[bytes, Layout]:
    """A form with an indicator in every row."""
    scheme = load_scheme(scheme_id)
    layout = layout_for(scheme)
    indicators = tuple(
        Indicator(
            path=(slot.dimension, slot.category, f"甲{number}"),
            target=Entry("5"),
            weight=Entry("1"),
        )
        for number, slot in enumerate(layout.slots)
    )
    made = Submission(
        scheme=scheme_id, money_unit=scheme.money_unit, indicators=indicators
    )
    return fill_form(scheme, made), layout


def insert(
    book: Workbook, sheet: Worksheet, above: int, source: int | None, last: int
) -> None:
    """Insert a row above another; with `source`, a copy of that row as it stood before, up to column `last`."""
    copied = (
        [copy(sheet.cell(source, column).value) for column in range(1, last + 1)]
        if source
        else None
    )
    merges = [area.bounds for area in sheet.merged_cells.ranges]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(area.coord)
    sheet.insert_rows(above)
    for left, top, right, bottom in merges:
        shifted = {
            "start_row": top + (top >= above),
            "end_row": bottom + (bottom >= above),
        }
        sheet.merge_cells(start_column=left, end_column=right, **shifted)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.value = moved(str(cell.value), above)
    for name in book.defined_names.values():
        if sheet.title in str(name.attr_text):
            title, _, cell = str(name.attr_text).rpartition("!")
            name.attr_text = f"{title}!{moved(cell, above)}"
    covered = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row, column in area.cells
    }
    anchors = {(area.min_row, area.min_col) for area in sheet.merged_cells.ranges}
    for column, value in enumerate(copied or [], start=1):
        if (above, column) not in covered or (above, column) in anchors:
            sheet.cell(above, column).value = value


def moved(formula: str, above: int) -> str:
    """Return a formula with the rows at and below the new one counted on."""
    return _REFERENCE.sub(
        lambda m: f"{m[1]}{int(m[2]) + (int(m[2]) >= above)}", formula
    )


def category(
    rows: list[tuple[str, str]], at: int, source: tuple[str, bool] | None
) -> str:
    """Say where a new row belongs that has `at` rows above it; `source` is a category and whether its label came along."""
    above, below = (
        rows[at - 1][1] if at else None,
        rows[at][1] if at < len(rows) else None,
    )
    if above == below:
        return str(above)
    if source is not None and (source[1] or source[0] in {above, below}):
        return source[0]
    return str(above if above is not None else below)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("scheme_id", OPEN)
def test_rows_inserted_anywhere_are_read_where_they_stand(
    scheme_id: str, seed: int
) -> None:
    draw = random.Random(seed)
    data, layout = full(scheme_id)
    top, columns = layout.rows["indicators"], layout.part("indicators").columns
    slots = [(f"甲{number}", slot.category) for number, slot in enumerate(layout.slots)]
    rows = list(slots)
    labelled = {
        next(name for name, other in slots if other == kind) for _, kind in slots
    }

    def change(book: Workbook) -> None:
        sheet = book[layout.sheet]
        for number in range(3):
            at = draw.choice(
                [
                    n
                    for n in range(len(rows) + 1)
                    if all(r in slots for r in rows[max(0, n - 1) : n + 1])
                ]
            )
            origin = draw.choice([None, *slots])
            source = None if origin is None else top + rows.index(origin)
            insert(book, sheet, top + at, source, layout.help_column + 4)
            sheet.cell(top + at, columns["name"].left).value = f"乙{number}"
            sheet.cell(top + at, columns["target"].left).value = number
            told = None if origin is None else (origin[1], origin[0] in labelled)
            rows.insert(at, (f"乙{number}", category(rows, at, told)))

    reading = read_submission(edited(data, change), "表")
    assert [(i.path[2], i.path[1]) for i in reading.submission.indicators] == rows
    assert {problem.code for problem in reading.problems} <= {"PE-046", "PE-097"}
    assert [
        i.target.text
        for i in reading.submission.indicators
        if i.path[2].startswith("乙")
    ] == [name[1:] for name, _ in rows if name.startswith("乙")]


@pytest.mark.parametrize("place", ["$A$1", "$A$40", "$XFD$1048576"])
@pytest.mark.parametrize("name", ["head", "total", "indicator_17_name"])
def test_names_that_point_elsewhere_add_no_indicators(name: str, place: str) -> None:
    data, layout = full("national-2020")

    def change(book: Workbook) -> None:
        book.defined_names[f"pe_{name}"].attr_text = f"'{layout.sheet}'!{place}"

    made = read_submission(data, "表").submission
    found = read_submission(edited(data, change), "表").submission
    assert [i.path for i in found.indicators] == [i.path for i in made.indicators]

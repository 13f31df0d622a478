"""The commands on an open workbook that is not ours: the cells of the other office's form are marked, and given back."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from perfeval_xl.addin import commands
from perfeval_xl.addin.choosing import hands_for
from perfeval_xl.evaluation import evaluate
from perfeval_xl.markup.marks import plan_marks
from perfeval_xl.markup.problem_sheet import PROBLEM_SHEET
from perfeval_xl.markup.score_sheet import SCORE_SHEET
from perfeval_xl.reading import read_submission
from tests.addin.conftest import Opened
from tests.support.layout_files import as_xlsx
from tests.support.likeness import differences
from tests.support.written_layouts import WrittenLayout, written_layouts

FOLDER = Path(__file__).resolve().parents[1] / "foreign" / "layouts"
LAYOUTS = [
    layout
    for path in sorted(FOLDER.glob("*.toml"))
    for layout in written_layouts(path)
    if layout.expected["indicators"][1].get("self_score", "分").isdecimal()
    # Where no points are printed, no score is above them
    and "无分值" not in layout.name
]
EVERY = 6
"""One layout in six: each takes a second or more of the office."""
HEIGHTS = "Sheet rows: "
"""Rows without a height of their own get one from the office as soon as anything changes."""


def with_a_score_too_high(layout: WrittenLayout) -> tuple[bytes, str]:
    """Return the form as a workbook with one score far above its points, and the cell of that score."""
    data = as_xlsx(layout.drawing)
    row = read_submission(data, "表.xlsx").submission.indicators[1]
    place = row.self_score.location
    book = openpyxl.load_workbook(io.BytesIO(data))
    book[place.sheet][place.cell] = "99"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), place.cell


def copy(book: xw.Book) -> bytes:
    return hands_for(book).copy(book)


@pytest.mark.parametrize("layout", LAYOUTS[::EVERY], ids=lambda layout: layout.name)
def test_the_cells_of_another_layout_are_marked_scored_and_given_back(
    opened: Opened, layout: WrittenLayout
) -> None:
    data, wrong = with_a_score_too_high(layout)
    book = opened(data, "外来的表.xlsx")
    before = copy(book)
    marks = plan_marks(evaluate(before, "表").problems)
    commands.check(book)
    sheets = book.api.Sheets
    found = sheets.getByName("Sheet").getCellRangeByName(wrong).Annotation.String
    assert "99" in found
    for ref, mark in marks.items():
        cell = sheets.getByName(ref.sheet).getCellRangeByName(ref.address)
        assert cell.Annotation.String == mark.note.text
    assert PROBLEM_SHEET in sheets.ElementNames
    commands.score(book)
    assert SCORE_SHEET in sheets.ElementNames
    commands.clear(book)
    changed = differences(before, copy(book))
    assert [each for each in changed if HEIGHTS not in each] == []

"""Sizes of rows and columns, in Excel's units; hidden and grouped ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw


@pytest.fixture
def columns(book: xw.Book) -> Iterator[xw.Sheet]:
    """A sheet nothing has been done to."""
    return book.sheets[0]


@pytest.mark.parametrize("width", [0.0, 0.5, 1.0, 8.43, 10.0, 40.0, 255.0])
def test_a_column_is_as_wide_as_asked(columns: xw.Sheet, width: float) -> None:
    columns["A1:B2"].column_width = width
    assert columns["A1:B2"].column_width == pytest.approx(width, abs=0.05)
    columns["A1:B2"].value = "used"
    columns["B1"].column_width = 20
    assert columns["A1:B1"].column_width is None


@pytest.mark.parametrize("height", [12.75, 15.0, 15.2, 40.0, 409.5])
def test_a_row_is_as_high_as_asked(columns: xw.Sheet, height: float) -> None:
    columns["A1:B2"].row_height = height
    assert columns["A1:B2"].row_height == pytest.approx(height, abs=0.05)
    columns["A1:B2"].value = "used"
    columns["A2"].row_height = 30
    assert columns["A1:A2"].row_height is None


def test_sizes_excel_does_not_have_are_refused(columns: xw.Sheet) -> None:
    with pytest.raises(ValueError, match="column_width"):
        columns["A1"].column_width = 256
    with pytest.raises(ValueError, match="row_height"):
        columns["A1"].row_height = 410


def test_places_are_sums_of_sizes(columns: xw.Sheet) -> None:
    columns["A1:C1"].column_width = 10
    columns["A1:A3"].row_height = 20
    assert columns["A1"].left == 0
    assert columns["A1"].top == 0
    assert columns["A1"].width == 56.25
    assert columns["A1:C3"].width == 3 * 56.25
    assert columns["A1:C3"].height == 60
    assert columns["C3"].left == 2 * 56.25
    assert columns["C3"].top == 40
    assert columns["A1:A1000"].height == pytest.approx(
        60 + 997 * columns["A4"].height, rel=0.001
    )


def test_fitting_goes_by_contents(columns: xw.Sheet) -> None:
    columns["A1"].value = "a rather long text for a column of the usual width"
    before = columns["A1"].column_width
    columns["A1"].rows.autofit()
    assert columns["A1"].column_width == before
    columns["A1"].columns.autofit()
    assert columns["A1"].column_width > before
    columns["A1"].row_height = 50
    columns["A1:B2"].autofit()
    assert columns["A1"].row_height < 20


def test_rows_and_columns_are_hidden(columns: xw.Sheet) -> None:
    assert columns["A1:A3"].rows.hidden is False
    columns["A2"].rows.hidden = True
    assert columns["A1:A3"].rows.hidden is None
    assert columns["A2"].rows.hidden is True
    assert [area.address for area in columns["A1:A3"].get_special_cells("visible")] == [
        "$A$1",
        "$A$3",
    ]
    columns["B:C"].columns.hidden = True
    assert columns["B1:C1"].columns.hidden is True
    columns["B:C"].columns.hidden = False
    assert columns["A1:C1"].columns.hidden is False


def test_rows_and_columns_are_grouped(columns: xw.Sheet) -> None:
    columns["2:3"].group()
    columns["B:C"].group()
    columns["B:C"].ungroup()
    columns["A1:A2"].group(by="columns")
    with pytest.raises(ValueError, match="by"):
        columns["A1"].group()

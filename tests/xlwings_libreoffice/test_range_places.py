"""Ranges by address, index, slice and name; the places they lead to."""

from __future__ import annotations

import pytest
import xlwings as xw


@pytest.mark.parametrize(
    ("given", "address"),
    [
        (("A1",), "$A$1"),
        (("A1:B2",), "$A$1:$B$2"),
        (("$B$2:A1",), "$A$1:$B$2"),
        (((1, 1),), "$A$1"),
        (((1, 1), (3, 3)), "$A$1:$C$3"),
        (("A1", "C3"), "$A$1:$C$3"),
        (("A:C",), "$A:$C"),
        (("2:3",), "$2:$3"),
        (("A1:B1,D4",), "$A$1:$B$1,$D$4"),
        (("Sheet2!B2",), "$B$2"),
        (("'表 3'!B2:C3",), "$B$2:$C$3"),
    ],
)
def test_a_range_is_found_by_address_and_index(
    cells: xw.Sheet, given: tuple[object, ...], address: str
) -> None:
    assert cells.range(*given).address == address


def test_a_range_is_found_between_ranges_and_by_name(cells: xw.Sheet) -> None:
    assert cells.range(cells["B2"], cells["A4"]).address == "$A$2:$B$4"
    cells["B2:C3"].name = "places_total"
    assert cells.range("places_total").address == "$B$2:$C$3"
    assert cells["places_total"] == cells["B2:C3"]
    assert cells["B2:C3"].name.name == "places_total"
    assert cells["B2"].name is None
    cells.book.names["places_total"].delete()
    with pytest.raises(ValueError, match="places_total"):
        cells.range("places_total")


def test_rows_and_columns_are_counted_from_one(cells: xw.Sheet) -> None:
    with pytest.raises(IndexError, match="0-based"):
        cells.range((0, 1))
    with pytest.raises(IndexError, match="outside the sheet"):
        cells["A1"].offset(-1, 0)


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ((0, 0), "$B$2"),
        ((-1, -1), "$D$5"),
        ((slice(1, None), slice(None, 2)), "$B$3:$C$5"),
        ((slice(None), 1), "$C$2:$C$5"),
        (3, "$B$3"),
        (-1, "$D$5"),
    ],
)
def test_a_range_is_sliced_like_a_table(
    cells: xw.Sheet, key: object, address: str
) -> None:
    assert cells["B2:D5"][key].address == address


def test_sheets_are_sliced_like_ranges(cells: xw.Sheet) -> None:
    assert cells[0, 0].address == "$A$1"
    assert cells[0:2, 0:4].address == "$A$1:$D$2"
    assert cells.cells.shape[1] == cells["1:1"].shape[1]
    assert cells["A1:A4"][1:3].address == "$A$2:$A$3"
    assert cells["A1"][0:0].address == "$A$1{1x0}"
    assert cells["A1"][0:0].value is None
    with pytest.raises(IndexError):
        cells["A1:B2"][4]
    with pytest.raises(IndexError):
        cells["A1:B2"][0:1]


def test_calls_count_along_the_rows_and_may_leave_the_range(cells: xw.Sheet) -> None:
    block = cells["B2:C3"]
    assert [block(number).address for number in (1, 2, 3, 5)] == [
        "$B$2",
        "$C$2",
        "$B$3",
        "$B$4",
    ]
    assert block(2, 2).address == "$C$3"
    assert block(5, 1).address == "$B$6"
    assert [cell.address for cell in block] == ["$B$2", "$C$2", "$B$3", "$C$3"]


def test_shape_size_and_corners(cells: xw.Sheet) -> None:
    block = cells["B2:D5"]
    assert (
        block.row,
        block.column,
        block.shape,
        block.size,
        block.count,
        len(block),
    ) == (2, 2, (4, 3), 12, 12, 12)
    assert block.last_cell.address == "$D$5"
    assert (block.last_cell.row, block.last_cell.column) == (5, 4)
    assert len(cells["A1:A2,C1"]) == 3
    assert block.offset(1, 2).address == "$D$3:$F$6"
    assert block.resize(1, 1).address == "$B$2"
    assert block.resize(row_size=2).address == "$B$2:$D$3"
    with pytest.raises(AssertionError):
        block.resize(0)


def test_rows_and_columns_of_a_range(cells: xw.Sheet) -> None:
    block = cells["A1:C2"]
    assert len(block.rows) == 2
    assert len(block.columns) == 3
    assert [row.address for row in block.rows] == ["$A$1:$C$1", "$A$2:$C$2"]
    assert block.columns(2) == cells["B1:B2"]
    assert block.rows[-1] == cells["A2:C2"]
    assert repr(block.columns[0:2]) == f"RangeColumns({cells['A1:B2']!r})"


def test_ranges_are_equal_by_sheet_and_cells(cells: xw.Sheet) -> None:
    other = cells.book.sheets["Sheet2"]
    assert cells["A1:B2"] == cells.range((1, 1), (2, 2))
    assert cells["A1:B2"] != cells["A1"]
    assert cells["A1"] != other["A1"]
    assert {cells["A1"], cells[0, 0]} == {cells["A1"]}
    assert cells["A1"].sheet == cells
    assert repr(cells["A1:B2"]) == f"<Range [{cells.book.name}]Sheet1!$A$1:$B$2>"


def test_addresses_in_every_form(cells: xw.Sheet) -> None:
    block, book = cells["A1:C3"], cells.book.name
    assert block.get_address() == "$A$1:$C$3"
    assert block.get_address(False, False) == "A1:C3"
    assert block.get_address(True, False, include_sheetname=True) == "Sheet1!A$1:C$3"
    assert block.get_address(False, True, external=True) == f"[{book}]Sheet1!$A1:$C3"
    third = cells.book.sheets["表 3"]
    assert third["A1"].get_address(include_sheetname=True) == "'表 3'!$A$1"
    assert third["A1"].get_address(external=True) == f"'[{book}]表 3'!$A$1"


@pytest.mark.parametrize(
    ("start", "direction", "address"),
    [
        ("A1", "down", "$A$3"),
        ("A3", "down", "$A$6"),
        ("A6", "up", "$A$3"),
        ("A2", "up", "$A$1"),
        ("A1", "right", "$B$1"),
        ("B1", "left", "$A$1"),
        ("C4", "up", "$C$1"),
        ("A2:B3", "down", "$A$3"),
    ],
)
def test_edges_are_where_ctrl_and_an_arrow_lead(
    cells: xw.Sheet, start: str, direction: str, address: str
) -> None:
    cells["A1"].value = [[1, 2], [3, 4], [5, 6]]
    cells["A6"].value = "x"
    assert cells[start].end(direction).address == address


def test_the_edge_of_the_sheet_is_the_last_one(cells: xw.Sheet) -> None:
    rows, columns = cells.cells.shape
    assert cells["B5"].end("down").row == rows
    assert cells["B5"].end("right").column == columns


def test_expanding_ignores_an_empty_first_cell(cells: xw.Sheet) -> None:
    cells["A1"].value = [[None, 1, 2], [3, 4, 5], [6, 7, None]]
    assert cells["A1"].expand().address == "$A$1:$C$3"
    assert cells["A1"].expand("right").address == "$A$1:$C$1"
    assert cells["A1"].expand("down").address == "$A$1:$A$3"
    assert cells["A1:B1"].expand("down").address == "$A$1:$B$3"
    assert cells["E9"].expand().address == "$E$9"


def test_the_region_ends_at_empty_rows_and_columns(cells: xw.Sheet) -> None:
    cells["B2"].value = [[1, 2], [3, None]]
    cells["D4"].value = "diagonal"
    cells["F4"].value = "apart"
    assert cells["B2"].current_region.address == "$B$2:$D$4"
    assert cells["F4"].current_region.address == "$F$4"
    assert cells["J20"].current_region.address == "$J$20"


def test_a_selected_range_is_the_selection(cells: xw.Sheet) -> None:
    cells.book.activate()
    cells.book.sheets["Sheet2"]["B2:C3"].select()
    assert cells.book.selection.address == "$B$2:$C$3"
    assert cells.book.sheets.active.name == "Sheet2"
    cells.activate()


def test_deleting_cells_leaves_the_addresses_right(cells: xw.Sheet) -> None:
    same = cells.book.sheets[0]
    cells["A1"].value = [[1], [2], [3]]
    cells["A1"].delete("up")
    assert same["A1:A2"].value == [2.0, 3.0]
    same["A2:B3"].value = [[3, None], [None, None]]
    assert cells["A1:A3"].value == [2.0, 3.0, None]
    assert cells["A1"].end("down").address == "$A$2"
    cells["A1"].value = "again"
    assert cells[0, 0].value == "again"

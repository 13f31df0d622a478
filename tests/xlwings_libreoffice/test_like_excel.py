"""What Excel does and LibreOffice does otherwise: the engine does as Excel."""

from __future__ import annotations

import pytest
import xlwings as xw


def test_a_row_of_totals_is_added_below_and_taken_away_again(cells: xw.Sheet) -> None:
    cells["A1"].value = [["a", "b"], [1, 2], [3, 4]]
    cells["A4"].value = "below"
    table = cells.tables.add(cells["A1:B3"], name="Totals")
    table.show_totals = True
    assert table.totals_row_range.address == "$A$4:$B$4"
    assert table.data_body_range.address == "$A$2:$B$3"
    assert cells["A4:B5"].value == [["Total", 6], ["below", None]]
    table.show_totals = False
    assert table.range.address == "$A$1:$B$3"
    assert cells["A3:A4"].value == [3, "below"]


def test_tables_stand_in_the_order_they_were_added(cells: xw.Sheet) -> None:
    cells["A1"].value = [["a", "b", None, "c", "d"], [1, 2, None, 3, 4]]
    cells.tables.add(cells["D1:E2"], name="Zeta")
    cells.tables.add(cells["A1:B2"], name="Alpha")
    assert [table.name for table in cells.tables] == ["Zeta", "Alpha"]
    cells.tables["Zeta"].name = "Beta"
    assert [table.name for table in cells.tables] == ["Beta", "Alpha"]


def test_cells_are_merged_over_merged_ones(cells: xw.Sheet) -> None:
    cells["G1:G2"].merge()
    cells["G1:H2"].merge()
    assert cells["G1"].merge_area.address == "$G$1:$H$2"


def test_one_deleted_cell_draws_those_beside_it_to_the_left(cells: xw.Sheet) -> None:
    cells["A1"].value = ["one", "two", "three"]
    cells["A1"].delete()
    assert cells["A1:C1"].value == ["two", "three", None]
    cells["A3"].options(transpose=True).value = ["above", "below"]
    cells["A3:B3"].delete()
    assert cells["A3"].value == "below"


def test_a_name_of_a_sheet_is_not_found_from_others(cells: xw.Sheet) -> None:
    cells["A1"].name = f"{cells.name}!only"
    other = cells.book.sheets["Sheet2"]
    with pytest.raises(ValueError, match="only"):
        other.range("only")
    assert cells.range("only").address == "$A$1"
    assert other.range("Sheet1!only").sheet == cells
    cells.book.names["Sheet1!only"].delete()


def test_end_takes_short_words(cells: xw.Sheet) -> None:
    cells["A1"].options(transpose=True).value = ["one", "two", "three"]
    assert cells["A1"].end("d").row == 3
    assert cells["A3"].end("u").row == 1


def test_cells_with_nothing_in_common_are_null(cells: xw.Sheet) -> None:
    cells["A1"].formula = "=B1:B2 C3:C4"
    assert cells["A1"].options(err_to_str=True).value == "#NULL!"
    cells["A3"].formula = "=SUM(B1 B2)"
    assert cells["A3"].options(err_to_str=True).value == "#NULL!"
    cells["A2"].formula = '=INDIRECT("nowhere!A1")'
    assert cells["A2"].options(err_to_str=True).value == "#REF!"


def test_functions_libreoffice_does_not_know_keep_their_spelling(
    cells: xw.Sheet,
) -> None:
    cells["A1"].formula2 = "=UNIQUE(B1:B5)"
    assert cells["A1"].formula == "=UNIQUE(B1:B5)"


def test_the_name_of_a_table_is_its_body(cells: xw.Sheet) -> None:
    cells["A1"].value = [["a", "b"], [1, 2], [3, 4]]
    cells.tables.add(cells["A1:B3"], name="Figures")
    assert cells["Figures"].address == "$A$2:$B$3"

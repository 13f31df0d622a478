"""Tables made through xlwings: ranges with headers that formulas, filters and .xlsx files know by name."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlwings as xw

FRAME = pd.DataFrame({"x": [1.0, 2.0, 3.0], "y": ["p", "q", "r"]})


@pytest.fixture
def table(book: xw.Book) -> xw.main.Table:
    """MyTable in A1:B2 of the first sheet."""
    sheet = book.sheets[0]
    sheet["A1"].value = [["a", "b"], [1, 2]]
    return sheet.tables.add(source=sheet["A1"].expand(), name="MyTable")


def test_a_table_has_headers_rows_and_filter_buttons(table: xw.main.Table) -> None:
    sheet = table.parent
    assert table.range.address == "$A$1:$B$2"
    assert table.header_row_range.value == ["a", "b"]
    assert table.data_body_range.address == "$A$2:$B$2"
    assert sheet["A2"].table == sheet.tables["mytable"] == table
    assert table.show_autofilter is True
    table.show_autofilter = False
    assert table.show_autofilter is False
    sheet["D1"].formula = "=SUM(MyTable[b])"
    assert sheet["D1"].value == 2.0


def test_a_table_grows_and_shrinks_with_the_frame_it_gets(table: xw.main.Table) -> None:
    table.update(FRAME, index=False)
    assert table.range.value == [["x", "y"], [1.0, "p"], [2.0, "q"], [3.0, "r"]]
    table.update(FRAME)
    assert (table.range.address, table.parent["A1"].value) == ("$A$1:$C$4", " ")
    table.update(FRAME.iloc[:1], index=False)
    assert table.range.address == "$A$1:$B$2"
    assert table.parent["A1:C3"].value == [
        ["x", "y", None],
        [1.0, "p", None],
        [None] * 3,
    ]


def test_headers_are_completed(book: xw.Book) -> None:
    sheet = book.sheets[0]
    named = sheet.tables.add(sheet["A1:C2"])
    assert (named.name, named.header_row_range.value) == (
        "Table1",
        ["Column1", "Column2", "Column3"],
    )
    sheet["F1"].value = ["x", "x", 2024]
    assert sheet.tables.add(sheet["F1:H2"]).header_row_range.value == [
        "x",
        "x2",
        "2024",
    ]
    sheet["K1"].value = [[1, 2], [3, 4]]
    headless = sheet.tables.add(sheet["K1:L2"], has_headers=False)
    assert headless.range.value == [["Column1", "Column2"], [1.0, 2.0], [3.0, 4.0]]


def test_a_cell_belongs_to_one_table_and_a_name_to_one_table(
    table: xw.main.Table,
) -> None:
    sheet = table.parent
    with pytest.raises(ValueError, match="MyTable"):
        sheet.tables.add(sheet["B2:C3"])
    with pytest.raises(ValueError, match="名称"):
        sheet.tables.add(sheet["G1:H2"], name="mytable")
    with pytest.raises(ValueError, match="stays"):
        table.resize(sheet.book.sheets[1]["A1:B2"])
    with pytest.raises(NotImplementedError, match="source_type"):
        sheet.tables.add(sheet["G1:H2"], source_type="xlSrcExternal")


def test_tables_are_saved_as_excels(table: xw.main.Table, tmp_path: Path) -> None:
    table.update(FRAME, index=False)
    table.parent.book.save(tmp_path / "table.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "table.xlsx").active.tables["MyTable"]
    assert saved.ref == "A1:B4"
    assert [column.name for column in saved.tableColumns] == ["x", "y"]


def test_view_shows_a_frame_as_a_table_again_and_again(book: xw.Book) -> None:
    for _ in range(2):
        xw.view(FRAME, book.sheets[0])
        assert [each.range.address for each in book.sheets[0].tables] == ["$A$1:$C$4"]
    book.sheets[0].clear()
    assert len(book.sheets[0].tables) == 0
    xw.view(FRAME)
    assert xw.books.active.sheets[0].tables[0].range.columns[1].value == [
        "x",
        1.0,
        2.0,
        3.0,
    ]


def test_a_table_is_renamed_by_its_display_name_and_has_totals_when_told_so(
    table: xw.main.Table,
) -> None:
    assert table.display_name == "MyTable"
    table.display_name = "Other"
    assert "Other" in table.parent.tables
    assert table.show_totals is False
    assert table.totals_row_range is None
    table.show_totals = True
    assert table.show_totals is True
    assert table.totals_row_range.address == "$A$3:$B$3"

"""Ranges of books that were saved and opened."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from openpyxl.worksheet.table import Table


def test_notes_survive_a_file(book: xw.Book, tmp_path: Path) -> None:
    book.sheets[0]["A1"].add_note("kept")
    path = tmp_path / "note.xlsx"
    book.save(path)
    book.close()
    assert xw.apps.active.books.open(path).sheets[0]["A1"].note.text == "kept"


def test_tables_of_a_file_are_read(app: xw.App, tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    made = openpyxl.Workbook()
    for row in (["a", "b"], [1, 2], [3, 4]):
        made.active.append(row)
    made.active.add_table(Table(displayName="Amounts", ref="A1:B3"))
    made.save(path)
    sheet = app.books.open(path).sheets[0]
    table = sheet["B2"].table
    assert [each.name for each in sheet.tables] == ["Amounts"]
    assert "Amounts" in sheet.tables
    assert (table.name, table.range.address, table.show_headers) == (
        "Amounts",
        "$A$1:$B$3",
        True,
    )
    assert table.header_row_range.value == ["a", "b"]
    assert table.data_body_range.address == "$A$2:$B$3"
    assert table.totals_row_range is None
    assert sheet["D1"].table is None
    with pytest.raises(ValueError, match="table"):
        sheet["A1:A3"].sort(1)

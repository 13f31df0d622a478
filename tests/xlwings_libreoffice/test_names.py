"""`xlwings.Names` and `Name` over LibreOffice, in Excel's notation."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from xlwings_libreoffice import OfficeFailure


def test_a_name_is_added_counted_found_and_deleted(book: xw.Book) -> None:
    assert len(book.names) == 0
    added = book.names.add("总分", "=Sheet1!$A$1:$B$3")
    assert len(book.names) == book.names.count == 1
    assert "总分" in book.names
    assert book.names.contains("总分")
    assert "别的" not in book.names
    assert book.names["总分"] == book.names(1) == book.names[0] == added
    assert (added.name, added.refers_to) == ("总分", "=Sheet1!$A$1:$B$3")
    assert repr(added) == "<Name '总分': =Sheet1!$A$1:$B$3>"
    assert repr(book.names) == f"[{added!r}]"
    added.delete()
    assert len(book.names) == 0
    with pytest.raises(KeyError):
        book.names["总分"]
    with pytest.raises(KeyError):
        added.refers_to  # noqa: B018


def test_names_stand_in_the_order_of_the_alphabet_and_ignore_case(
    book: xw.Book,
) -> None:
    for name in ("beta", "Alpha", "gamma"):
        book.names.add(name, "=Sheet1!$A$1")
    assert [name.name for name in book.names] == ["Alpha", "beta", "gamma"]
    assert book.names["ALPHA"].name == "Alpha"
    with pytest.raises(IndexError):
        book.names[3]
    del book.names["beta"]
    assert [name.name for name in book.names] == ["Alpha", "gamma"]


def test_a_name_stands_for_cells_of_its_sheet(book: xw.Book) -> None:
    book.sheets[1].name = "项目 支出"
    cells = book.names.add("x_1", "='项目 支出'!$B$2:$C$3").refers_to_range
    assert (cells.sheet, cells.impl.areas) == (book.sheets[1], ((2, 2, 3, 3),))
    assert book.names.add("col", "=Sheet1!$A:$A").refers_to_range.impl.areas == (
        (1, 1, 1048576, 1),
    )
    assert book.names.add(
        "two", "=Sheet1!$A$1,Sheet1!$C$3"
    ).refers_to_range.impl.areas == ((1, 1, 1, 1), (3, 3, 3, 3))


def test_a_name_is_renamed_and_points_elsewhere(book: xw.Book) -> None:
    name = book.names.add("old", "=Sheet1!$A$1")
    name.name = "new_name"
    assert (name.name, [each.name for each in book.names]) == ("new_name", ["new_name"])
    name.refers_to = "=Sheet2!$B$2"
    assert book.names["new_name"].refers_to == "=Sheet2!$B$2"
    book.names["new_name"] = "=Sheet3!$C$3"
    book.names["other"] = "=1"
    assert [each.refers_to for each in book.names] == ["=Sheet3!$C$3", "=1"]


def test_a_name_that_is_there_is_defined_anew(book: xw.Book) -> None:
    book.names.add("n", "=Sheet1!$A$1")
    book.names.add("N", "=Sheet1!$A$2")
    assert [(name.name, name.refers_to) for name in book.names] == [
        ("n", "=Sheet1!$A$2")
    ]


def test_a_name_may_be_a_constant_or_a_formula_but_then_has_no_cells(
    book: xw.Book,
) -> None:
    assert book.names.add("rate", "=0.25").refers_to == "=0.25"
    assert book.names.add("word", '="达标"').refers_to == '="达标"'
    assert book.names.add("plain", "达标").refers_to == '="达标"'
    formula = '=SUM(Sheet1!$A$1:$A$3,IF(Sheet2!$B$1>0,1,2))&"x!y"'
    assert book.names.add("calc", formula).refers_to == formula
    for name in ("rate", "word", "calc"):
        with pytest.raises(OfficeFailure, match="单元格"):
            book.names[name].refers_to_range  # noqa: B018


def test_a_name_is_used_by_formulas(book: xw.Book) -> None:
    book.names.add("rate", "=0.25")
    cell = book.sheets[0].api.getCellRangeByName("A1")
    cell.setFormula("=rate*4")
    assert book.sheets[0]["A1"].value == 1


def test_a_name_of_a_sheet_has_the_sheet_before_it(book: xw.Book) -> None:
    sheet = book.sheets[1]
    by_sheet = sheet.names.add("total", "=Sheet2!$A$1")
    by_book = book.names.add("Sheet2!sum_2", "=Sheet2!$A$2")
    assert [name.name for name in sheet.names] == ["Sheet2!sum_2", "Sheet2!total"]
    assert [name.name for name in book.names] == ["Sheet2!sum_2", "Sheet2!total"]
    assert len(book.sheets[0].names) == 0
    assert (
        sheet.names["total"]
        == sheet.names["Sheet2!total"]
        == book.names["Sheet2!total"]
        == by_sheet
    )
    book.names.add("total", "=Sheet1!$A$9")
    assert book.names["total"].refers_to == "=Sheet1!$A$9"
    assert sheet.names["total"].refers_to == "=Sheet2!$A$1"
    sheet.name = "It's"
    assert by_book.name == "'It''s'!sum_2"
    assert by_book.refers_to == "='It''s'!$A$2"
    by_book.name = "'It''s'!sum_3"
    assert "'It''s'!sum_3" in book.names
    with pytest.raises(KeyError):
        book.names.add("Sheet9!a_b", "=1")


@pytest.mark.parametrize("name", ["a b", "A1", "1x", "", "x-y"])
def test_a_name_no_spreadsheet_takes_is_refused(book: xw.Book, name: str) -> None:
    with pytest.raises(ValueError, match="名称"):
        book.names.add(name, "=Sheet1!$A$1")
    good = book.names.add("good", "=Sheet1!$A$1")
    with pytest.raises(ValueError, match="名称"):
        good.name = name
    book.names.add("other", "=1")
    with pytest.raises(ValueError, match="已经有了"):
        good.name = "Other"
    assert [each.name for each in book.names] == ["good", "other"]


def test_a_formula_that_names_a_missing_sheet_is_refused(book: xw.Book) -> None:
    with pytest.raises(ValueError, match="Sheet9"):
        book.names.add("n", "=Sheet9!$A$1")
    assert len(book.names) == 0


def test_a_name_whose_sheet_is_gone_says_so(book: xw.Book) -> None:
    name = book.names.add("n", "=Sheet2!$A$1")
    book.sheets["Sheet2"].delete()
    assert "#REF!" in str(name.refers_to)
    with pytest.raises(OfficeFailure, match="REF"):
        name.refers_to_range  # noqa: B018


def test_names_are_saved_and_read_as_excel_writes_them(
    book: xw.Book, tmp_path: Path
) -> None:
    book.names.add("总分", "=Sheet1!$A$1:$B$3")
    book.sheets[1].names.add("local_1", "=Sheet2!$C$3")
    path = tmp_path / "names.xlsx"
    book.save(path)
    written = openpyxl.load_workbook(path)
    assert written.defined_names["总分"].value == "Sheet1!$A$1:$B$3"
    assert written["Sheet2"].defined_names["local_1"].value == "Sheet2!$C$3"
    book.close()
    again = xw.Book(path)
    assert [(name.name, name.refers_to) for name in again.names] == [
        ("Sheet2!local_1", "=Sheet2!$C$3"),
        ("总分", "=Sheet1!$A$1:$B$3"),
    ]


def test_a_copied_sheet_brings_its_names(book: xw.Book) -> None:
    book.sheets[0].names.add("own", "=Sheet1!$A$1")
    copy = book.sheets[0].copy()
    assert [name.refers_to for name in copy.names] == ["='Sheet1 (2)'!$A$1"]

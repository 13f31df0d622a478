"""`xlwings.Sheets` and `Sheet` over LibreOffice."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from xlwings_libreoffice import OfficeClosed, OfficeFailure


def test_sheets_are_counted_and_found_by_place_and_name(book: xw.Book) -> None:
    assert len(book.sheets) == book.sheets.count == 3
    assert (
        book.sheet_names
        == [sheet.name for sheet in book.sheets]
        == ["Sheet1", "Sheet2", "Sheet3"]
    )
    assert book.sheets[0] == book.sheets(1) == book.sheets["sheet1"] == book.sheets[-3]
    assert book.sheets["Sheet2"].index == 2
    assert "Sheet3" in book.sheets
    assert "Sheet4" not in book.sheets
    assert repr(book.sheets[0]) == f"<Sheet [{book.name}]Sheet1>"
    assert book.sheets[1].book == book
    with pytest.raises(IndexError):
        book.sheets[3]
    with pytest.raises(KeyError):
        book.sheets["Sheet4"]


def test_the_active_sheet_follows_activate_and_select(
    book: xw.Book, app: xw.App
) -> None:
    assert book.sheets.active.name == "Sheet1"
    book.sheets[1].activate()
    assert book.sheets.active == xw.sheets.active == book.sheets[1]
    app.books.add()
    book.sheets[2].select()
    assert app.books.active == book
    assert xw.sheets.active.name == "Sheet3"


def test_a_sheet_is_added_before_the_active_one_and_shown(book: xw.Book) -> None:
    book.sheets[1].activate()
    added = book.sheets.add()
    assert book.sheet_names == ["Sheet1", "Sheet4", "Sheet2", "Sheet3"]
    assert book.sheets.active == added


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ({"before": "Sheet1"}, 0),
        ({"after": "Sheet1"}, 1),
        ({"before": 3}, 2),
        ({"after": 3}, 3),
    ],
)
def test_a_sheet_is_added_beside_another_one(
    book: xw.Book, where: dict[str, object], place: int
) -> None:
    added = book.sheets.add("新表", **where)
    assert book.sheet_names.index("新表") == place
    assert added.index == place + 1
    assert book.sheets.active == added


def test_the_sheet_after_may_be_given_as_a_sheet(book: xw.Book) -> None:
    assert book.sheets.add(after=book.sheets[-1]).index == 4
    assert book.sheets.add(before=book.sheets[0]).index == 1


@pytest.mark.parametrize("name", ["sheet1", "", "a/b", "a:b", "x" * 32, "'a"])
def test_a_sheet_gets_no_name_that_is_taken_or_not_allowed(
    book: xw.Book, name: str
) -> None:
    with pytest.raises(ValueError):
        book.sheets.add(name)
    if name != "sheet1":
        with pytest.raises(ValueError):
            book.sheets[0].name = name
    with pytest.raises(ValueError):
        book.sheets[1].name = name
    assert book.sheet_names == ["Sheet1", "Sheet2", "Sheet3"]


def test_a_sheet_is_renamed_and_may_change_its_case(book: xw.Book) -> None:
    sheet = book.sheets[0]
    sheet.name = "项目 支出"
    assert sheet.name == book.sheets[0].name == "项目 支出"
    book.sheets[1].name = "SHEET2"
    assert book.sheet_names == ["项目 支出", "SHEET2", "Sheet3"]


def test_a_sheet_is_deleted_but_never_the_last_visible_one(book: xw.Book) -> None:
    gone, cell, also_gone = book.sheets[1], book.sheets[1]["A1"], book.sheets["Sheet2"]
    gone.delete()
    del book.sheets["Sheet3"]
    assert book.sheet_names == ["Sheet1"]
    with pytest.raises(OfficeFailure, match="可见"):
        book.sheets[0].delete()
    for use in (lambda: gone.name, also_gone.clear, lambda: cell.value):
        with pytest.raises(OfficeClosed, match="删除"):
            use()
    assert book.sheet_names == ["Sheet1"]


def test_a_sheet_is_hidden_and_shown_but_never_the_last_one(book: xw.Book) -> None:
    book.sheets[0].visible = False
    book.sheets[1].visible = False
    assert [sheet.visible for sheet in book.sheets] == [False, False, True]
    with pytest.raises(OfficeFailure, match="可见"):
        book.sheets[2].visible = False
    book.sheets[0].visible = True
    assert book.sheets[0].visible


def test_moving_changes_the_order(book: xw.Book) -> None:
    book.sheets["Sheet1"].move(after=book.sheets["Sheet2"])
    assert book.sheet_names == ["Sheet2", "Sheet1", "Sheet3"]
    book.sheets["Sheet3"].move(before=book.sheets["Sheet2"])
    assert book.sheet_names == ["Sheet3", "Sheet2", "Sheet1"]
    book.sheets["Sheet3"].move(after=book.sheets["Sheet1"])
    assert book.sheet_names == ["Sheet2", "Sheet1", "Sheet3"]


def test_a_copy_is_numbered_and_stands_last(book: xw.Book) -> None:
    book.sheets[0]["A1"].value = "值"
    copy = book.sheets[0].copy()
    assert copy.name == "Sheet1 (2)"
    assert copy.index == 4
    assert copy["A1"].value == "值"
    assert book.sheets[0].copy(before=book.sheets[0]).name == "Sheet1 (3)"
    assert (
        book.sheets["Sheet1"].copy(after=book.sheets["Sheet1"], name="副本").index == 3
    )
    with pytest.raises(ValueError, match="副本"):
        book.sheets[0].copy(name="副本")


def test_a_copy_into_another_book_keeps_its_name_where_it_is_free(
    book: xw.Book, app: xw.App
) -> None:
    other = app.books.add()
    book.sheets["Sheet2"]["B2"].value = 4
    assert book.sheets["Sheet2"].copy(after=other.sheets[0]).name == "Sheet2"
    assert book.sheets["Sheet2"].copy(before=other.sheets[0]).name == "Sheet2 (2)"
    assert other.sheet_names == ["Sheet2 (2)", "Sheet1", "Sheet2"]
    assert other.sheets["Sheet2"]["B2"].value == 4
    assert book.sheet_names == ["Sheet1", "Sheet2", "Sheet3"]


def test_the_used_range_goes_around_everything_typed_or_formatted(
    sheet: xw.Sheet,
) -> None:
    assert sheet.used_range.impl.areas == ((1, 1, 1, 1),)
    sheet["B2"].value = 1
    sheet["C7"].value = 1
    assert sheet.used_range.impl.areas == ((2, 2, 7, 3),)
    sheet.api.getCellRangeByName("E9").CellBackColor = 255
    assert sheet.used_range.impl.areas == ((2, 2, 9, 5),)


def test_clearing_takes_contents_formats_or_both(sheet: xw.Sheet) -> None:
    def fill() -> None:
        sheet["A1"].value = 1
        sheet.api.getCellRangeByName("B2:C2").merge(True)
        sheet.api.getCellRangeByName("A1").CellBackColor = 255

    cell = sheet.api.getCellRangeByName("A1")
    fill()
    sheet.clear_contents()
    assert (sheet["A1"].value, cell.CellBackColor) == (None, 255)
    fill()
    sheet.clear_formats()
    assert (sheet["A1"].value, cell.CellBackColor) == (1, -1)
    assert not sheet.api.getCellRangeByName("B2").IsMerged
    fill()
    sheet.clear()
    assert (sheet["A1"].value, cell.CellBackColor) == (None, -1)


def test_fitting_widens_columns_and_heightens_rows(sheet: xw.Sheet) -> None:
    sheet["B2"].value = "很长的一段文字" * 5
    columns, rows = sheet.api.getColumns(), sheet.api.getRows()
    rows.getByIndex(1).Height = 5000
    width, height = columns.getByIndex(1).Width, rows.getByIndex(1).Height
    sheet.autofit("c")
    assert columns.getByIndex(1).Width > width
    assert rows.getByIndex(1).Height == height
    sheet.autofit("rows")
    assert rows.getByIndex(1).Height < height
    sheet.autofit()
    with pytest.raises(ValueError, match="sideways"):
        sheet.autofit("sideways")


def test_gridlines_belong_to_one_sheet(book: xw.Book) -> None:
    book.sheets[1].show_gridlines = False
    assert [sheet.show_gridlines for sheet in book.sheets] == [True, False, True]
    assert book.sheets.active.name == "Sheet1"
    book.sheets[1].show_gridlines = True
    assert book.sheets[1].show_gridlines


@pytest.mark.parametrize(
    ("at", "cell"),
    [("A1", "B2"), ("B2:C3", "D4"), ("A:A", "B1"), ("1:2", "A3"), ("$A$1:$B$1", "C2")],
)
def test_frozen_panes_are_saved_like_excels(
    book: xw.Book, tmp_path: Path, at: str, cell: str
) -> None:
    book.sheets[1].freeze_panes.freeze_at(at)
    assert book.sheets.active.name == "Sheet1"
    book.save(tmp_path / "frozen.xlsx")
    assert (
        openpyxl.load_workbook(tmp_path / "frozen.xlsx")["Sheet2"].freeze_panes == cell
    )
    book.sheets[1].freeze_panes.unfreeze()
    book.save()
    assert (
        openpyxl.load_workbook(tmp_path / "frozen.xlsx")["Sheet2"].freeze_panes is None
    )


def test_frozen_panes_need_an_address(sheet: xw.Sheet) -> None:
    with pytest.raises(ValueError, match="哪里"):
        sheet.freeze_panes.freeze_at("哪里")


def test_the_print_area_is_set_read_and_removed(sheet: xw.Sheet) -> None:
    assert sheet.page_setup.print_area is None
    sheet.page_setup.print_area = "A1:B3"
    assert sheet.page_setup.print_area == "$A$1:$B$3"
    sheet.page_setup.print_area = "$A$1,Sheet1!C2:D4"
    assert sheet.page_setup.print_area == "$A$1,$C$2:$D$4"
    sheet.page_setup.print_area = None
    assert sheet.page_setup.print_area is None
    with pytest.raises(ValueError, match="哪里"):
        sheet.page_setup.print_area = "哪里"


@pytest.mark.parametrize(
    ("given", "areas"),
    [
        (("B2",), ((2, 2, 2, 2),)),
        (("$B$2:a1",), ((1, 1, 2, 2),)),
        (("A1", "C3"), ((1, 1, 3, 3),)),
        (((1, 1), (3, 3)), ((1, 1, 3, 3),)),
        (((2, 3),), ((2, 3, 2, 3),)),
        (("B:C",), ((1, 2, 1048576, 3),)),
        (("2:3",), ((2, 1, 3, 16384),)),
        (("A1:B2,D4",), ((1, 1, 2, 2), (4, 4, 4, 4))),
    ],
)
def test_a_range_is_given_by_addresses_and_numbers(
    sheet: xw.Sheet, given: tuple[object, ...], areas: tuple[tuple[int, ...], ...]
) -> None:
    assert sheet.range(*given).impl.areas == areas


def test_a_range_is_given_by_ranges_names_and_slices(book: xw.Book) -> None:
    sheet = book.sheets[0]
    assert sheet.range(sheet["A1"], sheet["B2"]).impl.areas == ((1, 1, 2, 2),)
    assert sheet[0, 0].impl.areas == ((1, 1, 1, 1),)
    book.names.add("总分", "=Sheet2!$B$3")
    found = sheet["总分"]
    assert (found.sheet.name, found.row, found.column) == ("Sheet2", 3, 2)
    sheet.names.add("总分", "=Sheet1!$A$9")
    assert sheet["总分"].row == 9
    assert sheet.range("Sheet3!A2").sheet.name == "Sheet3"
    assert len(sheet.cells) == 1048576 * 16384


def test_what_is_no_address_is_refused(sheet: xw.Sheet) -> None:
    with pytest.raises(ValueError, match="没有这个名称"):
        sheet["没有这个名称"]
    with pytest.raises(IndexError, match="0-based"):
        sheet.range((0, 1))
    with pytest.raises(KeyError):
        sheet.range("Sheet9!A1")


def test_a_protected_book_refuses_changes_of_its_sheets(book: xw.Book) -> None:
    book.api.protect("")
    with pytest.raises(OfficeFailure, match="保护"):
        book.sheets.add()
    with pytest.raises(OfficeFailure, match="保护"):
        book.sheets[0].name = "x"
    with pytest.raises(OfficeFailure, match="保护"):
        book.sheets[0].delete()
    with pytest.raises(OfficeFailure, match="保护"):
        book.sheets[0].visible = False
    with pytest.raises(OfficeFailure, match="保护"):
        book.sheets[0].move(after=book.sheets[1])
    assert book.sheet_names == ["Sheet1", "Sheet2", "Sheet3"]

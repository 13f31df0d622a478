"""`xlwings.Books` and `Book` over LibreOffice: adding, opening, saving, closing, printing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from xlwings_libreoffice import OfficeFailure

FORMATS = [
    ".xlsx",
    ".xlsm",
    ".xltx",
    ".xls",
    ".xlt",
    ".ods",
    ".ots",
    ".fods",
    ".csv",
    ".txt",
]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A file with 7 in B2 of 数据, not open."""
    book = openpyxl.Workbook()
    book.active.title = "数据"
    book.active["B2"] = 7
    path = tmp_path / "数 据.xlsx"
    book.save(path)
    return path


def test_new_books_are_numbered_and_the_newest_is_active(app: xw.App) -> None:
    first, second = app.books.add(), app.books.add()
    numbers = [int(book.name.removeprefix("Book")) for book in (first, second)]
    assert numbers[1] == numbers[0] + 1
    assert app.books.active == second
    assert second.sheet_names == ["Sheet1"]
    assert repr(second) == f"<Book [{second.name}]>"


def test_books_are_counted_and_found_by_place_and_name(app: xw.App) -> None:
    first, second = app.books.add(), app.books.add()
    assert len(app.books) == app.books.count == 2
    assert list(app.books) == [first, second]
    assert app.books[0] == app.books(1) == app.books[-2] == first
    assert app.books[second.name] == app.books(second.name.upper()) == second
    assert second.name in app.books
    assert "Nope" not in app.books
    assert first != second
    assert repr(app.books) == f"Books([<Book [{first.name}]>, <Book [{second.name}]>])"


def test_a_book_that_is_not_open_is_not_found(app: xw.App) -> None:
    app.books.add()
    with pytest.raises(KeyError):
        app.books["Nope.xlsx"]
    with pytest.raises(IndexError):
        app.books[5]
    with pytest.raises(KeyError):
        app.books(5)


def test_activating_a_book_brings_it_to_the_front(app: xw.App) -> None:
    first, second = app.books.add(), app.books.add()
    first.activate()
    assert xw.books.active == first
    second.activate(steal_focus=True)
    assert xw.books.active == second


def test_when_the_active_book_is_closed_another_one_is_active(app: xw.App) -> None:
    first, second = app.books.add(), app.books.add()
    second.close()
    assert list(app.books) == [first]
    assert app.books.active == first


def test_xw_book_makes_finds_and_opens_books(app: xw.App, saved: Path) -> None:
    new = xw.Book()
    assert xw.Book(new.name) == new
    opened = xw.Book(saved)
    assert opened.sheets["数据"]["B2"].value == 7
    assert xw.Book(str(saved)) == xw.Book(saved.name) == opened
    assert len(app.books) == 2


def test_an_opened_file_has_its_path_and_is_opened_once(
    app: xw.App, saved: Path
) -> None:
    book = app.books.open(saved)
    assert (book.name, book.fullname) == (saved.name, str(saved))
    assert app.books.open(str(saved)) == book
    assert app.books[str(saved)] == book
    assert len(app.books) == 1


def test_opening_takes_a_path_from_the_current_folder(
    app: xw.App, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(saved.parent)
    assert app.books.open(saved.name).fullname == str(saved)


def test_a_missing_file_and_a_namesake_elsewhere_are_refused(
    app: xw.App, saved: Path, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        app.books.open(tmp_path / "nope.xlsx")
    app.books.open(saved)
    (tmp_path / "b").mkdir()
    other = tmp_path / "b" / saved.name
    other.write_bytes(saved.read_bytes())
    with pytest.raises(ValueError, match="Cannot open two workbooks"):
        app.books.open(other)


@pytest.mark.parametrize("content", [b"not a workbook", b"PK\x03\x04 broken", b""])
def test_a_file_that_is_no_workbook_is_refused(
    app: xw.App, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "bad.xlsx"
    path.write_bytes(content)
    if content:
        with pytest.raises(OfficeFailure, match="打不开"):
            app.books.open(path)
        assert len(app.books) == 0
    else:
        assert (
            app.books.open(path).sheets[0].used_range.raw_value is None
        )  # an empty file is an empty book


def test_a_book_opened_to_read_only_cannot_be_saved_over(
    app: xw.App, saved: Path
) -> None:
    book = app.books.open(saved, read_only=True)
    assert book.api.isReadonly()
    with pytest.raises(OfficeFailure):
        book.save()
    copy = saved.with_name("copy.xlsx")
    book.save(copy)
    assert copy.exists()


@pytest.mark.parametrize(
    "argument",
    [
        "write_res_password",
        "editable",
        "notify",
        "converter",
        "add_to_mru",
        "local",
        "corrupt_load",
    ],
)
def test_what_only_excel_knows_about_opening_is_refused_by_name(
    app: xw.App, saved: Path, argument: str
) -> None:
    with pytest.raises(NotImplementedError, match=argument):
        app.books.open(saved, **{argument: 1})
    app.books.open(saved, **{argument: None})


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("甲,乙\n1,2\n".encode(), {}),
        ("甲,乙\n1,2\n".encode("gb18030"), {}),
        ("甲,乙\n1,2\n".encode("gb18030"), {"origin": 936}),
        ("甲;乙\n1;2\n".encode(), {"format": 4}),
        ("甲|乙\n1|2\n".encode(), {"format": 6, "delimiter": "|"}),
        ("甲\t乙\n1\t2\n".encode(), {"format": 1}),
    ],
)
def test_text_files_are_read_with_their_delimiter_and_coding(
    app: xw.App, tmp_path: Path, text: bytes, how: dict[str, object]
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text)
    sheet = app.books.open(path, **how).sheets[0]
    assert sheet["A1"].value == "甲"
    assert sheet["B2"].value == 2


def test_a_new_book_is_saved_into_the_current_folder_under_its_name(
    app: xw.App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book = app.books.add()
    name = book.name
    assert book.fullname == name
    book.save()
    assert book.fullname == str(tmp_path / f"{name}.xlsx")
    book.sheets[0]["A1"].value = 5
    book.save()
    assert openpyxl.load_workbook(book.fullname).active["A1"].value == 5
    book.save("other.ods")
    assert book.fullname == str(tmp_path / "other.ods")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_book_is_saved_in_the_format_of_its_suffix(
    app: xw.App, tmp_path: Path, suffix: str
) -> None:
    book = app.books.add()
    book.sheets[0]["A1"].value = "值"
    path = tmp_path / f"文件{suffix}"
    path.write_bytes(b"old")
    book.save(path)
    assert book.name == path.name
    book.sheets[0]["B1"].value = 3
    book.save()
    book.close()
    if suffix in {".xlsx", ".xlsm", ".ods"}:
        assert zipfile.is_zipfile(path)
    how = {"format": 1} if suffix == ".txt" else {}
    if suffix not in {".ots", ".xltx", ".xlt"}:
        sheet = app.books.open(path, **how).sheets[0]
        assert (sheet["A1"].value, sheet["B1"].value) == ("值", 3)


def test_formats_of_excel_only_and_unknown_suffixes_are_refused(
    app: xw.App, tmp_path: Path
) -> None:
    book = app.books.add()
    with pytest.raises(NotImplementedError, match="xlsb"):
        book.save(tmp_path / "a.xlsb")
    with pytest.raises(OfficeFailure, match="后缀"):
        book.save(tmp_path / "a.docx")
    with pytest.raises(OfficeFailure, match="密码"):
        book.save(tmp_path / "a.csv", password="x")  # noqa: S106
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_open_as_another_book_is_not_overwritten(
    app: xw.App, tmp_path: Path
) -> None:
    first, second = app.books.add(), app.books.add()
    first.save(tmp_path / "one.xlsx")
    first.save(tmp_path / "one.xlsx")
    with pytest.raises(OfficeFailure, match="另一个工作簿"):
        second.save(tmp_path / "one.xlsx")
    assert second.name.startswith("Book")


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_a_password_is_needed_to_open_what_was_saved_with_it(
    app: xw.App, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"secret{suffix}"
    book = app.books.add()
    book.sheets[0]["A1"].value = 1
    book.save(path, password="秘密")  # noqa: S106
    book.close()
    for wrong in (None, "falsch"):
        with pytest.raises(OfficeFailure, match="密码"):
            app.books.open(path, password=wrong)
    assert app.books.open(path, password="秘密").sheets[0]["A1"].value == 1  # noqa: S106


def test_a_folder_that_is_not_there_is_told(app: xw.App, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no"):
        app.books.add().save(tmp_path / "no" / "where.xlsx")


def test_closing_forgets_changes_and_a_closed_book_says_so(
    app: xw.App, saved: Path
) -> None:
    book = app.books.open(saved)
    book.sheets[0]["B2"].value = 8
    book.close()
    assert openpyxl.load_workbook(saved).active["B2"].value == 7
    with pytest.raises(OfficeFailure, match="关闭"):
        book.sheets[0].name  # noqa: B018


def test_a_book_closes_at_the_end_of_with(app: xw.App) -> None:
    with app.books.add() as book:
        assert len(app.books) == 1
        assert book.app == app
    assert len(app.books) == 0


def test_printing_goes_to_pdf_without_hidden_and_excluded_sheets(
    book: xw.Book, tmp_path: Path
) -> None:
    for sheet in book.sheets:
        sheet["A1"].value = sheet.name
    whole = Path(book.to_pdf(tmp_path / "whole.pdf"))
    part = Path(
        book.to_pdf(tmp_path / "part.pdf", include=["Sheet2"], quality="minimum")
    )
    assert whole.read_bytes()[:5] == part.read_bytes()[:5] == b"%PDF-"
    assert whole.read_bytes().count(b"/Type/Page/") == 3
    assert part.read_bytes().count(b"/Type/Page/") == 1
    assert [sheet.visible for sheet in book.sheets] == [True] * 3


def test_a_book_can_stand_in_for_the_caller(book: xw.Book) -> None:
    book.set_mock_caller()
    assert xw.Book.caller() == book
    del xw.Book._mock_caller


def test_with_events_off_a_book_opens_without_macros(app: xw.App, saved: Path) -> None:
    with app.properties(enable_events=False):
        assert not app.books.open(saved).api.AllowMacroExecution
    app.books[0].close()
    assert app.books.open(saved).api.AllowMacroExecution

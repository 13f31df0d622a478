"""Calling Basic and VBA macros through `App.macro` and `Book.macro`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from perfeval_xl.installing.vba_project import Kind, Module
from perfeval_xl.installing.xlam import build_addin
from xlwings_libreoffice import OfficeFailure

BASIC = """Function Twice(x)
    Twice = x * 2
End Function
Function MySum(x As Integer, y As Integer)
    MySum = x + y
End Function
Function Second(table)
    Second = table(1)(0)
End Function
Function YearOf(d As Date)
    YearOf = Year(d)
End Function
Function Several
    Several = Array(1, "a", Array(2, 3))
End Function
Function AddressOf(cells)
    AddressOf = cells.AbsoluteName
End Function
Function TypeOf(value)
    TypeOf = TypeName(value)
End Function
Sub Fail
    Dim a, b
    b = 0
    a = 1 / b
End Sub
Public Sub WriteOne(document)
    document.Sheets.getByIndex(0).getCellRangeByName("A1").Value = 1
End Sub
"""


@pytest.fixture
def application_library(app: xw.App) -> Iterator[None]:
    """A library of the application with one module."""
    libraries = app.impl.office.service(
        "com.sun.star.script.ApplicationScriptLibraryContainer"
    )
    libraries.createLibrary("PerfTest").insertByName("Hands", BASIC)
    yield
    libraries.removeLibrary("PerfTest")


@pytest.fixture
def macro_book(book: xw.Book) -> xw.Book:
    """A book with a module of its own."""
    libraries = book.api.BasicLibraries
    if not libraries.hasByName("Standard"):
        libraries.createLibrary("Standard")
    libraries.getByName("Standard").insertByName("Module1", BASIC)
    return book


@pytest.mark.parametrize(
    "name", ["MySum", "Module1.MySum", "mysum", "Standard.Module1.MySum"]
)
def test_a_macro_of_a_book_is_found_by_its_name(macro_book: xw.Book, name: str) -> None:
    assert macro_book.macro(name)(1, 2) == 3


def test_arguments_and_results_keep_their_kind(macro_book: xw.Book) -> None:
    run = macro_book.macro
    assert run("Twice")(2.5) == 5
    assert run("Second")([[1, 2], ["甲", 4]]) == "甲"
    assert run("YearOf")(dt.date(2024, 12, 31)) == 2024
    assert run("YearOf")(dt.datetime(2023, 5, 6, 7)) == 2023
    assert run("Several")() == (1, "a", (2, 3))
    assert run("TypeOf")("文字") == "String"
    assert run("AddressOf")(macro_book.sheets[0]["A1"]) == "$Sheet1.$A$1"
    assert run("WriteOne").run(macro_book) is None
    assert macro_book.sheets[0]["A1"].value == 1


@pytest.mark.parametrize(
    "name",
    ["PerfTest.xlam!Hands.Twice", "'PerfTest.xlam'!Twice", "PerfTest.Hands.Twice"],
)
@pytest.mark.usefixtures("application_library")
def test_a_macro_of_the_application_has_excels_name_of_an_addin(
    app: xw.App, name: str
) -> None:
    assert app.macro(name)(21) == 42


def test_vba_of_an_excel_file_runs_from_its_first_call_on(
    app: xw.App, tmp_path: Path
) -> None:
    source = 'Attribute VB_Name = "Module1"\nPublic Function SheetCount(ByVal BookName As String)\n'
    source += "    On Error Resume Next\n    SheetCount = Workbooks(BookName).Worksheets.Count\nEnd Function\n"
    path = tmp_path / "macros.xlam"
    path.write_bytes(
        build_addin(starter=Module(name="Module1", kind=Kind.STANDARD, source=source))
    )
    opened = app.books.open(path)
    other = app.books.add()
    other.sheets.add()
    assert opened.macro("Module1.SheetCount")(other.name) == 2
    assert app.macro("macros.xlam!SheetCount")(other.name) == 2
    assert not opened.api.isModified()


def test_a_macro_that_fails_tells_why_and_the_next_one_runs(
    macro_book: xw.Book,
) -> None:
    with pytest.raises(
        OfficeFailure, match=r"Standard\.Module1\.Fail.*[Dd]ivision.*11"
    ):
        macro_book.macro("Fail")()
    assert macro_book.macro("Twice")(1) == 2
    with pytest.raises(OfficeFailure, match="parameters"):
        macro_book.macro("Twice")()
    assert macro_book.macro("Twice")(2) == 4


@pytest.mark.parametrize(
    "name", ["Nothing", "Module9.Twice", "Nope.xlam!Hands.Twice", "a!b!c"]
)
def test_a_macro_that_is_not_there_is_told(
    app: xw.App, macro_book: xw.Book, name: str
) -> None:
    with pytest.raises(OfficeFailure, match="宏"):
        app.macro(name)(1)
    with pytest.raises(OfficeFailure, match="宏"):
        macro_book.macro("Nothing")()


def test_a_book_opened_without_macros_says_so(
    app: xw.App, macro_book: xw.Book, tmp_path: Path
) -> None:
    path = tmp_path / "m.ods"
    macro_book.save(path)
    macro_book.close()
    with app.properties(enable_events=False):
        opened = app.books.open(path)
    with pytest.raises(OfficeFailure, match="不允许运行宏"):
        opened.macro("Twice")(1)
    opened.close()
    assert app.books.open(path).macro("Twice")(1) == 2

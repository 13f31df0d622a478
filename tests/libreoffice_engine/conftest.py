"""One office for the whole session of these tests, reached through xlwings, and a new book for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw

from perfeval_xl.libreoffice_engine import OfficeMissing
from tests.support.missing import missing


@pytest.fixture(scope="session")
def running_app() -> Iterator[xw.App]:
    """An app that stays for the whole session."""
    xw.engines["libreoffice"].activate()
    try:
        app = xw.App(visible=False, add_book=False)
    except OfficeMissing as error:
        missing(str(error))
    yield app
    app.quit()


@pytest.fixture
def app(running_app: xw.App) -> Iterator[xw.App]:
    """The app, active and without books, whatever the test before left open."""
    running_app.activate()
    yield running_app
    for book in list(running_app.books):
        book.close()


@pytest.fixture
def book(app: xw.App) -> xw.Book:
    """A new book with three sheets, Sheet1 to Sheet3, the first one active."""
    made = app.books.add()
    made.sheets.add(after=1)
    made.sheets.add(after=2)
    made.sheets[0].activate()
    return made


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    """The first sheet of the new book."""
    return book.sheets[0]


@pytest.fixture(scope="module")
def shared_sheet(running_app: xw.App) -> Iterator[xw.Sheet]:
    """The first sheet of a book that all tests of a module share; see `cells`."""
    running_app.activate()
    made = running_app.books.add()
    made.sheets.add("Sheet2", after=1)
    made.sheets.add("表 3", after=2)
    made.sheets[0].activate()
    yield made.sheets[0]
    made.close()


@pytest.fixture
def cells(shared_sheet: xw.Sheet) -> xw.Sheet:
    """An empty sheet named Sheet1; Sheet2 and 表 3 stand beside it."""
    for each in shared_sheet.book.sheets:
        each.clear()
    return shared_sheet

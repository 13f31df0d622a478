"""One office for the whole session of these tests, reached through xlwings, and a new book for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw

from tests.support.running_office import app, running_app

__all__ = ["app", "book", "cells", "running_app", "shared_sheet", "sheet"]


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

"""One office for the whole session of these tests, and the filled forms of the five seeds open in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings as xw

from perfeval_xl.addin.choosing import hands_for
from perfeval_xl.libreoffice_engine import OfficeMissing
from tests.support.missing import missing

Opened = Callable[[bytes], xw.Book]


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
def opened(app: xw.App, tmp_path: Path) -> Opened:
    """Open a workbook from its bytes. The office writes some fonts by other names from the second copy on: one is made."""

    def open_it(data: bytes, name: str = "自评表.xlsx") -> xw.Book:
        path = tmp_path / name
        path.write_bytes(data)
        book = app.books.open(str(path))
        hands_for(book).copy(book)
        return book

    return open_it

"""The office that tests drive through xlwings: one for a whole session, and no book left open between two tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw

from tests.support.missing import missing
from xlwings_libreoffice import OfficeMissing

__all__ = ["app", "running_app"]


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

"""One office for the whole session of these tests, and the filled forms of the five seeds open in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw

from perfeval_xl.addin.choosing import hands_for
from tests.support.running_office import app, running_app

__all__ = ["app", "opened", "running_app"]

Opened = Callable[[bytes], xw.Book]


@pytest.fixture
def opened(app: xw.App, tmp_path: Path) -> Opened:
    """Open a workbook from its bytes.

    The office writes some fonts by other names from the second copy on: one is made. It writes the font of a result by
    its script, which it knows of what it computed itself: everything is computed.
    """

    def open_it(data: bytes, name: str = "自评表.xlsx") -> xw.Book:
        path = tmp_path / name
        path.write_bytes(data)
        book = app.books.open(str(path))
        book.api.calculateAll()
        hands_for(book).copy(book)
        return book

    return open_it

"""The open workbooks of an office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xlwings import base_classes

from perfeval_xl.libreoffice_engine.book import Book
from perfeval_xl.libreoffice_engine.bridge import named_values
from perfeval_xl.libreoffice_engine.members import implements

__all__ = ["Books"]

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"


@implements(base_classes.Books)
class Books(base_classes.Books):
    """The spreadsheets among the documents of an office, in the order they were opened."""

    def __init__(self, app: Any) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        """The `Desktop`, whose components include documents that are no workbooks."""
        return self.app.office.desktop

    @property
    def active(self) -> Book | None:
        """The book in front; `None` when no book is open."""
        current = self.api.getCurrentComponent()
        if current is not None and current.supportsService(_SPREADSHEET):
            return Book(self.app, current)
        books = self.all()
        return books[-1] if books else None

    def __call__(self, name_or_index: Any) -> Book:
        books = self.all()
        if isinstance(name_or_index, int):
            if 1 <= name_or_index <= len(books):
                return books[name_or_index - 1]
        else:
            for book in books:
                if book.name.lower() == str(name_or_index).lower():
                    return book
        raise KeyError(name_or_index)

    def __contains__(self, name_or_index: Any) -> bool:
        try:
            self(name_or_index)
        except KeyError:
            return False
        return True

    def __len__(self) -> int:
        return len(self.all())

    def __iter__(self) -> Iterator[Book]:
        return iter(self.all())

    def all(self) -> list[Book]:
        """Every open book."""
        documents = self.api.getComponents().createEnumeration()
        found = []
        while documents.hasMoreElements():
            document = documents.nextElement()
            if document is not None and document.supportsService(_SPREADSHEET):
                found.append(Book(self.app, document))
        return sorted(found, key=lambda book: int(book.uid))

    def add(self) -> Book:
        """Open a new book, named Book1, Book2, … with sheets named Sheet1, …, whatever the office's language."""
        book = self._load("private:factory/scalc")
        office = self.app.office
        office.books_added += 1
        book.api.setTitle(f"Book{office.books_added}")
        for number, sheet in enumerate(book.sheets, 1):
            if sheet.name != f"Sheet{number}":
                sheet.name = f"Sheet{number}"
        book.api.setModified(False)
        return book

    def open(self, fullname: str, *_more: object) -> Book:
        """Open a file."""
        return self._load(Path(fullname).resolve().as_uri())

    def _load(self, url: str, **how: object) -> Book:
        hidden = not self.app.office.shown
        document = self.api.loadComponentFromURL(url, "_blank", 0, named_values(Hidden=hidden, **how))
        book = Book(self.app, document)
        book.activate()
        return book

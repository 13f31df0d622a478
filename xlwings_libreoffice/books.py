"""The open workbooks of an office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.book import Book
from xlwings_libreoffice.bridge import load_uno, named_values
from xlwings_libreoffice.failures import OfficeFailure, uno_exceptions
from xlwings_libreoffice.formats import (
    ADDIN_FILTER,
    ADDIN_SUFFIXES,
    TEXT_SUFFIXES,
    text_options,
)
from xlwings_libreoffice.members import implements, unsupported

__all__ = ["Books"]

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_NEW = "private:factory/scalc"
_NEVER_RUN, _RUN_WITHOUT_ASKING = 0, 4
_LINKS_AS_THEY_ARE, _LINKS_ANEW = 0, 3


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
    def active(self) -> Book:
        """The book in front, or else the one opened last.

        Raises:
            OfficeFailure: no book is open.
        """
        book = self.front()
        if book is None:
            raise OfficeFailure("没有打开的工作簿。请先打开一个工作簿。")
        return book

    def front(self) -> Book | None:
        """The book in front, or else the one opened last; `None` when no book is open."""
        current = self.api.getCurrentComponent()
        if (
            current is not None
            and hasattr(current, "supportsService")
            and current.supportsService(_SPREADSHEET)
        ):
            return Book(self.app, current)
        books = self.all()
        if books:
            return books[-1]
        return None

    def __call__(self, name_or_index: int | str) -> Book:
        """Return a book by its name or path, whatever the case, or by its place from 1.

        Raises:
            KeyError: there is none.
        """
        books = self.all()
        if isinstance(name_or_index, int):
            if 1 <= name_or_index <= len(books):
                return books[name_or_index - 1]
        else:
            wanted = name_or_index.lower()
            for book in books:
                if wanted in {book.name.lower(), book.fullname.lower()}:
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
            if hasattr(document, "supportsService") and document.supportsService(
                _SPREADSHEET
            ):
                found.append(Book(self.app, document))
        return sorted(found, key=lambda book: book.order)

    def prepare_all(self) -> None:
        """Hand the properties of the app to every book."""
        for book in self.all():
            book.prepare()

    def add(self) -> Book:
        """Open a new book, named Book1, Book2, … with sheets named Sheet1, …, whatever the office's language."""
        book = self._load(_NEW)
        taken = {each.name for each in self.all()}
        state = self.app.office.state
        state.books_added += 1
        while f"Book{state.books_added}" in taken:
            state.books_added += 1
        book.api.setTitle(f"Book{state.books_added}")
        for number, sheet in enumerate(book.sheets, 1):
            if sheet.name != f"Sheet{number}":
                sheet.name = f"Sheet{number}"
        book.api.setModified(False)
        return book

    def open(  # noqa: PLR0917 - xlwings hands them over by position
        self,
        fullname: str,
        update_links: object = None,
        read_only: object = None,
        format: int | None = None,  # noqa: A002 - xlwings' name
        password: str | None = None,
        write_res_password: str | None = None,
        ignore_read_only_recommended: object = None,
        origin: int | None = None,
        delimiter: str | None = None,
        editable: object = None,
        notify: object = None,
        converter: object = None,
        add_to_mru: object = None,
        local: object = None,
        corrupt_load: object = None,
    ) -> Book:
        """Open a file. Macros may run unless `App.enable_events` is off, as when Excel is driven from outside.

        Raises:
            FileNotFoundError: there is no such file.
            OfficeFailure: it is no workbook, or the password is missing or wrong.
            NotImplementedError: an argument only Excel knows is given.
        """
        _refuse_given(
            write_res_password=write_res_password,
            editable=editable,
            notify=notify,
            converter=converter,
            add_to_mru=add_to_mru,
            local=local,
            corrupt_load=corrupt_load,
        )
        if not Path(fullname).is_file():
            raise FileNotFoundError(f"No such file: '{fullname}'")
        how: dict[str, Any] = {"UpdateDocMode": _LINKS_AS_THEY_ARE}
        if update_links:
            how["UpdateDocMode"] = _LINKS_ANEW
        if read_only:
            how["ReadOnly"] = True
        if password:
            how["Password"] = password
        how |= _filter_of(fullname, format, origin, delimiter)
        return self._load(_address(fullname), **how)

    def _load(self, url: str, **how: object) -> Book:
        office = self.app.office
        how["Hidden"] = not office.shown
        how["MacroExecutionMode"] = (
            _RUN_WITHOUT_ASKING if office.state.enable_events else _NEVER_RUN
        )
        try:
            document = self.api.loadComponentFromURL(
                url,
                "_blank",
                0,
                named_values(**how),
            )
        except uno_exceptions() as error:
            if office.closed:
                raise
            raise _unreadable(url) from error
        if document is None:
            raise _unreadable(url)
        if not document.supportsService(_SPREADSHEET):
            document.close(True)
            raise _unreadable(url)
        book = Book(self.app, document)
        book.prepare()
        book.activate()
        return book


def _refuse_given(**arguments: object) -> None:
    for name, value in arguments.items():
        if value:
            raise unsupported(f"Books.open({name}={value!r})")


def _filter_of(
    file: str, form: int | None, origin: int | None, delimiter: str | None
) -> dict[str, Any]:
    """Return what the office must be told to read a file, by its suffix; nothing for a workbook."""
    suffix = Path(file).suffix.lower()
    if suffix in ADDIN_SUFFIXES:
        return {"FilterName": ADDIN_FILTER}
    if suffix in TEXT_SUFFIXES:
        return text_options(file, form, origin, delimiter)
    return {}


def _address(file: str) -> str:
    """Return the address of a file, whole, as the office takes it."""
    whole = Path(file).resolve()
    return str(load_uno().systemPathToFileUrl(str(whole)))


def _unreadable(url: str) -> OfficeFailure:
    if url.startswith("file:"):
        path = load_uno().fileUrlToSystemPath(url)
    else:
        path = url
    return OfficeFailure(
        f"打不开 {path}：它不是工作簿、已经损坏，或者需要密码而密码没有给或不对。"
    )

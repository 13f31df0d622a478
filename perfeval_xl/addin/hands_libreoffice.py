"""The hands in LibreOffice: a Basic module, put into the running office when it is first needed, called over UNO."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xlwings

from perfeval_xl.addin.answers import check_answer
from perfeval_xl.addin.hands import scratch_folder
from perfeval_xl.addin.plan import Plan, plan_text
from perfeval_xl.resources import data_folder
from xlwings_libreoffice.failures import translated, uno_exceptions

__all__ = ["LibreOfficeHands"]

_LIBRARY = "PerfEvalHands"
_CONTAINER = "com.sun.star.script.ApplicationScriptLibraryContainer"
_FACTORY = "com.sun.star.script.provider.MasterScriptProviderFactory"
_URL = "vnd.sun.star.script:{}.{}.{}?language=Basic&location=application"


class LibreOfficeHands:
    """See `Hands`."""

    def copy(self, book: xlwings.Book) -> bytes:
        """Return the book as an .xlsx file."""
        with scratch_folder() as folder:
            path = folder / "copy.xlsx"
            check_answer(_call(book, "CopyBook", str(path)))
            return path.read_bytes()

    def apply(self, book: xlwings.Book, plan: Plan) -> None:
        """Do all that the plan says, or nothing of it."""
        check_answer(_call(book, "Apply", plan_text(plan)))


def _call(book: xlwings.Book, function: str, argument: str) -> str:
    """Put the module into the office, call a function of it, and take it out again.

    What stays would be kept in the person's profile, and be there after the add-in has gone. The script provider is let go,
    too: an office that ends while it is held crashes.
    """
    # Named by what is in it: an office that keeps an old module under this name would run that
    folder = data_folder("macros") / "libreoffice"
    text = (folder / "Hands.bas").read_text(encoding="utf-8")
    module = f"Hands_{zlib.crc32(text.encode()):08x}"
    url = _URL.format(_LIBRARY, module, function)
    with _uno_told(function):
        # What an earlier command left behind when the office was closed in between goes first
        office = book.app.impl.office
        libraries = office.service(_CONTAINER)
        _take_out(libraries)
        libraries.createLibrary(_LIBRARY).insertByName(module, text)
        try:
            provider = office.service(_FACTORY).createScriptProvider("")
            script = provider.getScript(url)
            return str(script.invoke((book.api, argument), (), ())[0])
        finally:
            _take_out(libraries)


def _take_out(libraries: Any) -> None:
    if libraries.hasByName(_LIBRARY):
        libraries.removeLibrary(_LIBRARY)


@contextmanager
def _uno_told(doing: str) -> Iterator[None]:
    try:
        yield
    except uno_exceptions() as error:
        raise translated(error, doing) from error

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
    """See `Hands`. One object serves one command: an office that ends while its script provider is held crashes."""

    def __init__(self) -> None:
        self._provider: Any = None

    def copy(self, book: xlwings.Book) -> bytes:
        """Return the book as an .xlsx file."""
        with scratch_folder() as folder:
            path = folder / "copy.xlsx"
            check_answer(self._call(book, "CopyBook", str(path)))
            return path.read_bytes()

    def apply(self, book: xlwings.Book, plan: Plan) -> None:
        """Do all that the plan says, or nothing of it."""
        check_answer(self._call(book, "Apply", plan_text(plan)))

    def _call(self, book: xlwings.Book, function: str, argument: str) -> str:
        with _uno_told(function):
            office = book.app.impl.office
            if self._provider is None:
                self._provider = office.service(_FACTORY).createScriptProvider("")
            text = (data_folder("macros") / "libreoffice" / "Hands.bas").read_text(
                encoding="utf-8"
            )
            module = f"Hands_{zlib.crc32(text.encode()):08x}"
            try:
                script = self._provider.getScript(
                    _URL.format(_LIBRARY, module, function)
                )
            except uno_exceptions():
                _install(office, module, text)
                script = self._provider.getScript(
                    _URL.format(_LIBRARY, module, function)
                )
            return str(script.invoke((book.api, argument), (), ())[0])


def _install(office: Any, module: str, text: str) -> None:
    """Put the module into the office; modules of other versions of this program go."""
    libraries = office.service(_CONTAINER)
    if libraries.hasByName(_LIBRARY):
        libraries.removeLibrary(_LIBRARY)
    libraries.createLibrary(_LIBRARY).insertByName(module, text)


@contextmanager
def _uno_told(doing: str) -> Iterator[None]:
    try:
        yield
    except uno_exceptions() as error:
        raise translated(error, doing) from error

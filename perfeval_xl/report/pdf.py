"""Reports as PDF: one LibreOffice, started once, converts as many as there are."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from perfeval_xl.errors import EnvironmentMissing
from perfeval_xl.limits import LIMITS
from xlwings_libreoffice.bridge import load_uno, named_values
from xlwings_libreoffice.failures import OfficeFailure, OfficeMissing, uno_exceptions
from xlwings_libreoffice.office import Office, start_office

__all__ = ["Printer", "printer"]

# Values of LibreOffice's MacroExecMode and UpdateDocMode: never
_NO_MACROS, _NO_UPDATE = 0, 0
_INSTALL = (
    "请安装 LibreOffice，或者不加 --pdf，生成 .docx 后在 Word、WPS 中另存为 PDF。"
)
_RETRY = "请在 Word、WPS 中打开 .docx，另存为 PDF。"


class Printer:
    """Converts documents one after the other. An office that hangs is ended, and the next document gets a new one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._office: Office | None = None

    def start(self) -> None:
        """Start the office; raises `EnvironmentMissing` where there is none."""
        if self._office is not None and not self._office.closed:
            return
        # An office that has ended leaves its profile behind
        self.stop()
        try:
            self._office = start_office(shown=False)
        except OfficeMissing as exc:
            raise EnvironmentMissing(f"不能转成 PDF：{exc}", _INSTALL) from exc

    def stop(self) -> None:
        """End the office."""
        if self._office is not None:
            self._office.quit()
        self._office = None

    def pdf(self, document: bytes, name: str) -> bytes:
        """Return a .docx as PDF, its table of contents up to date; `name` is for messages.

        Raises `EnvironmentMissing` where the office refuses it, or takes too long.
        """
        self.start()
        assert self._office is not None
        # Each document under the same names: the folder never grows
        source, target = self._folder / "report.docx", self._folder / "report.pdf"
        source.write_bytes(document)
        target.unlink(missing_ok=True)
        # Nothing in UNO can be cancelled, so an office that hangs is killed from outside
        watch = threading.Timer(LIMITS.work_seconds, self._office.kill)
        watch.start()
        failures: tuple[type[BaseException], ...] = (OfficeFailure, *uno_exceptions())
        try:
            _convert(self._office, source, target)
        # After a failure nobody knows what state it is in
        except failures as exc:
            self._office.kill()
            self._office = None
            raise EnvironmentMissing(
                f"LibreOffice 没有能把“{name}”转成 PDF。", _RETRY
            ) from exc
        finally:
            watch.cancel()
        return target.read_bytes()


@contextmanager
def printer() -> Iterator[Printer]:
    """Lend a printer; its office starts with the first document and ends with the block."""
    with TemporaryDirectory(prefix="perfeval-pdf-") as folder:
        lent = Printer(Path(folder))
        try:
            yield lent
        finally:
            lent.stop()


def _convert(office: Office, source: Path, target: Path) -> None:
    loading = named_values(
        Hidden=True,
        ReadOnly=True,
        MacroExecutionMode=_NO_MACROS,
        UpdateDocMode=_NO_UPDATE,
    )
    document = office.desktop.loadComponentFromURL(
        source.as_uri(), "_blank", 0, loading
    )
    if document is None:
        raise OfficeFailure(source.name)
    try:
        _renew_contents(document)
        document.storeToURL(target.as_uri(), _exporting())
    finally:
        document.close(True)


def _renew_contents(document: Any) -> None:
    """Give a table of contents the page numbers of this machine's fonts."""
    indexes = document.getDocumentIndexes()
    for number in range(indexes.getCount()):
        indexes.getByIndex(number).update()


def _exporting() -> tuple[Any, ...]:
    """Headings as bookmarks and the text tagged, so that it can be read aloud."""
    options = named_values(
        ExportBookmarks=True, UseTaggedPDF=True, ExportFormFields=False
    )
    data = load_uno().Any("[]com.sun.star.beans.PropertyValue", options)
    return named_values(FilterName="writer_pdf_Export", FilterData=data)

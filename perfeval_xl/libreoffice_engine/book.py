"""One open workbook."""

from __future__ import annotations

import os
from typing import Any

from xlwings import base_classes

from perfeval_xl.libreoffice_engine.bridge import load_uno
from perfeval_xl.libreoffice_engine.members import implements
from perfeval_xl.libreoffice_engine.sheets import Sheets

__all__ = ["Book"]


@implements(base_classes.Book)
class Book(base_classes.Book):
    """A spreadsheet document of the office."""

    def __init__(self, app: Any, document: Any) -> None:
        self._app = app
        self._document = document

    @property
    def api(self) -> Any:
        """The `SpreadsheetDocument`."""
        return self._document

    @property
    def app(self) -> Any:
        """The app the book is open in."""
        return self._app

    @property
    def uid(self) -> str:
        """What tells this document from every other of the office, in the order of opening."""
        return str(self.api.getPropertyValue("RuntimeUID"))

    @property
    def name(self) -> str:
        """The file's name, or a title such as Book1 before the first save."""
        return os.path.basename(self.fullname)  # noqa: PTH119 - a title may hold anything

    @property
    def fullname(self) -> str:
        """The path of the file, or the title before the first save."""
        url = self.api.getURL()
        return str(load_uno().fileUrlToSystemPath(url) if url.startswith("file:") else url or self.api.getTitle())

    @property
    def sheets(self) -> Sheets:
        """The sheets in the order of their tabs."""
        return Sheets(self)

    def activate(self) -> None:
        """Bring the book to the front."""
        self.api.getCurrentController().getFrame().activate()

    def show(self, *, shown: bool) -> None:
        """Show or hide the window of the book."""
        self.api.getCurrentController().getFrame().getContainerWindow().setVisible(shown)

    def close(self) -> None:
        """Close without saving."""
        self.api.setModified(False)
        self.api.close(True)

"""One open workbook."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.bridge import load_uno, named_values
from xlwings_libreoffice.failures import OfficeFailure
from xlwings_libreoffice.formats import saving
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.names import Names
from xlwings_libreoffice.ranges import Range
from xlwings_libreoffice.rights import usual_rights
from xlwings_libreoffice.sheet import Sheet
from xlwings_libreoffice.sheets import Sheets

__all__ = ["Book"]

_JPEG_QUALITY = {"standard": 90, "minimum": 50}


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
    def order(self) -> int:
        """A number that grows with every document the office opens."""
        return int(self.api.getPropertyValue("RuntimeUID"))

    @property
    def name(self) -> str:
        """The file's name, or a title such as Book1 before the first save."""
        return re.split(r"[/\\]", self.fullname)[-1]

    @property
    def fullname(self) -> str:
        """The path of the file, its address if it is none on this machine, or the title before the first save."""
        url = self.api.getURL()
        if not url:
            return str(self.api.getTitle())
        if url.startswith("file:"):
            return str(load_uno().fileUrlToSystemPath(url))
        return str(url)

    @property
    def sheets(self) -> Sheets:
        """The sheets in the order of their tabs."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """The names of the book and of its sheets."""
        return Names(self)

    @property
    def controller(self) -> Any:
        """The view of the book.

        Raises:
            OfficeFailure: the document is open without any view.
        """
        controller = self.api.getCurrentController()
        if controller is None:
            raise OfficeFailure(
                f"{self.name} 没有窗口，不能选择或激活。请关闭后重新打开。"
            )
        return controller

    @property
    def frame(self) -> Any:
        """The frame of the view."""
        return self.controller.getFrame()

    @property
    def window(self) -> Any:
        """The window of the view, shown or not."""
        return self.frame.getContainerWindow()

    def activate(self) -> None:
        """Bring the book to the front."""
        frame = self.frame
        frame.activate()
        if self._app.office.shown:
            frame.getContainerWindow().toFront()

    def selected(self) -> Range | None:
        """The selected cells; `None` while something else is selected."""
        selection = self.api.getCurrentSelection()
        if selection is None or not selection.supportsService(
            "com.sun.star.sheet.SheetCellRanges"
        ):
            if hasattr(selection, "getRangeAddress"):
                areas = [selection]
            else:
                areas = []
        else:
            areas = [
                selection.getByIndex(place) for place in range(selection.getCount())
            ]
        found = [area.getRangeAddress() for area in areas]
        if not found:
            return None
        sheet = self.sheets(found[0].Sheet + 1)
        corners = tuple(
            (a.StartRow + 1, a.StartColumn + 1, a.EndRow + 1, a.EndColumn + 1)
            for a in found
        )
        return Range.of_areas(sheet, corners)

    def require_open_structure(self) -> None:
        """Refuse to add, remove, rename or move sheets of a book whose structure is protected: UNO would do it.

        Raises:
            OfficeFailure: it is.
        """
        if self.api.isProtected():
            raise OfficeFailure(
                f"工作簿 {self.name} 的结构受保护，不能增删、改名、移动或隐藏工作表。请先撤销保护。"
            )

    def prepare(self) -> None:
        """Give the document what the app's properties say: calculation, drawing, input."""
        state = self._app.office.state
        document = self.api
        automatic = state.calculation == "automatic"
        if document.isAutomaticCalculationEnabled() != automatic:
            document.calculate()  # what was typed before is calculated, as in Excel, not put off until it is looked at
            document.enableAutomaticCalculation(automatic)
        while not state.screen_updating and not document.hasControllersLocked():
            document.lockControllers()
        while state.screen_updating and document.hasControllersLocked():
            document.unlockControllers()
        if not state.interactive:
            self.window.setEnable(False)
        elif self._app.office.shown:
            self.window.setEnable(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save, under `path` in the format of its suffix, or where the book was; a new book goes to the current folder.

        Raises:
            FileNotFoundError: the folder is not there.
            OfficeFailure: the file cannot be written or is open as another book, or its format is unknown.
        """
        document = self.api
        if path is None and document.hasLocation() and password is None:
            document.store()
            return
        target = Path(
            path or (self.fullname if document.hasLocation() else f"{self.name}.xlsx")
        )
        full = str(Path.cwd() / target)
        if not Path(full).parent.is_dir():
            raise FileNotFoundError(f"文件夹 {Path(full).parent} 不存在。")
        if any(
            other.api != document and other.fullname == full
            for other in self._app.books
        ):
            raise OfficeFailure(
                f"不能存为 {full}：这个文件正作为另一个工作簿打开着。请先关闭它，或者换个文件名。"
            )
        with usual_rights(Path(full)):
            document.storeAsURL(
                load_uno().systemPathToFileUrl(full),
                saving(full, password),
            )
        document.setTitle(target.name)

    def close(self) -> None:
        """Close without saving."""
        document = self.api
        document.setModified(False)
        document.close(True)

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        """Print the visible sheets into a PDF file; `quality` is `standard` or `minimum`."""
        if quality not in _JPEG_QUALITY:
            raise ValueError(f"Book.to_pdf: unknown quality {quality!r}")
        options = named_values(
            Quality=_JPEG_QUALITY[quality],
            ReduceImageResolution=quality == "minimum",
        )
        uno = load_uno()
        filter_data = named_values(
            FilterData=uno.Any("[]com.sun.star.beans.PropertyValue", options)
        )
        arguments = (
            *named_values(FilterName="calc_pdf_Export", Overwrite=True),
            *filter_data,
        )
        target = Path(path).resolve()
        with usual_rights(target):
            self.api.storeToURL(uno.systemPathToFileUrl(str(target)), arguments)

    def sheet_of(self, cells: Any) -> Sheet:
        """The sheet a range of cells of the office stands on."""
        return self.sheets(cells.getRangeAddress().Sheet + 1)

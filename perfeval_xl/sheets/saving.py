"""A workbook of openpyxl becomes bytes without a file on the disk.

openpyxl writes every sheet into the temporary folder first: slower, and a full or missing folder would stop commands that
have nothing to do with it.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

__all__ = ["saved"]


def saved(book: Workbook) -> bytes:
    """Return the bytes of an .xlsx file, as `book.save` would write it; its parts are not packed yet, `settle` does that."""
    buffer = BytesIO()
    _InMemory(book, ZipFile(buffer, "w")).save()
    return buffer.getvalue()


class _InMemory(ExcelWriter):  # type: ignore[misc]  # openpyxl has no types
    """openpyxl's writer, with the XML of a sheet kept in memory."""

    def write_worksheet(self, ws: Any) -> None:
        """Write one sheet, as openpyxl 3.1 does but for the file."""
        # The steps of openpyxl's own method, with memory in place of a file
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001 - the writer's own business, in its own class
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images  # noqa: SLF001
        writer = WorksheetWriter(ws, BytesIO())
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001
        self._archive.writestr(ws.path[1:], writer.out.getvalue())
        self.manifest.append(ws)

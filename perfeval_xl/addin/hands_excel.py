"""The hands in Excel and WPS: the VBA module Hands of PerfEval.xlam, called through `App.macro`.

Untested on this side of a real Excel: `tests/addin` runs the VBA's twin in LibreOffice, `doctor --live` proves this one.
"""

from __future__ import annotations

import platform
from pathlib import Path

import xlwings

from perfeval_xl.addin.hands import check_answer, scratch_folder
from perfeval_xl.addin.host_errors import host_errors
from perfeval_xl.addin.plan import Plan, plan_text

__all__ = ["ExcelHands"]

_MACRO = "PerfEval.xlam!Hands.{}"
_PIECE = 250
"""Excel cuts texts handed over from outside at 255 characters in some versions; an array of short ones goes through."""

_MAC_FOLDER = Path("Library/Containers/com.microsoft.Excel/Data")
"""The folder below home in which Excel for the Mac may write without asking the person."""


class ExcelHands:
    """See `Hands`."""

    def copy(self, book: xlwings.Book) -> bytes:
        """Return the book in its own format; without the add-in, where Excel takes orders directly, too."""
        with scratch_folder(_writable()) as folder:
            path = folder / f"copy{Path(book.name).suffix or '.xlsx'}"
            try:
                check_answer(book.app.macro(_MACRO.format("CopyBook"))(book.name, str(path)) or "")
            except host_errors():
                if platform.system() != "Windows":
                    raise
                book.api.SaveCopyAs(str(path))
            return path.read_bytes()

    def apply(self, book: xlwings.Book, plan: Plan) -> None:
        """Do all that the plan says, or nothing of it."""
        text = plan_text(plan)
        pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
        check_answer(book.app.macro(_MACRO.format("Apply"))(book.name, pieces) or "")


def _writable() -> Path | None:
    folder = Path.home() / _MAC_FOLDER
    return folder if platform.system() == "Darwin" and folder.is_dir() else None

"""The hands in Excel and WPS: the VBA module Hands of PerfEval.xlam, called through `App.macro`.

Untested on this side of a real Excel: `tests/addin` runs the VBA's twin in LibreOffice, `doctor --live` proves this one.
"""

from __future__ import annotations

import platform
from pathlib import Path

import xlwings

from perfeval_xl.addin.answers import check_answer
from perfeval_xl.addin.hands import scratch_folder
from perfeval_xl.addin.host_errors import host_errors
from perfeval_xl.addin.plan import Plan, plan_text
from perfeval_xl.errors import EnvironmentMissing

__all__ = ["ExcelHands", "container", "refuse_cipher"]

_MACRO = "PerfEval.xlam!Hands.{}"
_PIECE = 120
"""Excel cuts texts handed over from outside at 255 characters in some versions; an array of short ones goes through. Rare
characters count as two."""

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".et"})
_BEGINNINGS = (b"PK", b"\xd0\xcf\x11\xe0")
"""How every workbook of these formats begins: as a zip, or as a compound file."""

_MAC_FOLDER = Path("Library/Containers/com.microsoft.Excel/Data")
"""The folder below home in which Excel for the Mac may write without asking the person."""


class ExcelHands:
    """See `Hands`."""

    def copy(self, book: xlwings.Book) -> bytes:
        """Return the book in its own format; without the add-in, where Excel takes orders directly, too."""
        with scratch_folder(container()) as folder:
            # In its own format: what Excel converts would not be what stands in the book
            path = folder / f"copy{Path(book.name).suffix or '.xlsx'}"
            # Through the add-in where it is loaded, since that asks nothing
            try:
                _call(book, "CopyBook", str(path))
            except host_errors():
                if platform.system() != "Windows":
                    raise
                book.api.SaveCopyAs(str(path))
            data = path.read_bytes()
        # Programs that encrypt documents do so behind everybody's back
        refuse_cipher(book.name, data)
        return data

    def apply(self, book: xlwings.Book, plan: Plan) -> None:
        """Do all that the plan says, or nothing of it. On a Mac the plan goes through a file: nobody says it takes arrays."""
        # As an array of short texts, or through a file
        text = plan_text(plan)
        if platform.system() != "Darwin":
            _call(
                book,
                "Apply",
                [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)],
            )
            return
        with scratch_folder(container()) as folder:
            path = folder / "plan"
            path.write_bytes(text.encode("utf-16-le", "surrogatepass"))
            _call(book, "ApplyFile", str(path))


def refuse_cipher(name: str, data: bytes) -> None:
    """Refuse a copy that a program for encrypting documents keeps from Python: Excel reads it, others get ciphertext."""
    workbook = Path(name).suffix.lower() in _WORKBOOKS
    if workbook and not data.startswith(_BEGINNINGS):
        raise EnvironmentMissing(
            f"“{name}”的副本读出来不是工作簿，可能本机装有文档加密软件，本程序读到的是密文。",
            "请信息部门把运行本程序的 Python（python.exe）设为加密软件的受信程序，或者先解密再试。",
        )


def container() -> Path | None:
    """Return the folder in which Excel for the Mac may read and write; `None` elsewhere, where it may everywhere."""
    folder = Path.home() / _MAC_FOLDER
    if platform.system() == "Darwin" and folder.is_dir():
        return folder
    return None


def _call(book: xlwings.Book, function: str, argument: str | list[str]) -> None:
    # By name, since the book in front may have changed meanwhile
    answer = book.app.macro(_MACRO.format(function))(book.name, argument)
    check_answer(
        answer if isinstance(answer, str) else ""
    )  # an empty text may arrive as nothing

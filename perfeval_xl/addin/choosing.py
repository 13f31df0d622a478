"""Which hands a book needs, and which folder they share with Python: the one place where the program in which it is open makes a difference."""

from __future__ import annotations

from pathlib import Path

import xlwings

from perfeval_xl.addin.hands import Hands

__all__ = ["hands_for", "shared_folder"]


def hands_for(book: xlwings.Book) -> Hands:
    """Return the hands for the program in which the book is open."""
    # Imported only here: what reaches the one office cannot be loaded where there is only the other
    if book.app.engine.name == "libreoffice":
        from perfeval_xl.addin.hands_libreoffice import LibreOfficeHands

        return LibreOfficeHands()
    from perfeval_xl.addin.hands_excel import ExcelHands

    return ExcelHands()


def shared_folder(book: xlwings.Book) -> Path | None:
    """Return where files must stand that the book's program is to read; `None` when it reads them anywhere."""
    if book.app.engine.name == "libreoffice":
        return None
    from perfeval_xl.addin.hands_excel import container

    return container()

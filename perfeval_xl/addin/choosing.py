"""Which hands a book needs: the one place where the program in which it is open makes a difference."""

from __future__ import annotations

import xlwings

from perfeval_xl.addin.hands import Hands

__all__ = ["hands_for"]


def hands_for(book: xlwings.Book) -> Hands:
    """Return the hands for the program in which the book is open."""
    if book.app.engine.name == "libreoffice":
        from perfeval_xl.addin.hands_libreoffice import LibreOfficeHands

        return LibreOfficeHands()
    from perfeval_xl.addin.hands_excel import ExcelHands

    return ExcelHands()

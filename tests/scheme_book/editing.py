"""Changes to a scheme's workbook as a person makes them, and where its texts stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from openpyxl.workbook import Workbook

from perfeval_xl.scheme_book import Mistake
from tests.support.workbooks import edited

Told = Callable[[bytes, Callable[[Workbook], None]], list[Mistake]]
"""The fixture `mistakes_of`."""


def put(book: Workbook, sheet: str, cell: str, value: Any) -> None:
    target = book[sheet][cell]
    target.value = value
    if not isinstance(value, datetime):
        target.number_format = "General"


def row_with(data: bytes, sheet: str, text: str, column: int = 3) -> int:
    """Return the first row with that text in a column, counted from 0."""
    found: list[int] = []
    edited(
        data,
        lambda book: found.extend(
            row[0].row for row in book[sheet].iter_rows() if row[column].value == text
        ),
    )
    return found[0]


def cell_with(data: bytes, sheet: str, text: str) -> str:
    """Return the first cell that holds a text."""
    found: list[str] = []
    edited(
        data,
        lambda book: found.extend(
            cell.coordinate
            for row in book[sheet].iter_rows()
            for cell in row
            if text in str(cell.value)
        ),
    )
    return found[0]

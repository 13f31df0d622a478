"""Addresses as Excel writes them, as rectangles of rows and columns counted from 1, and back."""

from __future__ import annotations

import re

__all__ = [
    "Area",
    "allowed_name",
    "column_letters",
    "column_number",
    "quoted_sheet",
    "read_areas",
    "split_sheet",
]

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_WORD = re.compile(r"[^\W\d][\w.]*")
_R1C1 = re.compile(r"[Rr]\d*(?:[Cc]\d*)?|[Cc]\d*")
_ROW = re.compile(r"\$?([1-9][0-9]{0,6})")


def column_number(letters: str) -> int:
    """Return the number of a column, from 1.

    >>> column_number("AA")
    27
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 1.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def read_areas(address: str, rows: int, columns: int) -> tuple[Area, ...]:
    """Return the rectangles of `A1`, `$A$1:B2`, `A:C`, `1:3` or several of them with commas; empty for anything else.

    `rows` and `columns` are the size of the sheet; what lies outside is no address.

    >>> read_areas("A1:B2,D:D", 100, 10)
    ((1, 1, 2, 2), (1, 4, 100, 4))
    >>> read_areas("Budget", 100, 10)
    ()
    """
    areas = [_read_area(part.strip(), rows, columns) for part in address.split(",")]
    if None in areas:
        return ()
    return tuple(area for area in areas if area)


def _read_area(text: str, rows: int, columns: int) -> Area | None:
    first, colon, last = text.partition(":")
    one = _corner(first, rows, columns, whole=bool(colon))
    if colon:
        other = _corner(last, rows, columns, whole=True)
    else:
        other = one
    if one is None or other is None or _kind(first) != _kind(last if colon else first):
        return None
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _corner(text: str, rows: int, columns: int, *, whole: bool) -> Area | None:
    if cell := _CELL.fullmatch(text):
        row, column = int(cell[2]), column_number(cell[1])
        if row <= rows and column <= columns:
            return (row, column, row, column)
        return None
    if whole and (letters := _COLUMN.fullmatch(text)):
        column = column_number(letters[1])
        if column <= columns:
            return (1, column, rows, column)
        return None
    if whole and (digits := _ROW.fullmatch(text)):
        row = int(digits[1])
        if row <= rows:
            return (row, 1, row, columns)
        return None
    return None


def _kind(text: str) -> str:
    return next(
        name
        for name, form in (
            ("cell", _CELL),
            ("column", _COLUMN),
            ("row", _ROW),
            ("", re.compile(".*")),
        )
        if form.fullmatch(text)
    )


def allowed_name(name: str) -> bool:
    """Whether a text may be a defined name: no space, no digit first, not like a cell.

    >>> [allowed_name(name) for name in ("总分", "_a.b", "A1", "R1C1", "1x", "x-y", "")]
    [True, True, False, False, False, False, False]
    """
    return (
        bool(_WORD.fullmatch(name))
        and not _CELL.fullmatch(name)
        and not _R1C1.fullmatch(name)
    )


def quoted_sheet(name: str) -> str:
    """Return a sheet's name as it stands before the `!`, in quotes where Excel writes them.

    >>> quoted_sheet("自评表"), quoted_sheet("It's 1"), quoted_sheet("2024"), quoted_sheet("AB12")
    ('自评表', "'It''s 1'", "'2024'", "'AB12'")
    """
    if allowed_name(name):
        return name
    return "'{}'".format(name.replace("'", "''"))


def split_sheet(address: str) -> tuple[str | None, str]:
    """Return the sheet an address or a name begins with, `None` without one, and the rest.

    >>> split_sheet("'It''s 1'!$A$1"), split_sheet("total")
    (("It's 1", '$A$1'), (None, 'total'))
    """
    sheet, mark, rest = address.rpartition("!")
    if not mark:
        return None, rest
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, rest

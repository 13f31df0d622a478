"""Where a value stands: cell addresses, and the entries that carry their place with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Self

__all__ = [
    "NOWHERE",
    "UNSAVED",
    "CellRef",
    "Entry",
    "Location",
    "column_letters",
    "column_number",
]

# The ends of places in documents: a cell of a table, a paragraph
_IN_WORDS = re.compile(r"第(\d{1,7})行第(\d{1,5})列\Z")
_PARAGRAPH = re.compile(r"第(\d{1,7})段\Z")
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]*)\Z")


@lru_cache(maxsize=1 << 10)
def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1, by its capital letters.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    # Letters are digits from 1 to 26, without a zero
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


@lru_cache(maxsize=1 << 10)
def column_letters(column: int) -> str:
    """Return the letters of a column, counted from 1.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column > 0:
        # Shifted by one, since Z is followed by AA
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class CellRef(NamedTuple):
    """One cell: sheet title, row and column, both counted from 1.

    A tuple, since thousands are made and looked up for every file.
    """

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """The address without its sheet: `H12`."""
        return f"{column_letters(self.column)}{self.row}"

    @property
    def absolute(self) -> str:
        """The address that a defined name uses: `'自评表'!$H$12`."""
        quoted = self.sheet.replace("'", "''")
        return f"'{quoted}'!${column_letters(self.column)}${self.row}"

    @classmethod
    def parse(cls, sheet: str, address: str) -> CellRef:
        """Read `H12` or `$H$12`; anything else raises `ValueError`."""
        return cls(sheet, *_row_and_column(address))


@lru_cache(maxsize=1 << 15)
def _row_and_column(address: str) -> tuple[int, int]:
    match = _ADDRESS.match(address)
    if match is None:
        raise ValueError(f"not a cell address: {address!r}")
    return int(match[2]), column_number(match[1])


@dataclass(frozen=True, slots=True)
class Location:
    """The place a value came from; every part may be empty, as in a submission read from JSON.

    `ref` is the cell of a workbook, `None` for no cell; what stands in a document has no address and is found by `words`:
    表格1第3行第2列.
    """

    file: str = ""
    sheet: str = ""
    ref: CellRef | None = None
    label: str = ""
    words: str = ""

    @classmethod
    def at(cls, ref: CellRef, file: str = "", label: str = "") -> Self:
        """Return the place of a cell."""
        return cls(file=file, sheet=ref.sheet, ref=ref, label=label)

    @classmethod
    def said(cls, sheet: str, cell: str, file: str = "", label: str = "") -> Self:
        """Return the place that `cell` names on a sheet, as an address or in words."""
        try:
            return cls.at(CellRef.parse(sheet, cell), file, label)
        except ValueError:
            # What is no address is taken for words
            return cls(file=file, sheet=sheet, label=label, words=cell)

    @property
    def cell(self) -> str:
        """The cell as it is printed, an address or words; empty for none."""
        return self.words if self.ref is None else self.ref.address

    @property
    def order(self) -> tuple[int, int] | None:
        """Row and column by which places stand in order, those of a table in a document too; `None` for no cell.

        >>> [Location.said("", cell).order for cell in ("B3", "表格1第3行第2列", "第4段")]
        [(3, 2), (3, 2), (4, 0)]
        """
        # Places in documents are in order, too, row by row
        if self.ref is not None:
            return self.ref.row, self.ref.column
        in_words = _IN_WORDS.search(self.words)
        if in_words is not None:
            return int(in_words[1]), int(in_words[2])
        paragraph = _PARAGRAPH.match(self.words)
        if paragraph is None:
            return None
        return (int(paragraph[1]), 0)


NOWHERE = Location()
UNSAVED = "?"
"""Stands for the result of a formula that the saving program did not keep."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person wrote in one place.

    `text` is the value as printed in the cell (`"100%"`, `"24.5"`), and `None` when the cell is blank: a true zero is
    `"0"`, never `None`. Two entries are equal when their texts are; where they stand does not count.
    """

    text: str | None = None
    location: Location = NOWHERE
    live: str | None = None
    """What the form's own formula showed in a cell that nobody typed into: a number, empty for nothing; `UNSAVED` where
    the file keeps no result of it. `None` for a cell without that formula."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    @property
    def blank(self) -> bool:
        """Whether nothing, or nothing but blanks, was written."""
        return self.text is None or not self.text.strip()

    @property
    def shown(self) -> str:
        """The text for a message: `（空）` when blank."""
        if self.blank or self.text is None:
            return "（空）"
        return self.text.strip()

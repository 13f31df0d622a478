"""The workbook of a scheme as data: what its sheets, fields and columns are called, and what may stand in them.

Writing and reading ask the same records, so that what is written is what is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfeval_xl.scheme.parameters import Holds

__all__ = [
    "AUTOMATIC",
    "EMPTY",
    "GUIDE",
    "KINDS_SHEET",
    "SCHEME",
    "VALUE",
    "Column",
    "Table",
]

SCHEME, KINDS_SHEET, GUIDE = "方案", "规则种类", "填写说明"
AUTOMATIC = "（自动）"
"""How the heading of a column ends that is computed for the reader of the sheet and never read."""
EMPTY = "（空）"
"""What stands for a text or list that is there and empty: a blank cell means that nothing is said."""
VALUE = "内容"
"""The column of a single value, and of what a row of several says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table, or one field of the first sheet. `key` is its place in the TOML file.

    `words` are what it may be, each with its Chinese. `wide` is in characters. `strip`: blanks at both ends are dropped,
    as in names that must be the same on two sheets. `signed`: a figure may be below 0. `later`: workbooks that were
    exported before there was such a column do not have it, and it is blank there.
    """

    key: str
    heading: str
    holds: Holds = Holds.TEXT
    wide: float = 12
    hint: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    strip: bool = True
    signed: bool = False
    later: bool = False

    @property
    def automatic(self) -> bool:
        """Whether the column is computed in the sheet and not read."""
        return self.heading.endswith(AUTOMATIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet that is one table, under its heading row. `key` is the list in the TOML file; `note` says what it is."""

    title: str
    key: str
    note: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """Return the column with that key."""
        return next(column for column in self.columns if column.key == key)

    def column_number(self, key: str) -> int:
        """Return the number of the column with that key, counted from 1; 0 when there is none."""
        return next(
            (
                number
                for number, column in enumerate(self.columns, 1)
                if column.key == key
            ),
            0,
        )

"""The columns of a table of a form: what each means, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.words import Meaning

__all__ = ["Column", "Columns"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, which may cover several of the sheet: its role, its heading, and where it stands."""

    meaning: Meaning
    heading: Area
    left: int
    right: int

    @property
    def span(self) -> range:
        """The columns of the sheet."""
        return range(self.left, self.right + 1)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by role; `bottom` is the last row of its headings.

    `spare` are columns whose role another column fills, and those that a form has no use for.
    """

    by_role: Mapping[str, Column]
    spare: tuple[Column, ...]
    top: int
    bottom: int
    says: Column | None = None
    """The column that says of each row which value it holds, where there is one."""

    def all_of(self, role: str) -> list[Column]:
        """Return every column of a role, from left to right: the one that fills it and those beside it."""
        spare = [column for column in self.spare if column.meaning.role == role]
        filled = self.by_role.get(role)
        if filled is not None:
            spare.append(filled)
        return sorted(spare, key=lambda column: column.left)

    @property
    def left(self) -> int:
        """The first column of the table."""
        return min(column.left for column in self.by_role.values())

    def get(self, role: str) -> Column | None:
        """Return the column of a role, `None` where the table has none."""
        return self.by_role.get(role)

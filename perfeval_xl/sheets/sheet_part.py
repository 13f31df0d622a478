"""What one sheet of an .xlsx holds, as its XML has it: plain records for both ways of reading it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from perfeval_xl.amounts import whole_number
from perfeval_xl.sheets.model import Area

__all__ = [
    "UNKNOWN_FORMULA",
    "SheetPart",
    "WrittenCell",
    "hides_column",
    "hides_row",
    "is_set",
]

UNKNOWN_FORMULA = "?"
"""The text of a formula that the file does not spell out at its cell."""

_LOWEST, _NARROWEST = 3.0, 0.4
"""Points of a row and characters of a column below which nothing can be seen."""


class WrittenCell(NamedTuple):
    """A cell as the XML has it: `kind` is its `t`, `style` the number in its `s`; one with neither value nor formula is none.

    A tuple, since a workbook has many hundreds of them.
    """

    row: int
    column: int
    kind: str
    style: int
    written: str | None
    formula: str

    def computed_by(self, formula: str) -> WrittenCell:
        """Return the cell with the text of its formula; a shared formula is spelled at its first cell only."""
        row, column, kind, style, written, _ = self
        text = formula or UNKNOWN_FORMULA
        return WrittenCell(row, column, kind, style, written, text)


@dataclass(slots=True)
class SheetPart:
    """What a sheet holds: its cells, its merged areas, and the rows and columns that are not shown."""

    cells: list[WrittenCell] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def hides_row(attributes: Mapping[str, str]) -> bool:
    """Whether a row with these attributes cannot be seen."""
    return is_set(attributes, "hidden") or _tiny(attributes.get("ht"), _LOWEST)


def hides_column(attributes: Mapping[str, str]) -> tuple[int, int] | None:
    """Return the first and the last of the columns that these attributes hide, `None` when they hide none."""
    if not is_set(attributes, "hidden") and not _tiny(
        attributes.get("width"), _NARROWEST
    ):
        return None
    # Columns are written as runs; one without both ends is damaged
    first, last = (
        whole_number(attributes.get("min"), 0),
        whole_number(attributes.get("max"), 0),
    )
    if first and last:
        return (first, last)
    return None


def is_set(attributes: Mapping[str, str], name: str) -> bool:
    """Whether an attribute says yes (ECMA-376 Part 1, 22.9.2.7)."""
    return attributes.get(name) in {"1", "true"}


@lru_cache(maxsize=256)
def _tiny(size: str | None, least: float) -> bool:
    """Whether a row or column is so small that nothing in it can be seen."""
    if size is None:
        return False
    try:
        return float(size) < least
    except ValueError:
        return False

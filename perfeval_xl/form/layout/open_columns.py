"""The columns of the parts of an open form, by what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from perfeval_xl.scheme.form_spec import FormPart
from perfeval_xl.sheets.model import Area

__all__ = [
    "BESIDE_WIDTH",
    "FUNDS_FIELDS",
    "GAP_WIDTH",
    "HELP_WIDTHS",
    "INDICATOR_FIELDS",
    "ONLY_MONEY",
    "Span",
    "columns_of",
]

FUNDS_FIELDS = ("initial_budget", "budget", "executed", "weight", "rate", "self_score")
"""What a row of the funds may state."""

ONLY_MONEY = ("initial_budget", "budget", "executed")
"""What the sources below the total state."""

INDICATOR_FIELDS = (
    "name",
    "target",
    "actual",
    "weight",
    "self_score",
    "note",
    "sign",
    "unit",
)
"""What a row of an indicator may state; `sign` and `unit` are parts of the target."""

BESIDE_WIDTH, GAP_WIDTH, HELP_WIDTHS = 9.0, 2.0, (10.0, 34.0, 18.0)
"""Widths in characters: columns that are filled in and do not print, the gap, and the columns of the preview."""


@dataclass(frozen=True, slots=True)
class Span:
    """The columns of the sheet that one column of a part takes."""

    left: int
    right: int

    def in_row(self, row: int) -> Area:
        """Return the cells of this column in a row."""
        return Area(row, self.left, row, self.right)


def columns_of(part: FormPart, printed: int) -> Mapping[str, Span]:
    """Return the columns of a part by their kind; those beside it begin right of the `printed` columns of the sheet."""
    columns: dict[str, Span] = {}
    # From left to right as they are described; a blank column is known by where it stands
    left = 1
    for column in part.columns:
        span = Span(left, left + column.span - 1)
        if column.kind == "blank":
            columns[f"blank_{left}"] = span
        else:
            columns[column.kind] = span
        left += column.span
    # What does not print goes on right of the paper
    left = printed + 1
    for column in part.beside:
        columns[column.kind] = Span(left, left + column.span - 1)
        left += column.span
    return columns

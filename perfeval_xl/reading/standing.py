"""Whether what was drawn still stands on a sheet, in its place or elsewhere; whether the help columns are there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

from perfeval_xl.amounts import parse_number
from perfeval_xl.reading.drawn_sheets import DrawnSheet
from perfeval_xl.reading.fields import text_of
from perfeval_xl.reading.formula_sense import formula_sense
from perfeval_xl.reading.moves import Moves
from perfeval_xl.reading.sameness import (
    bare,
    formula_spelling,
    same_formula,
    same_sense,
    same_text,
)
from perfeval_xl.sheets.raw import BLANK_CELL, UNKNOWN_FORMULA, RawCell

__all__ = ["Found", "elsewhere", "help_gone", "same_drawn", "stands"]

_CELL = re.compile(r"\$?[A-Z]{1,3}\$?[1-9]\d*")
Place = tuple[int, int]
"""A row and a column."""


class Found:
    """The cells of a sheet; all words and all formulas of it are gathered once, and only when one is missed."""

    def __init__(self, cells: Mapping[Place, RawCell]) -> None:
        self.cells = cells

    @cached_property
    def words(self) -> AbstractSet[str]:
        """What all cells show, as it is compared."""
        return {bare(text_of(cell)) for cell in self.cells.values()}

    @cached_property
    def formulas(self) -> AbstractSet[str]:
        """All formulas, as they are compared."""
        return {
            formula_spelling(cell.formula)
            for cell in self.cells.values()
            if cell.formula
        }

    @cached_property
    def senses(self) -> AbstractSet[str | None]:
        """What all formulas compute; `None` is in it where one cannot be understood."""
        return {
            formula_sense(cell.formula) for cell in self.cells.values() if cell.formula
        }


def stands(said: str, place: Place, found: Found) -> bool:
    """Whether a text stands where it was, or, unless it is a number, somewhere else on the sheet."""
    cell = found.cells.get(place, BLANK_CELL)
    if cell.value == said or same_text(said, text_of(cell)):
        return True
    return parse_number(said) is None and bare(said) in found.words


def help_gone(drawn: DrawnSheet, moved: Moves, found: Found) -> bool:
    """Whether nothing is left of the help columns that are seen, or of the hidden ones: a person deleted or emptied them.

    Where only those that are seen were deleted, the hidden ones stand in their place.
    """
    seen = [at for at in drawn.help if at[1] not in drawn.hidden_columns]
    hidden = [at for at in drawn.help if at[1] in drawn.hidden_columns]
    if seen and not any(_stands_drawn(at, drawn, moved, found) for at in seen):
        return True
    return bool(hidden) and all(_is_blank(at, moved, found) for at in hidden)


def _stands_drawn(at: Place, drawn: DrawnSheet, moved: Moves, found: Found) -> bool:
    """Whether the label or the formula that was drawn somewhere still stands there."""
    place = moved.place(*at)
    if place is None:
        return False
    cell = found.cells.get(place, BLANK_CELL)
    said = drawn.texts.get(at)
    if said is not None:
        return same_text(said, text_of(cell))
    formula, _spelling = drawn.formulas.get(at, ("", ""))
    return bool(cell.formula) and _cells_aside(formula) == _cells_aside(cell.formula)


def _is_blank(at: Place, moved: Moves, found: Found) -> bool:
    place = moved.place(*at)
    cell = BLANK_CELL if place is None else found.cells.get(place, BLANK_CELL)
    return not cell.formula and text_of(cell) is None


def _cells_aside(formula: str) -> str:
    """Return a formula without the cells that it names; those that are gone are cells, too."""
    return _CELL.sub("", formula_spelling(formula).replace("#REF!", ""))


def same_drawn(cell: RawCell, wanted: str, spelled: str) -> bool:
    """Whether a formula is the expected one, or cannot be told: shared with another cell, or cut by a deleted row."""
    if cell.formula == UNKNOWN_FORMULA:
        return same_formula(wanted, cell)
    return (
        "#REF!" in cell.formula
        or formula_spelling(cell.formula) == spelled
        or same_sense(wanted, cell.formula)
    )


def elsewhere(wanted: str, spelled: str, found: Found) -> bool:
    """Whether a formula stands elsewhere on the sheet: rows without fields are where nobody can tell."""
    if spelled in found.formulas:
        return True
    sense = formula_sense(wanted)
    return sense is not None and sense in found.senses

"""Sheets that show what somebody else wrote: nothing in them is hidden, and no text turns another around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from perfeval_xl.sheets.model import Cell, Sheet, Value
from perfeval_xl.texts import visible

__all__ = ["shown", "shown_row"]


def shown(sheet: Sheet) -> Sheet:
    """Return the sheet with every character spelled out that could not be seen, or would change how others are seen."""
    changed = {
        place: _shown(cell) for place, cell in sheet.cells.items() if _hides(cell.value)
    }
    # Mostly nothing has to be changed, and the sheet stays as it is
    if changed:
        return replace(sheet, cells={**sheet.cells, **changed})
    return sheet


def shown_row(values: Sequence[Value]) -> tuple[Value, ...]:
    """Return the values of one row in the same way."""
    return tuple(
        visible(value) if isinstance(value, str) else value for value in values
    )


def _hides(value: Value) -> bool:
    return isinstance(value, str) and visible(value) != value


def _shown(cell: Cell) -> Cell:
    return replace(cell, value=visible(str(cell.value)))

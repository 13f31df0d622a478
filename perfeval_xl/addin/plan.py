"""The plan: everything a command wants done to the open workbook, as records that become one text.

Both hands, `macros/excel/Hands.bas` and `macros/libreoffice/Hands.bas`, read this text and nothing else. Records are
separated by U+001E and their fields by U+001F, which no cell and no note can hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from perfeval_xl.refs import CellRef
from perfeval_xl.texts import storable

__all__ = [
    "Clear",
    "Fill",
    "Frame",
    "Note",
    "Plan",
    "Select",
    "Step",
    "Take",
    "plan_text",
]

_RECORD, _FIELD = "\x1e", "\x1f"


@dataclass(frozen=True, slots=True)
class Clear:
    """Undo what earlier commands recorded; nothing recorded means nothing done."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The record."""
        return ("clear",)


@dataclass(frozen=True, slots=True)
class Take:
    """Bring sheets of the workbook at `path` to the end of the book."""

    path: Path
    titles: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The record."""
        return ("take", str(self.path), *self.titles)


@dataclass(frozen=True, slots=True)
class Fill:
    """Colour a cell; `colour` is `RRGGBB`."""

    ref: CellRef
    colour: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The record."""
        return ("fill", self.ref.sheet, self.ref.address, self.colour)


@dataclass(frozen=True, slots=True)
class Frame:
    """Draw a thick line around a cell, or around the merged area that it lies in; `colour` is `RRGGBB`.

    The line is seen where the form colours the cell by a rule of its own, which covers a fill.
    """

    sheet: str
    area: str
    colour: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The record."""
        return ("frame", self.sheet, self.area, self.colour)


@dataclass(frozen=True, slots=True)
class Note:
    """Write a note; one that is there keeps its text."""

    ref: CellRef
    text: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The record."""
        return ("note", self.ref.sheet, self.ref.address, self.text)


@dataclass(frozen=True, slots=True)
class Select:
    """Show the sheet and the cell."""

    ref: CellRef

    @property
    def fields(self) -> tuple[str, ...]:
        """The record."""
        return ("select", self.ref.sheet, self.ref.address)


Step = Clear | Take | Fill | Frame | Note | Select
Plan = tuple[Step, ...]


def plan_text(plan: Iterable[Step]) -> str:
    r"""Return the text the hands read; what a workbook cannot hold is taken out of the fields.

    >>> plan_text([Clear(), Fill(CellRef("表", 3, 2), "FFE699")]).split("\x1e")[1].split("\x1f")
    ['fill', '表', 'B3', 'FFE699']
    """
    # Signs that no keyboard has, so that texts need no quoting
    return _RECORD.join(_FIELD.join(map(_clean, step.fields)) for step in plan)


def _clean(text: str) -> str:
    return storable(text).replace(_RECORD, "").replace(_FIELD, "").replace("\r\n", "\n")

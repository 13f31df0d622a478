"""A drawing of a form: rows of cells, and what a drawer chooses at random."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

__all__ = ["WIDTH", "Drawer", "Drawing"]

WIDTH = 10
"""How many columns every drawing has."""


@dataclass(slots=True)
class Drawing:
    """The printed form: for each cell its row, column, rows, columns and text; and what it should be read as."""

    cells: list[tuple[int, int, int, int, str]] = field(default_factory=list)
    expected: dict[str, Any] = field(default_factory=dict)
    rows: int = 0

    def put(self, *texts: tuple[int, str]) -> int:
        """Add a row of cells that lie side by side, each with its width."""
        self.rows += 1
        column = 1
        for width, text in texts:
            self.cells.append((self.rows, column, 1, width, text))
            column += width
        return self.rows


class Drawer:
    """Draws one form; every choice comes from one seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.out = Drawing()
        self.points = self.draw.random() < 0.8
        self.fitting = self.draw.choice(("merged", "blank", "repeated"))

    def maybe(self, chance: float = 0.5) -> bool:
        return self.draw.random() < chance

    def said(self, group: Any, role: str, most: int = 6) -> str:
        spellings = [
            said for said, meaning in group._same.items() if meaning.role == role
        ]
        text: str = self.draw.choice(spellings[:most])
        return self.draw.choice(
            (
                text,
                text,
                f"{text[:2]}\n{text[2:]}",
                f" {text} ",
                f"{text}（{self.draw.choice('AB')}）",
            )
        )

    def named(self, group: Any, role: str, usual: dict[str, str]) -> str:
        return (
            usual[role]
            if role in usual and self.maybe(0.6)
            else self.said(group, role, 4)
        )

    def tall(self, top: int, height: int) -> None:
        """Make the first cell of a row cover the rows below it."""
        cells = self.out.cells
        at = next(n for n, cell in enumerate(cells) if cell[:2] == (top, 1))
        row, column, _, width, text = cells[at]
        cells[:] = [
            cell
            for cell in cells
            if not (top < cell[0] < top + height and cell[1] == 1)
        ]
        cells[at] = (row, column, height, width, text)

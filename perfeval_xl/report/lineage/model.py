"""What is known about a figure of a report.

Hundreds of these are made for every report: they are tuples, which cost least.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Cell", "Figure", "Lineage", "Origin"]


class Cell(NamedTuple):
    """One place of the form and what was written there. `sheet` and `cell` are empty for a submission from JSON."""

    sheet: str
    cell: str
    label: str
    text: str


class Origin(NamedTuple):
    """Where a figure comes from: the rule in words, its document, the steps of the computation, and the cells it used.

    `rule` says that it was taken over where nothing was computed; `source` is empty where no document says so. A sum has
    `parts`, each with its `name` and `points`, in the place of steps and cells of its own.
    """

    rule: str
    source: str = ""
    steps: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    name: str = ""
    points: str = ""
    parts: tuple[Origin, ...] = ()

    def all_steps(self) -> tuple[str, ...]:
        """Return the steps, of a sum what it adds up."""
        return (*(f"{part.name}：{part.points}" for part in self.parts), *self.steps)

    def all_cells(self) -> tuple[Cell, ...]:
        """Return the cells, of a sum those of its parts, each once."""
        inside = (cell for part in self.parts for cell in part.cells)
        return tuple(dict.fromkeys((*self.cells, *inside)))


class Figure(NamedTuple):
    """One printed figure: its bookmark, its path in the report, the value before filters, and the text as printed."""

    bookmark: str
    path: str
    value: str
    printed: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """All figures of one report in their order, and what they were made from: name of the file, scheme and its version."""

    file: str
    scheme: str
    version: str
    program: str
    figures: tuple[Figure, ...]

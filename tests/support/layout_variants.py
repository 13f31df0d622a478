"""Drawings of forms as other people would have typed them."""

from __future__ import annotations

from tests.support.layouts import Drawing

__all__ = ["in_the_middle", "spread", "unmerged"]


def unmerged(drawing: Drawing) -> Drawing:
    """Return a drawing in which every text stands in the first cell of those that were merged."""
    made = Drawing(rows=drawing.rows)
    for row, column, _, _, text in drawing.cells:
        made.cells.append((row, column, 1, 1, text))
    return made


def in_the_middle(drawing: Drawing) -> Drawing:
    """Return a drawing three rows further down and one column further right."""
    made = Drawing(rows=drawing.rows + 3)
    for row, column, height, width, text in drawing.cells:
        made.cells.append((row + 3, column + 1, height, width, text))
    return made


def spread(drawing: Drawing) -> Drawing:
    """Return a drawing with a blank row behind each row that no merged cell goes on from."""
    crossed: set[int] = set()
    for row, _, height, _, _ in drawing.cells:
        crossed.update(range(row, row + height - 1))
    places: dict[int, int] = {}
    added = 0
    for row in range(1, drawing.rows + 1):
        places[row] = row + added
        if row not in crossed:
            added += 1
    made = Drawing(rows=drawing.rows + added)
    for row, column, height, width, text in drawing.cells:
        made.cells.append((places[row], column, height, width, text))
    return made

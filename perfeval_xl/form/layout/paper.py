"""The paper that a form is printed on, and how wide columns are on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["A4_LONG", "A4_SHORT", "MARGIN", "PAGE_FOOTER", "fitted_widths", "width_of"]

MARGIN = 0.5
"""Inches on every side."""

PAGE_FOOTER = "第 &P 页"
"""What stands at the foot of every printed page of the form: how many pages the whole workbook has is nobody's concern."""

A4_SHORT, A4_LONG = 8.27 - 2 * MARGIN, 11.69 - 2 * MARGIN
"""The sides of the printed part of a sheet, in inches."""

_USED_WIDTH = 0.98  # how much of the width is used: fonts and printers differ a little


def width_of(columns: range, widths: Mapping[int, float]) -> float:
    """Return the width of neighbouring columns in pixels, 8 for a character of 宋体 11 (ECMA-376 part 1, 18.3.1.13)."""
    return sum(widths[column] * 8 for column in columns)


def fitted_widths(widths: Iterable[float], *, landscape: bool) -> dict[int, float]:
    """Return the widths of columns, from 1 on, in the given proportions and as wide as the paper."""
    given = dict(enumerate(widths, 1))
    # Every column has 5 pixels beside its characters, which do not grow with it
    edges = 5 * len(given)  # pixels, see `width_of`
    room = _USED_WIDTH * (A4_LONG if landscape else A4_SHORT) * 96 - edges
    scale = room / (width_of(range(1, len(given) + 1), given) - edges)
    return {column: round(wide * scale, 2) for column, wide in given.items()}

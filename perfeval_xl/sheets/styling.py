"""Styles as openpyxl objects, each made once however many cells use it."""

from __future__ import annotations

from copy import copy
from functools import cache

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray

from perfeval_xl.sheets.model import Style

__all__ = ["Styles"]


class Styles:
    """Puts styles on the cells of one workbook; a style is looked up there once, however many cells have it."""

    def __init__(self) -> None:
        self._known: dict[Style, StyleArray] = {}
        # By identity: hashing a style takes as long as a cell
        self._seen: dict[int, tuple[Style, StyleArray]] = {}

    def apply(self, cell: SheetCell | MergedCell, style: Style) -> None:
        """Give a cell its font, fill, border, alignment, protection and number format."""
        # Most cells share the very object that was seen before
        seen = self._seen.get(id(style))
        if seen is not None:
            cell._style = copy(seen[1])  # noqa: SLF001 - openpyxl has no public way to share one
            return
        known = self._known.get(style)
        if known is None:
            known = self._made(cell, style)
        # The style is kept, so that no other one gets its identity
        self._seen[id(style)] = (
            style,
            known,
        )
        cell._style = copy(known)  # noqa: SLF001

    def _made(self, cell: SheetCell | MergedCell, style: Style) -> StyleArray:
        # Set once the normal way, and kept as the numbers that openpyxl makes of it
        cell.font = _font(
            style.font, style.size, style.bold, style.colour, style.underline
        )
        cell.fill = _fill(style.fill)
        cell.border = _border(style.border)
        cell.alignment = _alignment(
            style.horizontal, style.vertical, style.wrap, style.indent, style.shrink
        )
        cell.protection = _protection(style.locked)
        cell.number_format = style.number_format
        self._known[style] = copy(cell._style)  # noqa: SLF001
        return self._known[style]


@cache
def _font(name: str, size: float, bold: bool, colour: str, underline: bool) -> Font:  # noqa: FBT001
    return Font(
        name=name,
        size=size,
        bold=bold,
        color=colour,
        underline="single" if underline else None,
    )


@cache
def _fill(colour: str) -> PatternFill:
    if colour:
        return PatternFill(
            fill_type="solid",
            start_color=colour,
            end_color=colour,
        )
    return PatternFill()


@cache
def _border(line: str) -> Border:
    if not line:
        return Border()
    side = Side(style="thin", color="000000")
    if line == "bottom":
        return Border(bottom=side)
    return Border(
        left=side,
        right=side,
        top=side,
        bottom=side,
    )


@cache
def _alignment(
    horizontal: str,
    vertical: str,
    wrap: bool,  # noqa: FBT001
    indent: int,
    shrink: bool,  # noqa: FBT001
) -> Alignment:
    return Alignment(
        horizontal=horizontal,
        vertical=vertical,
        wrap_text=wrap,
        indent=indent,
        shrink_to_fit=shrink,
    )


@cache
def _protection(locked: bool) -> Protection:  # noqa: FBT001
    return Protection(locked=locked)

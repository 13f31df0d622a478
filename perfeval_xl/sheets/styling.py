"""Styles as openpyxl objects, each made once however many cells use it."""

from __future__ import annotations

from functools import cache

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from perfeval_xl.sheets.model import Style

__all__ = ["Styles"]


class Styles:
    """Turns a `Style` into its five openpyxl parts; equal parts are the same object."""

    def font(self, style: Style) -> Font:
        """Return name, size, colour and weight."""
        return _font(style.font, style.size, style.bold, style.colour, style.underline)

    def fill(self, style: Style) -> PatternFill:
        """Return the background, none for an empty colour."""
        return _fill(style.fill)

    def border(self, style: Style) -> Border:
        """Return the same line on all four sides, or none."""
        return _border(style.border)

    def alignment(self, style: Style) -> Alignment:
        """Return how the text stands in the cell."""
        return _alignment(style.horizontal, style.vertical, style.wrap, style.indent, style.shrink)

    def protection(self, style: Style) -> Protection:
        """Return whether the cell is locked once the sheet is protected."""
        return _protection(style.locked)


@cache
def _font(name: str, size: float, bold: bool, colour: str, underline: bool) -> Font:  # noqa: FBT001
    return Font(name=name, size=size, bold=bold, color=colour, underline="single" if underline else None)


@cache
def _fill(colour: str) -> PatternFill:
    return PatternFill(fill_type="solid", start_color=colour, end_color=colour) if colour else PatternFill()


@cache
def _border(line: str) -> Border:
    if not line:
        return Border()
    side = Side(style="thin", color="000000")
    return Border(left=side, right=side, top=side, bottom=side)


@cache
def _alignment(horizontal: str, vertical: str, wrap: bool, indent: int, shrink: bool) -> Alignment:  # noqa: FBT001
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap, indent=indent, shrink_to_fit=shrink)


@cache
def _protection(locked: bool) -> Protection:  # noqa: FBT001
    return Protection(locked=locked)

"""The looks of the cell styles of an .xlsx (ECMA-376 Part 1, 18.8): fonts, fills and protection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from xml.etree.ElementTree import Element

from perfeval_xl.amounts import whole_number
from perfeval_xl.sheets.looks import BLACK, WHITE, Colour, Look, is_faint, parse_colour
from perfeval_xl.sheets.package import children

__all__ = ["cell_looks"]

Item = TypeVar("Item")

# The first colours of the old palette, and those of the system
_INDEXED: dict[str, Colour] = {
    "0": BLACK,
    "1": WHITE,
    "8": BLACK,
    "9": WHITE,
    "64": BLACK,
    "65": WHITE,
}
_THEME: dict[str, Colour] = {"0": WHITE, "1": BLACK}
"""Background and characters of every theme that people print with; the other colours of a theme are never so light."""
# In points, where a font has no size
_USUAL_SIZE = 11.0
# Middle grey stands for all colours that are not looked up
_HALF = (128, 128, 128)


def cell_looks(styles: Element) -> list[Look]:
    """Return the look of every cell style, in the order of their numbers."""
    fonts = [_font(font) for group in children(styles, "fonts") for font in group]
    fills = [_fill(fill) for group in children(styles, "fills") for fill in group]
    return [
        _look(xf, fonts, fills) for group in children(styles, "cellXfs") for xf in group
    ]


def _look(
    xf: Element, fonts: Sequence[tuple[Colour, float]], fills: Sequence[Colour]
) -> Look:
    colour, size = _numbered(fonts, xf.get("fontId"), (BLACK, _USUAL_SIZE))
    background = _numbered(fills, xf.get("fillId"), WHITE)
    # Cells are locked unless their style says otherwise
    protection = next(children(xf, "protection"), None)
    locked = protection is None or protection.get("locked", "1") in {"1", "true"}
    return Look(faint=is_faint(colour, background, size), locked=locked)


def _numbered(items: Sequence[Item], number: str | None, usual: Item) -> Item:
    # A number that is missing or too large means the usual one
    place = whole_number(number, len(items))
    if place >= len(items):
        return usual
    return items[place]


def _font(font: Element) -> tuple[Colour, float]:
    colour = next(children(font, "color"), None)
    size = next(children(font, "sz"), None)
    try:
        points = _USUAL_SIZE
        if size is not None:
            points = float(size.get("val", _USUAL_SIZE))
    except ValueError:
        points = _USUAL_SIZE
    return (BLACK if colour is None else _colour(colour, BLACK)), points


def _fill(fill: Element) -> Colour:
    """Return the colour behind the characters; a pattern that is not solid lets the white through."""
    for pattern in children(fill, "patternFill"):
        colour = next(children(pattern, "fgColor"), None)
        if pattern.get("patternType") == "solid" and colour is not None:
            return _colour(colour, WHITE)
    return WHITE


def _colour(item: Element, usual: Colour) -> Colour:
    """Return a colour as far as it is told here; one of the theme, the grounds aside, is of middle light."""
    theme, indexed = item.get("theme"), item.get("indexed")
    if theme is not None:
        # The theme goes first, then the palette, then the colour itself
        colour = _THEME.get(theme, _HALF)
    elif indexed is not None:
        colour = _INDEXED.get(indexed, _HALF)
    else:
        colour = parse_colour(item.get("rgb", "")) or usual
    return _tinted(colour, item.get("tint"))


def _tinted(colour: Colour, tint: str | None) -> Colour:
    """Return a colour made lighter (a tint up to 1) or darker (down to -1), near enough to tell what can be seen."""
    try:
        # The tint moves a colour towards white or black
        share = 0.0
        if tint is not None:
            share = max(-1.0, min(1.0, float(tint)))
    except ValueError:
        return colour
    towards = 0
    if share > 0:
        towards = 255
    red, green, blue = (round(part + (towards - part) * abs(share)) for part in colour)
    return red, green, blue

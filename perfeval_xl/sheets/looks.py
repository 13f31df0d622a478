"""Whether people can see what stands in a cell: the colour of its characters against that of the cell, and their size."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BLACK", "PLAIN_LOOK", "WHITE", "Colour", "Look", "is_faint", "parse_colour"]

Colour = tuple[int, int, int]
"""Red, green and blue, each from 0 to 255."""

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)

_LEAST_CONTRAST = 1.35
"""Below this ratio of WCAG 2 even somebody who knows that there is a text does not find it."""
_SMALLEST = 3.5
"""Points below which no printer makes a character of it."""
# How much red, green and blue add to the light (WCAG 2)
_WEIGHTS = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says of a cell: `faint` characters cannot be seen, a `locked` cell cannot be typed into."""

    faint: bool = False
    locked: bool = True


PLAIN_LOOK = Look()


def parse_colour(text: str) -> Colour | None:
    """Read `FFRRGGBB`, `RRGGBB` or `#rrggbb`; `None` for anything else.

    >>> parse_colour("FFFF0000"), parse_colour("#00ff00"), parse_colour("transparent")
    ((255, 0, 0), (0, 255, 0), None)
    """
    # Eight digits begin with the opacity, which cells do not have
    digits = text.strip().removeprefix("#")[-6:]
    try:
        number = int(digits, 16)
    except ValueError:
        return None
    if len(digits) != 6:
        return None
    return number >> 16, number >> 8 & 255, number & 255


def is_faint(characters: Colour, background: Colour, size: float) -> bool:
    """Whether characters of this colour and size, in points, cannot be seen on this background."""
    if size < _SMALLEST:
        return True
    # The lighter one over the darker one, whichever is which
    lights = sorted((_light(characters), _light(background)))
    contrast = (lights[1] + 0.05) / (lights[0] + 0.05)
    return contrast < _LEAST_CONTRAST


def _light(colour: Colour) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    total = 0.0
    for part, weight in zip(colour, _WEIGHTS, strict=True):
        share = part / 255
        # The curve of sRGB, straight near black
        if share <= 0.04045:
            linear = share / 12.92
        else:
            linear = ((share + 0.055) / 1.055) ** 2.4
        total += weight * linear
    return total

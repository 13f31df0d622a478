"""Fonts of cells and of parts of texts.

LibreOffice has three fonts for each text, for western, Chinese and complex scripts; all three are set, the western one
is read.
"""

from __future__ import annotations

from typing import Any, Protocol

from xlwings import base_classes

from xlwings_libreoffice.bridge import load_uno
from xlwings_libreoffice.members import implements

__all__ = ["Font", "Look", "from_rgb", "to_rgb"]

_BOLD, _NORMAL = 150.0, 100.0
_SCRIPTS = ("", "Asian", "Complex")


class Look(Protocol):
    """What has properties of characters: a range or a part of a text."""

    def look(self, name: str) -> Any:
        """Return a property, `None` where it differs."""

    def set_look(self, name: str, value: object) -> None:
        """Set a property."""


@implements(base_classes.Font)
class Font(base_classes.Font):
    """The font of a range or of a part of a text; what differs from cell to cell reads `None`."""

    def __init__(self, parent: Look, api: Any) -> None:
        self.parent = parent
        self._api = api

    @property
    def api(self) -> Any:
        """The object with the character properties (`CharHeight`, `CharWeight`, …)."""
        return self._api

    @property
    def bold(self) -> bool | None:
        """Whether it is bold."""
        weight = self.parent.look("CharWeight")
        if weight is None:
            return None
        return bool(weight > _NORMAL)

    @bold.setter
    def bold(self, value: object) -> None:
        self._set("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> bool | None:
        """Whether it is italic."""
        posture = self.parent.look("CharPosture")
        if posture is None:
            return None
        return bool(posture.value != "NONE")

    @italic.setter
    def italic(self, value: object) -> None:
        self._set(
            "CharPosture",
            load_uno().Enum(
                "com.sun.star.awt.FontSlant",
                "ITALIC" if value else "NONE",
            ),
        )

    @property
    def size(self) -> float | None:
        """The size in points."""
        size = self.parent.look("CharHeight")
        if size is None:
            return None
        return round(float(size), 2)

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The colour; automatic is black."""
        number = self.parent.look("CharColor")
        if number is None:
            return None
        return to_rgb(max(number, 0))

    @color.setter
    def color(self, value: Any) -> None:
        self.parent.set_look("CharColor", from_rgb(value))

    @property
    def name(self) -> str | None:
        """The name of the typeface."""
        name = self.parent.look("CharFontName")
        if name is None:
            return None
        return str(name)

    @name.setter
    def name(self, value: str) -> None:
        for script in _SCRIPTS:
            self.parent.set_look(f"CharFontName{script}", value)

    def _set(self, name: str, value: object) -> None:
        for script in _SCRIPTS:
            self.parent.set_look(name + script, value)


def to_rgb(number: int) -> tuple[int, int, int]:
    """Return red, green and blue of LibreOffice's number.

    >>> to_rgb(0xFF8000)
    (255, 128, 0)
    """
    return number >> 16 & 255, number >> 8 & 255, number & 255


def from_rgb(color: Any) -> int:
    """Return LibreOffice's number for (red, green, blue), `#rrggbb`, or Excel's number (blue first).

    >>> from_rgb((255, 128, 0)) == from_rgb("#ff8000") == from_rgb(0x0080FF) == 0xFF8000
    True
    """
    if isinstance(color, str):
        color = tuple(bytes.fromhex(color.removeprefix("#")))
    elif isinstance(color, int):
        color = to_rgb(color)[::-1]
    red, green, blue = color
    return int(red) << 16 | int(green) << 8 | int(blue)

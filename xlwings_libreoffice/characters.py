"""Parts of a cell's text with a font of their own."""

from __future__ import annotations

from typing import Any, Self

from xlwings import base_classes

from xlwings_libreoffice.failures import OfficeFailure
from xlwings_libreoffice.fonts import Font
from xlwings_libreoffice.members import implements

__all__ = ["Characters"]


@implements(base_classes.Characters)
class Characters(base_classes.Characters):
    """`length` characters of a cell's text from `start`, counted from 0; to its end without `length`."""

    def __init__(self, cell: Any, start: int = 0, length: int | None = None) -> None:
        self.parent = cell
        self._start = start
        whole = len(self.parent.cell_api().getString())
        if length is None:
            self._length = max(0, whole - start)
        else:
            self._length = min(length, max(0, whole - start))

    @property
    def api(self) -> Any:
        """A text cursor over the characters."""
        cursor = self.parent.cell_api().createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(self._start, False)
        cursor.goRight(self._length, True)
        return cursor

    @property
    def text(self) -> str:
        """The characters."""
        shown: str = self.parent.cell_api().getString()
        return shown[self._start : self._start + self._length]

    @property
    def font(self) -> Font:
        """Their font. A part of a text can have one only where the cell holds text, not a number or a formula."""
        return Font(self, self.api)

    def look(self, name: str) -> Any:
        """Return a property of the characters."""
        return self.api.getPropertyValue(name)

    def set_look(self, name: str, value: object) -> None:
        """Set a property of the characters; for all of them it is the font of the cell.

        Raises:
            OfficeFailure: they are a part of a number or of a formula, which LibreOffice would make a text.
        """
        self.parent.must_be_free()
        cell = self.parent.cell_api()
        if self._start == 0 and self._length == len(cell.getString()):
            self.parent.set_look(name, value)
            if cell.getType().value != "TEXT":
                return
        elif cell.getType().value != "TEXT":
            raise OfficeFailure(
                f"{self.parent.address} 不是文本，其中一部分不能有自己的字体。"
            )
        self.api.setPropertyValue(name, value)

    def __getitem__(self, item: Any) -> Self:
        if not isinstance(item, slice):
            if item >= 0:
                place = item
            else:
                place = self._length + item
            return type(self)(self.parent, self._start + place, 1)
        if (item.start or 0) < 0 or (item.stop or 0) < 0:
            raise ValueError(
                "Characters object does not support slicing with negative indexes"
            )
        start = item.start or 0
        if item.stop is None:
            stop = self._length
        else:
            stop = min(item.stop, self._length)
        return type(self)(self.parent, self._start + start, max(0, stop - start))

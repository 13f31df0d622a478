"""Sizes and places of a range: rows and columns, hidden, grouped, fitted.

LibreOffice measures in hundredths of a millimetre and keeps twips, a twentieth of a point. Excel's column widths count
digits of the standard font, here 7 pixels each and 5 beside them, at 96 pixels to the inch.
"""

from __future__ import annotations

from typing import Any

from xlwings_libreoffice.bridge import load_uno
from xlwings_libreoffice.range_base import RangeBase

__all__ = ["RangeSizes"]

_DIGIT, _PADDING, _POINTS_PER_PIXEL = 7, 5, 0.75
_MAX_CHARACTERS, _MAX_POINTS = 255, 409.5
_ASKED_SINGLY = 100
_ORIENTATION = "com.sun.star.table.TableOrientation"


class RangeSizes(RangeBase):
    """How large the cells are and where they stand."""

    @property
    def column_width(self) -> float | None:
        """The width in characters; `None` where columns differ."""
        if self.api is None:
            return 0
        widths = {_characters(width) for width in self._sizes("Columns", "Width")}
        if len(widths) == 1:
            return widths.pop()
        return None

    @column_width.setter
    def column_width(self, value: float) -> None:
        if not 0 <= value <= _MAX_CHARACTERS:
            raise ValueError(
                f"column_width must be between 0 and {_MAX_CHARACTERS}, not {value}."
            )
        self._resize("Columns", "Width", _hundredths(_width_points(value)))

    @property
    def row_height(self) -> float | None:
        """The height in points; `None` where rows differ."""
        if self.api is None:
            return 0
        heights = {_points(height) for height in self._sizes("Rows", "Height")}
        if len(heights) == 1:
            return heights.pop()
        return None

    @row_height.setter
    def row_height(self, value: float) -> None:
        if not 0 <= value <= _MAX_POINTS:
            raise ValueError(
                f"row_height must be between 0 and {_MAX_POINTS}, not {value}."
            )
        self._resize("Rows", "Height", _hundredths(value))

    def _resize(self, lines: str, name: str, size: int) -> None:
        """Set the size of rows or columns; those of no size are hidden, as in Excel."""
        self.must_be_free()
        for part in self.parts():
            each = getattr(part, f"get{lines}")()
            each.setPropertyValue("IsVisible", size > 0)
            if size > 0:
                each.setPropertyValue(name, size)

    def _sizes(self, lines: str, size: str) -> set[int]:
        """Return the sizes of rows or columns; beyond the used cells that of the first one stands for all."""
        used = self._sheet.used_range.areas[0]
        found = set()
        for part, area in zip(self.parts(), self.areas, strict=True):
            first, last = (
                (area[0], min(area[2], used[2]))
                if lines == "Rows"
                else (area[1], min(area[3], used[3]))
            )
            each = getattr(part, f"get{lines}")()
            count = max(1, last - first + 1)
            for line in [each.getByIndex(number) for number in range(count)]:
                found.add(
                    line.getPropertyValue(size)
                    if line.getPropertyValue("IsVisible")
                    else 0
                )
        return found

    @property
    def width(self) -> float:
        """The width in points."""
        if self.api is None:
            return 0
        return self._extent("Columns", "Width", self.column, self.shape[1])

    @property
    def height(self) -> float:
        """The height in points."""
        if self.api is None:
            return 0
        return self._extent("Rows", "Height", self.row, self.shape[0])

    @property
    def left(self) -> float:
        """The distance from the left edge of the sheet in points."""
        if self.api is None:
            return 0
        return self._extent("Columns", "Width", 1, self.column - 1)

    @property
    def top(self) -> float:
        """The distance from the upper edge of the sheet in points."""
        if self.api is None:
            return 0
        return self._extent("Rows", "Height", 1, self.row - 1)

    def _extent(self, lines: str, size: str, first: int, count: int) -> float:
        """Return what rows or columns measure together.

        LibreOffice rounds each to hundredths of a millimetre before it adds them, two rows of 20 points make 40.05;
        only where they are too many to be asked one by one is its own sum taken.
        """
        if count == 0:
            return 0.0
        if count > _ASKED_SINGLY:
            if lines == "Rows":
                area = (first, 1, first + count - 1, 1)
            else:
                area = (1, first, 1, first + count - 1)
            return _points(getattr(self.part(area).getPropertyValue("Size"), size))
        each = getattr(self._sheet.api, f"get{lines}")()
        singles = [
            each.getByIndex(number) for number in range(first - 1, first - 1 + count)
        ]
        twips = sum(
            _twips(line.getPropertyValue(size))
            for line in singles
            if line.getPropertyValue("IsVisible")
        )
        return twips / 20

    def autofit(self, axis: str | None = None) -> None:
        """Fit columns (`c`), rows (`r`) or both to what is in them."""
        self.must_be_free()
        for part in self.parts():
            if axis in {None, "columns", "c"}:
                part.getColumns().setPropertyValue("OptimalWidth", True)
            if axis in {None, "rows", "r"}:
                part.getRows().setPropertyValue("OptimalHeight", True)

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden; `None` where some are."""
        return self._hidden("Rows")

    @row_hidden.setter
    def row_hidden(self, value: object) -> None:
        self._hide("Rows", hidden=bool(value))

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden; `None` where some are."""
        return self._hidden("Columns")

    @column_hidden.setter
    def column_hidden(self, value: object) -> None:
        self._hide("Columns", hidden=bool(value))

    def _hide(self, lines: str, *, hidden: bool) -> None:
        self.must_be_free()
        for part in self.parts():
            getattr(part, f"get{lines}")().setPropertyValue("IsVisible", not hidden)

    def _hidden(self, lines: str) -> bool | None:
        seen = {
            each.getByIndex(number).getPropertyValue("IsVisible")
            for part in self.parts()
            for each in [getattr(part, f"get{lines}")()]
            for number in range(each.getCount())
        }
        if len(seen) == 1:
            return not seen.pop()
        return None

    def group(self, by: str) -> None:
        """Group rows or columns."""
        self.must_be_free()
        for address in self.addresses():
            self._sheet.api.group(address, _orientation(by))

    def ungroup(self, by: str) -> None:
        """Undo a grouping of rows or columns."""
        self.must_be_free()
        for address in self.addresses():
            self._sheet.api.ungroup(address, _orientation(by))


def _orientation(by: str) -> Any:
    if by not in {"rows", "row", "columns", "column"}:
        raise ValueError(f"by must be 'rows' or 'columns', not {by!r}.")
    return load_uno().Enum(_ORIENTATION, "ROWS" if by.startswith("row") else "COLUMNS")


def _points(hundredths: int) -> float:
    """Return points, to the twip.

    >>> _points(529)
    15.0
    """
    return _twips(hundredths) / 20


def _twips(hundredths: int) -> int:
    return round(hundredths * 1440 / 2540)


def _hundredths(points: float) -> int:
    return round(points * 2540 / 72)


def _width_points(characters: float) -> float:
    if characters >= 1:
        pixels = characters * _DIGIT + _PADDING
    else:
        pixels = characters * (_DIGIT + _PADDING)
    return round(pixels) * _POINTS_PER_PIXEL


def _characters(hundredths: int) -> float:
    """Return the width of a column in characters of the standard font.

    >>> _characters(1984)
    10.0
    """
    pixels = round(_points(hundredths) / _POINTS_PER_PIXEL)
    small = pixels < _DIGIT + _PADDING
    return round(
        pixels / (_DIGIT + _PADDING) if small else (pixels - _PADDING) / _DIGIT,
        2,
    )

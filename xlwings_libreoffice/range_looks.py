"""Looks of a range: fill, number format, font, borders, alignment, merged cells."""

from __future__ import annotations

from typing import Any

from xlwings_libreoffice.borders import Borders
from xlwings_libreoffice.bridge import load_uno
from xlwings_libreoffice.cell_formats import format_groups
from xlwings_libreoffice.fonts import Font, from_rgb, to_rgb
from xlwings_libreoffice.members import unsupported
from xlwings_libreoffice.number_formats import NumberFormats
from xlwings_libreoffice.range_base import RangeBase
from xlwings_libreoffice.rectangles import (
    Cell,
    areas_of,
    areas_within,
    rectangles,
    several_ranges,
)

__all__ = ["RangeLooks"]

_NO_FILL = -1
_INDENT = (
    353  # hundredths of a millimetre: ten points, one step of LibreOffice's own button
)
_ENUM = "com.sun.star.table.CellHoriJustify"
_HORIZONTAL = {
    "general": ("STANDARD", 0),
    "left": ("LEFT", 0),
    "center": ("CENTER", 0),
    "right": ("RIGHT", 0),
    "fill": ("REPEAT", 0),
    "justify": ("BLOCK", 0),
    "distributed": ("BLOCK", 1),
}
_VERTICAL = {
    "bottom": (3, 0),
    "top": (1, 0),
    "center": (2, 0),
    "justify": (4, 0),
    "distributed": (4, 1),
}
_VERTICAL_STANDARD = (0, 0)


class RangeLooks(RangeBase):
    """How the cells look."""

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The fill; `None` for no fill and where cells differ."""
        number = self.look("CellBackColor")
        if number is None or number == _NO_FILL:
            return None
        return to_rgb(number)

    @color.setter
    def color(self, value: Any) -> None:
        self.set_look("CellBackColor", _NO_FILL if value is None else from_rgb(value))

    def set_colors(self, colors: Any) -> None:
        """Fill cell by cell: a row of colours for each row; `None` removes a fill, `...` leaves it."""
        self.must_be_free()
        cells: dict[int, list[Cell]] = {}
        for row, line in enumerate(colors, self.row):
            for column, color in enumerate(line, self.column):
                if color is not ...:
                    cells.setdefault(
                        _NO_FILL if color is None else from_rgb(color), []
                    ).append((row, column))
        for number, places in cells.items():
            parts = several_ranges(self.document(), self._sheet.api, rectangles(places))
            parts.setPropertyValue("CellBackColor", number)

    @property
    def number_format(self) -> str | None:
        """The number format in Excel's English code; `None` where cells differ."""
        if self.api is None:
            return ""
        formats = NumberFormats(self.document())
        keys = {
            group.getPropertyValue("NumberFormat")
            for part in self.parts()
            for group in format_groups(part)
        }
        codes = {formats.code(key) for key in keys}
        if len(codes) == 1:
            return codes.pop()
        return None

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.set_look("NumberFormat", NumberFormats(self.document()).key(value))

    @property
    def font(self) -> Font:
        """The font."""
        return Font(self, self.api)

    @property
    def borders(self) -> Borders:
        """The borders of the first area."""
        return Borders(self)

    @property
    def wrap_text(self) -> bool | None:
        """Whether long texts wrap; `None` where cells differ."""
        wrapped = self.look("IsTextWrapped")
        if wrapped is None:
            return None
        return bool(wrapped)

    @wrap_text.setter
    def wrap_text(self, value: object) -> None:
        self.set_look("IsTextWrapped", bool(value))

    @property
    def horizontal_alignment(self) -> str | None:
        """The alignment by Excel's name; `None` where cells differ."""
        side = self.look("HoriJustify")
        method = self.look("HoriJustifyMethod")
        found = None
        if side is not None:
            found = (side.value, method or 0)
        return next(
            (name for name, value in _HORIZONTAL.items() if value == found),
            None,
        )

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in _HORIZONTAL:
            raise unsupported(f"Range.horizontal_alignment = {value!r}")
        side, method = _HORIZONTAL[value]
        self.set_look("HoriJustify", load_uno().Enum(_ENUM, side))
        self.set_look("HoriJustifyMethod", method)

    @property
    def vertical_alignment(self) -> str | None:
        """The alignment by Excel's name; `None` where cells differ."""
        found = self.look("VertJustify"), self.look("VertJustifyMethod") or 0
        if found == _VERTICAL_STANDARD:
            return "bottom"
        return next((name for name, value in _VERTICAL.items() if value == found), None)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        side, method = _VERTICAL[value]
        self.set_look("VertJustify", side)
        self.set_look("VertJustifyMethod", method)

    def adjust_indent(self, amount: int) -> None:
        """Indent by so many steps more; the text goes to the left, the only place an indent shows."""
        steps = round((self.look("ParaIndent") or 0) / _INDENT) + amount
        if self.horizontal_alignment in {"general", None}:
            self.horizontal_alignment = "left"
        self.set_look("ParaIndent", max(0, steps) * _INDENT)

    @property
    def merge_area(self) -> Any:
        """The merged cells the first cell belongs to, or the first cell."""
        cursor = self._sheet.api.createCursorByRange(
            self.part((self.row, self.column, self.row, self.column))
        )
        cursor.collapseToMergedArea()
        return self.made(*areas_of([cursor.getRangeAddress()])[0])

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells are merged; `None` where some are."""
        row1, column1, row2, column2 = self.areas[0]
        merged = self.merge_area.areas[0]
        if merged[2] >= row2 and merged[3] >= column2:
            return bool(merged != (row1, column1, row1, column1))
        used = self._sheet.used_range.areas[0]
        last_row = min(row2, max(row1, used[2]))
        last_column = min(column2, max(column1, used[3]))
        found: set[bool] = {merged != (row1, column1, row1, column1)}
        seen = set()
        for row in range(row1, last_row + 1):
            for column in range(column1, last_column + 1):
                if (row, column) not in seen:
                    top, left, bottom, right = area = self.made(
                        row,
                        column,
                        row,
                        column,
                    ).merge_area.areas[0]
                    found.add(area != (row, column, row, column))
                    seen |= {
                        (y, x)
                        for y in range(top, bottom + 1)
                        for x in range(left, right + 1)
                    }
                if len(found) > 1:
                    return None
        if (last_row, last_column) == (row2, column2):
            return found.pop()
        if True in found:
            return None
        return False

    def merge(self, across: object = False) -> None:  # noqa: FBT002 - the signature of xlwings
        """Merge the cells, or with `across` those of each row; of their contents the first stays."""
        self.must_be_free()
        for area in self.areas:
            if across:
                rows = [
                    (row, area[1], row, area[3]) for row in range(area[0], area[2] + 1)
                ]
            else:
                rows = [area]
            for row in rows:
                self._merge(self.made(*row))

    def _merge(self, target: Any) -> None:
        full = target.api.queryContentCells(1 | 2 | 4 | 16).getRangeAddresses()
        first = min(
            ((area[0], area[1]) for area in areas_within(full, target.areas[0])),
            default=None,
        )
        if first is not None:
            corner = target.made(target.row, target.column, target.row, target.column)
            if first != (target.row, target.column):
                source = target.made(*first, *first)
                self._sheet.api.moveRange(
                    corner.cell_api().getCellAddress(),
                    source.addresses()[0],
                )
            for rest in _around_corner(target):
                rest.clear_contents()
        target.unmerge()  # over cells that are merged already LibreOffice would do nothing
        target.api.merge(True)

    def unmerge(self) -> None:
        """Separate merged cells, also those that only begin here or reach into the range."""
        self.must_be_free()
        for part in self.parts():
            cursor = self._sheet.api.createCursorByRange(part)
            cursor.collapseToMergedArea()
            cursor.merge(False)


def _around_corner(target: Any) -> list[Any]:
    row1, column1, row2, column2 = target.areas[0]
    if column2 > column1:
        beside = [
            target.made(
                row1,
                column1 + 1,
                row1,
                column2,
            )
        ]
    else:
        beside = []
    return [
        *beside,
        *([target.made(row1 + 1, column1, row2, column2)] if row2 > row1 else []),
    ]

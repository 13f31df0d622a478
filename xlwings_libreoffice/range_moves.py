"""Moving cells about: inserting, deleting, copying, filling."""

from __future__ import annotations

from itertools import product
from typing import Any

from xlwings_libreoffice.bridge import load_uno, named_values
from xlwings_libreoffice.formula_translation import moved
from xlwings_libreoffice.members import unsupported
from xlwings_libreoffice.range_base import RangeBase
from xlwings_libreoffice.range_edges import CONTENTS
from xlwings_libreoffice.reading_cells import formulas, values
from xlwings_libreoffice.rectangles import (
    common_area,
    range_address,
    several_ranges,
)

__all__ = ["RangeMoves"]

_NOTES = 8
_FILLS = {
    "fill_copy": "SIMPLE",
    "fill_series": "LINEAR",
    "linear_trend": "LINEAR",
    "growth_trend": "GROWTH",
}
_ORIGINS = ("format_from_left_or_above", "format_from_right_or_below", None)


class RangeMoves(RangeBase):
    """What moves cells or goes from one to another."""

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Insert empty cells here and shift the others `down` or `right`; whole rows or columns stay whole.

        Without `shift` the shape decides, as in Excel. The new cells look like those above or to the left, or with
        `format_from_right_or_below` like those they pushed away.
        """
        self.must_be_free()
        if copy_origin not in _ORIGINS:
            raise ValueError(
                f"copy_origin must be one of {_ORIGINS[:2]}, not {copy_origin!r}."
            )
        for area in sorted(self.areas, reverse=True):
            down = self._goes(area, shift, ("down", "right"))
            self._sheet.api.insertCells(
                range_address(self._sheet.api, area),
                self._mode("Insert", area, down=down),
            )
            if copy_origin == "format_from_right_or_below":
                self._take_looks(area, down=down)

    def delete(self, shift: str | None = None) -> None:
        """Remove the cells and shift the others `up` or `left`; without `shift` the shape decides, as in Excel.

        Cells as high as wide, a single one among them, draw those beside them to the left.
        """
        self.must_be_free()
        for area in sorted(self.areas, reverse=True):
            wanted = shift
            if shift is None and area[2] - area[0] == area[3] - area[1]:
                wanted = "left"
            up = self._goes(area, wanted, ("up", "left"))
            self._sheet.api.removeRange(
                range_address(self._sheet.api, area),
                self._mode("Delete", area, down=up),
            )
            self._sheet.book.app.office.state.deletions += 1

    @staticmethod
    def _goes(area: Any, shift: str | None, ways: tuple[str, str]) -> bool:
        """Whether cells move along their column."""
        if shift is None:
            return bool(area[2] - area[0] <= area[3] - area[1])
        if shift not in ways:
            raise ValueError(
                f"shift must be {ways[0]!r} or {ways[1]!r}, not {shift!r}."
            )
        return shift == ways[0]

    def _mode(self, doing: str, area: Any, *, down: bool) -> Any:
        rows, columns = self._sheet.size
        if area[1] == 1 and area[3] == columns:
            way = "ROWS"
        elif area[0] == 1 and area[2] == rows:
            way = "COLUMNS"
        elif doing == "Insert":
            way = "RIGHT"
            if down:
                way = "DOWN"
        else:
            way = "LEFT"
            if down:
                way = "UP"
        return load_uno().Enum(f"com.sun.star.sheet.Cell{doing}Mode", way)

    def _take_looks(self, area: Any, *, down: bool) -> None:
        row1, column1, row2, column2 = area
        whole_columns = (row1, row2) == (1, self._sheet.size[0])
        if down and not whole_columns:
            source = (row2 + 1, column1, row2 + 1, column2)
            targets = [(row, column1) for row in range(row1, row2 + 1)]
        else:
            source = (row1, column2 + 1, row2, column2 + 1)
            targets = [(row1, column) for column in range(column1, column2 + 1)]
        for row, column in targets:
            self._copy(
                range_address(self._sheet.api, source),
                self.made(row, column, row, column),
            )
        self.part(area).clearContents(CONTENTS | _NOTES)

    def copy(self, destination: Any = None) -> None:
        """Copy contents and looks to the destination; to the clipboard without one."""
        if destination is None:
            self._at_view("Copy")
            return
        target = destination.impl
        target.must_be_free()
        if not self._same_book(target):
            self._carry_over(target)
            return
        for row, column in self._places(target):
            if (row, column) != (
                self.row,
                self.column,
            ) or target.sheet.name != self._sheet.name:
                cell = target.made(row, column, row, column)
                self._copy(range_address(self._sheet.api, self.areas[0]), cell)

    def _places(self, target: Any) -> list[tuple[int, int]]:
        """Return where copies begin: several where the destination is a multiple of the range."""
        (rows, columns), (high, wide) = self.shape, target.shape
        if high % rows or wide % columns:
            return [(target.row, target.column)]
        downs = range(target.row, target.row + high, rows)
        acrosses = range(target.column, target.column + wide, columns)
        return list(product(downs, acrosses))

    @staticmethod
    def _copy(source: Any, cell: Any) -> None:
        cell.sheet.api.copyRange(cell.cell_api().getCellAddress(), source)

    def _same_book(self, other: Any) -> bool:
        ours, theirs = self.document(), other.document()
        return bool(
            ours.getPropertyValue("RuntimeUID") == theirs.getPropertyValue("RuntimeUID")
        )

    def _carry_over(self, target: Any) -> None:
        """Copy to another book through a transfer of the office, not the clipboard."""
        here = self.document().getCurrentController()
        there = target.document().getCurrentController()
        before = here.getSelection()
        here.select(self.api)
        carried = here.getTransferable()
        here.select(before)
        there.select(target.api)
        there.insertTransferable(carried)

    def copy_from(
        self,
        source_range: Any,
        copy_type: str = "all",
        skip_blanks: object = False,  # noqa: FBT002 - the signature of xlwings
        transpose: object = False,  # noqa: FBT002
    ) -> None:
        """Copy another range here: `all`, or its `values` or `formulas` only."""
        if skip_blanks or transpose or copy_type not in {"all", "values", "formulas"}:
            raise unsupported(
                f"Range.copy_from({copy_type=}, {skip_blanks=}, {transpose=})"
            )
        source = source_range.impl
        if copy_type == "all":
            source.copy(source_range.__class__(impl=self))
            return
        rows, columns = source.shape
        area = source.areas[0]
        target = self.made(
            self.row,
            self.column,
            self.row + rows - 1,
            self.column + columns - 1,
        )
        if copy_type == "values":
            target.raw_value = values(source.document(), source.api, area)
        else:
            written = formulas(
                source.document(),
                source.api,
                area,
                self.names_of_functions,
            )
            down = self.row - source.row
            right = self.column - source.column
            target.raw_value = [
                [_moved_text(text, down, right) for text in line] for line in written
            ]

    def move(self, destination: Any) -> None:
        """Move the cells, formulas that point to them follow."""
        target = destination.impl
        self.must_be_free()
        target.must_be_free()
        address = target.cell_api().getCellAddress()
        self._sheet.api.moveRange(
            address,
            range_address(self._sheet.api, self.areas[0]),
        )

    def autofill(self, destination: Any, type_: str) -> None:
        """Fill the destination, which begins or ends with this range, from this range."""
        target = destination.impl
        if common_area(self.areas[0], target.areas[0]) != self.areas[0]:
            raise ValueError(
                "The destination must contain the range it is filled from."
            )
        target.must_be_free()
        way, count = self._filling(target)
        direction = load_uno().Enum("com.sun.star.sheet.FillDirection", way)
        if type_ == "fill_default":
            target.api.fillAuto(direction, count)
            return
        if type_ not in _FILLS:
            raise unsupported(f"Range.autofill(type_={type_!r})")
        if type_ == "fill_copy":
            self.copy(destination)
            return
        mode = load_uno().Enum("com.sun.star.sheet.FillMode", _FILLS[type_])
        date = load_uno().Enum("com.sun.star.sheet.FillDateMode", "FILL_DATE_DAY")
        target.api.fillSeries(
            direction,
            mode,
            date,
            1.0,
            1.7e307,
        )

    def _filling(self, target: Any) -> tuple[str, int]:
        rows, columns = self.shape
        if columns == target.shape[1]:
            if self.row == target.row:
                return "TO_BOTTOM", rows
            return "TO_TOP", rows
        if rows == target.shape[0]:
            if self.column == target.column:
                return "TO_RIGHT", columns
            return "TO_LEFT", columns
        raise ValueError("The destination must continue the range in one direction.")

    def select(self) -> None:
        """Select the cells in the window of the book, on their sheet."""
        controller = self.document().getCurrentController()
        controller.setActiveSheet(self._sheet.api)
        selected = self.api
        if len(self.areas) > 1:
            selected = several_ranges(self.document(), self._sheet.api, self.areas)
        controller.select(selected)

    def _at_view(self, command: str, **arguments: object) -> None:
        controller = self.document().getCurrentController()
        before = controller.getSelection()
        controller.select(self.api)
        helper = self._sheet.book.app.office.service(
            "com.sun.star.frame.DispatchHelper"
        )
        helper.executeDispatch(
            controller.getFrame(),
            f".uno:{command}",
            "",
            0,
            named_values(**arguments),
        )
        controller.select(before)

    def paste(
        self,
        paste: str | None = None,
        operation: str | None = None,
        skip_blanks: object = False,  # noqa: FBT002 - the signature of xlwings
        transpose: object = False,  # noqa: FBT002
    ) -> None:
        """Insert the clipboard of the office here."""
        flags = {
            None: "A",
            "all": "A",
            "values": "SVD",
            "formats": "T",
            "formulas": "SVDF",
            "comments": "N",
        }
        commands = {
            None: 0,
            "add": 1,
            "subtract": 2,
            "multiply": 3,
            "divide": 4,
        }
        if paste not in flags:
            raise unsupported(f"Range.paste({paste!r})")
        self.must_be_free()
        self._at_view(
            "InsertContents",
            Flags=flags[paste],
            FormulaCommand=commands[operation],
            SkipEmptyCells=bool(skip_blanks),
            Transpose=bool(transpose),
            AsLink=False,
            MoveMode=4,
        )


def _moved_text(text: str, down: int, right: int) -> str:
    """Return what a cell says at its new place: a formula points as far away as before."""
    if text.startswith("="):
        return moved(text, down, right)
    return text

"""How a sheet is shown and printed: gridlines, frozen panes, the print area.

Gridlines and panes belong to the view of the sheet that is shown; so the sheet is shown for the moment and the one
before it again. A window that has never been visible has no panes; it is made visible for the moment too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.addresses import column_letters, read_areas, split_sheet
from xlwings_libreoffice.bridge import load_uno, named_values
from xlwings_libreoffice.failures import OfficeFailure
from xlwings_libreoffice.members import implements

__all__ = ["FreezePanes", "PageSetup", "gridlines_shown", "show_gridlines"]

_TRIES, _LAYOUT_SECONDS = (
    40,
    0.05,
)  # a window that has just appeared takes a moment until it has a size
_SIZE_AND_PLACE = 15  # com.sun.star.awt.PosSize.POSSIZE


def gridlines_shown(sheet: Any) -> bool:
    """Whether gridlines of the sheet are drawn."""
    with _in_view(sheet):
        document = sheet.book.api
        document.setViewData(
            None
        )  # it is kept as it was first asked for, and would be saved like that
        views = document.getViewData().getByIndex(0)
        document.setViewData(None)
        tables = next(value.Value for value in views if value.Name == "Tables")
        shown = next(
            (
                value.Value
                for value in tables.getByName(sheet.name)
                if value.Name == "ShowGrid"
            ),
            True,
        )
    return bool(shown)


def show_gridlines(sheet: Any, *, shown: bool) -> None:
    """Draw the gridlines of the sheet, or leave them out."""
    if gridlines_shown(sheet) == shown:
        return
    with _in_view(sheet):
        helper = sheet.book.app.office.service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(
            sheet.book.frame,
            ".uno:ToggleSheetGrid",
            "",
            0,
            named_values(SynchronMode=True),
        )


@implements(base_classes.FreezePanes)
class FreezePanes(base_classes.FreezePanes):
    """The rows above and the columns left of the frozen corner."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Freeze down and right to the end of a range: `A1` one row and one column, `1:2` rows, `A:A` columns only."""
        rows, columns = self._sheet.size
        areas = read_areas(frozen_range, rows, columns)
        if not areas:
            raise ValueError(f"“{frozen_range}”不是单元格地址。")
        _, _, row, column = areas[0]
        across = 0
        if column != columns:
            across = column
        down = 0
        if row != rows:
            down = row
        with _in_view(self._sheet) as controller:
            for _ in range(_TRIES):
                controller.freezeAtPosition(across, down)
                if controller.hasFrozenPanes():
                    return
                time.sleep(_LAYOUT_SECONDS)
        raise OfficeFailure(
            f"工作表“{self._sheet.name}”没有冻结成功：窗口尚未准备好，请稍后再试。"
        )

    def unfreeze(self) -> None:
        """Let everything scroll."""
        with _in_view(self._sheet) as controller:
            controller.freezeAtPosition(0, 0)


@implements(base_classes.PageSetup)
class PageSetup(base_classes.PageSetup):
    """What is printed of a sheet."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The sheet with its print areas."""
        return self._sheet.api

    @property
    def print_area(self) -> str | None:
        """The addresses that are printed, `$A$1:$B$2` or several with commas; `None` for everything."""
        areas = self.api.getPrintAreas()
        return ",".join(_absolute(area) for area in areas) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        made = []
        if value:
            address = ",".join(split_sheet(part)[1] for part in value.split(","))
            areas = read_areas(address, *self._sheet.size)
            if not areas:
                raise ValueError(f"“{value}”不是单元格地址。")
            for row1, column1, row2, column2 in areas:
                area = load_uno().getClass("com.sun.star.table.CellRangeAddress")()
                area.Sheet = self._sheet.index - 1
                area.StartRow = row1 - 1
                area.StartColumn = column1 - 1
                area.EndRow = row2 - 1
                area.EndColumn = column2 - 1
                made.append(area)
        self.api.setPrintAreas(tuple(made))


@contextmanager
def _in_view(sheet: Any) -> Iterator[Any]:
    """Show the sheet, in a window if need be, and what was shown before again at the end."""
    controller = sheet.book.controller
    window = sheet.book.window
    before = controller.getActiveSheet()
    hidden = not window.isVisible()
    if hidden:
        window.setPosSize(
            0,
            0,
            1000,
            700,
            _SIZE_AND_PLACE,
        )
        window.setVisible(True)
    controller.setActiveSheet(sheet.api)
    try:
        yield controller
    finally:
        controller.setActiveSheet(before)
        if hidden:
            window.setVisible(False)


def _absolute(area: Any) -> str:
    first = f"${column_letters(area.StartColumn + 1)}${area.StartRow + 1}"
    last = f"${column_letters(area.EndColumn + 1)}${area.EndRow + 1}"
    if first == last:
        return first
    return f"{first}:{last}"

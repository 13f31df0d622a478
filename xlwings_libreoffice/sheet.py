"""One sheet of a book."""

from __future__ import annotations

import weakref
from typing import Any

from xlwings import base_classes

from xlwings_libreoffice.addresses import Area, read_areas, split_sheet
from xlwings_libreoffice.charts import Charts
from xlwings_libreoffice.failures import OfficeClosed, OfficeFailure
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.names import Names
from xlwings_libreoffice.pictures import Pictures
from xlwings_libreoffice.ranges import Range
from xlwings_libreoffice.shapes import Shapes
from xlwings_libreoffice.sheet_views import (
    FreezePanes,
    PageSetup,
    gridlines_shown,
    show_gridlines,
)
from xlwings_libreoffice.tables import Tables
from xlwings_libreoffice.titles import checked_title, free_copy_title

__all__ = ["Sheet"]

# com.sun.star.sheet.CellFlags
_CONTENTS = 1 | 2 | 4 | 16  # numbers, dates, texts, formulas
_NOTES = 8
_FORMATS = 32 | 64 | 256 | 512  # hard attributes, styles, parts of texts

_HANDLES: weakref.WeakSet[Any] = weakref.WeakSet()
"""Every `Sheet` in use: LibreOffice's object for a deleted sheet goes on as the *first* sheet of the book."""


@implements(base_classes.Sheet, "pivot_tables")
class Sheet(base_classes.Sheet):
    """A sheet with its cells."""

    def __init__(self, book: Any, api: Any) -> None:
        self._book = book
        self._api = api
        self._deletions = book.app.office.state.deletions
        _HANDLES.add(self)

    @property
    def api(self) -> Any:
        """The `XSpreadsheet`; a new one after cells were deleted, as the one made before has lost a part of the sheet.

        Raises:
            OfficeClosed: the sheet has been deleted.
        """
        if self._api is None:
            raise OfficeClosed("工作表已被删除。")
        if self._deletions != self.book.app.office.state.deletions:
            self.refresh()
        return self._api

    def same_sheet(self, other: Sheet) -> bool:
        """Whether two objects mean one sheet; one whose book is closed means none."""
        if self is other:
            return True
        return (
            self._api is not None
            and self.book.api == other.book.api
            and self.index == other.index
        )

    def refresh(self) -> None:
        """Ask for the `XSpreadsheet` anew."""
        self._deletions = self.book.app.office.state.deletions
        self._api = self.book.api.getSheets().getByName(self._api.getName())

    @property
    def book(self) -> Any:
        """The book the sheet belongs to."""
        return self._book

    @property
    def name(self) -> str:
        """The name on the tab."""
        return str(self.api.getName())

    @name.setter
    def name(self, value: str) -> None:
        self.book.require_open_structure()
        others = [title for title in self.book.sheets.titles() if title != self.name]
        self.api.setName(checked_title(value, others))
        if self.name != value:
            raise OfficeFailure(f"工作表“{self.name}”不能改名为“{value}”。")

    @property
    def names(self) -> Names:
        """The names that belong to this sheet."""
        return Names(self.book, self)

    @property
    def index(self) -> int:
        """The place among the sheets, from 1."""
        return int(self.api.getRangeAddress().Sheet) + 1

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns a sheet of this office can hold."""
        state = self.book.app.office.state
        if state.sheet_size is None:
            address = self.api.getRangeAddress()
            state.sheet_size = (address.EndRow + 1, address.EndColumn + 1)
        size: tuple[int, int] = state.sheet_size
        return size

    @property
    def visible(self) -> bool:
        """Whether the tab is shown."""
        return bool(self.api.getPropertyValue("IsVisible"))

    @visible.setter
    def visible(self, value: object) -> None:
        self.book.require_open_structure()
        self.api.setPropertyValue("IsVisible", bool(value))
        if self.visible != bool(value):
            raise OfficeFailure(
                f"工作表“{self.name}”不能隐藏：工作簿至少要有一张可见的工作表。"
            )

    @property
    def show_gridlines(self) -> bool:
        """Whether gridlines are drawn on the screen."""
        return gridlines_shown(self)

    @show_gridlines.setter
    def show_gridlines(self, value: object) -> None:
        show_gridlines(self, shown=bool(value))

    @property
    def page_setup(self) -> PageSetup:
        """The print area."""
        return PageSetup(self)

    @property
    def tables(self) -> Tables:
        """The tables that came with an .xlsx file."""
        return Tables(self)

    @property
    def shapes(self) -> Shapes:
        """Everything drawn on the sheet."""
        return Shapes(self)

    @property
    def pictures(self) -> Pictures:
        """The pictures."""
        return Pictures(self)

    @property
    def charts(self) -> Charts:
        """The charts."""
        return Charts(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        """The rows and columns that stay while scrolling."""
        return FreezePanes(self)

    @property
    def cells(self) -> Range:
        """All cells."""
        return Range(self, 1, 1, *self.size)

    @property
    def used_range(self) -> Range:
        """The smallest rectangle around everything typed or formatted; A1 on an empty sheet."""
        cursor = self.api.createCursor()
        cursor.gotoStartOfUsedArea(False)
        first = cursor.getRangeAddress()
        cursor.gotoEndOfUsedArea(False)
        last = cursor.getRangeAddress()
        return Range(
            self,
            first.StartRow + 1,
            first.StartColumn + 1,
            last.EndRow + 1,
            last.EndColumn + 1,
        )

    @property
    def notes(self) -> list[Any]:
        """The notes of all cells."""
        annotations = self.api.getAnnotations()
        places = [
            annotations.getByIndex(number).getPosition()
            for number in range(annotations.getCount())
        ]
        return [
            Range(
                self,
                at.Row + 1,
                at.Column + 1,
                at.Row + 1,
                at.Column + 1,
            ).note
            for at in places
        ]

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """The cells from `arg1` to `arg2`: addresses, names, (row, column) or ranges; (row, column, rows, columns).

        Raises:
            IndexError: rows or columns are counted from 0.
            ValueError: the text is neither an address nor a name of cells.
        """
        if isinstance(arg1, int) and isinstance(arg2, int):
            arg1, arg2 = (arg1, arg2), None
        first = self._range(arg1)
        if arg2 is None:
            return first
        corners = [*first.areas, *self._range(arg2).areas]
        tops, lefts, bottoms, rights = zip(*corners, strict=True)
        return Range(
            self,
            min(tops),
            min(lefts),
            max(bottoms),
            max(rights),
        )

    def activate(self) -> None:
        """Show the sheet."""
        self.book.controller.setActiveSheet(self.api)

    def select(self) -> None:
        """Show the sheet."""
        self.activate()

    def clear_contents(self) -> None:
        """Empty all cells; formats and notes stay."""
        self.cells.must_be_free(for_contents=True)
        self._clear(_CONTENTS)

    def clear_formats(self) -> None:
        """Remove all formats, merged cells and conditional formats; the contents stay."""
        self.cells.must_be_free()
        self.api.merge(False)
        self._clear(_FORMATS)

    def clear(self) -> None:
        """Remove contents, notes, formats and tables; drawings stay."""
        self.cells.must_be_free()
        self.tables.remove_all()
        self.api.merge(False)
        self._clear(_CONTENTS | _NOTES | _FORMATS)

    def autofit(self, axis: str | None = None) -> None:
        """Fit columns (`c`, `columns`), rows (`r`, `rows`) or both to what is in them."""
        if axis not in {None, "r", "rows", "c", "columns"}:
            raise ValueError(f"Sheet.autofit: unknown axis {axis!r}")
        self.cells.must_be_free()
        used = self.used_range.api
        if axis in {None, "c", "columns"}:
            used.getColumns().setPropertyValue("OptimalWidth", True)
        if axis in {None, "r", "rows"}:
            used.getRows().setPropertyValue("OptimalHeight", True)

    def delete(self) -> None:
        """Remove the sheet.

        Raises:
            OfficeFailure: it is the last visible one, or the book is protected.
        """
        self.book.require_open_structure()
        sheets = self.book.sheets
        if not any(each.visible for each in sheets if each.name != self.name):
            raise OfficeFailure(
                f"工作表“{self.name}”不能删除：工作簿至少要有一张可见的工作表。"
            )
        handles = [each for each in _HANDLES if each.same_sheet(self)]
        sheets.api.removeByName(self.name)
        for handle in handles:
            handle._api = None  # noqa: SLF001

    def copy(self, before: Sheet | None = None, after: Sheet | None = None) -> None:
        """Copy the sheet, also into another book, before or after one of its sheets, as `Sheet1 (2)`; the copy is shown."""
        neighbour = before or after
        if neighbour is not None:
            target = neighbour.book
        else:
            target = self.book
        place = _place(target, before, after)
        target.require_open_structure()
        titles = target.sheets.titles()
        title = free_copy_title(self.name, titles)
        if target.api.getPropertyValue("RuntimeUID") == self.book.api.getPropertyValue(
            "RuntimeUID"
        ):
            target.sheets.api.copyByName(self.name, title, place)
        else:
            target.sheets.api.importSheet(self.book.api, self.name, place)
            copied = target.sheets(place + 1).api
            copied.setName(
                title
                if self.name.lower() in {each.lower() for each in titles}
                else self.name
            )
        target.sheets(place + 1).activate()

    def move(self, before: Sheet | None = None, after: Sheet | None = None) -> None:
        """Move the sheet before or after another one of the same book."""
        self.book.require_open_structure()
        self.book.sheets.api.moveByName(self.name, _place(self.book, before, after))

    def _clear(self, flags: int) -> None:
        self.api.clearContents(flags)

    def _range(self, given: Any) -> Range:
        if isinstance(given, Range):
            return given
        if isinstance(given, tuple):
            if 0 in given[:2]:
                raise IndexError(
                    "Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based."
                )
            row, column, rows, columns = (*given, 1, 1)[:4]
            return self._made(
                ((row, column, row + rows - 1, column + columns - 1),),
                "",
            )
        title, address = split_sheet(given)
        if title is None:
            sheet = self
        else:
            sheet = self.book.sheets(title)
        areas = read_areas(address, *self.size)
        if areas:
            return sheet._made(areas, given)  # noqa: SLF001
        return self._named(given)

    def _made(self, areas: tuple[Area, ...], given: str) -> Range:
        made = Range.of_areas(self, areas)
        made.arg1_input = given
        return made

    def _named(self, name: str) -> Range:
        """Return the cells of a name of this sheet or of the book, or the body of a table anywhere in the book."""
        if self.names.contains(name):
            own: Range = self.names(name).refers_to_range
            return own
        found = self.book.names.of_the_book(name)
        if found is not None:
            common: Range = found.refers_to_range
            return common
        for sheet in self.book.sheets:
            if name in sheet.tables:
                body: Range | None = sheet.tables(name).data_body_range
                if body is not None:
                    return body
        raise ValueError(f"“{name}”既不是单元格地址，也不是已定义的名称或表格。")


def _place(book: Any, before: Sheet | None, after: Sheet | None) -> int:
    if before is not None:
        return before.index - 1
    if after is not None:
        return after.index
    return len(book.sheets)

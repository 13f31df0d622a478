"""Workbooks of the format .xlsb, read by python-calamine: values only, no formulas, formats or merged areas."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from perfeval_xl.errors import TooLargeWorkbook
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.package import Package, not_a_workbook, too_large
from perfeval_xl.sheets.raw import Arrangement, RawCell, RawWorkbook, as_number

__all__ = ["BinaryWorkbook", "is_binary"]

_BOOK = "xl/workbook.bin"
_WIDEST = 16_384
Value = int | float | str | bool | time | date | datetime | timedelta


def is_binary(package: Package) -> bool:
    """Whether a package is an .xlsb workbook."""
    return _BOOK in package.sizes


class BinaryWorkbook(RawWorkbook):
    """The sheets of one .xlsb file."""

    names: Mapping[str, str]

    def __init__(self, package: Package, data: bytes) -> None:
        super().__init__()
        self._package = package
        self.names = {}
        for part in package.sizes:
            package.content(part)  # counts what it unpacks to, before another reader unpacks it all
        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except (CalamineError, ValueError, OSError) as exc:
            raise not_a_workbook(package.file, ".xlsb 的内容已损坏") from exc
        self._metadata = {sheet.name: sheet for sheet in self._book.sheets_metadata}
        self._check_counts()

    @property
    def titles(self) -> Collection[str]:
        """The titles of all sheets."""
        return self._metadata.keys()

    def _too_large(self, what: str) -> TooLargeWorkbook:
        return too_large(self._package.file, what)

    def _read_sheet(self, title: str) -> dict[tuple[int, int], RawCell]:
        try:
            sheet = self._book.get_sheet_by_name(title)
        except (CalamineError, ValueError, OSError) as exc:
            raise not_a_workbook(self._package.file, f"工作表“{title}”已损坏") from exc
        start = sheet.start or (0, 0)
        if sheet.height * sheet.width > LIMITS.old_width or start[1] + sheet.width > _WIDEST:
            raise self._too_large("单元格过多")
        cells: dict[tuple[int, int], RawCell] = {}
        for number, row in enumerate(sheet.to_python(skip_empty_area=True), start=start[0] + 1):
            for column, value in enumerate(row, start=start[1] + 1):
                cell = _cell(value)
                if cell is not None:
                    cells[number, column] = cell
        visible = self._metadata[title].visible is SheetVisibleEnum.Visible
        self._arrangements[title] = Arrangement(visible=visible)
        return cells


def _cell(value: Value) -> RawCell | None:
    """Return a cell, `None` for a blank; days are written out, since their formats are not kept."""
    if value == "" or value is None:
        return None
    if isinstance(value, bool | str):
        return RawCell(value)
    if isinstance(value, int | float):
        return RawCell(Decimal(value) if isinstance(value, int) else as_number(value))
    if isinstance(value, datetime):
        return RawCell(f"{value.year}年{value.month}月{value.day}日")
    if isinstance(value, date):
        return RawCell(f"{value.year}年{value.month}月{value.day}日")
    return RawCell(str(value))

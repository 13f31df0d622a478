"""Writing blocks of cells: values as if typed into Excel, in a few calls whatever the size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from xlwings_libreoffice.addresses import Area
from xlwings_libreoffice.cell_formats import FormatKinds
from xlwings_libreoffice.cell_values import prepare_xl_data_element, serial_of
from xlwings_libreoffice.formula_translation import moved, to_office
from xlwings_libreoffice.number_formats import BOOLEAN, GENERAL, TEXT, NumberFormats
from xlwings_libreoffice.reading_cells import as_typed, null_date
from xlwings_libreoffice.rectangles import Cell, rectangles, several_ranges
from xlwings_libreoffice.typed_texts import ERRORS, TypedTexts

__all__ = ["fill", "write"]

_DATE_CODE = "yyyy-mm-dd"
_MOMENT_CODE = "yyyy-mm-dd hh:mm:ss"
_TIME_CODE = "hh:mm:ss"
_DURATION_CODE = "[h]:mm:ss"
_FREE = frozenset({GENERAL, BOOLEAN})
_FORMULA_ROWS = 500
"""Formulas go in blocks of so many rows, from the bottom: LibreOffice 7.4 joins like formulas into groups, which takes
it quadratic time from the top (10,000 rows: 1.8 s instead of 0.25 s)."""


class _Block:
    """What goes into a rectangle: the plain contents, formulas, and number formats to be set."""

    def __init__(self, sheet: Any, api: Any, area: Area) -> None:
        self.document = sheet.book.api
        self.formats = NumberFormats(self.document)
        self.kinds = FormatKinds(api, area, self.formats)
        self.typed = TypedTexts(sheet.book.app.office, self.document)
        self.formulas: dict[Cell, str] = {}
        self.keys: dict[int, list[Cell]] = {}
        self._start: dt.date | None = None
        self.dates: dict[tuple[int, str], list[Cell]] = {}

    def content(self, value: Any, row: int, column: int) -> float | str:
        """Return what `setDataArray` gets for a value; formulas and number formats are noted."""
        if not isinstance(value, str):
            return self._no_text(value, row, column)
        if not value or self.kinds.at(row, column) == TEXT:
            return value
        if value[0] == "'":
            return value[1:]
        if (value[0] == "=" and len(value) > 1) or value in ERRORS:
            self._free((row, column))
            self.formulas[row, column] = value if value[0] == "=" else f"={value}"
            return ""
        understood, key = self.typed.understood(value)
        if isinstance(understood, str):
            return understood
        if key is not None and self.kinds.at(row, column) in _FREE:
            self.keys.setdefault(key, []).append((row, column))
            return float(understood)
        return self._no_text(understood, row, column)

    def _no_text(self, value: Any, row: int, column: int) -> float | str:
        if isinstance(value, bool):
            if self.kinds.at(row, column) != BOOLEAN:
                self.keys.setdefault(self.formats.boolean_key(), []).append(
                    (row, column)
                )
            return float(value)
        if self.kinds.at(
            row,
            column,
        ) == TEXT and isinstance(value, float | int | dt.date):
            return as_typed(
                value.date()
                if isinstance(value, dt.datetime) and not _has_time(value)
                else value
            )
        if isinstance(value, float | int):
            self._free((row, column))
            return float(value)
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            if self.kinds.at(row, column) in _FREE:
                self.dates.setdefault((column, _code_of(value)), []).append(
                    (row, column)
                )
            if self._start is None:
                self._start = null_date(self.document)
            return serial_of(value, self._start)
        prepared = prepare_xl_data_element(value, {})
        if prepared == "":
            return ""
        return self.content(prepared, row, column)

    def _free(self, cell: Cell) -> None:
        """A number in a cell that held TRUE would be shown as TRUE."""
        if self.kinds.at(*cell) == BOOLEAN:
            self.keys.setdefault(0, []).append(cell)

    def give_looks(self, sheet: Any) -> None:
        """Set the number formats: a column with a time somewhere shows the time everywhere."""
        for (column, code), cells in self.dates.items():
            if code == _DATE_CODE and (column, _MOMENT_CODE) in self.dates:
                shown = _MOMENT_CODE
            else:
                shown = code
            self.keys.setdefault(self.formats.key(shown), []).extend(cells)
        for key, cells in self.keys.items():
            several_ranges(
                self.document, sheet.api, rectangles(cells)
            ).setPropertyValue(
                "NumberFormat",
                key,
            )


def _code_of(value: dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.timedelta):
        return _DURATION_CODE
    if isinstance(value, dt.time):
        return _TIME_CODE
    if isinstance(value, dt.datetime) and _has_time(value):
        return _MOMENT_CODE
    return _DATE_CODE


def _has_time(value: dt.datetime) -> bool:
    return value.time() != dt.time()


def write(
    sheet: Any,
    part_of: Callable[[Area], Any],
    area: Area,
    rows: Any,
    names: Any,
) -> None:
    """Put rows of values into the rectangle; `names` gives the names of functions where there is a formula.

    `part_of` gives the `XCellRange` of a rectangle.
    """
    api = part_of(area)
    target = _Block(sheet, api, area)
    top, left = area[:2]
    contents = tuple(
        tuple(
            target.content(value, row, column)
            for column, value in enumerate(values, left)
        )
        for row, values in enumerate(rows, top)
    )
    api.setDataArray(contents)
    target.give_looks(sheet)
    for part in rectangles(target.formulas):
        for first in reversed(range(part[0], part[2] + 1, _FORMULA_ROWS)):
            lines = (
                first,
                part[1],
                min(part[2], first + _FORMULA_ROWS - 1),
                part[3],
            )
            _set_formulas(
                sheet.book.api,
                part_of(lines),
                _spelled(lines, target.formulas, names),
            )


def _set_formulas(document: Any, part: Any, spelled: Any) -> None:
    """Set formulas; under manual calculation these are calculated as in Excel, and nothing else is."""
    part.setFormulaArray(spelled)
    if not document.isAutomaticCalculationEnabled():
        document.enableAutomaticCalculation(True)
        part.getDataArray()  # what is asked for is calculated, all else goes on waiting
        document.enableAutomaticCalculation(False)


def _spelled(
    area: Area,
    formulas: Mapping[Cell, str],
    names: Any,
) -> tuple[tuple[str, ...], ...]:
    known = names().office
    rows = range(area[0], area[2] + 1)
    columns = range(area[1], area[3] + 1)
    return tuple(
        tuple(to_office(formulas[row, column], known) for column in columns)
        for row in rows
    )


def fill(
    sheet: Any,
    part_of: Callable[[Area], Any],
    area: Area,
    value: Any,
    names: Any,
) -> None:
    """Put one value into every cell of the rectangle; references of a formula move along."""
    top, left, bottom, right = area
    if isinstance(value, str) and value[:1] == "=" and len(value) > 1:
        rows: Any = (
            [
                moved(
                    value,
                    row,
                    column,
                )
                for column in range(right - left + 1)
            ]
            for row in range(bottom - top + 1)
        )
    else:
        rows = [[value] * (right - left + 1)] * (bottom - top + 1)
    write(
        sheet,
        part_of,
        area,
        rows,
        names,
    )

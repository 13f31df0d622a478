"""Reading blocks of cells: values with their types, and formulas, in a few calls whatever the size."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from xlwings_libreoffice.addresses import Area
from xlwings_libreoffice.cell_formats import FormatKinds
from xlwings_libreoffice.cell_values import CellError, moment
from xlwings_libreoffice.formula_translation import to_excel
from xlwings_libreoffice.number_formats import (
    BOOLEAN,
    DATE,
    MOMENT,
    TIME,
    NumberFormats,
)
from xlwings_libreoffice.rectangles import areas_within

__all__ = ["as_typed", "block", "formulas", "null_date", "values"]

_DATES = frozenset({DATE, TIME, MOMENT})
_TYPED = _DATES | {BOOLEAN}
_FAILED = 4  # com.sun.star.sheet.FormulaResult.ERROR
_ERRORS = {
    502: "#NUM!",  # an argument outside what a function takes: SQRT(-1)
    503: "#NUM!",
    521: "#NULL!",
    523: "#NUM!",
    524: "#REF!",
    525: "#NAME?",
    526: "#REF!",
    532: "#DIV/0!",
    32767: "#N/A",
}
_INTERSECTION = re.compile(r"[A-Z]\$?[0-9]+!\$?[A-Z]+\$?[0-9]")
"""Two references with LibreOffice's sign for what they have in common."""
_OTHER_ERROR = "#VALUE!"
_WHOLE = 1e15  # larger numbers are shown with an exponent


def null_date(document: Any) -> dt.date:
    """Return the day the document's dates are counted from."""
    start = document.getPropertyValue("NullDate")
    return dt.date(start.Year, start.Month, start.Day)


def values(
    document: Any,
    api: Any,
    area: Area,
    *,
    exactly: bool = True,
) -> list[list[Any]]:
    """Return the rows of a rectangle: `float`, `str`, `bool`, `datetime`, `CellError`, `None` where nothing is.

    Without `exactly`, dates stay numbers.
    """
    rows = [list(row) for row in api.getDataArray()]
    found = {type(value) for row in rows for value in row}
    if float in found:
        _type(
            rows,
            document,
            api,
            area,
            _TYPED if exactly else frozenset({BOOLEAN}),
        )
    if type(None) in found:
        _put_errors(rows, api, area)
    if str in found:
        return [[None if value == "" else value for value in row] for row in rows]
    return rows


def _type(
    rows: list[list[Any]],
    document: Any,
    api: Any,
    area: Area,
    kinds: frozenset[str],
) -> None:
    top, left = area[:2]
    start: dt.date | None = None
    for kind, (row1, column1, row2, column2) in FormatKinds(
        api, area, NumberFormats(document)
    ).parts(kinds):
        if kind != BOOLEAN and start is None:
            start = null_date(document)
        for row in rows[row1 - top : row2 - top + 1]:
            for column in range(column1 - left, column2 - left + 1):
                value = row[column]
                if isinstance(value, float):
                    row[column] = (
                        bool(value)
                        if start is None or kind == BOOLEAN
                        else moment(value, start)
                    )


def _put_errors(rows: list[list[Any]], api: Any, area: Area) -> None:
    top, left = area[:2]
    for row1, column1, row2, column2 in areas_within(
        api.queryFormulaCells(_FAILED).getRangeAddresses(), area
    ):
        for row in range(row1 - top, row2 - top + 1):
            for column in range(column1 - left, column2 - left + 1):
                rows[row][column] = CellError(
                    _error(api.getCellByPosition(column, row))
                )


def _error(cell: Any) -> str:
    """Return the error of a cell in Excel's words.

    LibreOffice says #REF! of cells that have nothing in common, which is Excel's #NULL!.
    """
    found = _ERRORS.get(cell.getError(), _OTHER_ERROR)
    formula = cell.getFormula()
    if found == "#REF!" and "#REF!" not in formula and _INTERSECTION.search(formula):
        return "#NULL!"
    return found


def formulas(document: Any, api: Any, area: Area, names: Any) -> list[list[str]]:
    """Return the rows of a rectangle as `Range.formula` shows them: formulas in Excel's notation, constants as typed.

    `names` gives the names of functions (`FunctionNames`); it is called only where there is a formula.
    """
    written = api.getFormulaArray()
    constants = values(document, api, area, exactly=False)
    spelled: dict[str, str] = {}
    rows = []
    for texts, cells in zip(written, constants, strict=True):
        row = []
        for text, value in zip(texts, cells, strict=True):
            if text[:1] == "=" or (text[:2] == "{=" and value != text):
                if text not in spelled:
                    spelled[text] = to_excel(text, names().excel)
                row.append(spelled[text])
            else:
                row.append(as_typed(value))
        rows.append(row)
    return rows


def as_typed(value: Any) -> str:
    """Return a constant as Excel's formula line shows it: `1.5`, `12`, `1E+20`, `TRUE`; dates as `str` spells them.

    >>> as_typed(12.0), as_typed(1e20), as_typed(None)
    ('12', '1E+20', '')
    """
    if isinstance(value, bool):
        if value:
            return "TRUE"
        return "FALSE"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < _WHOLE:
            return repr(int(value))
        return f"{value:.15g}".upper()
    if value is None:
        return ""
    return str(value)


def block(rows: list[list[Any]]) -> Any:
    """Return rows as Excel delivers them: one cell as itself, more as a tuple of tuples."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return tuple(map(tuple, rows))

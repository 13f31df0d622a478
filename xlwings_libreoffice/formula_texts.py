"""Formulas in Excel's notation and as LibreOffice keeps them (tokens), one into the other, by the office's own parser.

The notation is that of .xlsx files: English functions, commas, `Sheet1!$A$1`.
"""

from __future__ import annotations

import re
from typing import Any

from xlwings_libreoffice.bridge import load_uno

__all__ = ["base_cell", "excel_formula", "formula_tokens", "sheet_names_in"]

_EXCEL_FILES = 3  # com.sun.star.sheet.AddressConvention.XL_OOX
_SHEET = re.compile(r"'((?:[^']|'')+)'!|([^\W\d][\w.]*)!")
_TEXT = re.compile(r'"[^"]*"')


def formula_tokens(document: Any, formula: str) -> tuple[Any, ...]:
    """Return the tokens of a formula in Excel's notation; the leading `=` may be there or not."""
    return tuple(_parser(document).parseFormula(formula.removeprefix("="), base_cell()))


def excel_formula(document: Any, tokens: Any) -> str:
    """Return `=…` in Excel's notation."""
    return f"={_parser(document).printFormula(tokens, base_cell())}"


def sheet_names_in(formula: str) -> list[str]:
    r"""Return the sheets a formula in Excel's notation names.

    >>> sheet_names_in("=SUM(Sheet1!$A$1,'It''s 1'!B2)&\"x!y\"")
    ['Sheet1', "It's 1"]
    """
    found = _SHEET.finditer(_TEXT.sub('""', formula))
    return [match[1].replace("''", "'") if match[1] else match[2] for match in found]


def base_cell() -> Any:
    """Return A1 of the first sheet, which relative references are counted from."""
    return load_uno().getClass("com.sun.star.table.CellAddress")()


def _parser(document: Any) -> Any:
    parser = document.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish = True
    parser.FormulaConvention = _EXCEL_FILES
    return parser

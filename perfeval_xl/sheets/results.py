"""The results of formulas in a written file: what Protected View, phones and previews of mails show, which compute nothing.

openpyxl writes formulas without their results. They are put into the XML of a sheet afterwards; a formula whose result is
not known stays without one, never with an old one, and is computed when the file is opened.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.sheets.raw import RawWorkbook
from perfeval_xl.sheets.xml_text import escaped

__all__ = [
    "Result",
    "Results",
    "formula_xml",
    "kept_results",
    "with_results",
]

Result = str | Decimal | bool
Results = Mapping[str, Mapping[tuple[int, int], Result]]
"""By the title of a sheet, then by row and column."""

_CELL = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)>(<f[ >][^<]*</f>)<v ?(?:/>|></v>)</c>')
"""A formula as openpyxl spells it, without its result."""
_TYPE = re.compile(r' t="\w+"')


def kept_results(raw: RawWorkbook) -> Results:
    """Return the results that a workbook keeps; those that are errors are left out."""
    results: dict[str, dict[tuple[int, int], Result]] = {}
    for title in raw.titles:
        for place, cell in raw.cells(title).items():
            if cell.formula and cell.value is not None:
                results.setdefault(title, {})[place] = cell.value
    return results


def with_results(part: bytes, results: Mapping[str, Result]) -> bytes:
    """Return the XML of a sheet with these results, by address, in the formulas that have none."""

    def filled(found: re.Match[str]) -> str:
        address, attributes, formula = found.groups()
        result = results.get(address)
        if result is None:
            return found[0]
        return formula_xml(
            f'<c r="{address}"{_TYPE.sub("", attributes)}', formula, result
        )

    return _CELL.sub(filled, part.decode("utf-8")).encode("utf-8")


def formula_xml(start: str, formula: str, result: Result | None) -> str:
    """Return a cell: how it starts, up to its type, its `f` element, and the result, `None` for one that is not known."""
    if result is None:
        return f"{start}>{formula}<v></v></c>"
    kind, text = _spelled(result)
    return f"{start}{kind}>{formula}<v>{text}</v></c>"


def _spelled(result: Result) -> tuple[str, str]:
    """Return the type of a cell with this result, and how the result is written."""
    if isinstance(result, bool):
        return ' t="b"', str(int(result))
    if isinstance(result, Decimal):
        return "", plain(result)
    return ' t="str"', escaped(result)

"""Cells gathered into rectangles, so that many of them cost one call to the office.

A cell is (row, column), a rectangle (first row, first column, last row, last column).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xlwings_libreoffice.addresses import Area
from xlwings_libreoffice.bridge import load_uno

__all__ = [
    "Cell",
    "areas_of",
    "areas_within",
    "common_area",
    "range_address",
    "rectangles",
    "several_ranges",
]

Cell = tuple[int, int]


def rectangles(cells: Iterable[Cell]) -> list[Area]:
    """Return rectangles that cover exactly these cells, each cell once: runs down a column, joined with equal ones beside.

    >>> rectangles([(1, 1), (2, 1), (1, 2), (2, 2), (5, 5)])
    [(1, 1, 2, 2), (5, 5, 5, 5)]
    """
    columns: dict[int, list[int]] = {}
    for row, column in cells:
        columns.setdefault(column, []).append(row)
    open_runs: dict[Cell, Area] = {}
    done: list[Area] = []
    for column in sorted(columns):
        runs = {
            run: (run[0], column, run[1], column)
            for run in _runs(sorted(columns[column]))
        }
        for run, area in open_runs.items():
            if run in runs and area[3] == column - 1:
                runs[run] = (area[0], area[1], area[2], column)
            else:
                done.append(area)
        open_runs = runs
    return sorted([*done, *open_runs.values()])


def _runs(rows: list[int]) -> list[Cell]:
    runs: list[Cell] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def common_area(one: Area, other: Area) -> Area | None:
    """Return what two rectangles share, `None` if nothing.

    >>> common_area((1, 1, 3, 3), (2, 2, 9, 9)), common_area((1, 1, 1, 1), (2, 2, 2, 2))
    ((2, 2, 3, 3), None)
    """
    area = (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )
    if area[0] <= area[2] and area[1] <= area[3]:
        return area
    return None


def range_address(sheet: Any, area: Area) -> Any:
    """Return the `CellRangeAddress` of a rectangle; `sheet` is the `XSpreadsheet`."""
    row1, column1, row2, column2 = area
    name = "com.sun.star.table.CellRangeAddress"
    number = sheet.getRangeAddress().Sheet
    return load_uno().createUnoStruct(
        name,
        number,
        column1 - 1,
        row1 - 1,
        column2 - 1,
        row2 - 1,
    )


def areas_of(addresses: Any) -> list[Area]:
    """Return the rectangles of `CellRangeAddress` records."""
    return [
        (
            each.StartRow + 1,
            each.StartColumn + 1,
            each.EndRow + 1,
            each.EndColumn + 1,
        )
        for each in addresses
    ]


def areas_within(addresses: Any, area: Area) -> list[Area]:
    """Return the parts of `CellRangeAddress` records that lie in a rectangle.

    Asked about a column beyond those in use, LibreOffice 7.4 answers with cells of the last one in use.
    """
    return [
        common for each in areas_of(addresses) if (common := common_area(each, area))
    ]


def several_ranges(document: Any, sheet: Any, areas: Iterable[Area]) -> Any:
    """Return the `SheetCellRanges` of these rectangles: a property set on it is set on all of them at once."""
    made = document.createInstance("com.sun.star.sheet.SheetCellRanges")
    made.addRangeAddresses(tuple(range_address(sheet, area) for area in areas), False)
    return made

"""Which cells a validation asks in: a prompt on a cell that nobody can type in only hides what stands around it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from perfeval_xl.sheets.model import Area, Sheet, Validation

__all__ = ["locked_places", "validations_xml", "without_places"]

Place = tuple[int, int]


def locked_places(sheet: Sheet) -> frozenset[Place]:
    """Return the drawn cells of a sheet, as (row, column), that are locked."""
    return frozenset(place for place, cell in sheet.cells.items() if cell.style.locked)


def without_places(
    rules: Iterable[Validation], places: Collection[Place]
) -> tuple[Validation, ...]:
    """Return the same validations without these cells; one that has no cell left is gone."""
    told: list[Validation] = []
    for rule in rules:
        areas = tuple(part for area in rule.areas for part in _rest(area, places))
        if areas == rule.areas:
            told.append(rule)
        elif areas:
            told.append(replace(rule, areas=areas))
    return tuple(told)


def _rest(area: Area, places: Collection[Place]) -> Iterator[Area]:
    """Yield what is left of an area, column by column where a cell of it is taken away."""
    rows = range(area.top, area.bottom + 1)
    columns = range(area.left, area.right + 1)
    taken = any((row, column) in places for row in rows for column in columns)
    if not taken:
        yield area
        return
    for column in columns:
        kept = [row for row in rows if (row, column) not in places]
        for first, last in _runs(kept):
            yield Area(first, column, last, column)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last row of what follows each other."""
    start = 0
    for end, row in enumerate(rows, start=1):
        if end == len(rows) or rows[end] != row + 1:
            yield rows[start], row
            start = end


def validations_xml(rules: Sequence[Validation]) -> str:
    """Return the element that holds these validations, as the normal writer spells it; empty for none."""
    if not rules:
        return ""
    # What only writes workbooks is loaded when one is written: forms are compared with drawn ones everywhere
    from openpyxl.worksheet.datavalidation import DataValidationList
    from openpyxl.xml.functions import tostring

    from perfeval_xl.sheets.writing import as_validation

    held = DataValidationList(dataValidation=[as_validation(rule) for rule in rules])
    spelled: bytes = tostring(held.to_tree())
    return spelled.decode()

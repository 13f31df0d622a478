"""The results of formulas that stand in a file, beside those that a program shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.raw_opening import open_raw
from perfeval_xl.sheets.results import kept_results
from tests.support.office import Value

__all__ = ["alike", "stored_otherwise", "visible_formulas", "without_result"]

_CLOSE = 1e-9

Difference = tuple[str, Value, Value]


def alike(one: Value, other: Value) -> bool:
    """Whether two programs show the same; a formula without a result is a blank."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= _CLOSE * max(1.0, abs(one))
    return (one or "") == (other or "")


def stored_otherwise(
    data: bytes, title: str, shown: Mapping[str, Value]
) -> list[Difference]:
    """Return the formulas of a sheet with a stored result that is not what a program shows."""
    kept = kept_results(open_raw(data, "form.xlsx")).get(title, {})
    found = []
    for place, result in kept.items():
        address = CellRef(title, *place).address
        stored = float(result) if isinstance(result, Decimal | bool) else result
        if not alike(stored, shown.get(address)):
            found.append((address, stored, shown.get(address)))
    return found


def without_result(
    data: bytes, title: str, shown: Mapping[str, Value]
) -> list[Difference]:
    """Return the formulas that a person can see, that show something, and have no result in the file."""
    kept = kept_results(open_raw(data, "form.xlsx")).get(title, {})
    found: list[Difference] = []
    for place in visible_formulas(data, title):
        address = CellRef(title, *place).address
        if place not in kept and shown.get(address):
            found.append((address, None, shown[address]))
    return found


def visible_formulas(data: bytes, title: str) -> Iterator[tuple[int, int]]:
    """Yield where a sheet has formulas in columns that are not hidden."""
    raw = open_raw(data, "form.xlsx")
    arrangement = raw.arrangement(title)
    for place, cell in raw.cells(title).items():
        if cell.formula and arrangement.visible and arrangement.shows(*place):
            yield place

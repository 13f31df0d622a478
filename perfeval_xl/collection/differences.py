"""Two versions beside each other, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.collection.content import Kind, kind_of
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.raw import RawCell
from perfeval_xl.sheets.raw_opening import open_raw

__all__ = ["Difference", "differences"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One cell that differs: what stood in it before and stands in it now, empty for a blank cell.

    Of a submission that is no workbook `sheet` is empty and `cell` the key.
    """

    sheet: str
    cell: str
    before: str
    after: str


def differences(before: bytes, after: bytes) -> tuple[Difference, ...]:
    """Return the cells that differ, sheet by sheet from the top; raises `SubmissionFileError` for what is no workbook."""
    # Values are compared as they are shown, so that formats make no difference
    old, new = _cells(before), _cells(after)
    return tuple(
        Difference(
            sheet=sheet,
            cell=cell,
            before=old.get((sheet, cell), ""),
            after=new.get((sheet, cell), ""),
        )
        for sheet, cell in dict.fromkeys([*old, *new])
        if old.get((sheet, cell), "") != new.get((sheet, cell), "")
    )


def _cells(data: bytes) -> dict[tuple[str, str], str]:
    if kind_of(data) is Kind.JSON:
        return {("", key): value for key, value in _leaves("", json.loads(data))}
    book = open_raw(data, "自评表")
    found: dict[tuple[str, str], str] = {}
    for title in book.titles:
        # Cells in their order, so that differences are read from top to bottom
        for (row, column), cell in sorted(book.cells(title).items()):
            shown = _shown(cell)
            if shown:
                found[title, CellRef(title, row, column).address] = shown
    return found


def _shown(cell: RawCell) -> str:
    if cell.error:
        return cell.error
    if isinstance(cell.value, Decimal):
        return plain(cell.value)
    if cell.value is None:
        return ""
    return str(cell.value)


def _leaves(key: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield the texts and figures of a JSON value, each with the way to it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(f"{key}.{name}" if key else str(name), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _leaves(f"{key}[{number}]", inner)
    elif value is not None:
        yield key, str(value)

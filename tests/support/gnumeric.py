"""Gnumeric as a witness for formulas: a spreadsheet program of its own, which shares no code with LibreOffice.

Debian's `ssconvert` opens a workbook, computes every formula anew and stores what it got.
"""

from __future__ import annotations

import subprocess
import warnings
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
from openpyxl.utils.datetime import to_excel

from tests.support.missing import program
from tests.support.office import Value

__all__ = ["recalculated"]


def recalculated(path: Path, folder: Path) -> dict[str, dict[str, Value]]:
    """Return what every sheet shows, by title and address; ends the test where Gnumeric is not installed."""
    target = folder / f"{path.stem}-gnumeric.xlsx"
    command = [program("ssconvert"), "--recalc", str(path), str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it writes no style named Normal
        book = openpyxl.load_workbook(target, data_only=True)
    target.unlink()
    return {
        sheet.title: {
            cell.coordinate: _plain(cell.value)
            for row in sheet.iter_rows()
            for cell in row
        }
        for sheet in book
    }


def _plain(value: object) -> Value:
    """A day as the number that it is in the cell, and a truth as 1 or 0: how a cell shows them is not asked here."""
    if isinstance(value, (date, datetime, time)):
        return float(to_excel(value))
    if isinstance(value, (bool, int, float)):
        return float(value)
    return None if value is None else str(value)

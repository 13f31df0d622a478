"""A filled form in LibreOffice, opened and recalculated, against the same workbook with values in place of its formulas.

Without LibreOffice only the drawing of the form is timed.
"""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import xlwings

import xlwings_libreoffice
from benchmarks.opening import example_form
from benchmarks.timing import Row, compare

__all__ = ["measure"]

SCHEME = "xinzhou-2022"
_MOST_ROUNDS = 11


def measure(rounds: int) -> tuple[str, tuple[Row, ...]]:
    """Time opening and closing, all formulas computed; the plain workbook is the yardstick."""
    rounds = min(rounds, _MOST_ROUNDS)
    title = f"在 LibreOffice 里打开并重算一份填好的表格（{SCHEME}，{rounds} 次）"
    xlwings.engines[xlwings_libreoffice.ENGINE.name].activate()
    try:
        app = xlwings.App(visible=False, add_book=False)
    except xlwings_libreoffice.OfficeMissing:
        drawing = {"没有 LibreOffice，只画表格": lambda: example_form(SCHEME)}
        return title, compare(drawing, rounds)
    try:
        with tempfile.TemporaryDirectory() as folder:
            form = example_form(SCHEME)
            plain, live = Path(folder) / "plain.xlsx", Path(folder) / "form.xlsx"
            plain.write_bytes(_without_formulas(form))
            live.write_bytes(form)
            tasks = {
                "同样的表格，没有公式": lambda: _opened(app, plain),
                "自评表": lambda: _opened(app, live),
            }
            return title, compare(tasks, rounds)
    finally:
        app.quit()


def _opened(app: Any, path: Path) -> None:
    """Open a workbook, compute everything, and close it."""
    book = app.books.open(str(path))
    app.calculate()
    book.close()


def _without_formulas(form: bytes) -> bytes:
    """Return the same workbook with a number in place of every formula."""
    book = openpyxl.load_workbook(BytesIO(form))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = 1
    plain = BytesIO()
    book.save(plain)
    return plain.getvalue()

"""How an open workbook stands, as far as a command may touch it: sheets, contents, protection, fills and notes of marked cells."""

from __future__ import annotations

from typing import Any

import xlwings

from perfeval_xl.evaluation import Evaluation
from perfeval_xl.markup.marks import plan_marks

__all__ = ["book_state"]


def book_state(book: xlwings.Book, evaluation: Evaluation) -> dict[str, Any]:
    """Return the state, to be compared with a later one: sheet names, formulas of every sheet, looks of the problem cells."""
    looks = {}
    # Looks are compared only where a command may have changed them
    for ref in plan_marks(evaluation.problems):
        cell = book.sheets[ref.sheet][ref.address]
        looks[ref.sheet, ref.address] = (
            cell.color,
            cell.note.text if cell.note else None,
        )
    formulas = {
        sheet.name: (sheet.used_range.address, sheet.used_range.formula)
        for sheet in book.sheets
    }
    return {"sheets": book.sheet_names, "formulas": formulas, "looks": looks}

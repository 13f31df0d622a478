"""Formulas of a form that are others now: what became of one, said so that nobody has to compare long formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from perfeval_xl.problems import Problem
from perfeval_xl.reading.drawn_sheets import DrawnSheet
from perfeval_xl.reading.fields import BoundFields, text_of
from perfeval_xl.reading.formula_sense import differing_pieces, formula_sense
from perfeval_xl.refs import CellRef, Location
from perfeval_xl.sheets.raw import UNKNOWN_FORMULA, RawCell
from perfeval_xl.submission.labels import FIELD_LABELS, FUNDS_LABELS

__all__ = ["formula_changed", "shortened"]

_SHOWN = 60
_LOST = ("NA()", "#N/A")
_ROW = re.compile(r"(\$?[A-Z]{1,3}\$?)[1-9]\d*")
Place = tuple[int, int]
"""A row and a column."""
AnyFields = BoundFields[Any]
"""The fields of any form of ours."""


def formula_changed(
    fields: AnyFields,
    drawn: DrawnSheet,
    at: Place,
    told: Location,
    *,
    row: int,
    wanted: str,
    cell: RawCell,
) -> Iterator[Problem]:
    """Tell a formula that is another one now, unless the format in between could not hold it."""
    # Nothing rests on the help columns, but they must not mislead
    helps = bool(drawn.help_column) and at[1] >= drawn.help_column
    if helps and cell.formula.upper() in _LOST:
        return  # too long for the format in which the file was between
    if helps and _rows_aside(wanted) == _rows_aside(cell.formula):
        yield _pasted(told, row)
        return
    # A total, or a rate: what was typed over is what counts
    name = _named(fields, drawn.title, at, helps=helps)
    yield _formula_problem(told, name, wanted, cell)


def _rows_aside(formula: str) -> str:
    """Return a formula as it is in every row."""
    return _ROW.sub(r"\1", formula_sense(formula) or formula)


def _pasted(place: Location, row: int) -> Problem:
    """A formula of another row: the cells that it looks at were cut and pasted."""
    return Problem(
        code="PE-093", place=place, slots={"row": str(row), "category": f"第{row}行"}
    )


def _named(fields: AnyFields, sheet: str, at: Place, *, helps: bool) -> str:
    """Say of which cell a formula is: `总分栏`."""
    if helps:
        return "右侧核对栏"
    # By the field that stands in the cell
    own = CellRef(sheet, *at)
    keys = (key for key, ref in fields.layout.fields.items() if ref == own)
    key = next(keys, "")
    labels = {
        **FIELD_LABELS,
        **{f"funds_0_{name}": label for name, label in FUNDS_LABELS.items()},
    }
    return f"{labels[key]}栏" if key in labels else "这一格"


def _formula_problem(place: Location, what: str, wanted: str, cell: RawCell) -> Problem:
    """Tell what became of a formula: what was typed over it, or where it differs."""
    # No formula any more: a figure was typed over it
    if cell.formula in {"", UNKNOWN_FORMULA}:
        shown = shortened(text_of(cell) or cell.error or "（空）")
        automatic = "自动合计" if "SUM" in wanted.upper() else "自动计算"
        slots = {"what": f"{what}的", "expected": automatic, "written": shown}
        return Problem(
            code="PE-120", place=place, found=shown, expected=automatic, slots=slots
        )
    # Another formula: shown is only where it differs, since nobody compares long ones
    piece, other = differing_pieces(wanted, cell.formula)
    if other == cell.formula:
        other = f"={other}"
    slots = {
        "what": f"{what}的公式里的",
        "expected": f"“{shortened(piece)}”",
        "written": shortened(other),
    }
    return Problem(
        code="PE-120",
        place=place,
        found=shortened(other),
        expected=shortened(piece),
        slots=slots,
    )


def shortened(text: str) -> str:
    """Return a text as messages quote it: in one line, and not too long."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"

"""What counts and cannot be seen on paper: hidden rows, columns and sheets, cells outside the print area, invisible characters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

from perfeval_xl.amounts import parse_number
from perfeval_xl.form.contents.field_names import field_name
from perfeval_xl.form.layout.labels import parse_indicator_label
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.reading.fields import BoundFields, text_of
from perfeval_xl.reading.formula_sense import formula_sense
from perfeval_xl.refs import CellRef, Location, column_letters
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.misleading import misleads
from perfeval_xl.sheets.raw import Arrangement, RawCell

__all__ = ["unseen"]

AnyFields = BoundFields[Any]
"""The fields of an open or of a fixed form."""
_SHOWN = 80
_TEXT = re.compile(r'"(?:[^"]|"")*"\Z')


def unseen(
    fields: AnyFields, scheme: Scheme, locked: Collection[str]
) -> Iterator[Problem]:
    """Yield a problem for everything filled in that does not show or does not print; `locked` came with the form.

    What the unit hides of its own still counts and is only worth a hint; hiding what was given to it is an error.
    """
    groups: dict[tuple[str, str], list[tuple[str, CellRef, str]]] = {}
    for key in fields.layout.inputs:
        ref = fields.ref(key)
        if ref is None:
            continue
        # Only what was filled in can be hidden
        cell = fields.raw.cell(ref)
        # Most cells of a form are blank
        if cell.value is None:
            continue
        text = text_of(cell)
        written = parse_indicator_label(text) if key.endswith("_name") else text
        if not written:
            continue
        # All of one cause on one sheet are one problem
        where = _hidden(
            fields.raw.arrangement(ref.sheet),
            ref,
            drawn_on_paper=fields.layout.prints(key),
        )
        if where:
            groups.setdefault((ref.sheet, where), []).append((key, ref, written))
        # Not hidden, but not seen for what it is: white on white, a format that shows something else
        elif _shows_other(cell):
            yield _shown_otherwise(fields, scheme, key, cell, written)
    for (sheet, where), found in groups.items():
        yield _unseen(fields, sheet, where, found, locked)


def _hidden(arrangement: Arrangement, ref: CellRef, *, drawn_on_paper: bool) -> str:
    """Say what hides a cell, empty for nothing."""
    # From the whole to the single cell, so that one cause is told once
    if not arrangement.visible:
        return f"工作表“{ref.sheet}”是隐藏的"
    if ref.row in arrangement.hidden:
        return f"第{ref.row}行是隐藏的"
    if not arrangement.shows(ref.row, ref.column):
        return f"{column_letters(ref.column)}列是隐藏的"
    if drawn_on_paper and not arrangement.prints(ref.row, ref.column):
        return f"第{ref.row}行有单元格不在打印区域内"
    return ""


def _unseen(
    fields: AnyFields,
    sheet: str,
    where: str,
    found: list[tuple[str, CellRef, str]],
    locked: Collection[str],
) -> Problem:
    content = "、".join(" ".join(written.split()) for _, _, written in found)
    # A hidden sheet, or a hidden promise, is no oversight
    grave = not fields.raw.arrangement(sheet).visible or any(
        key in locked for key, _, _ in found
    )
    slots = {
        "where": where,
        "content": content if len(content) <= _SHOWN else content[:_SHOWN] + "…",
    }
    place = Location.at(found[0][1], fields.file)
    return Problem(
        code="PE-187",
        place=place,
        slots=slots,
        raised_to=Severity.ERROR if grave else None,
    )


def _shows_other(cell: RawCell) -> bool:
    stale = bool(cell.formula) and _stale(cell)
    return stale or cell.look.faint or misleads(cell.value, cell.number_format)


def _stale(cell: RawCell) -> bool:
    """Whether a formula that is no more than a text or a number gives another than was saved with it."""
    # ="达标" and =95 are what somebody typed; programs show the result that was saved
    sense = formula_sense(cell.formula) or ""
    if _TEXT.match(sense):
        return sense[1:-1].replace('""', '"') != (text_of(cell) or "")
    number = parse_number(sense)
    return (
        number is not None and isinstance(cell.value, Decimal) and number != cell.value
    )


def _shown_otherwise(
    fields: AnyFields, scheme: Scheme, key: str, cell: RawCell, written: str
) -> Problem:
    label = field_name(scheme, fields.layout, key)
    shown = "数字格式却让它显示成别的内容，或者不显示"
    if cell.look.faint:
        shown = "字的颜色与底色几乎相同，或者字号太小，看不见"
    elif cell.formula and _stale(cell):
        shown = f"公式“={cell.formula[:_SHOWN]}”却算出别的内容"
    slots = {
        "field": label,
        "stored": " ".join(written.split())[:_SHOWN],
        "shown": shown,
    }
    return Problem(
        code="PE-188",
        place=fields.place(key, label),
        found=slots["stored"],
        slots=slots,
    )

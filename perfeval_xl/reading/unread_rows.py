"""What stands in a form whose rows units write and was not read: nothing a person typed is lost without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from perfeval_xl.form.identity.stated import OWN_SHEETS
from perfeval_xl.form.layout.labels import parse_indicator_label
from perfeval_xl.form.layout.open import FIRST_COLUMN, layout_for
from perfeval_xl.limits import LIMITS
from perfeval_xl.problems import Problem
from perfeval_xl.reading.drawn import drawn_form
from perfeval_xl.reading.drawn_sheets import unspaced
from perfeval_xl.reading.fields import Fields, text_of
from perfeval_xl.refs import CellRef, Location
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.scheme.model import Scheme

__all__ = ["printed_texts", "unread_rows"]

_LABELS = {
    "project": "项目名称",
    "self_total": "总分",
    "weight_total": "分值合计",
    "funds_0_budget": "全年预算数",
}
"""Fields without which a form is not whole; deleting an empty indicator row does no harm."""
_SHOWN, _EXAMPLES = 80, 3
_Written = list[tuple[int, str]]
"""What stands in one row, by column."""


def unread_rows(fields: Fields, scheme: Scheme) -> Iterator[Problem]:
    """Yield a problem for every row of the form sheet, every deleted field and every further form that was not read."""
    # Cells that were deleted
    for key, label in _LABELS.items():
        if key in fields.layout.fields and fields.ref(key) is None:
            yield Problem(
                code="PE-095", place=fields.place(key, label), slots={"field": label}
            )
    # Words in rows that belong to nothing
    sheet = fields.form_sheet
    printed = printed_texts(scheme.id)
    yield from _rows(fields, sheet, printed)
    # Further sheets that look like the form: only one is read
    read = {
        ref.sheet
        for key in fields.layout.fields
        if (ref := fields.ref(key)) is not None
    }
    for title in fields.raw.titles:
        if title not in read | OWN_SHEETS and _is_form(fields, title, printed):
            place = Location(file=fields.file, sheet=title)
            yield Problem(
                code="PE-094",
                place=place,
                slots={"sheet": title},
            )


def _rows(fields: Fields, sheet: str, printed: frozenset[str]) -> Iterator[Problem]:
    """Rows that belong to no field and hold more than the words of the form."""
    # Rows in which a field stands are read, or looked at by others
    bound = {
        ref.row
        for key in fields.layout.fields
        if (ref := fields.ref(key)) is not None and ref.sheet == sheet
    }
    rows: dict[int, _Written] = {}
    last = fields.layout.help_column - 2  # a gap stands before the preview
    for (row, column), cell in sorted(fields.raw.cells(sheet).items()):
        if row in bound or not FIRST_COLUMN <= column <= last:
            continue
        # A placeholder, or a word of the form that was copied with its row, is nothing that anybody wrote
        text = text_of(cell)
        if not text:
            continue
        if unspaced(text) not in printed and parse_indicator_label(text) is not None:
            rows.setdefault(row, []).append((column, text.strip()))
    if len(rows) > LIMITS.rows_told:
        yield _together(fields.file, sheet, rows)
        return
    for row, written in rows.items():
        place = Location.at(CellRef(sheet, row, written[0][0]), fields.file)
        yield Problem(
            code="PE-084",
            place=place,
            slots={"row": str(row), "content": _content(written)},
        )


def _together(file: str, sheet: str, rows: Mapping[int, _Written]) -> Problem:
    """Tell very many rows as one problem: a table was pasted there, and a list of its rows would be of no use."""
    first, last = min(rows), max(rows)
    examples = "；".join(
        f"第{row}行“{_content(rows[row])}”" for row in sorted(rows)[:_EXAMPLES]
    )
    place = Location.at(CellRef(sheet, first, rows[first][0][0]), file)
    slots = {
        "count": str(len(rows)),
        "first": str(first),
        "last": str(last),
        "examples": examples,
    }
    return Problem(code="PE-182", place=place, slots=slots)


def _content(written: _Written) -> str:
    content = "、".join(text[: _SHOWN + 1] for _, text in written[: _SHOWN + 1])
    return content if len(content) <= _SHOWN else content[:_SHOWN] + "…"


def _is_form(fields: Fields, title: str, printed: frozenset[str]) -> bool:
    """Whether a sheet holds most of the words that the form prints: a copy of it, filled in or not."""
    found = {
        unspaced(text)
        for cell in fields.raw.cells(title).values()
        if (text := text_of(cell))
    }
    return len(found & printed) * 2 > len(printed)


@lru_cache(maxsize=16)
def printed_texts(scheme_id: str) -> frozenset[str]:
    """Return the words that the empty form prints, without blanks."""
    scheme = load_scheme(scheme_id)
    return drawn_form(scheme, layout_for(scheme)).sheets[0].words

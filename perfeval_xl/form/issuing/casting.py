"""Distributed forms, the fast way: one mould per layout, in which only what differs is written anew.

Row heights, and with them the ends of pages, follow from the texts, as in a form that is drawn whole: the mould of a layout
is drawn once for every way of paging that its projects need.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import replace

from perfeval_xl.form.drawing.guide_sheets import (
    Notice,
    first_line,
    said_lines,
    with_guide,
)
from perfeval_xl.form.drawing.paging import Paging
from perfeval_xl.form.identity.hidden_sheet import HIDDEN_STYLE
from perfeval_xl.form.identity.issue import issue_properties, issue_rows
from perfeval_xl.form.identity.stated import CHECKS_SHEET, IDENTITY_SHEET
from perfeval_xl.form.issuing.issued import (
    IssuedForm,
    Whose,
    issue_of,
    issued_form,
    with_issue,
)
from perfeval_xl.form.issuing.shape import Shape
from perfeval_xl.form.layout.sizes import sizes_for
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Cell, Workbook
from perfeval_xl.sheets.moulding import Changes, Mould
from perfeval_xl.submission.model import Submission

__all__ = ["FormCaster"]

_MOST_SHAPES, _MOST_MOULDS = 24, 24  # a mould takes half a megabyte

_Rows = tuple[tuple[str, str], ...]


class FormCaster:
    """Makes the forms of one scheme; what it makes is what `draw_issued` draws."""

    def __init__(self, scheme: Scheme, key: bytes | None = None) -> None:
        self._scheme, self._key = scheme, key
        self._shapes: OrderedDict[Hashable, Shape] = OrderedDict()
        self._moulds: OrderedDict[Hashable, tuple[Mould, int]] = OrderedDict()

    def form(self, submission: Submission, whose: Whose) -> IssuedForm:
        """Return the form of a conforming submission; one that states scores or figures of its own is drawn whole."""
        shape_key, shape = self._shape(submission)
        entries = shape.entries(submission)
        if not shape.casts(entries):
            return issued_form(
                self._scheme, submission, whose, self._key, shape.wording
            )
        locked = shape.locked(submission)
        rows = issue_rows(
            shape.identity,
            issue_of(submission, whose, locked, shape.wording),
            self._key,
        )
        poured = shape.pour(entries, locked)
        below = len(shape.identity)
        hidden = {
            (below + number, 2): Cell(value=text, style=HIDDEN_STYLE)
            for number, (_, text) in enumerate(rows, start=1)
        }
        mould, first = self._mould(shape_key, shape, poured.pages, rows, whose.notice)
        said = said_lines(first, whose.notice)
        changes = {
            **poured.changes,
            CHECKS_SHEET: Changes(cells=said.cells, heights=said.heights),
            IDENTITY_SHEET: Changes(cells=hidden),
        }
        told = dict(rows)
        return IssuedForm(
            data=mould.cast(changes, issue_properties(told)),
            form_id=told["form_id"],
            fingerprint=told["fingerprint"],
        )

    def _shape(self, submission: Submission) -> tuple[Hashable, Shape]:
        key = sizes_for(self._scheme, submission).key
        if key not in self._shapes:
            self._shapes[key] = Shape(self._scheme, submission)
            while len(self._shapes) > _MOST_SHAPES:
                self._shapes.popitem(last=False)
        self._shapes.move_to_end(key)
        return key, self._shapes[key]

    def _mould(
        self,
        shape_key: Hashable,
        shape: Shape,
        pages: tuple[Paging, ...],
        rows: _Rows,
        notice: Notice,
    ) -> tuple[Mould, int]:
        """Return the mould for these pages and lines of the issuer, and for as many rows on the hidden sheet.

        What the lines say differs from form to form. The number is the row of the first of them.
        """
        labels = tuple(label for label, _ in notice)
        key = (shape_key, pages, len(rows), labels)
        if key not in self._moulds:
            plain = shape.book(pages)
            first = next(
                first_line(sheet)
                for sheet in plain.sheets
                if sheet.title == CHECKS_SHEET
            )
            book = with_guide(plain, self._scheme, notice)
            said = said_lines(first, notice)
            mould = _new_mould(shape, book, rows, said.merges)
            self._moulds[key] = (mould, first)
            while len(self._moulds) > _MOST_MOULDS:
                self._moulds.popitem(last=False)
        self._moulds.move_to_end(key)
        return self._moulds[key]


def _new_mould(
    shape: Shape, drawn: Workbook, rows: _Rows, said: Sequence[Area]
) -> Mould:
    """Return the mould; `said` are the cells with the lines of the issuer."""
    book = with_issue(drawn, tuple((name, "") for name, _ in rows))
    marks = {
        name: f"\ue000{number}\ue000"
        for number, name in enumerate(issue_properties(dict(rows)))
    }
    book = replace(book, properties={**book.properties, **marks})
    below = len(shape.identity)
    hidden = [
        Area(below + number, 2, below + number, 2) for number in range(1, len(rows) + 1)
    ]
    holes = {**shape.holes, CHECKS_SHEET: said, IDENTITY_SHEET: hidden}
    return Mould(book, holes)

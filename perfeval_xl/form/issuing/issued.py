"""Distributed forms, the slow way: drawn whole, what was prefilled locked, the identity completed.

This is what a distributed form is; `form.issuing.casting` only makes the same faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from perfeval_xl.form.contents.open_rows import place_indicators
from perfeval_xl.form.contents.split_targets import stated_in
from perfeval_xl.form.drawing.guide_sheets import Notice, with_guide
from perfeval_xl.form.filling import drawn, emptied
from perfeval_xl.form.identity.hidden_sheet import hidden_rows, with_hidden_rows
from perfeval_xl.form.identity.issue import (
    Issue,
    issue_properties,
    issue_rows,
    wording_of,
)
from perfeval_xl.form.layout.field_key import FieldKey
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.form.layout.placed import NAME_PREFIX, FormLayout
from perfeval_xl.refs import CellRef
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.asked_cells import locked_places, without_places
from perfeval_xl.sheets.model import Sheet, Style, Workbook
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.submission.model import Submission

__all__ = [
    "IssuedForm",
    "Whose",
    "draw_issued",
    "is_prefilled",
    "issue_of",
    "issued_form",
    "locked_fields",
    "locked_style",
    "with_issue",
]

_LOCKED_COLUMNS = ("name", "target", "sign", "unit", "weight")
"""What is declared of an indicator."""

_HEAD = frozenset({"year", "project", "department", "unit"})
"""The single fields that a form is prefilled with."""

_PREFILLED: Mapping[str, tuple[str, ...]] = {
    "funds": ("initial_budget", "budget"),
    "goal": ("expected",),
    "indicator": _LOCKED_COLUMNS,
}
"""What of each part may differ from form to form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """What a form says beyond its submission: the project's 编码, and lines of the issuer; empty for none."""

    code: str = ""
    notice: Notice = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedForm:
    """A form as .xlsx, with its id and its fingerprint."""

    data: bytes
    form_id: str
    fingerprint: str


def locked_fields(layout: FormLayout, submission: Submission) -> Mapping[str, str]:
    """Return the fields that the unit may not change, each with what stands there: 年初预算, declared indicators."""
    fields: dict[str, str] = {}
    for index, row in enumerate(submission.funds):
        if not row.initial_budget.blank:
            fields[f"funds_{index}_initial_budget"] = row.initial_budget.text or ""
    return {**fields, **_declared(layout, submission)}


def _declared(layout: FormLayout, submission: Submission) -> Mapping[str, str]:
    """Return the fields of the declared indicators; those of a form that prints them are its words."""
    fields: dict[str, str] = {}
    # A form without rows that units write declares nothing: `slots` is empty.
    placed = place_indicators(layout.slots, submission.indicators)
    for index, indicator in enumerate(placed):
        if indicator is None:
            continue
        stated = stated_in(layout, indicator)
        texts = {name: entry.text for name, entry in stated.items()}
        texts["name"] = indicator.path[2]
        for name in _LOCKED_COLUMNS:
            text = texts.get(name)
            if text:
                fields[f"indicator_{index}_{name}"] = text
    return fields


def issue_of(
    submission: Submission, whose: Whose, locked: Mapping[str, str], wording: str
) -> Issue:
    """Return what the form of a submission says about itself."""
    return Issue(
        project=submission.project.text or "",
        department=submission.department.text or "",
        unit=submission.unit.text or "",
        year=submission.year.text or "",
        code=whose.code,
        prefilled=locked,
        wording=wording,
    )


@lru_cache(maxsize=1024)
def locked_style(style: Style) -> Style:
    """Return the style of an input cell that was prefilled and locked: no longer tinted."""
    return replace(style, locked=True, fill="")


def draw_issued(
    scheme: Scheme,
    submission: Submission,
    whose: Whose,
    key: bytes | None,
    wording: str = "",
) -> Workbook:
    """Return the workbook of the form of a conforming submission.

    `wording` is the digest of the empty form, where it is known already.
    """
    book = drawn(scheme, submission)
    layout = form_layout(scheme, submission)
    locked = locked_fields(layout, submission)
    issue = issue_of(
        submission, whose, locked, wording or wording_of(emptied(scheme, submission))
    )
    rows = issue_rows(hidden_rows(book), issue, key)
    guided = with_guide(_locked(book, locked), scheme, whose.notice)
    return with_issue(guided, rows)


def issued_form(
    scheme: Scheme,
    submission: Submission,
    whose: Whose,
    key: bytes | None,
    wording: str = "",
) -> IssuedForm:
    """Return the form of a conforming submission, drawn and written whole."""
    book = draw_issued(scheme, submission, whose, key, wording)
    rows = hidden_rows(book)
    return IssuedForm(
        data=write_workbook(book),
        form_id=rows["form_id"],
        fingerprint=rows["fingerprint"],
    )


def is_prefilled(key: str) -> bool:
    """Return whether a field is one that a form may be prefilled with."""
    field = FieldKey.parse(key)
    if field is None:
        return key in _HEAD
    return field.name in _PREFILLED.get(field.part, ())


def with_issue(book: Workbook, rows: tuple[tuple[str, str], ...]) -> Workbook:
    """Return the workbook with these rows on its hidden sheet and their short ones in its properties."""
    book = with_hidden_rows(book, rows)
    properties = {**book.properties, **issue_properties(dict(rows))}
    sheets = tuple(_started(book, sheet) for sheet in book.sheets)
    return replace(book, sheets=sheets, properties=properties)


def _started(book: Workbook, sheet: Sheet) -> Sheet:
    """Put the cursor into the first cell that no project list fills in."""
    if not sheet.start:
        return sheet
    prefilled = {
        absolute
        for name, absolute in book.names.items()
        if is_prefilled(name.removeprefix(NAME_PREFIX))
    }
    for place, cell in sorted(sheet.cells.items()):
        ref = CellRef(sheet.title, *place)
        if not cell.style.locked and ref.absolute not in prefilled:
            return replace(sheet, start=ref.address)
    return sheet


def _locked(book: Workbook, locked: Mapping[str, str]) -> Workbook:
    places = {book.names[NAME_PREFIX + key] for key in locked}
    sheets = []
    for sheet in book.sheets:
        cells = {
            place: replace(cell, style=locked_style(cell.style))
            if CellRef(sheet.title, *place).absolute in places
            else cell
            for place, cell in sheet.cells.items()
        }
        locked_now = replace(sheet, cells=cells)
        rules = without_places(sheet.validations, locked_places(locked_now))
        sheets.append(replace(locked_now, validations=rules))
    return replace(book, sheets=tuple(sheets))

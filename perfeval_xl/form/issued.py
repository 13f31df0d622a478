"""Distributed forms, the slow way: drawn whole, what was prefilled locked, the identity completed.

This is what a distributed form is; `form.casting` only makes the same faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from perfeval_xl.form.drawing import draw_form
from perfeval_xl.form.identity import IDENTITY_SHEET, identity_rows
from perfeval_xl.form.indicator_part import place_indicators
from perfeval_xl.form.issue import Issue, issue_properties, issue_rows, wording_of
from perfeval_xl.form.layout import Layout, layout_for, slots_for
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Cell, Style, Workbook
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.submission.model import Submission

__all__ = [
    "IssuedForm",
    "Whose",
    "draw_issued",
    "issue_of",
    "issued_form",
    "issued_layout",
    "locked_fields",
    "locked_style",
    "with_issue",
]

_LOCKED_COLUMNS = ("name", "target", "weight")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """What a project list says of a project beyond its submission: its 编码, empty for none."""

    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedForm:
    """A form as .xlsx, with its id and its fingerprint."""

    data: bytes
    form_id: str
    fingerprint: str


def issued_layout(scheme: Scheme, submission: Submission) -> Layout:
    """Return the layout of the form of a conforming submission."""
    return layout_for(scheme, slots_for(scheme, submission), goals=max(1, len(submission.goals)))


def locked_fields(layout: Layout, submission: Submission) -> Mapping[str, str]:
    """Return the fields that the unit may not change, each with what stands there: declared indicators, 年初预算."""
    fields: dict[str, str] = {}
    for index, row in enumerate(submission.funds):
        if not row.initial_budget.blank:
            fields[f"funds_{index}_initial_budget"] = row.initial_budget.text or ""
    for index, indicator in enumerate(place_indicators(layout.slots, submission.indicators)):
        if indicator is not None:
            texts = (indicator.path[2], indicator.target.text, indicator.weight.text)
            for name, text in zip(_LOCKED_COLUMNS, texts, strict=True):
                if text:
                    fields[f"indicator_{index}_{name}"] = text
    return fields


def issue_of(submission: Submission, whose: Whose, locked: Mapping[str, str], wording: str) -> Issue:
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


def draw_issued(scheme: Scheme, submission: Submission, whose: Whose, key: bytes | None) -> Workbook:
    """Return the workbook of the form of a conforming submission."""
    return _drawn(scheme, submission, whose, key)[0]


def issued_form(scheme: Scheme, submission: Submission, whose: Whose, key: bytes | None) -> IssuedForm:
    """Return the form of a conforming submission, drawn and written whole."""
    book, rows = _drawn(scheme, submission, whose, key)
    return IssuedForm(data=write_workbook(book), form_id=rows["form_id"], fingerprint=rows["fingerprint"])


def _drawn(
    scheme: Scheme, submission: Submission, whose: Whose, key: bytes | None
) -> tuple[Workbook, Mapping[str, str]]:
    layout = issued_layout(scheme, submission)
    locked = locked_fields(layout, submission)
    wording = wording_of(draw_form(scheme, layout))
    book = _locked(draw_form(scheme, layout, submission), layout, locked)
    rows = issue_rows(dict(identity_rows(scheme, layout)), issue_of(submission, whose, locked, wording), key)
    return with_issue(book, rows), dict(rows)


def with_issue(book: Workbook, rows: tuple[tuple[str, str], ...]) -> Workbook:
    """Return the workbook with these rows on its hidden sheet and their short ones in its properties."""
    sheets = []
    for sheet in book.sheets:
        if sheet.title == IDENTITY_SHEET:
            style = sheet.cells[1, 1].style
            below = max(row for row, _ in sheet.cells) + 1
            more = {
                (below + number, column): Cell(value=text, style=style)
                for number, pair in enumerate(rows)
                for column, text in enumerate(pair, start=1)
            }
            sheet = replace(sheet, cells={**sheet.cells, **more})
        sheets.append(sheet)
    properties = {**book.properties, **issue_properties(dict(rows))}
    return replace(book, sheets=tuple(sheets), properties=properties)


def _locked(book: Workbook, layout: Layout, locked: Mapping[str, str]) -> Workbook:
    places = {(ref.sheet, ref.row, ref.column) for ref in (layout.fields[key] for key in locked)}
    sheets = []
    for sheet in book.sheets:
        cells = {
            place: replace(cell, style=locked_style(cell.style)) if (sheet.title, *place) in places else cell
            for place, cell in sheet.cells.items()
        }
        sheets.append(replace(sheet, cells=cells))
    return replace(book, sheets=tuple(sheets))

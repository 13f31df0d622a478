"""The upper part of the form: title, labelled cells, 项目资金."""

from __future__ import annotations

from dataclasses import replace

from perfeval_xl.form.contents.labels import funds_label, said_by, year_label
from perfeval_xl.form.contents.open_rows import blank_funds
from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.styles import (
    BODY,
    INPUT,
    LABEL,
    NUMBER_INPUT,
    PLAIN,
    TITLE,
    height_of,
)
from perfeval_xl.form.formulas.open import Formulas
from perfeval_xl.form.layout.open import FIRST_COLUMN, Layout, PlacedPart
from perfeval_xl.form.layout.open_columns import FUNDS_FIELDS, ONLY_MONEY
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area
from perfeval_xl.submission.model import FundsRow, Submission

__all__ = ["draw_fields", "draw_funds", "draw_head"]

_ANNEX_ROW, _TITLE_ROW, _YEAR_ROW = 18.0, 30.0, 20.0
_ROW, _MONEY_ROW = 24.0, 21.0
_UNDER = 4  # the width of 其中：, so that the sources stand under each other
_NOT_SCORED = {"weight": "—", "rate": None, "self_score": "—"}
"""What stands under the points of the total, beside its sources."""


def draw_head(
    canvas: Canvas, scheme: Scheme, layout: Layout, submission: Submission | None
) -> None:
    """Draw 附件1, the title and the year."""
    year = "" if submission is None else submission.year.text
    rows, described = layout.rows, layout.described
    annex = said_by(scheme, described.annex)
    canvas.put(
        rows["annex"], FIRST_COLUMN, annex or None, replace(PLAIN, horizontal="left")
    )
    canvas.grow(rows["annex"], _ANNEX_ROW)

    heading = said_by(scheme, described.heading)
    canvas.span(
        Area(rows["title"], FIRST_COLUMN, rows["title"], layout.last_column),
        heading,
        TITLE,
    )
    canvas.grow(rows["title"], _TITLE_ROW)

    canvas.span(
        layout.areas["year"], year_label(year or None), replace(PLAIN, locked=False)
    )
    canvas.grow(rows["year"], _YEAR_ROW)


def draw_fields(
    canvas: Canvas, scheme: Scheme, placed: PlacedPart, submission: Submission | None
) -> None:
    """Draw rows of labels with the cells beside them."""
    given = submission or Submission(scheme=scheme.id)
    for row, cells in enumerate(placed.part.fields, placed.top):
        left = 1
        for each in cells:
            if each.label:
                right = left + each.spans[0] - 1
                canvas.span(Area(row, left, row, right), each.label, LABEL)
                canvas.grow(
                    row,
                    height_of(
                        each.label, range(left, right + 1), LABEL.size, canvas.widths
                    ),
                )
                left = right + 1
            area = Area(row, left, row, left + each.spans[1] - 1)
            canvas.write(area, _stated(given, each.field), INPUT, lowest=_ROW)
            left = area.right + 1


def _stated(submission: Submission, field: str) -> Entry:
    """Return what a submission says in a labelled cell."""
    name = field.removeprefix("section:")
    if name != field:
        return submission.sections.get(name, Entry())
    entry: Entry = getattr(submission, field)
    return entry


def draw_funds(
    canvas: Canvas, scheme: Scheme, layout: Layout, submission: Submission | None
) -> None:
    """Draw the funds table; its first row has rate and score, and the weight where the form prints one."""
    placed = layout.part("funds")
    columns, top = placed.columns, placed.top
    side, source = columns.get("side"), columns["source"]
    if side is not None:
        canvas.span(
            Area(top, side.left, placed.bottom, side.right),
            said_by(scheme, placed.part.text),
            LABEL,
        )
    canvas.span(source.in_row(top), placed.heading("source") or None, LABEL)
    canvas.grow(top, _MONEY_ROW)
    described = {column.kind: column for column in placed.part.columns}
    for key in FUNDS_FIELDS:
        if key in columns:
            heading = said_by(scheme, described[key].heading)
            canvas.span(columns[key].in_row(top), heading, LABEL)
            if "\n" in heading:
                wide = range(columns[key].left, columns[key].right + 1)
                canvas.grow(top, height_of(heading, wide, LABEL.size, canvas.widths))

    funds = submission.funds if submission is not None else blank_funds(scheme)
    for index, (name, given) in enumerate(zip(scheme.funds, funds, strict=True)):
        row = top + 1 + index
        style = LABEL
        if index:
            style = replace(
                LABEL, horizontal="left", indent=1 if index == 1 else 1 + _UNDER
            )
        canvas.span(source.in_row(row), funds_label(name, index), style)
        canvas.grow(row, _MONEY_ROW)
        for key in ONLY_MONEY:
            _write(canvas, layout, f"funds_{index}_{key}", getattr(given, key))
        if index:
            for key, sign in _NOT_SCORED.items():
                if key in columns:
                    canvas.span(columns[key].in_row(row), sign, BODY)
    _draw_scored(canvas, scheme, layout, funds[0])


def _draw_scored(
    canvas: Canvas, scheme: Scheme, layout: Layout, given: FundsRow
) -> None:
    """Draw the points of the total: the weight of the scheme, the rate that the form computes, the unit's score."""
    areas = layout.areas
    if "funds_0_weight" in areas:
        weight = given.weight or Entry()
        style = BODY if weight == blank_funds(scheme)[0].weight else INPUT
        canvas.write(areas["funds_0_weight"], weight, style)
    if "funds_0_rate" in areas:
        rate = given.rate or Entry()
        if rate.blank:
            computed = replace(BODY, number_format="0.00%", wrap=False, shrink=True)
            canvas.span(
                areas["funds_0_rate"], Formulas(scheme, layout).rate(), computed
            )
        else:
            _write(canvas, layout, "funds_0_rate", rate)
    _write(canvas, layout, "funds_0_self_score", given.self_score or Entry())


def _write(canvas: Canvas, layout: Layout, key: str, entry: Entry) -> None:
    if key in layout.areas:
        canvas.write(layout.areas[key], entry, NUMBER_INPUT)

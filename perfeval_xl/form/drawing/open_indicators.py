"""The middle part of the form: 年度总体目标, 绩效指标, 总分."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from perfeval_xl.form.contents.labels import dimension_label, indicator_label, said_by
from perfeval_xl.form.contents.open_rows import place_indicators
from perfeval_xl.form.contents.split_targets import stated_in
from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.open_paging import Paging
from perfeval_xl.form.drawing.styles import (
    BODY,
    INPUT,
    LABEL,
    LEFT_INPUT,
    LONG_INPUT,
    NUMBER_INPUT,
    height_of,
)
from perfeval_xl.form.formulas.open import Formulas
from perfeval_xl.form.layout.open import Layout, Slot
from perfeval_xl.form.layout.open_columns import Span
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Formula
from perfeval_xl.submission.model import DimensionEntry, Goal, Indicator, Submission

__all__ = ["draw_goals", "draw_indicators", "draw_total"]

_ROW, _GOAL_ROW, _HEADING_ROW, _TOTAL_ROW = 22.0, 62.0, 34.0, 24.0
_PREFERRED_ROW = (
    80.0  # long notes are set smaller before they make a row higher than this
)
_STYLES = {"note": LEFT_INPUT, "weight": NUMBER_INPUT, "self_score": NUMBER_INPUT}


def draw_goals(
    canvas: Canvas, layout: Layout, submission: Submission | None, pages: Paging
) -> None:
    """Draw 预期目标 and 实际完成情况."""
    placed = layout.part("goals")
    side, top = placed.columns.get("side"), placed.top
    if side is not None:
        text = placed.part.text
        canvas.label(
            range(top, placed.bottom + 1),
            (side.left, side.right),
            (text, text),
            LABEL,
            pages,
        )
    names = [name for name in ("expected", "achieved") if name in placed.columns]
    for name in names:
        canvas.span(placed.columns[name].in_row(top), placed.heading(name), LABEL)
    canvas.grow(top, _ROW)
    goals = submission.goals if submission is not None else (Goal(),) * layout.goals
    for index, goal in enumerate(goals):
        for name in names:
            entry: Entry = getattr(goal, name)
            canvas.write(
                layout.areas[f"goal_{index}_{name}"],
                entry,
                LONG_INPUT,
                lowest=_GOAL_ROW,
            )


def draw_indicators(
    canvas: Canvas,
    scheme: Scheme,
    layout: Layout,
    submission: Submission | None,
    pages: Paging,
) -> None:
    """Draw the headings and one row per slot."""
    placed = layout.part("indicators")
    header, rows = placed.top, range(placed.top + 1, placed.bottom + 1)
    side = placed.columns.get("side")
    if side is not None:
        text, across = said_by(scheme, placed.part.text), (side.left, side.right)
        if pages.repeats_headings(
            layout
        ):  # what repeats on every page cannot be part of a merged area
            canvas.span(side.in_row(header), text.replace("\n", ""), LABEL)
            canvas.label(rows, across, (text, text), LABEL, pages)
        else:
            canvas.label(range(header, rows.stop), across, (text, text), LABEL, pages)
    for column in (*placed.part.columns, *placed.part.beside):
        if column.kind != "side":
            canvas.span(
                placed.columns[column.kind].in_row(header), column.heading, LABEL
            )
    canvas.grow(header, _HEADING_ROW)

    given = place_indicators(
        layout.slots, submission.indicators if submission is not None else ()
    )
    for index, (slot, indicator) in enumerate(zip(layout.slots, given, strict=True)):
        _draw_row(canvas, layout, index, slot, indicator)
    _draw_groups(canvas, layout, submission, pages)


def _draw_row(
    canvas: Canvas, layout: Layout, index: int, slot: Slot, indicator: Indicator | None
) -> None:
    name = indicator_label(
        slot.ordinal, indicator.path[2] if indicator is not None else ""
    )
    area = layout.areas[f"indicator_{index}_name"]
    canvas.span(area, name, LEFT_INPUT)
    needed = height_of(
        name, range(area.left, area.right + 1), INPUT.size, canvas.widths
    )
    canvas.grow(area.top, max(_ROW, needed))
    stated = stated_in(
        layout, indicator or Indicator(path=(slot.dimension, slot.category, ""))
    )
    for key, entry in stated.items():
        place = layout.areas[f"indicator_{index}_{key}"]
        canvas.write(place, entry, _STYLES.get(key, INPUT), preferred=_PREFERRED_ROW)


def _draw_groups(
    canvas: Canvas, layout: Layout, submission: Submission | None, pages: Paging
) -> None:
    """Draw the 一级 and 二级指标 beside their rows."""
    stated = (
        {entry.name: entry for entry in submission.dimensions}
        if submission is not None
        else {}
    )
    columns = layout.part("indicators").columns
    dimensions, categories = _across(columns["dimension"]), _across(columns["category"])
    rows = list(enumerate(layout.slots, start=layout.rows["indicators"]))
    for dimension, members in groupby(rows, key=lambda item: item[1].dimension):
        label = dimension_label(stated.get(dimension, DimensionEntry(name=dimension)))
        canvas.label(
            _rows_of(members), dimensions, (label, f"{dimension}\n（续）"), LABEL, pages
        )
    for (_, category), members in groupby(
        rows, key=lambda item: (item[1].dimension, item[1].category)
    ):
        canvas.label(
            _rows_of(members),
            categories,
            (category, f"{category}\n（续）"),
            LABEL,
            pages,
        )


def _across(span: Span) -> tuple[int, int]:
    return span.left, span.right


def _rows_of(members: Iterable[tuple[int, Slot]]) -> range:
    rows = [row for row, _ in members]
    return range(rows[0], rows[-1] + 1)


def draw_total(
    canvas: Canvas, scheme: Scheme, layout: Layout, submission: Submission | None
) -> None:
    """Draw the 总分 row: figures as stated, formulas where none are."""
    given = submission or Submission(scheme=scheme.id)
    formulas = Formulas(scheme, layout)
    placed = layout.part("total")
    canvas.span(
        placed.columns["label"].in_row(placed.top), placed.heading("label"), LABEL
    )
    canvas.grow(placed.top, _TOTAL_ROW)
    for kind, span in placed.columns.items():
        if kind.startswith("blank"):
            canvas.span(span.in_row(placed.top), None, LABEL)
    computed: dict[str, Formula] = {
        "weight_total": formulas.weight_total(),
        "self_total": formulas.self_total(),
    }
    for key, formula in computed.items():
        if key not in layout.areas:
            continue
        area, entry = layout.areas[key], getattr(given, key)
        if entry.blank:
            canvas.span(area, formula, BODY)
        else:
            canvas.write(area, entry, INPUT)
    if "self_grade" in layout.areas:
        canvas.write(layout.areas["self_grade"], given.self_grade, INPUT)

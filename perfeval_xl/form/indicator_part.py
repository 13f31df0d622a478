"""The middle part of the form: 年度总体目标, 绩效指标, 总分."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from perfeval_xl.form.canvas import Canvas
from perfeval_xl.form.formulas import Formulas
from perfeval_xl.form.labels import dimension_label, indicator_label
from perfeval_xl.form.layout import INDICATOR_COLUMNS, LAST_COLUMN, Layout, Slot
from perfeval_xl.form.paging import Paging
from perfeval_xl.form.styles import BODY, INPUT, LABEL, LEFT_INPUT, LONG_INPUT, NUMBER_INPUT, height_of
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Formula
from perfeval_xl.submission.model import DimensionEntry, Goal, Indicator, Submission

__all__ = ["draw_goals", "draw_indicators", "draw_total", "place_indicators"]

_HEADINGS = {
    "name": "三级指标",
    "target": "年度\n指标值",
    "actual": "实际\n完成值",
    "weight": "分值",
    "self_score": "得分",
    "note": "偏差原因分析\n及改进措施",
}
_ROW, _GOAL_ROW, _HEADING_ROW, _TOTAL_ROW = 22.0, 62.0, 34.0, 24.0
_PREFERRED_ROW = 80.0  # long notes are set smaller before they make a row higher than this
_GOALS, _INDICATORS = "年度\n总体\n目标", "绩效指标"


def draw_goals(canvas: Canvas, layout: Layout, submission: Submission | None, pages: Paging) -> None:
    """Draw the pairs of 预期目标 and 实际完成情况."""
    top = layout.rows["goals"]
    canvas.label(range(top, top + layout.goals + 1), (1, 1), (_GOALS, _GOALS), LABEL, pages)
    canvas.span(Area(top, 2, top, 5), "预期目标", LABEL)
    canvas.span(Area(top, 6, top, LAST_COLUMN), "实际完成情况", LABEL)
    canvas.grow(top, _ROW)
    goals = submission.goals if submission is not None else (Goal(),) * layout.goals
    for row, goal in enumerate(goals, start=top + 1):
        canvas.write(Area(row, 2, row, 5), goal.expected, LONG_INPUT, lowest=_GOAL_ROW)
        canvas.write(Area(row, 6, row, LAST_COLUMN), goal.achieved, LONG_INPUT, lowest=_GOAL_ROW)


def draw_indicators(canvas: Canvas, layout: Layout, submission: Submission | None, pages: Paging) -> None:
    """Draw the headings and one row per slot."""
    header, first = layout.rows["header"], layout.rows["indicators"]
    rows = range(first, first + len(layout.slots))
    if pages.repeats_headings(layout):  # what repeats on every page cannot be part of a merged area
        canvas.put(header, 1, _INDICATORS, LABEL)
        canvas.label(rows, (1, 1), ("\n".join(_INDICATORS),) * 2, LABEL, pages)
    else:
        canvas.label(range(header, rows.stop), (1, 1), ("\n".join(_INDICATORS),) * 2, LABEL, pages)
    canvas.put(header, 2, "一级指标", LABEL)
    canvas.put(header, 3, "二级指标", LABEL)
    for key, text in _HEADINGS.items():
        canvas.put(header, INDICATOR_COLUMNS[key], text, LABEL)
    canvas.grow(header, _HEADING_ROW)
    given = place_indicators(layout.slots, submission.indicators if submission is not None else ())
    for row, (slot, indicator) in enumerate(zip(layout.slots, given, strict=True), start=first):
        _draw_row(canvas, row, slot, indicator)
    _draw_groups(canvas, layout, submission, pages)


def place_indicators(slots: Iterable[Slot], indicators: Iterable[Indicator]) -> tuple[Indicator | None, ...]:
    """Return for every slot its indicator: the first of a 二级指标 stands in its first row, and so on."""
    waiting: dict[tuple[str, ...], list[Indicator]] = {}
    for indicator in indicators:
        waiting.setdefault(indicator.path[:2], []).append(indicator)
    placed: list[Indicator | None] = []
    for slot in slots:
        queue = waiting.get((slot.dimension, slot.category), [])
        placed.append(queue.pop(0) if queue else None)
    return tuple(placed)


def _draw_row(canvas: Canvas, row: int, slot: Slot, indicator: Indicator | None) -> None:
    name = indicator_label(slot.ordinal, indicator.path[2] if indicator is not None else "")
    column = INDICATOR_COLUMNS["name"]
    canvas.put(row, column, name, LEFT_INPUT)
    canvas.grow(row, max(_ROW, height_of(name, range(column, column + 1), INPUT.size, canvas.widths)))
    for key, place in INDICATOR_COLUMNS.items():
        if key != "name":
            entry: Entry = getattr(indicator, key) if indicator is not None else Entry()
            style = {"note": LEFT_INPUT, "weight": NUMBER_INPUT, "self_score": NUMBER_INPUT}.get(key, INPUT)
            canvas.write(Area(row, place, row, place), entry, style, preferred=_PREFERRED_ROW)


def _draw_groups(canvas: Canvas, layout: Layout, submission: Submission | None, pages: Paging) -> None:
    """Draw the 一级 and 二级指标 beside their rows."""
    stated = {entry.name: entry for entry in submission.dimensions} if submission is not None else {}
    rows = list(enumerate(layout.slots, start=layout.rows["indicators"]))
    for dimension, members in groupby(rows, key=lambda item: item[1].dimension):
        label = dimension_label(stated.get(dimension, DimensionEntry(name=dimension)))
        canvas.label(_rows_of(members), (2, 2), (label, f"{dimension}\n（续）"), LABEL, pages)
    for (_, category), members in groupby(rows, key=lambda item: (item[1].dimension, item[1].category)):
        canvas.label(_rows_of(members), (3, 3), (category, f"{category}\n（续）"), LABEL, pages)


def _rows_of(members: Iterable[tuple[int, Slot]]) -> range:
    rows = [row for row, _ in members]
    return range(rows[0], rows[-1] + 1)


def draw_total(canvas: Canvas, scheme: Scheme, layout: Layout, submission: Submission | None) -> None:
    """Draw the 总分 row: figures as stated, formulas where none are."""
    given = submission or Submission(scheme=scheme.id)
    formulas = Formulas(scheme, layout)
    row = layout.rows["total"]
    canvas.span(Area(row, 1, row, 6), "总分", LABEL)
    canvas.grow(row, _TOTAL_ROW)
    computed: dict[str, Formula] = {"weight_total": formulas.weight_total(), "self_total": formulas.self_total()}
    for key, formula in computed.items():
        ref, entry = layout.fields[key], getattr(given, key)
        if entry.blank:
            canvas.put(ref.row, ref.column, formula, BODY)
        else:
            canvas.write(Area(ref.row, ref.column, ref.row, ref.column), entry, INPUT)
    ref = layout.fields["self_grade"]
    canvas.write(Area(ref.row, ref.column, ref.row, ref.column), given.self_grade, INPUT)

"""The live preview beside the form, outside the print area."""

from __future__ import annotations

from dataclasses import replace

from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.styles import HELP, HELP_HEAD
from perfeval_xl.form.formulas.open import Formulas
from perfeval_xl.form.layout.open import Layout
from perfeval_xl.rules.told_apart import PARTS
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area

__all__ = [
    "ROWS_CHECK_ROW",
    "SELF_CHECK_ROW",
    "WEIGHT_CHECK_ROW",
    "draw_preview",
    "hidden_columns",
]

ROWS_CHECK_ROW, _MISSING_ROW, WEIGHT_CHECK_ROW, SELF_CHECK_ROW = 2, 3, 4, 5


def draw_preview(canvas: Canvas, scheme: Scheme, layout: Layout) -> None:
    """Draw what the rules give, what is missing, and one hint per row; all of it locked.

    Every row says its 二级指标 too, so that a copy of it that is inserted elsewhere can still be told.
    """
    formulas = Formulas(scheme, layout)
    rows = layout.rows
    points = replace(HELP, horizontal="center")
    left, right = layout.help_column, layout.help_column + 1
    category = right + 1

    # How far the form is filled in, above everything.
    canvas.span(Area(1, left, 1, right), "实时核对（不打印）", HELP_HEAD)
    for row, label, formula in (
        (ROWS_CHECK_ROW, "增加指标", formulas.rows_check()),
        (_MISSING_ROW, "填报进度", formulas.missing_count()),
        (WEIGHT_CHECK_ROW, "分值合计", formulas.weight_check()),
        (SELF_CHECK_ROW, "得分合计", formulas.self_check()),
    ):
        canvas.put(row, left, label, HELP_HEAD)
        canvas.put(row, right, formula, HELP)

    # Beside the funds.
    funds = rows["funds"]
    canvas.put(funds, left, "执行率", HELP_HEAD)
    canvas.put(funds, right, "执行率得分", HELP_HEAD)
    canvas.put(funds + 1, left, formulas.rate(), replace(points, number_format="0.00%"))
    canvas.put(funds + 1, right, formulas.execution_score(), points)
    canvas.span(layout.execution_hint, formulas.execution_hint(), HELP)

    # Beside the indicators.
    header = rows["header"]
    canvas.put(header, left, "按标准得分", HELP_HEAD)
    canvas.put(header, right, "提示", HELP_HEAD)
    canvas.put(header, category, "所属二级指标", HELP_HEAD)
    for index, slot in enumerate(layout.slots):
        row = rows["indicators"] + index
        canvas.put(row, left, formulas.indicator_score(index), points)
        canvas.put(row, right, formulas.indicator_hint(index), HELP)
        canvas.put(row, category, slot.category, HELP)
    _draw_parts(canvas, layout, formulas)

    total = rows["total"]
    canvas.put(total, left, formulas.rule_total(), replace(points, bold=True))
    canvas.put(total, right, formulas.rule_grade(), replace(HELP, bold=True))


def _draw_parts(canvas: Canvas, layout: Layout, formulas: Formulas) -> None:
    """Draw sign, number and unit of targets and 完成值 in hidden columns: the points are computed from those."""
    style = replace(HELP, horizontal="center")
    for index in range(len(layout.slots)):
        for name, formula in formulas.parts(index).items():
            area = layout.areas[f"indicator_{index}_{name}"]
            canvas.put(area.top, area.left, formula, style)


def hidden_columns(layout: Layout) -> tuple[int, ...]:
    """Return the columns of the preview that only its formulas look at."""
    first = layout.help_column + 3
    return tuple(range(first, first + len(PARTS)))

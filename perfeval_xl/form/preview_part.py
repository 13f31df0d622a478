"""The live preview beside the form, outside the print area."""

from __future__ import annotations

from dataclasses import replace

from perfeval_xl.form.canvas import Canvas
from perfeval_xl.form.formulas import Formulas
from perfeval_xl.form.layout import HELP_COLUMN, Layout
from perfeval_xl.form.styles import HELP, HELP_HEAD
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area

__all__ = ["ROWS_CHECK_ROW", "SELF_CHECK_ROW", "WEIGHT_CHECK_ROW", "draw_preview"]

ROWS_CHECK_ROW, _MISSING_ROW, WEIGHT_CHECK_ROW, SELF_CHECK_ROW = 2, 3, 4, 5
_LEFT, _RIGHT, _WHERE = HELP_COLUMN, HELP_COLUMN + 1, HELP_COLUMN + 2


def draw_preview(canvas: Canvas, scheme: Scheme, layout: Layout) -> None:
    """Draw what the rules give, what is missing, and one hint per row; all of it locked.

    Every row says its 二级指标 too, so that a copy of it that is inserted elsewhere can still be told.
    """
    formulas = Formulas(scheme, layout)
    rows = layout.rows
    points = replace(HELP, horizontal="center")
    canvas.span(Area(1, _LEFT, 1, _RIGHT), "实时核对（不打印）", HELP_HEAD)
    for row, label, formula in (
        (ROWS_CHECK_ROW, "增加指标", formulas.rows_check()),
        (_MISSING_ROW, "填报进度", formulas.missing_count()),
        (WEIGHT_CHECK_ROW, "分值合计", formulas.weight_check()),
        (SELF_CHECK_ROW, "得分合计", formulas.self_check()),
    ):
        canvas.put(row, _LEFT, label, HELP_HEAD)
        canvas.put(row, _RIGHT, formula, HELP)
    canvas.put(rows["funds"], _LEFT, "执行率", HELP_HEAD)
    canvas.put(rows["funds"], _RIGHT, "执行率得分", HELP_HEAD)
    canvas.put(rows["funds"] + 1, _LEFT, formulas.rate(), replace(points, number_format="0.00%"))
    canvas.put(rows["funds"] + 1, _RIGHT, formulas.execution_score(), points)
    canvas.span(Area(rows["funds"] + 2, _LEFT, rows["funds"] + 2, _RIGHT), formulas.execution_hint(), HELP)
    canvas.put(rows["header"], _LEFT, "按标准得分", HELP_HEAD)
    canvas.put(rows["header"], _RIGHT, "提示", HELP_HEAD)
    canvas.put(rows["header"], _WHERE, "所属二级指标", HELP_HEAD)
    for index, slot in enumerate(layout.slots):
        row = rows["indicators"] + index
        canvas.put(row, _LEFT, formulas.indicator_score(index), points)
        canvas.put(row, _RIGHT, formulas.indicator_hint(index), HELP)
        canvas.put(row, _WHERE, slot.category, HELP)
    canvas.put(rows["total"], _LEFT, formulas.rule_total(), replace(points, bold=True))
    canvas.put(rows["total"], _RIGHT, formulas.rule_grade(), replace(HELP, bold=True))

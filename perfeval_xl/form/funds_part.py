"""The upper part of the form: title, names, 项目资金."""

from __future__ import annotations

from dataclasses import replace

from perfeval_xl.form.canvas import Canvas
from perfeval_xl.form.formulas import Formulas
from perfeval_xl.form.labels import funds_label, year_label
from perfeval_xl.form.layout import FIRST_COLUMN, FUNDS_COLUMNS, LAST_COLUMN, Layout
from perfeval_xl.form.styles import BODY, INPUT, LABEL, NUMBER_INPUT, PLAIN, TITLE
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.sheets.model import Area, Formula
from perfeval_xl.submission.model import FundsRow, Submission

__all__ = ["blank_funds", "draw_funds", "draw_head"]

_HEADINGS = {
    "initial_budget": "年初预算数",
    "budget": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "rate": "执行率",
    "self_score": "得分",
}
_MONEY = ("initial_budget", "budget", "executed")
_ROW, _MONEY_ROW = 24.0, 21.0
_UNDER = 4  # the width of 其中：, so that the sources stand under each other


def draw_head(canvas: Canvas, scheme: Scheme, layout: Layout, submission: Submission | None) -> None:
    """Draw 附件1, the title, the year, and the rows of names."""
    given = submission or Submission(scheme=scheme.id)
    rows = layout.rows
    canvas.put(rows["annex"], FIRST_COLUMN, scheme.annex or None, replace(PLAIN, horizontal="left"))
    canvas.grow(rows["annex"], 18)
    canvas.span(Area(rows["title"], FIRST_COLUMN, rows["title"], LAST_COLUMN), scheme.form_title, TITLE)
    canvas.grow(rows["title"], 30)
    year = replace(PLAIN, locked=False)
    canvas.span(Area(rows["year"], FIRST_COLUMN, rows["year"], LAST_COLUMN), year_label(given.year.text), year)
    canvas.grow(rows["year"], 20)
    canvas.put(rows["project"], 1, "项目名称", LABEL)
    canvas.write(Area(rows["project"], 2, rows["project"], LAST_COLUMN), given.project, INPUT, lowest=_ROW)
    canvas.put(rows["unit"], 1, "主管部门", LABEL)
    canvas.write(Area(rows["unit"], 2, rows["unit"], 4), given.department, INPUT, lowest=_ROW)
    canvas.span(Area(rows["unit"], 5, rows["unit"], 6), "实施单位", LABEL)
    canvas.write(Area(rows["unit"], 7, rows["unit"], LAST_COLUMN), given.unit, INPUT, lowest=_ROW)


def draw_funds(canvas: Canvas, scheme: Scheme, layout: Layout, submission: Submission | None) -> None:
    """Draw the funds table; its first row has weight, rate and score."""
    top = layout.rows["funds"]
    canvas.span(Area(top, 1, top + len(scheme.funds), 1), f"项目资金\n（{scheme.money_unit}）", LABEL)
    canvas.span(Area(top, 2, top, 3), None, LABEL)
    canvas.grow(top, _MONEY_ROW)
    for key, column in FUNDS_COLUMNS.items():
        canvas.put(top, column, _HEADINGS[key], LABEL)
    funds = submission.funds if submission is not None else blank_funds(scheme)
    for index, (source, given) in enumerate(zip(scheme.funds, funds, strict=True)):
        row = top + 1 + index
        label = LABEL if index == 0 else replace(LABEL, horizontal="left", indent=1 if index == 1 else 1 + _UNDER)
        canvas.span(Area(row, 2, row, 3), funds_label(source, index), label)
        canvas.grow(row, _MONEY_ROW)
        for key in _MONEY:
            _write(canvas, layout, f"funds_{index}_{key}", getattr(given, key))
        if index:
            for key, sign in (("weight", "—"), ("rate", None), ("self_score", "—")):
                canvas.put(row, FUNDS_COLUMNS[key], sign, BODY)
    _draw_scored(canvas, scheme, layout, funds[0])


def blank_funds(scheme: Scheme) -> tuple[FundsRow, ...]:
    """Return the funds rows of an empty form, with the weight that the scheme fixes."""
    weight = Entry(format(scheme.execution_weight.normalize(), "f"))
    first = FundsRow(source=scheme.funds[0], weight=weight, rate=Entry(), self_score=Entry())
    return (first, *(FundsRow(source=source) for source in scheme.funds[1:]))


def _draw_scored(canvas: Canvas, scheme: Scheme, layout: Layout, given: FundsRow) -> None:
    weight = given.weight or Entry()
    fixed = weight == blank_funds(scheme)[0].weight
    ref = layout.fields["funds_0_weight"]
    canvas.write(Area(ref.row, ref.column, ref.row, ref.column), weight, BODY if fixed else INPUT)
    rate = given.rate or Entry()
    if rate.blank:
        ref = layout.fields["funds_0_rate"]
        formula: Formula = Formulas(scheme, layout).rate()
        canvas.put(ref.row, ref.column, formula, replace(BODY, number_format="0.00%", wrap=False, shrink=True))
    else:
        _write(canvas, layout, "funds_0_rate", rate)
    _write(canvas, layout, "funds_0_self_score", given.self_score or Entry())


def _write(canvas: Canvas, layout: Layout, key: str, entry: Entry) -> None:
    ref = layout.fields[key]
    canvas.write(Area(ref.row, ref.column, ref.row, ref.column), entry, NUMBER_INPUT)

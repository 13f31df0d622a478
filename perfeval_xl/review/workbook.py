"""The review workbook (复核表): self, rule, and room for the reviewer's points and remark.

`collection.reviewed` reads it when it comes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from perfeval_xl.collection.records import IndicatorFigures, Version
from perfeval_xl.collection.reviewed import (
    FIRST_ROW,
    IDENTITY_SHEET,
    LEVELS,
    POINTS_COLUMN,
    REVIEW_SHEET,
    subject_key,
)
from perfeval_xl.sheets.list_looks import LIST_CELL, LIST_HEADING, LIST_TEXT
from perfeval_xl.sheets.model import (
    Area,
    Cell,
    Formula,
    Page,
    Sheet,
    Style,
    Validation,
    Value,
    Workbook,
)
from perfeval_xl.sheets.showing import shown
from perfeval_xl.sheets.writing import write_workbook
from perfeval_xl.texts import storable

__all__ = ["review_workbook"]

_HEADINGS = (
    "序号",
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "自评得分",
    "规则得分",
)
# Columns that the reviewer fills in; the difference is a formula
_HEADINGS_TO_FILL = ("复核得分", "复核－自评", "复核说明")
# In characters
_WIDTHS = (6.0, 12.0, 14.0, 24.0, 14.0, 14.0, 8.0, 9.0, 9.0, 10.0, 10.0, 36.0)
_TITLE = Style(
    font="黑体",
    size=16,
    bold=True,
)
_NOTE = Style(
    font="宋体",
    size=10,
    horizontal="left",
)
_POINTS = replace(LIST_CELL, number_format="0.00")
_INPUT = replace(
    _POINTS,
    locked=False,
    fill="FFF9E5",
)
_INPUT_TEXT = replace(
    LIST_TEXT,
    locked=False,
    fill="FFF9E5",
)


def review_workbook(
    version: Version,
    rows: Sequence[IndicatorFigures],
    reasons: Sequence[str],
    seed: str,
) -> bytes:
    """Return the workbook in which a version is reviewed; only points and remarks can be written into it."""
    bottom = FIRST_ROW + len(rows) - 1
    last = len(_WIDTHS)
    cells = _head(version, reasons, seed)
    for number, row in enumerate(rows, start=1):
        at = FIRST_ROW + number - 1
        for column, cell in enumerate(_row(number, at, row), start=1):
            cells[at, column] = cell
    # Totals stand below the last row, and move with the number of rows
    cells |= _totals(bottom)
    sheet = Sheet(
        title=REVIEW_SHEET,
        cells=cells,
        merges=(
            Area(1, 1, 1, last),
            Area(2, 1, 2, last),
            Area(3, 1, 3, last),
            Area(4, 1, 4, last),
        ),
        widths=dict(enumerate(_WIDTHS, start=1)),
        heights={1: 30.0, 3: 30.0, 4: 20.0},
        validations=(_points_allowed(bottom),),
        page=Page(
            landscape=True,
            area=Area(1, 1, bottom + 1, last),
            title_rows=(5, 5),
            footer="第&P页，共&N页",
        ),
        protected=True,
        freeze="A6",
        column_titles="A5",
    )
    # Who this is stands on a sheet that the menus of Excel do not offer to show
    hidden = Sheet(
        title=IDENTITY_SHEET, cells=_identity(version, len(rows)), state="veryHidden"
    )
    return write_workbook(Workbook(sheets=(shown(sheet), hidden), title="抽查复核表"))


def _head(
    version: Version, reasons: Sequence[str], seed: str
) -> dict[tuple[int, int], Cell]:
    figures = version.figures
    whose = f"项目：{figures.project}　　实施单位：{figures.unit}　　主管部门：{figures.department}　　年度：{figures.year}"
    why = "、".join(reasons) or "没有明显的风险"
    cells = {
        (1, 1): Cell(value="项目支出绩效自评抽查复核表", style=_TITLE),
        (2, 1): Cell(value=whose, style=_NOTE),
        (3, 1): Cell(value=f"抽中的原因：{why}　　抽样种子：{seed}", style=_NOTE),
        (4, 1): Cell(
            value="请在浅黄色的格子里填写复核得分和说明，得分在0和分值之间，其余不必改动。",
            style=_NOTE,
        ),
    }
    for column, heading in enumerate((*_HEADINGS, *_HEADINGS_TO_FILL), start=1):
        cells[5, column] = Cell(value=heading, style=LIST_HEADING)
    return cells


def _row(number: int, at: int, row: IndicatorFigures) -> tuple[Cell, ...]:
    # Shorter paths leave the last levels blank
    levels = (*row.path, *[""] * LEVELS)[:LEVELS]
    texts = (*levels, row.target, row.actual)
    return (
        Cell(value=number, style=_POINTS_PLAIN),
        *(Cell(value=text, style=LIST_TEXT) for text in texts),
        Cell(value=row.weight, style=_POINTS),
        Cell(value=row.self_score, style=_POINTS),
        Cell(value=row.decided_score, style=_POINTS),
        Cell(style=_INPUT),
        # Blank while one of the two is missing: a blank is not a zero
        Cell(value=Formula(f'IF(OR(J{at}="",H{at}=""),"",J{at}-H{at})'), style=_POINTS),
        Cell(style=_INPUT_TEXT),
    )


_POINTS_PLAIN = replace(_POINTS, number_format="0")


def _totals(bottom: int) -> dict[tuple[int, int], Cell]:
    at = bottom + 1
    cells = {
        (at, column): Cell(style=LIST_HEADING) for column in range(1, len(_WIDTHS) + 1)
    }
    cells[at, 1] = Cell(value="合计", style=LIST_HEADING)
    sums = replace(LIST_HEADING, number_format="0.00")
    for column, letter in ((7, "G"), (8, "H"), (9, "I"), (10, "J")):
        cells[at, column] = Cell(
            value=Formula(f"SUM({letter}{FIRST_ROW}:{letter}{bottom})"), style=sums
        )
    return cells


def _points_allowed(bottom: int) -> Validation:
    return Validation(
        areas=(Area(FIRST_ROW, POINTS_COLUMN, bottom, POINTS_COLUMN),),
        kind="custom",
        # In terms of the first row: a spreadsheet moves it along with every row below
        first=f"AND(ISNUMBER(J{FIRST_ROW}),J{FIRST_ROW}>=0,J{FIRST_ROW}<=G{FIRST_ROW})",
        prompt_title="复核得分",
        prompt="0和分值之间的数字。",
        error_title="复核得分",
        error="请填0和分值之间的数字。",
    )


def _identity(version: Version, count: int) -> dict[tuple[int, int], Cell]:
    figures = version.figures
    values: Mapping[str, Value] = {
        # A title or code from outside may hold characters that no cell can
        "subject": storable(subject_key(figures.subject)),
        "arrival": str(version.arrival.number),
        "project": figures.project,
        "unit": figures.unit,
        "department": figures.department,
        "rows": str(count),
    }
    cells = {}
    for row, (key, value) in enumerate(values.items(), start=1):
        cells[row, 1], cells[row, 2] = Cell(value=key), Cell(value=value)
    return cells

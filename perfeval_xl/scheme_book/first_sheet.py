"""The first sheet of a scheme's workbook: its fields from top to bottom, each with a hint beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from perfeval_xl.scheme_book.cells import stored
from perfeval_xl.scheme_book.columns import (
    AUTOMATIC,
    DIMENSIONS,
    FIELDS,
    FORM_SAID,
    FORM_SHOWN,
    SCHEME,
)
from perfeval_xl.scheme_book.looks import AUTO, HEADING, HINT, INPUT, LABEL, NOTE, TITLE
from perfeval_xl.scheme_book.table_sheet import (
    FIRST_ROW,
    FOOTER,
    column_range,
    validation_of,
    wrong_format,
)
from perfeval_xl.scheme_book.tree import Tree
from perfeval_xl.sheets.heights import text_height
from perfeval_xl.sheets.model import Area, Cell, Formula, Page, Sheet, Validation

__all__ = ["field_cell", "first_sheet", "value_at"]

_WIDTHS = {1: 18.0, 2: 46.0, 3: 44.0}
_NOTE = "浅黄色的格子可以改。改完保存，用 perfeval-xl scheme import 导入；各表怎么填见“填写说明”，规则有哪些见“规则种类”。"
_FORM_HINT = "不用改；要改用一般样式，删去那张表并清空这一格"
_NEEDED, _LOWEST = "必填", 22.0


def first_sheet(tree: Tree) -> Sheet:
    """Return the sheet; the full score is checked against the dimensions as one types."""
    cells: dict[tuple[int, int], Cell] = {
        (1, 1): Cell(value=f"评价方案：{tree['title']}", style=TITLE),
        (2, 1): Cell(value=_NOTE, style=NOTE),
    }
    heights = {
        1: 30.0,
        2: text_height(_NOTE, sum(_WIDTHS.values()), NOTE.size),
        3: 26.0,
    }
    for number, heading in enumerate(("项目", "内容", "怎么填"), 1):
        cells[3, number] = Cell(value=heading, style=HEADING)
    for row, column in enumerate(FIELDS, FIRST_ROW):
        value = value_at(tree, column.key)
        shown, number_format = (
            (None, "General")
            if value is None
            else stored(column.holds, value, column.words)
        )
        hint = "，".join(
            part
            for part in (_NEEDED if column.required else "可不填", column.hint)
            if part
        )
        cells[row, 1] = Cell(value=column.heading, style=LABEL)
        cells[row, 2] = Cell(
            value=shown, style=replace(INPUT, number_format=number_format)
        )
        cells[row, 3] = Cell(value=hint, style=HINT)
        heights[row] = max(
            _LOWEST,
            *(
                text_height(str(text), _WIDTHS[n], 10.5)
                for n, text in ((2, shown), (3, hint))
            ),
        )
    bottom = FIRST_ROW + len(FIELDS)
    cells |= _sum_row(bottom)
    heights[bottom] = _LOWEST
    last = bottom
    if "form" in tree:
        last += 1
        cells |= _form_row(last)
        heights[last] = _LOWEST
    return Sheet(
        title=SCHEME,
        cells=cells,
        merges=(Area(2, 1, 2, 3),),
        widths=_WIDTHS,
        heights=heights,
        validations=tuple(_validations()),
        conditionals=(
            wrong_format(
                Area(bottom, 2, bottom, 2), f"$B${bottom}<>$B${_row('full_score')}"
            ),
        ),
        page=_page(last),
        freeze=f"B{FIRST_ROW}",
        column_titles=f"A{FIRST_ROW - 1}",
        row_titles=f"A{FIRST_ROW - 1}",
    )


def _page(last: int) -> Page:
    return Page(
        landscape=True,
        area=Area(1, 1, last, 3),
        title_rows=(3, 3),
        footer=FOOTER,
        plain_ink=True,
    )


def _form_row(row: int) -> dict[tuple[int, int], Cell]:
    """Return the row that says that forms are printed as another sheet describes them."""
    return {
        (row, 1): Cell(value=FORM_SAID, style=LABEL),
        (row, 2): Cell(value=FORM_SHOWN, style=INPUT),
        (row, 3): Cell(value=_FORM_HINT, style=HINT),
    }


def _sum_row(bottom: int) -> dict[tuple[int, int], Cell]:
    """Return the row that adds the points up as one types."""
    cells: dict[tuple[int, int], Cell] = {}
    execution = _row("execution_weight")
    cells[bottom, 1] = Cell(value=f"分值合计{AUTOMATIC}", style=AUTO)
    cells[bottom, 2] = Cell(
        value=Formula(f"SUM({column_range(DIMENSIONS, 'weight')})+N(B{execution})"),
        style=AUTO,
    )
    cells[bottom, 3] = Cell(
        value="一级指标的分值与预算执行率分值之和，应等于满分", style=HINT
    )
    return cells


def value_at(tree: Mapping[str, Any], key: str) -> object:
    """Return what stands under a dotted key, `None` when nothing does."""
    value: object = tree
    for name in key.split("."):
        if isinstance(value, Mapping):
            value = value.get(name)
        else:
            value = None
    return value


def field_cell(key: str) -> str:
    """Return the cell of a field for formulas on other sheets."""
    return f"'{SCHEME}'!$B${_row(key)}"


def _row(key: str) -> int:
    return next(
        row for row, column in enumerate(FIELDS, FIRST_ROW) if column.key == key
    )


def _validations() -> Iterator[Validation]:
    for row, column in enumerate(FIELDS, FIRST_ROW):
        validation = validation_of(column, Area(row, 2, row, 2))
        if validation.kind != "any" or validation.prompt:
            yield validation

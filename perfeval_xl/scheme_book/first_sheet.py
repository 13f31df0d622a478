"""The first sheet of a scheme's workbook: its fields from top to bottom, each with a hint beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from perfeval_xl.scheme_book.cells import stored
from perfeval_xl.scheme_book.columns import AUTOMATIC, SCHEME, Column
from perfeval_xl.scheme_book.fields import FIELDS
from perfeval_xl.scheme_book.looks import AUTO, HEADING, HINT, INPUT, LABEL, NOTE, TITLE
from perfeval_xl.scheme_book.table_sheet import (
    FIRST_ROW,
    column_range,
    validation_of,
    wrong_format,
)
from perfeval_xl.scheme_book.tables import DIMENSIONS, FORM_SAID, FORM_SHOWN
from perfeval_xl.scheme_book.tree import Tree
from perfeval_xl.sheets.heights import text_height
from perfeval_xl.sheets.list_looks import PAGE_OF_PAGES
from perfeval_xl.sheets.model import (
    Area,
    Cell,
    Conditional,
    Formula,
    Page,
    Sheet,
    Validation,
    Value,
)

__all__ = ["field_cell", "first_sheet", "value_at"]

_WIDTHS = {
    1: 18.0,
    2: 46.0,
    3: 44.0,
}
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
    # The fields, from which formulas on other sheets take their figures
    for row, column in enumerate(FIELDS, FIRST_ROW):
        field = _field_row(tree, column)
        cells |= {(row, number): cell for number, cell in field.items()}
        heights[row] = _height(field)
    # The sum of the weights, marked while it is not the full score
    bottom = FIRST_ROW + len(FIELDS)
    cells |= _sum_row(bottom)
    heights[bottom] = _LOWEST
    last = bottom
    # Without this row nobody could tell that the sheet of the form has been deleted
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
        conditionals=(_wrong_sum(bottom),),
        page=_page(last),
        freeze=f"B{FIRST_ROW}",
        column_titles=f"A{FIRST_ROW - 1}",
        row_titles=f"A{FIRST_ROW - 1}",
    )


def _field_row(tree: Tree, column: Column) -> dict[int, Cell]:
    """Return the cells of a field by their column: what it is called, what it holds, and how it is filled in."""
    value = value_at(tree, column.key)
    shown: Value = None
    number_format = "General"
    if value is not None:
        shown, number_format = stored(column.holds, value, column.words)
    hint = "可不填"
    if column.required:
        hint = _NEEDED
    if column.hint:
        hint += f"，{column.hint}"
    return {
        1: Cell(value=column.heading, style=LABEL),
        2: Cell(value=shown, style=replace(INPUT, number_format=number_format)),
        3: Cell(value=hint, style=HINT),
    }


def _height(field: Mapping[int, Cell]) -> float:
    """Return the height of a row: that of what the field holds, or of its hint."""
    needed = [
        text_height(str(field[number].value), _WIDTHS[number], 10.5)
        for number in (2, 3)
    ]
    return max(_LOWEST, *needed)


def _wrong_sum(bottom: int) -> Conditional:
    """Mark the sum of the points where it is not the full score."""
    area = Area(bottom, 2, bottom, 2)
    return wrong_format(area, f"$B${bottom}<>$B${_row('full_score')}")


def _page(last: int) -> Page:
    return Page(
        landscape=True,
        area=Area(1, 1, last, 3),
        title_rows=(3, 3),
        footer=PAGE_OF_PAGES,
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

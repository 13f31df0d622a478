"""A table written row by row is the table that the normal writer makes of the same records."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfeval_xl.sheets.long_table import write_long_table
from perfeval_xl.sheets.model import Area, Cell, Page, Sheet, Style, Value, Workbook
from perfeval_xl.sheets.writing import write_workbook
from tests.sheets.ooxml import schema_errors
from tests.support.parts import differences

HEAD, NUMBER, TEXT = (
    Style(bold=True, border="thin"),
    Style(horizontal="right"),
    Style(horizontal="left", wrap=False),
)
ODD: tuple[Value, ...] = (
    "=1+1",
    "<b>&amp;",
    "_x0041_",
    "  两端  ",
    "第一行\n第二行",
    "",
    None,
    "＋86",
    "😀",
)


def sheet(
    cells: dict[tuple[int, int], Cell], count: int, heights: dict[int, float]
) -> Sheet:
    """One sheet of two columns."""
    last = Area(1, 1, count + 1, 2)
    page = Page(landscape=True, area=last, title_rows=(1, 1))
    return Sheet(
        title="表",
        cells=cells,
        heights=heights,
        page=page,
        freeze="B2",
        filter=last,
        column_titles="A1",
    )


@pytest.mark.parametrize("count", [0, 1, 2, 9, 300])
def test_it_equals_the_table_that_is_drawn_whole(count: int) -> None:
    head = {
        (1, 1): Cell(value="序号", style=HEAD),
        (1, 2): Cell(value="内容", style=HEAD),
    }
    rows: list[tuple[Value, Value]] = [
        (Decimal(number), ODD[number % len(ODD)]) for number in range(count)
    ]
    body = {
        (row, column): Cell(value=value, style=style)
        for row, pair in enumerate(rows, start=2)
        for column, (value, style) in enumerate(
            zip(pair, (NUMBER, TEXT), strict=True), start=1
        )
    }
    high = dict.fromkeys(range(1, count + 2), 20.0)
    whole = write_workbook(
        Workbook(sheets=(sheet({**head, **body}, count, high),), title="表")
    )
    made = write_long_table(
        sheet(head, count, {1: 20.0, 2: 20.0}), iter(rows), count, (NUMBER, TEXT), "表"
    )
    assert differences(made, whole) == []
    assert schema_errors(made) == schema_errors(whole)

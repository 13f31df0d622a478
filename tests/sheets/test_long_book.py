"""Long sheets beside others: the same as the normal writer makes, with links to cells here and in other files."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from perfeval_xl.sheets.long_book import Link, LongRow, LongSheet, write_long_book
from perfeval_xl.sheets.model import Area, Cell, Page, Sheet, Style
from tests.sheets.ooxml import schema_errors

BODY = Style(border="thin")
LOOKS = (BODY, Style(number_format="0.00"))


def _long(*, formulas: bool = False) -> LongSheet:
    def sheet(last: int) -> Sheet:
        area = Area(1, 1, last, 3)
        page = Page(area=area, title_rows=(1, 1))
        return Sheet(
            title="长表",
            cells={(1, 1): Cell(value="名称", style=BODY)},
            filter=area,
            page=page,
            freeze="A2",
        )

    rows = [
        LongRow(
            cells=(("=1+1", 0), (Decimal("9.95"), 1), (None, 0)),
            height=20.0,
            links={
                1: Link("'第 一'!A1"),
                0: Link("'自评表'!H12", f"原件/甲{number}.xlsx"),
            },
        )
        for number in range(3)
    ]
    return LongSheet(sheet=sheet, looks=LOOKS, rows=rows, formulas=formulas)


FIRST = Sheet(title="第 一", cells={(1, 1): Cell(value="总览")}, page=Page())


def test_the_package_follows_the_schemas_and_is_the_same_every_time() -> None:
    data = write_long_book([FIRST, _long()], "题目")
    assert schema_errors(data) == []
    assert data == write_long_book([FIRST, _long()], "题目")


def test_rows_have_their_values_looks_heights_and_links() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_long_book([FIRST, _long()])))[
        "长表"
    ]
    assert (sheet.max_row, sheet.auto_filter.ref, sheet.print_area) == (
        4,
        "A1:C4",
        "'长表'!$A$1:$C$4",
    )
    assert [cell.value for cell in sheet[2]] == ["=1+1", 9.95, None]
    assert (
        sheet["A2"].data_type,
        sheet["A2"].quotePrefix,
        sheet["B2"].number_format,
    ) == ("s", True, "0.00")
    assert sheet.row_dimensions[3].height == 20
    here, there = sheet["B4"].hyperlink, sheet["A4"].hyperlink
    assert (here.location, here.target) == ("'第 一'!A1", None)
    assert there.location == "'自评表'!H12"
    assert there.target == "%E5%8E%9F%E4%BB%B6/%E7%94%B22.xlsx"


def test_a_sheet_with_too_many_links_has_formulas() -> None:
    data = write_long_book([FIRST, _long(formulas=True)])
    assert schema_errors(data) == []
    sheet = openpyxl.load_workbook(io.BytesIO(data))["长表"]
    assert sheet["B2"].value == '=HYPERLINK("#\'第 一\'!A1","9.95")'
    assert sheet["A2"].value == '=HYPERLINK("原件/甲0.xlsx#\'自评表\'!H12","=1+1")'


@pytest.mark.parametrize("rows", [0, 1])
def test_a_short_sheet_is_no_special_case(rows: int) -> None:
    long = LongSheet(
        sheet=_long().sheet,
        looks=LOOKS,
        rows=[LongRow(cells=(("甲", 0),), height=15.0)][:rows],
    )
    sheet = openpyxl.load_workbook(io.BytesIO(write_long_book([long])))["长表"]
    assert sheet.max_row == rows + 1

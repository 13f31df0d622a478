"""The XML of a sheet, as programs other than Excel write it and as nobody should."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal

import openpyxl
import pytest

from perfeval_xl.errors import SubmissionFileError
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.model import Area
from perfeval_xl.sheets.raw import RawCell, RawWorkbook
from perfeval_xl.sheets.raw_opening import open_raw
from tests.support.workbooks import replaced_part

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book_of(xml: str) -> RawWorkbook:
    """A workbook whose only sheet, 表, is this XML."""
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "表"
    book.save(buffer)
    return open_raw(
        replaced_part(
            buffer.getvalue(), "xl/worksheets/sheet1.xml", lambda _: xml.encode()
        ),
        "a.xlsx",
    )


def cells_of(rows: str) -> Mapping[tuple[int, int], RawCell]:
    return book_of(
        f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    ).cells("表")


def test_rows_and_cells_without_addresses_stand_behind_those_before_them() -> None:
    found = cells_of(
        '<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r="5"><c r="D5"><v>3</v></c><c><v>4</v></c></row>'
    )
    assert {at: cell.value for at, cell in found.items()} == {
        (1, 1): Decimal(1),
        (1, 3): Decimal(2),
        (5, 4): Decimal(3),
        (5, 5): Decimal(4),
    }


LONG = "9" * 5000


@pytest.mark.parametrize("number", [LONG, "²", "-1", ""])
def test_counts_that_no_program_writes_are_passed_over(number: str) -> None:
    columns = f'<cols><col min="{number}" max="{number}" hidden="1"/></cols>'
    rows = f'<row r="{number}"><c t="n" s="{number}"><v>1</v></c></row>'
    book = book_of(
        f'<worksheet xmlns="{MAIN}">{columns}<sheetData>{rows}</sheetData></worksheet>'
    )
    assert {at: cell.value for at, cell in book.cells("表").items()} == {
        (1, 1): Decimal(1)
    }
    assert book.arrangement("表").hidden_columns == ()


def test_blank_cells_are_left_out_and_formulas_without_a_result_are_not() -> None:
    found = cells_of(
        '<row r="1"><c r="A1" s="0"/><c r="B1"><f>A1+1</f></c><c r="C1"><f t="shared" si="0"/><v>2</v></c></row>'
    )
    assert found == {(1, 2): RawCell(None, "A1+1"), (1, 3): RawCell(Decimal(2), "?")}


def test_a_text_in_the_cell_has_all_its_runs_and_not_its_reading() -> None:
    runs = '<is><r><t>绩</t></r><r><rPr><b/></rPr><t xml:space="preserve">效 </t></r><rPh sb="0" eb="1"><t>jì</t></rPh></is>'
    found = cells_of(
        f'<row r="1"><c r="A1" t="inlineStr">{runs}</c><c r="B1" t="str"><v>好</v></c></row>'
    )
    assert [cell.value for cell in found.values()] == ["绩效 ", "好"]


def test_prefixed_names_are_the_same_names() -> None:
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2" hidden="1"><x:c r="B2"><x:v>7</x:v></x:c></x:row>'
        '</x:sheetData><x:mergeCells><x:mergeCell ref="B2:C4"/><x:mergeCell ref="??"/></x:mergeCells></x:worksheet>'
    )
    book = book_of(xml)
    assert book.cells("表")[2, 2].value == 7
    assert book.arrangement("表").merges == (Area(2, 2, 4, 3),)
    assert [row for row in range(1, 9) if row in book.arrangement("表").hidden] == [2]


def test_what_stands_behind_the_cells_is_no_cell() -> None:
    behind = "<conditionalFormatting><cfRule><formula>A1</formula></cfRule><c><v>9</v></c></conditionalFormatting>"
    xml = f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c></row></sheetData>{behind}</worksheet>'
    assert list(book_of(xml).cells("表")) == [(1, 1)]


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (
            '<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>',
            "内容已损坏",
        ),
        ("<worksheet><sheetData>", "内容已损坏"),
        ('<?xml version="1.0" encoding="klingon"?><worksheet/>', "内容已损坏"),
        (
            '<worksheet><sheetData><row><c r="A1"><v>x</v></c></row></sheetData></worksheet>',
            "单元格A1",
        ),
        (
            f"<worksheet><sheetData><row>{'<c><v>1</v></c>' * (LIMITS.cells + 1)}</row></sheetData></worksheet>",
            "单元格过多",
        ),
    ],
    ids=["entity", "cut", "encoding", "no number", "too many"],
)
def test_a_sheet_that_is_none_is_refused_with_its_reason(xml: str, words: str) -> None:
    with pytest.raises(SubmissionFileError) as caught:
        book_of(xml).cells("表")
    assert words in caught.value.message

"""Formulas in Excel's notation, in and out."""

from __future__ import annotations

import datetime as dt

import pytest
import xlwings as xw

from xlwings_libreoffice.formula_translation import (
    FunctionNames,
    moved,
    to_excel,
    to_office,
)

SAME = [
    "=SUM(A1:B2)",
    "=SUM('表 3'!A1:B2,{1,2;3,4})",
    "=Sheet2!$A$1+1",
    "=SUM(Sheet2!A:A)",
    "=SUM(2:3)",
    '=IF(A1>=1,"x,y;z",50%)',
    "=IFNA(EDATE(DATE(2020,1,1),1),2)",
    "=STDEV.S(1,2)+CEILING(2.5,1)",
    "=SUM((A1,B2))",
    "=A1:A3 A2:B2",
    "=#REF!+1",
    '=COUNTIFS(A1:A2,">1")',
    "=INDEX(A1:B2,0,1)",
    "=-A1^2",
    "=SUM(Sheet1:Sheet2!A1)",
    '="it""s"&" Sheet1.A1"',
    "=NETWORKDAYS(A1,A2)+WEEKNUM(A1)",
    '=TEXT(0.5,"0.00%")',
    "=IF(A1,,2)",
    "=RANDBETWEEN(1,2)",
    "=VLOOKUP(1,A1:B2,2,FALSE())",
]
READ_OTHERWISE = {"=SUM(Sheet1:Sheet2!A1)", "=A1:A3 A2:B2", "=#REF!+1"}
"""The parser of LibreOffice 7.4 does not understand these in Excel's notation."""


@pytest.mark.parametrize("formula", SAME)
def test_a_formula_reads_as_it_was_written(cells: xw.Sheet, formula: str) -> None:
    cells["D5"].formula = formula
    assert cells["D5"].formula == formula


@pytest.mark.parametrize(
    "formula", [each for each in SAME if each not in READ_OTHERWISE]
)
def test_the_translation_is_that_of_the_office(cells: xw.Sheet, formula: str) -> None:
    document = cells.book.impl.api
    parser = document.createInstance("com.sun.star.sheet.FormulaParser")
    mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
    parser.OpCodeMap = mapper.getAvailableMappings(4, 0x7FFFFFFF)
    parser.FormulaConvention = 3
    cell = cells["D5"].impl.cell_api()
    cell.setTokens(parser.parseFormula(formula[1:], cell.getCellAddress()))
    parsed = cell.getFormula()
    names = FunctionNames(document)
    assert to_excel(parsed, names.excel) == formula
    cell.setFormula(to_office(formula, names.office))
    assert cell.getFormula() == parsed


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=sum(a1,b1)", "=SUM(A1,B1)"),
        ("= A1 + B1", "= A1 + B1"),
        ("=_xlfn.CONCAT(1,2)", "=CONCAT(1,2)"),
        ("=TRUE", "=TRUE()"),
        (1, "1"),
        (0.1, "0.1"),
        (1e20, "1E+20"),
        (True, "TRUE"),
        (dt.datetime(2020, 1, 1, 12), "43831.5"),
        ("text", "text"),
        ("'=text", "=text"),
        (None, ""),
        ("#N/A", "#N/A"),
    ],
)
def test_other_contents_read_as_excel_shows_them(
    cells: xw.Sheet, written: object, read: str
) -> None:
    cells["A5"].formula = written
    assert cells["A5"].formula == read
    cells["A6"].value = written
    assert cells["A6"].formula2 == read


def test_one_formula_fills_a_range_and_moves_along(cells: xw.Sheet) -> None:
    cells["A1"].value = [[1, 10], [2, 20]]
    cells["C1:D2"].formula = "=A1*$A$1+$A1+A$1"
    assert cells["C1:D2"].formula == (
        ("=A1*$A$1+$A1+A$1", "=B1*$A$1+$A1+B$1"),
        ("=A2*$A$1+$A2+A$1", "=B2*$A$1+$A2+B$1"),
    )
    assert cells["C1:D2"].value == [[3.0, 21.0], [5.0, 32.0]]


def test_formulas_of_a_list_go_to_their_cells(cells: xw.Sheet) -> None:
    cells["A1"].formula = [["=1+1", 5], ["x", "=A1*2"]]
    assert cells["A1:B2"].value == [[2.0, 5.0], ["x", 4.0]]
    assert cells["A1:B2"].formula == (("=1+1", "5"), ("x", "=A1*2"))
    cells["A4"].formula2 = "=SUM(A1:B1)"
    assert cells["A4"].formula2 == "=SUM(A1:B1)"
    assert cells["A4"].value == 7.0


def test_array_formulas_fill_their_range(cells: xw.Sheet) -> None:
    cells["A1"].value = [[1], [2], [3]]
    cells["C1:C3"].formula_array = "=A1:A3*2"
    assert cells["C1:C3"].value == [2.0, 4.0, 6.0]
    assert cells["C1:C3"].formula_array == "=A1:A3*2"
    assert cells["C1"].formula == "=A1:A3*2"
    assert cells["C1"].has_array
    assert not cells["A1"].has_array
    assert cells["A1:A3"].formula_array is None
    assert cells["A1"].formula_array == "1"
    cells["E1"].formula_array = "=SUM(A1:A3*A1:A3)"
    assert cells["E1"].value == 14.0
    cells["C1:C3"].clear_contents()
    assert cells["C1:C3"].value == [None, None, None]


def test_a_part_of_an_array_formula_cannot_be_changed(cells: xw.Sheet) -> None:
    cells["C1:C3"].formula_array = "=ROW(A1:A3)"
    with pytest.raises(RuntimeError):
        cells["C1"].value = 1


def test_references_move_outside_texts_only() -> None:
    assert (
        moved('=A1&"A1"&Sheet1!B2&LOG10(C3)&A:A&1:1', 1, 1)
        == '=B2&"A1"&Sheet1!C3&LOG10(D4)&B:B&2:2'
    )
    assert (
        moved("='A1'!A1+$A$1+rate2024+T1[A1]", 2, 0) == "='A1'!A3+$A$1+rate2024+T1[A1]"
    )

"""Programs write one formula in many ways; what computes something else is told by the piece that differs."""

from __future__ import annotations

import pytest

from perfeval_xl.reading.formula_sense import differing_pieces, formula_sense


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SUMPRODUCT(--EXACT(A1,B1))", "=SUMPRODUCT(-(-EXACT(A1,B1)))"),
        ("IF(ABS(A1)<0.005,1,2)", "if( ABS(A1)<0.0049999999999999999999 ,1.0,2 )"),
        ("'评分依据'!F5&\"；\"", '评分依据!F5&"；"'),
        ("SUM(A1:A9)*1E2", "_xlfn.SUM((A1:A9))*100"),
        ("SUMPRODUCT(A1:A3)", "ORG.GNUMERIC.SUMPRODUCT(A1:A3)"),
        ("IF(A1,TRUE,FALSE)", "IF(A1,TRUE(),FALSE())"),
        ('FIND({"0","1",""},A1)', "FIND({0,1,},A1)"),
        ("(A1+B1)+C1", "A1+B1+C1"),
        ("SUM(+A1)", "SUM(A1)"),
    ],
)
def test_what_computes_the_same_is_the_same(one: str, other: str) -> None:
    sense = formula_sense(one)
    assert sense is not None
    assert sense == formula_sense(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SUM(H17:H30)", "SUM(H17:H29)"),
        ("A1-(B1-C1)", "A1-B1-C1"),
        ("2^-A1", "-2^A1"),
        ('IF(A1="0",1,2)', "IF(A1=0,1,2)"),
        ("A1*0.5", "A1*0.6"),
        ("IF(A1,B1,)", "IF(A1,B1)"),
    ],
)
def test_what_computes_something_else_is_not(one: str, other: str) -> None:
    assert formula_sense(one) != formula_sense(other)


def test_the_piece_that_differs_is_shown_and_not_the_whole_formula() -> None:
    long = 'IF(COUNT(G7,OFFSET(G13,0,0,ROWS(A13:A32)-1,1))=0,"",SUM({}))'
    piece, other = differing_pieces(long.format("H17:H30"), long.format("H17:H29"))
    assert (piece, other) == ("SUM(H17:H30)", "SUM(H17:H29)")


@pytest.mark.parametrize(
    "text", ["(" * 5000, "A1" * 30_000, '"', "{", "IF(", "", "-" * 3000]
)
def test_what_is_no_formula_is_not_understood(text: str) -> None:
    assert formula_sense(text) is None

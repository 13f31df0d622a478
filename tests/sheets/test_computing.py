"""What formulas show, computed from records: cases in which it is easily told wrongly, and those in which it is not told."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from perfeval_xl.sheets.computing.books import ComputedBook, computed_results
from perfeval_xl.sheets.computing.compiling import known_functions
from perfeval_xl.sheets.model import Cell, Formula, Sheet, Style, Value, Workbook
from perfeval_xl.sheets.results import Result

FORMS = Path(__file__).parents[1] / "form" / "functions.toml"
HERE = (9, 9)


def book(formula: str, values: dict[tuple[int, int], Value] | None = None) -> Workbook:
    """A workbook with one formula and some values."""
    cells = {place: Cell(value=value) for place, value in (values or {}).items()}
    cells[HERE] = Cell(value=Formula(formula))
    return Workbook(sheets=(Sheet(title="表", cells=cells),))


def result(
    formula: str, values: dict[tuple[int, int], Value] | None = None
) -> Result | None:
    """Return what a formula shows, `None` where it is not told."""
    return computed_results(book(formula, values)).get("表", {}).get(HERE)


A1 = (1, 1)
A2 = (2, 1)


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("1+2*3^2", Decimal(19)),
        ("-2^2", Decimal(4)),
        ("10%+1", Decimal("1.1")),
        ('"a"&1=1&"A"', False),
        ('"A"="a"', True),
        ('EXACT("A","a")', False),
        ('"x""y"', 'x"y'),
        ("0.1+0.2=0.3", True),
        ("1-0.9-0.1=0", True),
        ("ROUND(2.675,2)", Decimal("2.68")),
        ("ROUND(-0.5,0)", Decimal(-1)),
        ('TEXT(5,"0.######")', "5."),
        ('TEXT(2/3,"0.######")', "0.666667"),
        ('VALUE(" 12.5% ")', Decimal("0.125")),
        ('IFERROR(VALUE("若干"),"不是数字")', "不是数字"),
        ('TRIM("  a   b ")', "a b"),
        ('FIND("b","abab",3)', Decimal(4)),
        ('IFERROR(FIND("x","a"),0)', Decimal(0)),
        ('SUBSTITUTE(SUBSTITUTE("甲、乙","、",","),",","")', "甲乙"),
        ('MID("abc",2,9)', "bc"),
        ("DATE(2024,14,0)", Decimal(45688)),
        ("DAY(DATE(2023,2,29))", Decimal(1)),
        ("IF(1>2,3)", False),
        ('IF(TRUE,"",1/0)', ""),
        ("IFERROR(1/0,7)", Decimal(7)),
        ("ROWS(A1:A7)+ROW()", Decimal(16)),
        ('SUMPRODUCT(--EXACT("是",{"是","否"}))', Decimal(1)),
    ],
)
def test_a_formula_shows(formula: str, shown: Result) -> None:
    assert result(formula) == shown


@pytest.mark.parametrize(
    ("formula", "values", "shown"),
    [
        ("A1", {}, Decimal(0)),
        ('A1=""', {}, True),
        ("A1=0", {}, True),
        ("ISNUMBER(A1)", {A1: "5"}, False),
        ("A1>100", {A1: "甲"}, True),
        ("SUM(A1:A2)", {A1: "5", A2: Decimal(2)}, Decimal(2)),
        ("COUNT(A1:A2,3)", {A1: "5", A2: Decimal(2)}, Decimal(2)),
        ("IFERROR(A1+1,0)", {A1: "甲"}, Decimal(0)),
        ('COUNTIF(A1:A2,"不符：*")', {A1: "不符：现为9分", A2: "相符"}, Decimal(1)),
        ('SUMIF(A1:A2,">=2",A1:A2)', {A1: Decimal(1), A2: Decimal(2)}, Decimal(2)),
        ("SUM(OFFSET(A1,0,0,ROWS(A1:A3)-1,1))", {A2: Decimal(2)}, Decimal(2)),
        ('SUMPRODUCT((A1:A2<>"")*1)', {A2: "甲"}, Decimal(1)),
        ("$A$1&表!A2&'表'!A2", {A1: "a", A2: "b"}, "abb"),
    ],
)
def test_a_formula_shows_of_cells(
    formula: str, values: dict[tuple[int, int], Value], shown: Result
) -> None:
    assert result(formula, values) == shown


@pytest.mark.parametrize(
    "formula",
    [
        'VALUE("11-2")',
        'LEN("𠮷")',
        '"甲"<"乙"',
        "XLOOKUP(1,2,3)",
        "I9+1",
        "1/0",
        'TEXT(1,"yyyy")',
        "0.0000001&1",
        "A1:A2",
        "SUM(",
    ],
)
def test_what_programs_may_show_differently_is_not_told(formula: str) -> None:
    assert result(formula) is None


def test_a_doubtful_text_that_makes_no_difference_is_no_doubt() -> None:
    assert result('IFERROR(IF(VALUE("11-2")>1E9,1,""),"")') == ""


def test_the_kind_of_figure_is_told_by_its_format() -> None:
    day = Cell(value=Decimal(45000), style=Style(number_format="yyyy/m/d"))
    share = Cell(value=Decimal("0.5"), style=Style(number_format="0.00%"))
    said = Formula('LEFT(CELL("format",A1))&LEFT(CELL("format",A2))')
    cells = {A1: day, A2: share, HERE: Cell(value=said)}
    made = Workbook(sheets=(Sheet(title="表", cells=cells),))
    assert computed_results(made)["表"][HERE] == "DP"


def test_only_what_people_see_has_a_result() -> None:
    cells = {A1: Cell(value=Formula("1")), (1, 2): Cell(value=Formula("2"))}
    shown = Sheet(title="表", cells=cells, hidden_columns=(2,))
    hidden = Sheet(title="暗", cells=cells, state="hidden")
    results = computed_results(Workbook(sheets=(shown, hidden)))
    assert results == {"表": {A1: Decimal(1)}}


def test_changed_cells_change_what_looks_at_them_and_nothing_else() -> None:
    cells = {
        A1: Cell(value=Decimal(1)),
        (1, 2): Cell(value=Formula("A1*2")),
        (1, 3): Cell(value=Formula('IF(B1>5,A2,"")')),
        (2, 2): Cell(value=Formula("A2+1")),
    }
    computed = ComputedBook(Workbook(sheets=(Sheet(title="表", cells=cells),)))
    assert computed.results()["表"][1, 3] == ""
    # C1 has not looked at A2 so far
    changed = computed.results_with({("表", *A2): Cell(value=Decimal(4))})
    assert changed == {"表": {(2, 2): Decimal(5)}}
    both = {("表", *A1): Cell(value=Decimal(3)), ("表", *A2): Cell(value="甲")}
    told = computed.results_with(both)["表"]
    assert told == {(1, 2): Decimal(6), (1, 3): "甲", (2, 2): None}
    assert computed.results()["表"][1, 2] == Decimal(2)


def test_every_function_of_the_forms_is_known_but_those_that_no_form_uses() -> None:
    allowed = set(tomllib.loads(FORMS.read_text(encoding="utf-8"))["functions"])
    assert allowed - known_functions() == {"INDEX", "MATCH"}
    assert known_functions() <= allowed

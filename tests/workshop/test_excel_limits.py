"""Every workbook that we write keeps within Excel's own limits, and the tool that looks sees what does not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from perfeval_xl.demo.demonstration import demonstrate
from perfeval_xl.distribution.roster_template import roster_template
from perfeval_xl.evaluation import evaluate
from perfeval_xl.form.filling import fill_form
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.scheme.loader import example_json, load_scheme, scheme_ids
from perfeval_xl.scheme_book import export_scheme
from perfeval_xl.submission.spelling import loads
from tests.support.issued import issued
from tools.excel_formulas import measured
from tools.excel_limits import main, violations


def written(sheet_title: str = "表", **cells: object) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet_title
    for address, value in cells.items():
        page[address] = value
    return book


def found(book: openpyxl.Workbook) -> list[str]:
    stream = io.BytesIO()
    book.save(stream)
    return list(violations(stream.getvalue()))


def nested(depth: int) -> str:
    return "=" + "IF(A1," * depth + "1" + ",2)" * depth


def test_a_workbook_within_the_limits_is_not_told() -> None:
    good = written(A1="字" * 32767, A2=nested(64), A3='=IF(B1,"' + "字" * 255 + '",1)')
    assert found(good) == []


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (nested(65), "nesting of A1: 65"),
        ("=SUM(" + ",".join(["1"] * 256) + ")", "arguments in A1: 256"),
        ('=LEN("' + "字" * 256 + '")', "a text in A1: 256"),
        ("=" + "+".join(["A2"] * 2800), "formula of A1"),
        ("=TEXTJOIN(1,2,3)", "A1 calls TEXTJOIN"),
        ("=_xlfn.CONCAT(1,2,3)", "A1 calls _XLFN.CONCAT"),
        ("=SUM(1,(2)", "brackets"),
    ],
)
def test_a_formula_beyond_a_limit_is_told(formula: str, said: str) -> None:
    [told] = found(written(A1=formula))
    assert said in told


def _list(page: Worksheet) -> None:
    page.add_data_validation(
        DataValidation(type="list", formula1='"' + "字" * 256 + '"', sqref="A1")
    )


def _prompt(page: Worksheet) -> None:
    page.add_data_validation(
        DataValidation(type="decimal", formula1="0", prompt="字" * 256, sqref="A1")
    )


def _array(page: Worksheet) -> None:
    page.add_data_validation(
        DataValidation(type="custom", formula1='A1={"a","b"}', sqref="A1")
    )


def _name(page: Worksheet) -> None:
    assert page.parent is not None
    page.parent.defined_names["AB12"] = DefinedName("AB12", attr_text="$A$1")


def _height(page: Worksheet) -> None:
    page.row_dimensions[1].height = 410


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (_list, "list in validation of A1: 256"),
        (_prompt, "prompt of validation of A1: 256"),
        (_array, "a list in braces"),
        (_name, "AB12 is no name"),
        (_height, "height of row 1: 410"),
    ],
)
def test_what_else_excel_refuses_is_told(plant: object, said: str) -> None:
    book = written(A1=1)
    assert callable(plant)
    plant(book.worksheets[0])
    assert any(said in told for told in found(book))


def test_separators_within_texts_and_lists_are_no_arguments() -> None:
    assert measured('IF(A1="a,b(c)",SUM({1,2,3}),1)').arguments == 3


def test_the_tool_names_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "表.xlsx"
    written(A1=nested(65)).save(path)
    assert main([str(path)]) == 1
    assert str(path) in capsys.readouterr().out


def test_what_the_demonstration_writes_is_within_the_limits(tmp_path: Path) -> None:
    demonstrate(tmp_path / "demo")
    made = sorted((tmp_path / "demo").rglob("*.xlsx"))
    files = [path for path in made if zipfile.is_zipfile(path)]  # one is damaged
    assert len(files) > 10
    told = {path.name: list(violations(path.read_bytes())) for path in files}
    assert {name: what for name, what in told.items() if what} == {}


@pytest.mark.parametrize("scheme_id", ["national-2020", "yueyang-2020"])
def test_distributed_and_marked_forms_are_within_the_limits(scheme_id: str) -> None:
    assert list(violations(issued(scheme_id=scheme_id))) == []
    data = fill_form(load_scheme(scheme_id), loads(example_json(scheme_id)))
    assert list(violations(mark_up(evaluate(data, "表.xlsx")))) == []


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_schemes_as_workbooks_are_within_the_limits(scheme_id: str) -> None:
    assert list(violations(export_scheme(load_scheme(scheme_id)))) == []


def test_the_blank_list_of_projects_is_within_the_limits() -> None:
    assert list(violations(roster_template(load_scheme("national-2020")))) == []

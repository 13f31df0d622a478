"""Every formula of every form is one that Excel 2010, WPS and LibreOffice understand alike."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from perfeval_xl.form.filling import drawn, empty_form, fill_form
from perfeval_xl.form.templates import TEMPLATES
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme, scheme_ids
from perfeval_xl.submission.spelling import loads
from tools.excel_limits import violations

ALLOWED = set(
    tomllib.loads(
        Path(__file__).with_name("functions.toml").read_text(encoding="utf-8")
    )["functions"]
)
TEMPLATE_FOLDER = Path(__file__).resolve().parents[2] / "templates"


# Every committed template, and every form that the package can make, empty and filled.
BOOKS = [
    *sorted(TEMPLATES),
    *scheme_ids(),
    *(f"{each} filled" for each in scheme_ids() if has_example(each)),
]


@cache
def book(name: str) -> bytes:
    """Return the workbook of this name, made once for all tests that look at it."""
    if name in TEMPLATES:
        return (TEMPLATE_FOLDER / name).read_bytes()
    scheme_id, _, filled = name.partition(" ")
    scheme = load_scheme(scheme_id)
    if filled:
        return fill_form(scheme, loads(example_json(scheme_id)))
    return empty_form(scheme)


def formulas(data: bytes) -> Iterator[tuple[str, str]]:
    """Every formula of a workbook: in cells, conditional formats and validations."""
    for sheet in openpyxl.load_workbook(BytesIO(data)):
        for row in sheet.iter_rows():
            yield from (
                (f"{sheet.title}!{cell.coordinate}", cell.value)
                for cell in row
                if cell.data_type == "f"
            )
        for area in sheet.conditional_formatting:
            yield from (
                (f"{sheet.title}!{area.sqref}", f"={formula}")
                for rule in area.rules
                for formula in rule.formula
            )
        for validation in sheet.data_validations.dataValidation:
            found = (validation.formula1, validation.formula2)
            yield from (
                (f"{sheet.title}!{validation.sqref}", f"={formula}")
                for formula in found
                if formula
            )


def shape(formula: str) -> str:
    """Return the formula with all rows alike: those of one column use the same functions."""
    return re.sub(r"(?<=[A-Z])\d+(?![\d(])", "1", formula)


@cache
def functions(formula: str) -> frozenset[str]:
    """Return the functions that a formula uses."""
    return frozenset(
        token.value.rstrip("(").upper()
        for token in Tokenizer(formula).items
        if token.type == Token.FUNC and token.subtype == Token.OPEN
    )


@pytest.mark.parametrize("name", BOOKS)
def test_formulas_use_only_functions_that_all_programs_share(name: str) -> None:
    found = list(formulas(book(name)))
    assert found
    for place, formula in found:
        assert functions(shape(formula)) <= ALLOWED, place


def test_functions_are_told_from_cells_and_texts() -> None:
    told = functions(shape('=IF(LOG10(A12)>1,"SUM(A1)",MAX(B3:B20))'))
    assert told == {"IF", "LOG10", "MAX"}


@pytest.mark.parametrize("name", BOOKS)
def test_forms_keep_within_the_limits_of_excel(name: str) -> None:
    assert list(violations(book(name))) == []


def test_no_conditional_format_looks_at_another_sheet() -> None:
    """Excel keeps such formats elsewhere in the file, and WPS drops them."""
    for scheme_id in scheme_ids():
        scheme = load_scheme(scheme_id)
        for sheet in drawn(scheme).sheets:
            assert not [
                rule.formula
                for rule in sheet.conditionals
                if "!" in re.sub(r'"[^"]*"', "", rule.formula)
            ]

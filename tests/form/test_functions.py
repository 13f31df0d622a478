"""Every formula of every form is one that Excel 2010, WPS and LibreOffice understand alike."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
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


def books() -> Iterator[tuple[str, bytes]]:
    """Every committed template, and every form that the package can make, empty and filled."""
    yield from (
        (name, (TEMPLATE_FOLDER / name).read_bytes()) for name in sorted(TEMPLATES)
    )
    for scheme_id in scheme_ids():
        scheme = load_scheme(scheme_id)
        yield scheme_id, empty_form(scheme)
        if has_example(scheme_id):
            yield (
                f"{scheme_id} filled",
                fill_form(scheme, loads(example_json(scheme_id))),
            )


BOOKS = list(books())


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


@pytest.mark.parametrize(
    "data", [data for _, data in BOOKS], ids=[name for name, _ in BOOKS]
)
def test_formulas_use_only_functions_that_all_programs_share(data: bytes) -> None:
    found = list(formulas(data))
    assert found
    for place, formula in found:
        tokens = Tokenizer(formula).items
        used = {
            token.value.rstrip("(").upper()
            for token in tokens
            if token.type == Token.FUNC and token.subtype == Token.OPEN
        }
        assert used <= ALLOWED, (place, used - ALLOWED)


@pytest.mark.parametrize(
    "data", [data for _, data in BOOKS], ids=[name for name, _ in BOOKS]
)
def test_forms_keep_within_the_limits_of_excel(data: bytes) -> None:
    assert list(violations(data)) == []


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

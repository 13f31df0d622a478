"""Every formula of every form shows the same number, or the same blank, in LibreOffice and in Gnumeric.

The open forms hold the words of published forms, the fixed ones what people, and mischief, write into every cell.
"""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest

from perfeval_xl.form.filling import empty_form, fill_form
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.submission.model import Submission
from tests.support import gnumeric
from tests.support.corpus_words import corpus_indicators, with_words_of_the_corpus
from tests.support.missing import shared_folder
from tests.support.office import Office, Value, sheet_values
from tests.support.ratings import example_of, random_submission
from tests.support.stored import alike, stored_otherwise, without_result

_ROWS = 24
"""Rows of the corpus in a form: all of them stand in the forms of five schemes together."""


def written(scheme_id: str) -> Submission:
    """Return what stands in the form of a scheme; every scheme has other rows of the corpus."""
    scheme = load_scheme(scheme_id)
    number = scheme_ids().index(scheme_id)
    if scheme.family == "fixed":
        return random_submission(random.Random(number), scheme)
    rows = corpus_indicators(shared_folder())
    first = number * _ROWS % len(rows)
    some = (rows + rows)[first : first + _ROWS]
    return with_words_of_the_corpus(scheme, example_of(scheme_id), some)


def shown(office: Office, path: Path) -> dict[str, dict[str, Value]]:
    """Return what LibreOffice shows in all sheets."""
    document = office.open(path, Hidden=True)
    try:
        document.calculateAll()
        titles = document.Sheets.ElementNames
        return {
            title: sheet_values(document.Sheets.getByName(title)) for title in titles
        }
    finally:
        document.close(True)


def differences(office: Office, path: Path) -> list[tuple[str, Value, Value]]:
    """Return the cells with a formula in which the two programs differ, and those with another result in the file, or none."""
    other = gnumeric.recalculated(path, path.parent)
    own = shown(office, path)
    found = []
    data = path.read_bytes()
    for title, values in own.items():
        found += stored_otherwise(data, title, values)
        found += without_result(data, title, values)
    for sheet in openpyxl.load_workbook(path):
        formulas = [
            cell.coordinate
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
        for address in formulas:
            pair = own[sheet.title].get(address), other[sheet.title].get(address)
            if not alike(*pair):
                found.append((f"{sheet.title}!{address}", *pair))
    return found


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_gnumeric_shows_what_libreoffice_shows(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    path = tmp_path / f"{scheme_id}.xlsx"
    path.write_bytes(fill_form(load_scheme(scheme_id), written(scheme_id)))
    assert differences(office, path) == []


@pytest.mark.parametrize("scheme_id", ["national-2020", "yueyang-2020"])
def test_gnumeric_shows_the_same_in_an_empty_form(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    path = tmp_path / f"{scheme_id}.xlsx"
    path.write_bytes(empty_form(load_scheme(scheme_id)))
    assert differences(office, path) == []

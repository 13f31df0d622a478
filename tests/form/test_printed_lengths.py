"""The warning about a long text names what really prints: that much typed into the cell shows whole, more is cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest

from perfeval_xl.form.filling import drawn, empty_form
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.scheme.loader import load_scheme
from tests.support.office import Office

SCHEME = load_scheme("national-2020")
_KIND = "textLength"
_FIRST_SIGN = 0x6A00  # signs that stand in no form


def limits() -> dict[tuple[int, int], int]:
    """Return how many characters the warnings of the form name, by cell."""
    sheet = drawn(SCHEME).sheets[0]
    return {
        (row, area.left): int(rule.first)
        for rule in sheet.validations
        if rule.kind == "textLength"
        for area in rule.areas
        for row in range(area.top, area.bottom + 1)
    }


def test_what_the_warning_names_prints_whole_and_twice_as_much_does_not(
    office: Office, tmp_path: Path
) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(empty_form(SCHEME))
    book = openpyxl.load_workbook(form)
    places = form_layout(SCHEME).fields
    fitting, too_long = places["section_0"], places["section_1"]
    counts = limits()
    signs = {"甲": counts[fitting.row, fitting.column]}
    signs["乙"] = 2 * counts[too_long.row, too_long.column]
    for place, (sign, count) in zip((fitting, too_long), signs.items(), strict=True):
        book[place.sheet][place.address] = sign * count
    book.save(form)
    with pdfplumber.open(office.pdf(form)) as document:
        printed = "".join(
            each["text"] for page in document.pages for each in page.chars
        )
    assert printed.count("甲") == signs["甲"]
    assert printed.count("乙") < signs["乙"]


def test_every_warning_says_the_number_that_it_watches() -> None:
    for sheet in drawn(SCHEME).sheets:
        for rule in sheet.validations:
            if rule.kind == "textLength":
                assert f"超过{rule.first}字" in rule.error


def asked_lengths(book: openpyxl.Workbook) -> Iterator[tuple[str, str, int]]:
    """Yield the cells of a form that warn of long texts, with how many characters each of them names."""
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            if rule.type == _KIND:
                for area in rule.sqref.ranges:
                    for row, column in area.cells:
                        cell = sheet.cell(row, column)
                        yield sheet.title, cell.coordinate, int(rule.formula1)


@pytest.mark.parametrize("scheme_id", ["hubei-2020", "sichuan-2022", "yueyang-2020"])
def test_what_a_person_types_into_an_empty_form_prints_whole(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    """As much as each warning names, typed by the office itself, so that rows grow as they do for a person."""
    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(empty_form(load_scheme(scheme_id)))
    # A sign of its own for every cell
    asked = list(asked_lengths(openpyxl.load_workbook(empty)))
    typed = {chr(_FIRST_SIGN + number): place for number, place in enumerate(asked)}

    def type_all(document: Any) -> None:
        for sign, (title, address, count) in typed.items():
            sheet = document.Sheets.getByName(title)
            sheet.getCellRangeByName(address).setString(sign * count)

    filled = office.changed(empty, type_all, tmp_path / "typed.xlsx")
    with pdfplumber.open(office.pdf(filled)) as document:
        printed = Counter(
            each["text"] for page in document.pages for each in page.chars
        )
    cut = {
        place: printed[sign]
        for sign, place in typed.items()
        if printed[sign] < place[2]
    }
    assert cut == {}

"""The warning about a long text names what really prints: that much typed into the cell shows whole, more is cut."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pdfplumber

from perfeval_xl.form.filling import drawn, empty_form
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.scheme.loader import load_scheme
from tests.support.office import Office

SCHEME = load_scheme("national-2020")


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

"""A form whose print says one thing and whose names, formats or identity say another is read as printed, or refused."""

from __future__ import annotations

import re

import pytest
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from perfeval_xl.form.identity.issue import KEY_VARIABLE
from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.problems import Severity
from perfeval_xl.reading import read_submission
from perfeval_xl.reading.reading import Reading
from tests.support.forging import (
    FORM,
    KEY,
    LAYOUT,
    Change,
    at,
    filled,
    formatted,
    hidden_row,
    key_of,
    put,
    rebind,
    sent_out,
    white,
)
from tests.support.workbooks import replaced_part


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)


def told(reading: Reading, severity: Severity | None = Severity.ERROR) -> set[str]:
    return {
        p.code for p in reading.problems if severity is None or p.severity is severity
    }


def read(*changes: Change, data: bytes | None = None) -> Reading:
    return read_submission(filled(data or sent_out(), *changes), "表.xlsx")


def hide_sheet(title: str) -> Change:
    def change(book: Workbook) -> None:
        book[title].sheet_state = "hidden"

    return change


def copy_to(title: str, *changes: Change, state: str = "hidden") -> Change:
    """All names lead to a copy of the form under a title that looks the same."""

    def change(book: Workbook) -> None:
        book.copy_worksheet(book[FORM]).title = title
        for name, defined in book.defined_names.items():
            text = defined.attr_text.replace(f"'{FORM}'", f"'{title}'")
            book.defined_names[name] = DefinedName(name, attr_text=text)
        for each in changes:
            each(book)
        book[title].sheet_state = state

    return change


def all_names_of(column: str, to: str) -> Change:
    """The names of a whole column lead to another column, in which every cell has a twin."""

    def change(book: Workbook) -> None:
        sheet = book[FORM]
        for key, ref in LAYOUT.fields.items():
            if key.startswith("indicator_") and ref.address.startswith(column):
                there = ref.address.replace(column, to)
                sheet[there] = sheet[ref.address].value
                rebind(key, there)(book)

    return change


def together(*changes: Change) -> Change:
    def change(book: Workbook) -> None:
        for each in changes:
            each(book)

    return change


def drop_row(key: str) -> Change:
    """Take a row of the hidden sheet away whole."""

    def change(book: Workbook) -> None:
        sheet = book[IDENTITY_SHEET]
        row = next(row[0].row for row in sheet.iter_rows() if row[0].value == key)
        sheet.delete_rows(row)

    return change


def hide_row(row: int) -> Change:
    return lambda book: setattr(book[FORM].row_dimensions[row], "hidden", True)


def low_row(row: int) -> Change:
    return lambda book: setattr(book[FORM].row_dimensions[row], "height", 0.5)


def hide_column(column: str) -> Change:
    return lambda book: setattr(book[FORM].column_dimensions[column], "hidden", True)


def print_only(area: str) -> Change:
    return lambda book: setattr(book[FORM], "print_area", area)


def shadow(key: str, address: str) -> Change:
    """A name of the sheet hides the one of the workbook from whoever looks for it in Excel."""

    def change(book: Workbook) -> None:
        there = f"'{FORM}'!${address[0]}${address[1:]}"
        book[FORM].defined_names[f"pe_{key}"] = DefinedName(
            f"pe_{key}", attr_text=there
        )
        book[FORM][address] = "10台"

    return change


ACTUAL, TARGET = key_of("actual"), key_of("target")
ROW = LAYOUT.fields[ACTUAL].row

PRINTED_COUNTS: dict[str, tuple[Change, str]] = {
    "name to a hidden cell": (
        together(put(f"Z{ROW}", "10台"), rebind(ACTUAL, f"Z{ROW}")),
        "PE-185",
    ),
    "target and actual to hidden cells": (
        together(
            put(at("target"), "≥1台"),
            put("Y14", "≥10台"),
            put("Z14", "10台"),
            rebind(TARGET, "Y14"),
            rebind(ACTUAL, "Z14"),
        ),
        "PE-120",
    ),
    "budget on the hidden sheet": (
        together(
            put("Z99", 50, IDENTITY_SHEET),
            rebind("funds_0_budget", "Z99", IDENTITY_SHEET),
        ),
        "PE-185",
    ),
    "a whole column": (
        together(all_names_of("F", "Z"), put(f"Z{ROW}", "10台")),
        "PE-185",
    ),
    "a row below the form": (
        together(put("F90", "10台"), rebind(ACTUAL, "F90")),
        "PE-185",
    ),
    "two names change places": (
        together(
            rebind(ACTUAL, at("actual", 1)), rebind(key_of("actual", 1), at("actual"))
        ),
        "PE-186",
    ),
    "project and unit change places": (
        together(
            rebind("project", LAYOUT.at("unit")), rebind("unit", LAYOUT.at("project"))
        ),
        "PE-186",
    ),
    "a hidden sheet of the same title and a blank": (
        copy_to(f"{FORM} ", put(at("actual"), "10台", f"{FORM} ")),
        "PE-193",
    ),
    "a formula for a name": (
        lambda book: book.defined_names.__setitem__(
            f"pe_{ACTUAL}", DefinedName(f"pe_{ACTUAL}", attr_text='"10台"')
        ),
        "",
    ),
    "a name of the sheet": (shadow(ACTUAL, "Z14"), ""),
}


@pytest.mark.parametrize("name", PRINTED_COUNTS)
def test_what_is_printed_is_read_wherever_the_names_lead(name: str) -> None:
    change, code = PRINTED_COUNTS[name]
    reading = read(change)
    submission = reading.submission
    assert (submission.project.text, submission.unit.text) == (
        "设备购置项目",
        "第一中学",
    )
    assert submission.indicators[0].actual.text == "3台"
    assert submission.funds[0].budget.text == "100"
    assert submission.indicators[0].target.text == (
        "≥1台" if code == "PE-120" else "≥10台"
    )
    assert not code or code in told(reading)


REFUSED: dict[str, tuple[Change, str]] = {
    "locked target": (put(at("target"), "≥5台"), "PE-120"),
    "locked weight": (put(at("weight"), 5), "PE-120"),
    "initial budget": (put(LAYOUT.at("funds_0_initial_budget"), 50), "PE-120"),
    "another project": (put(LAYOUT.at("project"), "道路维修"), "PE-120"),
    "another unit": (put(LAYOUT.at("unit"), "交通运输局"), "PE-120"),
    "locked target computed": (put(at("target"), '="≥"&"5台"'), "PE-192"),
    "identity altered": (hidden_row("project", "道路维修"), "PE-123"),
    "signature altered": (hidden_row("signature", "0" * 64), "PE-122"),
    "signature emptied": (hidden_row("signature", ""), "PE-190"),
    "fingerprint emptied": (hidden_row("fingerprint", ""), "PE-190"),
    "fingerprint row deleted": (drop_row("fingerprint"), "PE-190"),
    "no print": (formatted(at("weight"), ";;;"), "PE-188"),
    "10 shown as 100%": (formatted(at("weight"), '"100%"'), "PE-188"),
    "target shown as another": (
        formatted(at("target"), 'General;General;General;"≥1台"'),
        "PE-188",
    ),
    "white characters": (white(at("actual")), "PE-188"),
    "given row hidden": (hide_row(ROW), "PE-187"),
    "given row without height": (low_row(ROW), "PE-187"),
    "given column hidden": (hide_column("E"), "PE-187"),
    "given row not printed": (print_only(f"A1:I{ROW - 1}"), "PE-187"),
    "form sheet hidden": (hide_sheet(FORM), "PE-187"),
    "two visible forms": (copy_to(f"{FORM} ", state="visible"), "PE-193"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_was_given_cannot_be_changed_hidden_or_taken_off(name: str) -> None:
    change, code = REFUSED[name]
    assert code in told(read(change))


def test_the_hidden_sheet_of_another_form_is_no_identity() -> None:
    def borrow(book: Workbook) -> None:
        import io

        import openpyxl

        other = openpyxl.load_workbook(
            io.BytesIO(sent_out("道路维修", "交通运输局", target="≥1台"))
        )[IDENTITY_SHEET]
        for row in other.iter_rows():
            for cell in row:
                book[IDENTITY_SHEET][cell.coordinate] = cell.value

    assert {"PE-190", "PE-120"} <= told(read(borrow))


@pytest.mark.parametrize(
    ("formula", "grave"), [("3", True), ("10", False), ("5+5", False)]
)
def test_a_formula_that_gives_another_figure_than_was_saved_is_told(
    formula: str, *, grave: bool
) -> None:
    """Excel prints what the formula gives, and the file holds what somebody wrote beside it."""
    form = filled(sent_out(), put(at("actual"), f"={formula}"))
    computed = re.compile(
        rf"<f>{re.escape(formula)}</f><v ?/>|<f>{re.escape(formula)}</f><v></v>".encode()
    )

    def save(part: bytes) -> bytes:
        assert computed.search(part)
        return computed.sub(f"<f>{formula}</f><v>10</v>".encode(), part)

    reading = read_submission(
        replaced_part(form, "xl/worksheets/sheet1.xml", save), "表.xlsx"
    )
    assert reading.submission.indicators[0].actual.text == "10"
    assert ("PE-188" in told(reading)) is grave


def test_an_honest_form_is_told_nothing() -> None:
    reading = read()
    assert told(reading, None) <= {"PE-046"}

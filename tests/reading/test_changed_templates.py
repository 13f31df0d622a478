"""Forms that nobody distributed, empty ones and such as were filled from JSON: changes of their words are told, too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook

from perfeval_xl.form.filling import empty_form, fill_form
from perfeval_xl.form.identity.stated import IDENTITY_SHEET, INSTRUCTIONS_SHEET
from perfeval_xl.form.identity.wording import TYPED_ROW, WORDING_ROW
from perfeval_xl.form.layout.open import layout_for
from perfeval_xl.problems import Problem
from perfeval_xl.reading import read_submission
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme, scheme_ids
from perfeval_xl.submission.spelling import loads
from tests.support.office import Office
from tests.support.workbooks import edited

SCHEME = "national-2020"
LAYOUT = layout_for(load_scheme(SCHEME))
Change = Callable[[Workbook], None]


def told(data: bytes) -> list[Problem]:
    """The problems about changes."""
    return [
        problem
        for problem in read_submission(data, "表").problems
        if "PE-120" <= problem.code <= "PE-130"
    ]


def filled(scheme_id: str) -> bytes:
    """The form of the example of a scheme, the empty one where there is no example."""
    scheme = load_scheme(scheme_id)
    return (
        fill_form(scheme, loads(example_json(scheme_id)))
        if has_example(scheme_id)
        else empty_form(scheme)
    )


def written(folder: Path, data: bytes) -> Path:
    """The form as a file."""
    path = folder / "源.xlsx"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_nothing_is_told_of_a_form_that_was_saved_again(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    empty, form = empty_form(load_scheme(scheme_id)), filled(scheme_id)
    once = office.resave(written(tmp_path, form), tmp_path / "一次.xlsx")
    twice = [
        office.resave(once, tmp_path / f"两次{suffix}").read_bytes()
        for suffix in (".xlsx", ".ods", ".xls")
    ]
    emptied = office.resave(written(tmp_path, empty), tmp_path / "空.xlsx").read_bytes()
    saved = [
        empty,
        emptied,
        form,
        edited(form, lambda _: None),
        once.read_bytes(),
        *twice,
    ]
    assert [told(data) for data in saved] == [[]] * len(saved)


@pytest.mark.parametrize(
    "scheme_id", [SCHEME, "xinzhou-2022", "yueyang-2020", "yantian-2024"]
)
def test_rearranging_a_form_is_no_change(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    def rearrange(document: Any) -> None:
        sheets = document.Sheets
        titles = [title for title in sheets.ElementNames if title != IDENTITY_SHEET]
        for number, title in enumerate(titles):
            sheets.getByName(title).setName(f"改名 {number}’s")
        sheets.moveByName("改名 0’s", 3)
        sheets.insertNewByName("附件", 0)
        page = sheets.getByName("改名 0’s")
        page.unprotect("")
        page.Columns.insertByIndex(1, 1)
        page.Rows.insertByIndex(3, 2)
        page.Columns.getByIndex(2).Width = 6000

    source = written(tmp_path, filled(scheme_id))
    assert (
        told(office.changed(source, rearrange, tmp_path / "改名.xlsx").read_bytes())
        == []
    )


def test_formats_that_were_pasted_over_are_no_change() -> None:
    def paste(book: Workbook) -> None:
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(min_row=1, max_row=12):
            for cell in row:
                cell.number_format = "@"
                cell.fill = PatternFill("solid", "FFFF00")

    assert told(edited(filled(SCHEME), paste)) == []


def _typed(address: str, value: object, title: str = "") -> Change:
    def change(book: Workbook) -> None:
        (book[title] if title else book.worksheets[0])[address].value = value

    return change


@pytest.mark.parametrize(
    "made", [lambda: empty_form(load_scheme(SCHEME)), lambda: filled("xinzhou-2022")]
)
@pytest.mark.parametrize(
    ("change", "cell", "expected", "found"),
    [
        (_typed("A4", "工程名称"), "A4", "项目名称", "工程名称"),
        (
            _typed(LAYOUT.at("funds_0_weight"), 30),
            LAYOUT.at("funds_0_weight"),
            "10",
            "30",
        ),
        (
            _typed(LAYOUT.at("indicator_0_rule_score"), 10),
            LAYOUT.at("indicator_0_rule_score"),
            None,
            "10",
        ),
        (
            _typed(LAYOUT.at("rule_total"), "=1+99"),
            LAYOUT.at("rule_total"),
            None,
            "=1+99",
        ),
        (_typed("B3", "随便填", INSTRUCTIONS_SHEET), "B3", None, "随便填"),
    ],
)
def test_each_kind_of_change_is_told_with_its_cell_and_both_values(
    made: Callable[[], bytes],
    change: Change,
    cell: str,
    expected: str | None,
    found: str,
) -> None:
    data = made()
    if cell in {LAYOUT.at("indicator_0_rule_score"), LAYOUT.at("rule_total")}:
        layout = read_submission(data, "").layout
        key = (
            "rule_total"
            if cell == LAYOUT.at("rule_total")
            else "indicator_0_rule_score"
        )
        assert layout is not None
        cell, change = (
            layout.at(key),
            _typed(layout.at(key), "=1+99" if key == "rule_total" else 10),
        )
    [problem] = told(edited(data, change))
    assert (problem.code, problem.place.cell, problem.found) == ("PE-120", cell, found)
    assert expected is None or problem.expected == expected
    assert problem.expected
    assert problem.expected in problem.message


@pytest.mark.parametrize(
    "scheme_id",
    [scheme for scheme in scheme_ids() if load_scheme(scheme).family == "fixed"],
)
def test_weights_labels_and_formulas_of_fixed_forms_are_told(scheme_id: str) -> None:
    data = filled(scheme_id)
    layout = read_submission(data, "").layout
    assert layout is not None
    refs = [layout.fields["indicator_0_rule_score"], layout.fields["rule_total"]]

    def change(book: Workbook) -> None:
        for ref in refs:
            book[ref.sheet].cell(ref.row, ref.column).value = 100

    assert sorted(
        (p.place.sheet, p.place.cell) for p in told(edited(data, change))
    ) == sorted((ref.sheet, ref.address) for ref in refs)


def test_a_total_that_was_stated_from_the_start_is_no_change_and_one_that_was_typed_is() -> (
    None
):
    data = json.loads(example_json("xinzhou-2022"))
    scheme = load_scheme("xinzhou-2022")
    assert data["self_total"]
    stated = fill_form(scheme, loads(json.dumps(data)))
    assert told(stated) == []
    layout = read_submission(stated, "").layout
    assert layout is not None
    computed = fill_form(scheme, loads(json.dumps({**data, "self_total": None})))
    [problem] = told(edited(computed, _typed(layout.at("self_total"), 98)))
    assert (problem.place.cell, problem.found) == (layout.at("self_total"), "98")


def test_very_many_changes_of_a_sheet_are_one_problem() -> None:
    """Rows pushed down by a program that leaves formulas as they are: every preview below looks at the wrong cells."""

    def change(book: Workbook) -> None:
        for row in book.worksheets[0].iter_rows(
            min_row=LAYOUT.fields["indicator_0_name"].row
        ):
            for cell in row:
                if cell.data_type == "f":
                    cell.value = f"{cell.value}+0"

    [problem] = told(edited(filled(SCHEME), change))
    assert (problem.code, problem.place.cell) == ("PE-130", "")
    assert problem.message.count("应为") == 3


def _hidden(key: str, value: str | None) -> Change:
    def change(book: Workbook) -> None:
        for row in book[IDENTITY_SHEET].iter_rows():
            if row[0].value == key:
                row[1].value = value

    return change


@pytest.mark.parametrize("digest", [None, "0" * 64])
def test_a_form_of_another_version_is_not_compared(digest: str | None) -> None:
    def change(book: Workbook) -> None:
        _hidden(WORDING_ROW, digest)(book)
        book.worksheets[0]["A4"].value = "工程名称"

    assert told(edited(filled(SCHEME), change)) == []


def test_damage_on_the_hidden_sheet_is_no_damage_to_the_reading() -> None:
    for value in (None, ",,,", "nothing_0_such", "x" * 30_000):
        assert (
            read_submission(
                edited(filled(SCHEME), _hidden(TYPED_ROW, value)), "表"
            ).submission.scheme
            == SCHEME
        )

"""What a person may not change in a distributed form is noticed when changed; a harmless re-save never is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.form.identity.issue import KEY_VARIABLE
from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.form.layout.open import layout_for, slots_for
from perfeval_xl.problems import Severity
from perfeval_xl.reading import read_submission
from perfeval_xl.scheme.loader import load_scheme, scheme_ids
from perfeval_xl.submission.spelling import as_json
from tests.reading.changing import FORM, Change, told
from tests.support.draws import in_turn
from tests.support.issued import SCHEME, drawn_submission, issued
from tests.support.office import Office
from tests.support.workbooks import edited

KEY = "the key of the finance office"
LAYOUT = layout_for(
    load_scheme(SCHEME), slots_for(load_scheme(SCHEME), drawn_submission(1))
)


def typed(key: str, value: object) -> Change:
    """A change that types over a field."""

    def change(book: Workbook) -> None:
        book[FORM][LAYOUT.at(key)].value = value

    return change


@pytest.mark.parametrize(("scheme_id", "seed"), in_turn(scheme_ids(), [1, 2]))
def test_nothing_is_told_of_a_form_that_was_saved_again(
    office: Office,
    tmp_path: Path,
    scheme_id: str,
    seed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    form = issued(seed, KEY.encode(), scheme_id)
    source = tmp_path / "下发.xlsx"
    source.write_bytes(form)
    once = office.resave(source, tmp_path / "一次.xlsx")
    twice = office.resave(once, tmp_path / "两次.xlsx")
    for saved in (
        form,
        edited(form, lambda _: None),
        once.read_bytes(),
        twice.read_bytes(),
    ):
        assert told(saved) == []
        assert as_json(read_submission(saved, "表.xlsx").submission) == as_json(
            drawn_submission(seed, scheme_id)
        )


def test_filling_it_in_changes_nothing_that_is_locked() -> None:
    def fill(book: Workbook) -> None:
        sheet = book[FORM]
        for row in sheet.iter_rows():
            for cell in row:
                if (
                    not cell.protection.locked
                    and cell.value is None
                    and type(cell).__name__ == "Cell"
                ):
                    cell.value = 5

    assert told(edited(issued(), fill)) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda book: (
            book[FORM].column_dimensions.__getitem__("D").__setattr__("width", 40)
        ),
        lambda book: book.move_sheet("填报说明", -1),
        lambda book: book.create_sheet("附件"),
        lambda book: book.remove(book["填报说明"]),
        lambda book: setattr(book[FORM].protection, "sheet", False),
    ],
    ids=["wider column", "reordered", "sheet added", "help removed", "protection off"],
)
def test_what_does_no_harm_is_not_told(change: Change) -> None:
    assert told(edited(issued(), change)) == []


INDEX = next(
    n
    for n, indicator in enumerate(LAYOUT.slots)
    if drawn_submission(1).indicators[0].path[1] == indicator.category
)


@pytest.mark.parametrize(
    ("change", "cell", "expected", "found", "severity"),
    [
        (
            typed(f"indicator_{INDEX}_target", "≥1%"),
            LAYOUT.at(f"indicator_{INDEX}_target"),
            None,
            "≥1%",
            Severity.ERROR,
        ),
        (
            typed(f"indicator_{INDEX}_weight", 60),
            LAYOUT.at(f"indicator_{INDEX}_weight"),
            None,
            "60",
            Severity.ERROR,
        ),
        (
            typed(f"indicator_{INDEX}_name", "别的指标"),
            LAYOUT.at(f"indicator_{INDEX}_name"),
            None,
            "别的指标",
            Severity.ERROR,
        ),
        (
            typed("indicator_0_rule_score", 10),
            LAYOUT.at("indicator_0_rule_score"),
            None,
            "10",
            Severity.WARNING,
        ),
        (
            typed("self_total", "=1+99"),
            LAYOUT.at("self_total"),
            None,
            "=1+99",
            Severity.WARNING,
        ),
        (
            typed("rule_grade", None),
            LAYOUT.at("rule_grade"),
            None,
            "（空）",
            Severity.WARNING,
        ),
        (
            typed("funds_0_weight", 30),
            LAYOUT.at("funds_0_weight"),
            "10",
            "30",
            Severity.WARNING,
        ),
    ],
)
def test_each_kind_of_change_is_told_with_its_cell_and_both_values(
    change: Change, cell: str, expected: str | None, found: str, severity: Severity
) -> None:
    problems = told(edited(issued(), change))
    assert [problem.code for problem in problems] == ["PE-120"]
    [problem] = problems
    assert (problem.place.sheet, problem.place.cell, problem.severity) == (
        FORM,
        cell,
        severity,
    )
    assert problem.found == found
    assert problem.expected == expected if expected is not None else problem.expected
    assert problem.found in problem.message
    assert problem.expected in problem.message


def test_a_changed_label_and_a_changed_rule_text_are_told() -> None:
    def change(book: Workbook) -> None:
        book[FORM]["A4"].value = "工程名称"
        guide = book["填报说明"]
        cell = next(
            c for row in guide.iter_rows() for c in row if "达到" in str(c.value)
        )
        cell.value = "怎样都给满分"

    problems = told(edited(issued(), change))
    assert [(p.place.sheet, p.found) for p in problems] == [
        (FORM, "工程名称"),
        ("填报说明", "怎样都给满分"),
    ]
    assert problems[0].expected == "项目名称"


def test_changes_are_found_below_rows_that_a_program_inserted(
    office: Office, tmp_path: Path
) -> None:
    """LibreOffice moves names and formulas along; openpyxl would not."""

    def insert(document: Any) -> None:
        page = document.Sheets.getByName(FORM)
        page.unprotect("")
        page.Rows.insertByIndex(5, 2)

    changed = edited(issued(), typed(f"indicator_{INDEX}_target", "≥1%"))
    assert (
        told(
            office.changed(
                _written(tmp_path, issued()), insert, tmp_path / "插行.xlsx"
            ).read_bytes()
        )
        == []
    )
    [problem] = told(
        office.changed(
            _written(tmp_path, changed), insert, tmp_path / "改.xlsx"
        ).read_bytes()
    )
    row = LAYOUT.fields[f"indicator_{INDEX}_target"].row
    assert (problem.place.cell, problem.found) == (f"E{row + 2}", "≥1%")


@pytest.mark.parametrize("scheme_id", [SCHEME, "yueyang-2020", "yantian-2024"])
def test_renamed_and_reordered_sheets_and_inserted_columns_are_no_change(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    def rearrange(document: Any) -> None:
        sheets = document.Sheets
        for number, title in enumerate(
            [t for t in sheets.ElementNames if t != IDENTITY_SHEET]
        ):
            sheets.getByName(title).setName(f"改名 {number}’s" if number else "改名")
        sheets.moveByName("改名", 3)
        page = sheets.getByName("改名")
        page.unprotect("")
        page.Columns.insertByIndex(1, 1)

    source = _written(tmp_path, issued(1, None, scheme_id))
    assert (
        told(office.changed(source, rearrange, tmp_path / "改名.xlsx").read_bytes())
        == []
    )


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "源.xlsx"
    path.write_bytes(data)
    return path


def hidden(key: str, value: str) -> Change:
    """A change of one row of the hidden sheet."""

    def change(book: Workbook) -> None:
        sheet = book[IDENTITY_SHEET]
        row = next(row for row in sheet.iter_rows() if row[0].value == key)
        row[1].value = value

    return change


def test_a_changed_identity_is_told_without_a_key() -> None:
    assert [p.code for p in told(edited(issued(), hidden("project", "别的项目")))] == [
        "PE-123"
    ]


@pytest.mark.parametrize(
    ("form", "codes"),
    [
        (issued(1, KEY.encode()), []),
        (issued(1), ["PE-121"]),
        (issued(1, b"the key of somebody else"), ["PE-122"]),
        (
            edited(issued(1, KEY.encode()), hidden("unit", "别的单位")),
            ["PE-123", "PE-122"],
        ),
        (edited(issued(1, KEY.encode()), hidden("signature", "0" * 64)), ["PE-122"]),
        (
            edited(issued(1, KEY.encode()), hidden("fingerprint", "0" * 64)),
            ["PE-123", "PE-122"],
        ),
    ],
    ids=[
        "ours",
        "unsigned",
        "another key",
        "another unit",
        "made up",
        "another fingerprint",
    ],
)
def test_signatures_are_judged_only_with_a_key(
    form: bytes, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    assert [p.code for p in told(form)] == [code for code in codes if code == "PE-123"]
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    assert [p.code for p in told(form)] == codes


def test_a_prefilled_value_that_was_changed_together_with_the_identity_is_caught_by_the_signature(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever knows how the fingerprint is made can make it anew, but not sign it."""
    from perfeval_xl.form.identity.issue import fingerprint_of, parse_issue

    def forge(book: Workbook) -> None:
        cells = [
            (str(row[0].value), str(row[1].value or ""))
            for row in book[IDENTITY_SHEET].iter_rows()
        ]
        rows = {
            name: text.replace("_x005F_", "_") for name, text in cells
        }  # which openpyxl leaves to its users
        rows["unit"] = "别的单位"
        issue = parse_issue(rows)
        assert issue is not None
        hidden("unit", "别的单位")(book)
        hidden("fingerprint", fingerprint_of(rows, issue))(book)

    forged = edited(issued(1, KEY.encode()), forge)
    assert [(p.code, p.expected) for p in told(forged)] == [("PE-120", "别的单位")]
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    assert [p.code for p in told(forged)] == ["PE-122", "PE-120"]


def test_punctuation_behind_a_label_is_no_change() -> None:
    def change(book: Workbook) -> None:
        cell = next(
            c for row in book[FORM].iter_rows() for c in row if c.value == "主管部门"
        )
        cell.value = "主管部门："

    assert told(edited(issued(), change)) == []


@pytest.mark.parametrize(
    ("scheme_id", "sheet", "first", "count"),
    [
        (SCHEME, FORM, 0, 30),
        (SCHEME, FORM, 0, 3),
        (SCHEME, FORM, 3, 30),
        ("yueyang-2020", "指标体系", 0, 30),
    ],
    ids=["all", "seen", "hidden", "fixed"],
)
def test_help_columns_that_were_all_deleted_are_one_hint(
    office: Office, tmp_path: Path, scheme_id: str, sheet: str, first: int, count: int
) -> None:
    def delete(document: Any) -> None:
        page = document.Sheets.getByName(sheet)
        page.unprotect("")
        found = page.createSearchDescriptor()
        found.setSearchString("实时核对")
        left = page.findFirst(found).CellAddress.Column
        page.Columns.removeByIndex(left + first, count)

    source = _written(tmp_path, issued(1, None, scheme_id))
    problems = told(office.changed(source, delete, tmp_path / "删.xlsx").read_bytes())
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("PE-127", Severity.HINT)
    ]

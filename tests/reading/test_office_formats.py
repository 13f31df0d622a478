"""Filled forms saved by an office program in each of its formats give the same submission, and no new problem."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.form.filling import fill_form
from perfeval_xl.form.identity.issue import KEY_VARIABLE
from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.reading import Reading, read_submission
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme, scheme_ids
from perfeval_xl.submission.model import Submission
from perfeval_xl.submission.spelling import as_json, loads
from tests.support.draws import in_turn
from tests.support.issued import drawn_submission, issued
from tests.support.office import Office

FORMATS = (".xlsx", ".xlsm", ".xls", ".ods")
EDITED = (".xlsx", ".ods")
KEY = "the key of the finance office"


@lru_cache(maxsize=64)
def form(scheme_id: str, seed: int = 0) -> bytes:
    """The example of a scheme as a form, or a random submission where there is none."""
    return fill_form(load_scheme(scheme_id), submission_of(scheme_id, seed))


def submission_of(scheme_id: str, seed: int) -> Submission:
    if seed == 0 and has_example(scheme_id):
        return loads(example_json(scheme_id))
    return drawn_submission(seed, scheme_id)


def told(reading: Reading) -> set[tuple[str, str, str]]:
    """What is reported, without what everybody is told about empty rows."""
    return {
        (problem.code, problem.place.cell, problem.message)
        for problem in reading.problems
    }


def saved(office: Office, folder: Path, data: bytes, suffix: str) -> bytes:
    source = folder / "源.xlsx"
    source.write_bytes(data)
    return office.resave(source, folder / f"存{suffix}").read_bytes()


@pytest.mark.parametrize(
    ("saved_as", "seed"), in_turn(list(product(scheme_ids(), FORMATS)), [0, 3, 4])
)
def test_every_format_gives_the_same_submission(
    office: Office, tmp_path: Path, saved_as: tuple[str, str], seed: int
) -> None:
    scheme_id, suffix = saved_as
    data = form(scheme_id, seed)
    before = read_submission(data, "表")
    after = read_submission(saved(office, tmp_path, data, suffix), "表")
    assert as_json(after.submission) == as_json(before.submission)
    assert told(after) <= told(before)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("scheme_id", ["national-2020", "yueyang-2020"])
def test_a_distributed_form_is_known_again_in_every_format(
    office: Office,
    tmp_path: Path,
    scheme_id: str,
    suffix: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its signature holds, and nothing that a person may not change is said to have changed."""
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    data = issued(2, KEY.encode(), scheme_id)
    before, after = (
        read_submission(file, "表")
        for file in (data, saved(office, tmp_path, data, suffix))
    )
    assert after.issue == before.issue
    assert after.issue is not None
    assert told(after) <= told(before)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_changed_total_is_a_stated_figure_in_every_format(
    office: Office, tmp_path: Path, suffix: str
) -> None:
    scheme_id = "xinzhou-2022"

    def change(document: Any) -> None:
        page = document.Sheets.getByIndex(0)
        page.unprotect("")
        cell = document.NamedRanges.getByName("pe_self_total").ReferredCells
        cell.getCellByPosition(0, 0).Value = 77

    source = tmp_path / "源.xlsx"
    source.write_bytes(form(scheme_id))
    reading = read_submission(
        office.changed(source, change, tmp_path / f"改{suffix}").read_bytes(), "表"
    )
    assert reading.submission.self_total.text == "77"


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_error_in_a_cell_is_told_in_every_format(
    office: Office, tmp_path: Path, suffix: str
) -> None:
    def change(document: Any) -> None:
        document.Sheets.getByIndex(0).unprotect("")
        document.NamedRanges.getByName(
            "pe_funds_0_budget"
        ).ReferredCells.getCellByPosition(0, 0).Formula = "=1/0"

    source = tmp_path / "源.xlsx"
    source.write_bytes(form("xinzhou-2022"))
    reading = read_submission(
        office.changed(source, change, tmp_path / f"错{suffix}").read_bytes(), "表"
    )
    [problem] = [problem for problem in reading.problems if problem.code == "PE-083"]
    assert problem.found == "#DIV/0!"
    assert reading.submission.funds[0].budget.blank


SPELLED = (
    ("24.50", 24.5, "0.00"), ("86.18%", 0.8618, "0.00%"), ("1,234.5", 1234.5, "#,##0.0"), ("7", 7, "General"),
    ("2024-10-25", 45590, "YYYY-MM-DD"), ("2024年10月5日", 45570, 'YYYY"年"M"月"D"日"'), ("2024/10/5", 45570, "YYYY/M/D"),
    ("0.333333333333333", 1 / 3, "General"), ("24.5123", 24.5123, "0.0"), ("-3.10", -3.1, "0.00;[RED]-0.00"),
)  # fmt: skip


@pytest.mark.parametrize("suffix", FORMATS)
def test_numbers_keep_their_spelling_in_every_format(
    office: Office, tmp_path: Path, suffix: str
) -> None:
    scheme_id = "xinzhou-2022"
    rows = range(len(SPELLED))

    def change(document: Any) -> None:
        document.Sheets.getByIndex(0).unprotect("")
        locale = document.CharLocale
        for row, (_, value, code) in zip(rows, SPELLED, strict=True):
            area = document.NamedRanges.getByName(
                f"pe_indicator_{row}_actual"
            ).ReferredCells
            cell = area.getCellByPosition(0, 0)
            key = document.NumberFormats.queryKey(code, locale, False)
            cell.Value = value
            cell.NumberFormat = (
                key if key >= 0 else document.NumberFormats.addNew(code, locale)
            )

    source = tmp_path / "源.xlsx"
    source.write_bytes(form(scheme_id))
    after = read_submission(
        office.changed(source, change, tmp_path / f"数{suffix}").read_bytes(), "表"
    )
    found = {
        entry.location.cell: entry.text
        for i in after.submission.indicators
        for entry in [i.actual]
    }
    assert after.layout is not None
    places = [after.layout.fields[f"indicator_{row}_actual"].address for row in rows]
    assert [found[place] for place in places] == [text for text, _, _ in SPELLED]


def rearrange(document: Any) -> None:
    """What people do to the sheets of a form: protection off, rows, widths, names, order, sheets of their own."""
    sheets = document.Sheets
    visible = [title for title in sheets.ElementNames if title != IDENTITY_SHEET]
    for number, title in enumerate(visible):
        page = sheets.getByName(title)
        page.unprotect("")
        page.Columns.getByIndex(1).Width = 9000
        page.setName(f"改名 {number}’s")
    sheets.insertNewByName("我的草稿", 0)
    sheets.getByName("我的草稿").getCellByPosition(0, 0).String = "草稿"
    sheets.moveByName("改名 0’s", len(visible))
    sheets.getByName("改名 0’s").Rows.insertByIndex(2, 3)


@pytest.mark.parametrize("suffix", EDITED)
@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_renamed_reordered_widened_sheets_with_rows_inserted(
    office: Office, tmp_path: Path, scheme_id: str, suffix: str
) -> None:
    data = form(scheme_id)
    source = tmp_path / "源.xlsx"
    source.write_bytes(data)
    changed = office.changed(source, rearrange, tmp_path / f"改{suffix}").read_bytes()
    before, after = read_submission(data, "表"), read_submission(changed, "表")
    assert as_json(after.submission) == as_json(before.submission)
    assert {problem.code for problem in after.problems} <= {
        problem.code for problem in before.problems
    }


@pytest.mark.parametrize("suffix", EDITED)
@pytest.mark.parametrize("scheme_id", ["xinzhou-2022", "yantian-2024"])
def test_a_copied_sheet_is_told_and_changes_nothing(
    office: Office, tmp_path: Path, scheme_id: str, suffix: str
) -> None:
    def change(document: Any) -> None:
        title = document.Sheets.ElementNames[0]
        document.Sheets.copyByName(title, "副本", len(document.Sheets.ElementNames))

    data = form(scheme_id)
    source = tmp_path / "源.xlsx"
    source.write_bytes(data)
    after = read_submission(
        office.changed(source, change, tmp_path / f"抄{suffix}").read_bytes(), "表"
    )
    assert as_json(after.submission) == as_json(read_submission(data, "表").submission)
    assert [
        problem.slots["sheet"] for problem in after.problems if problem.code == "PE-094"
    ] == ["副本"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_cells_pasted_over_with_their_formatting_count_as_what_they_show(
    office: Office, tmp_path: Path, suffix: str
) -> None:
    """Pasting brings fonts, borders, number format and locking along."""

    def change(document: Any) -> None:
        form_sheet = document.Sheets.getByIndex(0)
        form_sheet.unprotect("")
        document.Sheets.insertNewByName("别处", 1)
        other = document.Sheets.getByName("别处").getCellByPosition(0, 0)
        other.Value, other.CharWeight, other.CellBackColor = 0.875, 150.0, 0xFF0000
        other.NumberFormat = document.NumberFormats.queryKey(
            "0.00%", document.CharLocale, False
        )
        target = document.NamedRanges.getByName(
            "pe_indicator_0_actual"
        ).ReferredCells.getCellByPosition(0, 0)
        form_sheet.copyRange(
            target.CellAddress,
            document.Sheets.getByName("别处").getCellRangeByName("A1").RangeAddress,
        )

    source = tmp_path / "源.xlsx"
    source.write_bytes(form("xinzhou-2022"))
    after = read_submission(
        office.changed(source, change, tmp_path / f"贴{suffix}").read_bytes(), "表"
    )
    before = read_submission(form("xinzhou-2022"), "表")
    assert after.submission.indicators[0].actual.text == "87.50%"
    assert [i.actual.text for i in after.submission.indicators[1:]] == [
        i.actual.text for i in before.submission.indicators[1:]
    ]
    assert told(after) <= told(before)

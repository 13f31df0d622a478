"""Rows of distributed forms: what was added to the declared indicators or taken from them is told, and read all the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.form.filling import conform
from perfeval_xl.form.identity.issue import KEY_VARIABLE
from perfeval_xl.form.issuing.casting import FormCaster
from perfeval_xl.form.issuing.issued import Whose
from perfeval_xl.form.layout.open import layout_for
from perfeval_xl.problems import Severity
from perfeval_xl.reading import Reading, read_submission
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.submission.model import Indicator, Submission
from tests.support.office import Office
from tests.support.rows import copy_and_insert, cut_and_insert, insert_blank, type_in

SCHEME = load_scheme("national-2020")
LAYOUT = layout_for(SCHEME)
TOP = LAYOUT.rows["indicators"]
KEY = "the key of the finance office"
NEW: dict[str, str | float] = {
    "name": "后加的",
    "target": 8,
    "actual": 8,
    "weight": 2,
    "self_score": 2,
}


def issued(declared: int) -> bytes:
    """A signed form that declares the first indicator of so many 二级指标."""
    firsts = [slot for slot in LAYOUT.slots if slot.ordinal == 1][:declared]
    indicators = tuple(
        Indicator(
            path=(s.dimension, s.category, f"申报的{n}"),
            target=Entry("50"),
            weight=Entry("9"),
        )
        for n, s in enumerate(firsts)
    )
    made = Submission(
        scheme=SCHEME.id,
        money_unit=SCHEME.money_unit,
        year=Entry("2024"),
        project=Entry("平台运维"),
        unit=Entry("数据中心"),
        indicators=indicators,
    )
    return (
        FormCaster(SCHEME, KEY.encode())
        .form(conform(SCHEME, made), Whose(code="XM-1"))
        .data
    )


def after(
    office: Office, folder: Path, data: bytes, *changes: tuple[Any, ...]
) -> Reading:
    """What is read after changes, each a function with its arguments behind document and title."""

    def work(document: Any) -> None:
        title = document.Sheets.ElementNames[0]
        document.Sheets.getByName(title).unprotect("")
        for change, *arguments in changes:
            change(document, title, *arguments)

    source = folder / "下发.xlsx"
    source.write_bytes(data)
    return read_submission(
        office.changed(source, work, folder / "报送.xlsx").read_bytes(), "表"
    )


def delete(document: Any, title: str, row: int) -> None:
    document.Sheets.getByName(title).Rows.removeByIndex(row - 1, 1)


def told(reading: Reading) -> list[tuple[str, Severity, str]]:
    left_out = {"PE-046", "PE-050"}
    return [
        (p.code, p.severity, p.place.cell)
        for p in reading.problems
        if p.code not in left_out
    ]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)


@pytest.mark.parametrize("gesture", ["blank", "copied"])
def test_an_added_row_is_read_and_told_once(
    office: Office, tmp_path: Path, gesture: str
) -> None:
    row = TOP + 1
    insert = (insert_blank, row) if gesture == "blank" else (copy_and_insert, TOP, row)
    reading = after(office, tmp_path, issued(3), insert, (type_in, row, NEW))
    assert [i.path[2] for i in reading.submission.indicators] == [
        "申报的0",
        "后加的",
        "申报的1",
        "申报的2",
    ]
    assert told(reading) == [("PE-128", Severity.WARNING, f"D{row}")]
    assert "后加的" in reading.problems[-1].message


def test_a_free_row_that_is_filled_in_is_a_hint(office: Office, tmp_path: Path) -> None:
    reading = after(office, tmp_path, issued(3), (type_in, TOP + 1, NEW))
    assert told(reading) == [("PE-128", Severity.HINT, f"D{TOP + 1}")]


def test_rows_of_a_form_without_declared_indicators_are_the_units_own(
    office: Office, tmp_path: Path
) -> None:
    changes = [
        (type_in, TOP, NEW),
        (insert_blank, TOP + 1),
        (type_in, TOP + 1, NEW),
        (delete, TOP + 3),
    ]
    reading = after(office, tmp_path, issued(0), *changes)
    assert len(reading.submission.indicators) == 2
    assert told(reading) == []


def test_a_declared_row_that_was_deleted_is_an_error(
    office: Office, tmp_path: Path
) -> None:
    reading = after(office, tmp_path, issued(3), (delete, TOP + 2), (delete, TOP + 6))
    assert [i.path[2] for i in reading.submission.indicators] == ["申报的0", "申报的2"]
    assert told(reading) == [("PE-129", Severity.ERROR, "")]
    assert "申报的1" in reading.problems[-1].message


def test_a_declared_row_that_was_cut_and_inserted_elsewhere_is_told_and_not_taken_for_another(
    office: Office, tmp_path: Path
) -> None:
    data = issued(3)
    across = after(office, tmp_path, data, (cut_and_insert, TOP + 4, TOP + 1))
    assert [i.path[2] for i in across.submission.indicators] == [
        "申报的0",
        "申报的2",
        "申报的1",
    ]
    assert ("PE-093", Severity.WARNING, f"D{TOP + 1}") in told(across)
    assert {code for code, _, _ in told(across)} <= {"PE-093", "PE-120"}
    within = after(office, tmp_path, data, (cut_and_insert, TOP + 1, TOP))
    assert told(within) == []
    assert [i.path[2] for i in within.submission.indicators] == [
        "申报的0",
        "申报的1",
        "申报的2",
    ]

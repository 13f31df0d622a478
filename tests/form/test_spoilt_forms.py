"""A form that somebody unprotected and sorted, pasted over, dragged or cut: the live checks say what they no longer know."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.form.formulas.live_checks import (
    AS_FAR_AS_KNOWN,
    LOOK,
    OVERALL,
    UNKNOWN,
    WRONG,
)
from perfeval_xl.form.identity.stated import CHECKS_SHEET
from perfeval_xl.scheme.loader import example_json
from tests.support.office import Office, Value, sheet_values
from tests.support.samples import filled

CLEAN = "national-2020"
Change = Callable[[Any], None]


def cut(sheet: Any) -> None:
    source = sheet.getCellRangeByName("D14:I14").RangeAddress
    sheet.moveRange(sheet.getCellRangeByName("D17").CellAddress, source)


def paste_over(sheet: Any) -> None:
    sheet.getCellRangeByName("L15").String = "相符"
    sheet.getCellRangeByName("H15").Value = 20


def drag(sheet: Any) -> None:
    for row in range(15, 31):
        sheet.getCellRangeByName(f"H{row}").Value = row


def error(sheet: Any) -> None:
    sheet.getCellRangeByName("F15").Formula = "=1/0"


def wipe(sheet: Any) -> None:
    sheet.getCellRangeByName("K15:L15").clearContents(31)


def delete_rows(sheet: Any) -> None:
    sheet.Rows.removeByIndex(29, 2)


def swap(sheet: Any) -> None:
    """What sorting does: the contents of two rows change places, their 二级指标 stay."""
    texts = [sheet.getCellRangeByName(f"D{row}").String for row in (14, 15)]
    for row, text in zip((15, 14), texts, strict=True):
        sheet.getCellRangeByName(f"D{row}").String = text
    sheet.getCellRangeByName("G14").Value = 25


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (cut, UNKNOWN),
        (paste_over, WRONG),
        (drag, WRONG),
        (error, UNKNOWN),
        (wipe, f"{LOOK}新插入的1行没有核对公式"),
        (delete_rows, UNKNOWN),
        (swap, WRONG),
    ],
)
def test_a_spoilt_form_never_says_that_all_is_well(
    office: Office, tmp_path: Path, change: Change, said: str
) -> None:
    checks = spoilt(office, tmp_path, change)
    assert checks[OVERALL] != AS_FAR_AS_KNOWN
    assert any(said in str(value) for value in checks.values())


def spoilt(office: Office, folder: Path, change: Change) -> Mapping[str, Value]:
    """The live checks of the clean form after somebody took its protection off and worked on it."""
    path = folder / "form.xlsx"
    path.write_bytes(filled(json.loads(example_json(CLEAN))))
    document = office.open(path, Hidden=True)
    try:
        sheet = document.Sheets.getByIndex(0)
        sheet.unprotect("")
        change(sheet)
        document.calculateAll()
        return sheet_values(document.Sheets.getByName(CHECKS_SHEET))
    finally:
        document.close(True)

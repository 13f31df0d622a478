"""Formats on the margin: days counted from 1904, passwords, one XML file, Excel 95. Read right, or refused in a sentence."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from perfeval_xl.collection.content import Kind, kind_of
from perfeval_xl.errors import EncryptedWorkbook, NotAWorkbook
from perfeval_xl.reading import read_submission
from tests.support.office import Office
from tests.support.samples import filled

_BOF, _BIFF8, _BIFF5 = 0x809, 0x600, 0x500


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The filled form as a file."""
    path = tmp_path_factory.mktemp("格式") / "源.xlsx"
    path.write_bytes(filled())
    return path


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_dates_counted_from_1904_are_the_dates_that_were_typed(
    office: Office, source: Path, tmp_path: Path, suffix: str
) -> None:
    def change(document: Any) -> None:
        start = document.NullDate
        start.Year, start.Month, start.Day = 1904, 1, 1
        document.NullDate = start
        for row, value, code in (
            (0, 44195, "YYYY-MM-DD"),
            (1, 0.855, "0.0%"),
            (2, 44195, "0"),
        ):
            name = document.NamedRanges.getByName(f"pe_indicator_{row}_actual")
            cell = name.ReferredCells.getCellByPosition(0, 0)
            key = document.NumberFormats.queryKey(code, document.CharLocale, False)
            cell.Value = value
            cell.NumberFormat = (
                key
                if key >= 0
                else document.NumberFormats.addNew(code, document.CharLocale)
            )

    saved = office.changed(source, change, tmp_path / f"甲{suffix}").read_bytes()
    indicators = read_submission(saved, "表").submission.indicators
    assert [indicator.actual.text for indicator in indicators[:3]] == [
        "2024-12-31",
        "85.5%",
        "44195",
    ]


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_a_password_of_a_real_program_is_named_with_what_to_do(
    office: Office, source: Path, tmp_path: Path, suffix: str
) -> None:
    locked = office.locked(source, tmp_path / f"密{suffix}", "secret").read_bytes()
    assert not locked.startswith(b"PK")
    with pytest.raises(EncryptedWorkbook, match="打开密码") as told:
        read_submission(locked, "表.xlsx")
    assert "去掉打开密码" in told.value.remedy


def test_one_xml_file_is_refused_by_name_and_not_taken_for_a_text(
    office: Office, source: Path, tmp_path: Path
) -> None:
    flat = office.resave(source, tmp_path / "平.fods").read_bytes()
    assert kind_of(flat) is Kind.WORKBOOK
    with pytest.raises(NotAWorkbook, match="fods") as told:
        read_submission(flat, "表.ods")
    assert "另存为 .xlsx" in told.value.remedy


def test_the_xml_of_excel_2003_is_refused_by_name() -> None:
    data = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    assert kind_of(data) is Kind.WORKBOOK
    with pytest.raises(NotAWorkbook, match="Excel 2003 的 XML"):
        read_submission(data, "表.xls")


def _of_excel_95(data: bytes) -> bytes:
    """The same compound file with its stream named and versioned as Excel 95 did (MS-XLS 2.4.21)."""
    name = "Workbook\0".encode("utf-16-le")
    at = data.index(name)
    old = bytearray(data)
    old[at : at + len(name)] = "Book\0".encode("utf-16-le").ljust(len(name), b"\0")
    struct.pack_into("<H", old, at + 64, len("Book\0") * 2)
    start = data.index(struct.pack("<HHH", _BOF, 16, _BIFF8))
    struct.pack_into("<H", old, start + 4, _BIFF5)
    return bytes(old)


def test_excel_95_is_refused_by_name(
    office: Office, source: Path, tmp_path: Path
) -> None:
    data = _of_excel_95(office.resave(source, tmp_path / "旧.xls").read_bytes())
    assert kind_of(data) in {Kind.WORKBOOK, Kind.OLD_OFFICE}
    with pytest.raises(NotAWorkbook, match="Excel 97 以前") as told:
        read_submission(data, "表.xls")
    assert "另存为 .xlsx" in told.value.remedy

"""The office fixture itself: what it reads is what LibreOffice computes, and it survives the death of the office."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.support.office import Office


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook whose formulas have no cached values."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表"
    sheet["B2"], sheet["C2"], sheet["D2"] = 2, "=B2*1.5", "文字"
    sheet["B3"], sheet["C3"], sheet["D3"] = "=1/0", '=""', "=B2>1"
    sheet["AB4"] = "远"
    path = tmp_path / "算.xlsx"
    book.save(path)
    return path


def test_cells_are_recalculated_and_found_by_address(
    office: Office, workbook: Path
) -> None:
    values = office.cells(workbook, "表")
    assert (values["B2"], values["C2"], values["D2"], values["AB4"]) == (
        2.0,
        3.0,
        "文字",
        "远",
    )
    assert values["D3"] == 1.0


def test_errors_empty_results_and_blanks_are_told_apart(
    office: Office, workbook: Path
) -> None:
    values = office.cells(workbook, "表")
    assert (values["B3"], values["C3"], values["E3"]) == ("#DIV/0!", "", None)


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_a_workbook_is_saved_again_with_its_values(
    office: Office, workbook: Path, suffix: str
) -> None:
    target = office.resave(workbook, workbook.with_name("又" + suffix))
    assert office.cells(target, "表")["C2"] == 3.0
    if suffix == ".xlsx":
        assert openpyxl.load_workbook(target, data_only=True)["表"]["C2"].value == 3


def test_pages_become_pictures(office: Office, workbook: Path) -> None:
    pictures = office.png(workbook)
    assert pictures
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_the_text_of_a_document_comes_with_its_tables(
    office: Office, tmp_path: Path
) -> None:
    document = docx.Document()
    document.add_paragraph("开头")
    document.add_table(1, 2).cell(0, 1).text = "格"
    path = tmp_path / "文.docx"
    document.save(str(path))
    assert office.text(path).split("\n")[:3] == ["开头", "", "格"]


def test_a_file_that_is_no_document_is_an_error_and_the_office_lives_on(
    office: Office, workbook: Path
) -> None:
    broken = workbook.with_name("坏.xlsx")
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x")
    with pytest.raises((ValueError, RuntimeError)):
        office.cells(broken, "表")
    with pytest.raises(FileNotFoundError):
        office.cells(workbook.with_name("无.xlsx"), "表")
    assert office.cells(workbook, "表")["B2"] == 2.0


def test_an_office_that_died_is_started_again(office: Office, workbook: Path) -> None:
    office.cells(workbook, "表")
    os.killpg(office._process.pid, 9)
    office._process.wait(timeout=10)
    assert office.cells(workbook, "表")["C2"] == 3.0

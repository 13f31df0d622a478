"""Saved pages: those for which a parser takes time by the square of their length end in time; pages behind frames are read."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from perfeval_xl.errors import SubmissionFileError, TooLargeWorkbook
from perfeval_xl.reading import read_submission
from tests.support.layout_files import as_docx, as_html, as_mht
from tests.support.layouts import drawn
from tests.support.limits import limited


@pytest.mark.parametrize("piece", [b"<", b"<a ", b"<td x=", b"&#"])
def test_what_is_begun_a_hundred_thousand_times_ends_in_time(piece: bytes) -> None:
    started = time.process_time()
    with limited(web_seconds=1), pytest.raises(SubmissionFileError):
        read_submission(b"<html><body><table><tr><td>" + piece * 100_000, "页.html")
    assert time.process_time() - started < 5


def test_a_page_whose_headers_declare_without_end_costs_no_time() -> None:
    declared = b'a="(";' * 40_000 + b'boundary="part"'
    endless = as_mht(drawn(1)).replace(b'boundary="part"', declared)
    started = time.process_time()
    with pytest.raises(SubmissionFileError):
        read_submission(endless, "表.mht")
    assert time.process_time() - started < 3


def test_a_workbook_that_excel_saved_as_one_page_is_read_behind_its_frames() -> None:
    frames = b'<html><frameset rows="*,39"><frame src="sheet001.htm"></frameset></html>'
    head = b"--part\r\nContent-Type: text/html\r\n\r\n" + frames + b"\r\n"
    saved = as_mht(drawn(1)).replace(
        b"\r\n--part\r\n", b"\r\n" + head + b"--part\r\n", 1
    )
    expected = read_submission(as_mht(drawn(1)), "表.mht").submission
    found = read_submission(saved, "表.mht").submission
    assert found.project.text == expected.project.text
    assert len(found.indicators) == len(expected.indicators) > 0


def test_a_table_in_a_cell_of_a_word_table_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(as_docx(drawn(1)))) as archive:
        text = archive.read("word/document.xml").decode()
    around = "<w:tbl><w:tr><w:tc><w:p/>{}<w:p/></w:tc></w:tr></w:tbl>"
    table = text[text.index("<w:tbl>") : text.index("</w:body>")]
    path = tmp_path / "表.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", text.replace(table, around.format(table)))
    found = read_submission(path.read_bytes(), "表.docx").submission
    expected = read_submission(as_docx(drawn(1)), "表.docx").submission
    assert len(found.indicators) == len(expected.indicators) > 0


def test_a_page_with_more_cells_than_any_form_is_refused_before_it_is_parsed() -> None:
    page = as_html(drawn(1))
    cells = page.count(b"<td")
    with limited(web_cells=cells):
        assert read_submission(page, "表.html").submission.indicators
    with limited(web_cells=cells - 1), pytest.raises(TooLargeWorkbook):
        read_submission(page, "表.html")

"""Layouts of many places and years, written down cell by cell: every value is read, none is wrong, in each format."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval_xl.reading import read_submission
from perfeval_xl.submission.spelling import as_json
from tests.support.layout_files import as_docx, as_html, as_xlsx
from tests.support.written_layouts import WrittenLayout, written_layouts
from tools.corpus.comparing import compared

LAYOUTS = [
    layout
    for path in sorted(Path(__file__).with_name("layouts").glob("*.toml"))
    for layout in written_layouts(path)
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_value_of_the_workbook_is_read_and_none_is_wrong(
    layout: WrittenLayout,
) -> None:
    reading = read_submission(as_xlsx(layout.drawing), "表.xlsx")
    result = compared(layout.expected, as_json(reading.submission))
    assert (result.wrong, result.missing) == ({}, {})


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_the_same_is_read_from_a_web_page(layout: WrittenLayout) -> None:
    reading = read_submission(as_html(layout.drawing, "gb2312"), "表.html")
    result = compared(layout.expected, as_json(reading.submission))
    assert (result.wrong, result.missing) == ({}, {})


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_the_same_is_read_from_a_word_document(layout: WrittenLayout) -> None:
    reading = read_submission(as_docx(layout.drawing), "表.docx")
    result = compared(layout.expected, as_json(reading.submission))
    assert (result.wrong, result.missing) == ({}, {})

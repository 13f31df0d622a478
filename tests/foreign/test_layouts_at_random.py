"""Layouts that nobody published: drawn at random, in three formats, every value read and none wrong."""

from __future__ import annotations

import pytest

from perfeval_xl.reading import read_submission
from perfeval_xl.submission.spelling import as_json
from tests.support.layout_files import as_docx, as_html, as_mht, as_xlsx
from tests.support.layouts import drawn
from tests.support.rare_files import as_pdf, as_xlsb
from tools.corpus.comparing import compared

WRITERS = {
    "xlsx": as_xlsx,
    "docx": as_docx,
    "html": as_html,
    "gbk.html": lambda drawing: as_html(drawing, "gb2312"),
    "mht": as_mht,
    "xlsb": as_xlsb,
    "pdf": as_pdf,
}


@pytest.mark.parametrize(
    ("form", "seeds"),
    [
        ("xlsx", 30),
        ("docx", 8),
        ("html", 12),
        ("gbk.html", 4),
        ("mht", 3),
        ("xlsb", 8),
        ("pdf", 1),
    ],
)
def test_every_value_is_read_and_none_is_wrong(form: str, seeds: int) -> None:
    for seed in range(seeds):
        drawing = drawn(seed)
        reading = read_submission(WRITERS[form](drawing), f"表.{form}", "national-2020")
        result = compared(drawing.expected, as_json(reading.submission))
        assert (seed, result.wrong, result.missing) == (seed, {}, {})


def test_places_in_documents_are_in_words() -> None:
    reading = read_submission(as_docx(drawn(1)), "表.docx", "national-2020")
    assert reading.submission.indicators[0].actual.location.cell.startswith("表格1第")

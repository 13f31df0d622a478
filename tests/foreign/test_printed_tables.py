"""Forms that run over several pages of a PDF: every value is read as from the workbook, none is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval_xl.reading import read_submission
from perfeval_xl.submission.spelling import as_json
from tests.support.office import Office
from tests.support.printed import as_printed
from tests.support.written_layouts import WrittenLayout, written_layouts
from tools.corpus.comparing import compared

_FOLDER = Path(__file__).with_name("layouts")
_CHOSEN = (("ninth", 6), ("eighth", 2), ("eighth", 0))
"""Pairs of rows, a long form with blank rows, pairs again: by file and place."""


def layout(file: str, place: int) -> WrittenLayout:
    return written_layouts(_FOLDER / f"{file}.toml")[place]


@pytest.mark.parametrize(("file", "place"), _CHOSEN)
@pytest.mark.parametrize("repeated", [False, True], ids=["once", "on every page"])
def test_a_form_over_several_pages_is_read(
    file: str,
    place: int,
    repeated: bool,
    office: Office,
    tmp_path: Path,
) -> None:
    chosen = layout(file, place)
    data = as_printed(chosen.drawing, office, tmp_path, repeated=repeated)
    reading = read_submission(data, "form.pdf")
    result = compared(chosen.expected, as_json(reading.submission))
    assert (result.wrong, result.missing) == ({}, {})
    # Values of later pages say on which page they stand
    last = reading.submission.indicators[-1].actual.location.cell
    assert "第1页" not in last
    assert "页表格1" in last

"""The same layouts as people type them: without merged cells, with blank rows between, figures as numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval_xl.reading import read_submission
from perfeval_xl.submission.spelling import as_json
from tests.support.layout_files import as_xlsx, with_numbers
from tests.support.layout_variants import in_the_middle, spread, unmerged
from tests.support.written_layouts import WrittenLayout, written_layouts
from tools.corpus.comparing import compared

FOLDER = Path(__file__).with_name("layouts")
REGIONAL = written_layouts(FOLDER / "regional.toml")
FIFTH = written_layouts(FOLDER / "fifth.toml")


def differences(layout: WrittenLayout, data: bytes) -> tuple[object, object]:
    result = compared(
        layout.expected, as_json(read_submission(data, "表.xlsx").submission)
    )
    return result.wrong, result.missing


@pytest.mark.parametrize("layout", REGIONAL, ids=lambda layout: layout.name)
def test_no_cell_need_be_merged(layout: WrittenLayout) -> None:
    assert differences(layout, as_xlsx(unmerged(layout.drawing))) == ({}, {})


@pytest.mark.parametrize("layout", FIFTH, ids=lambda layout: layout.name)
def test_blank_rows_between_the_rows_do_no_harm(layout: WrittenLayout) -> None:
    assert differences(layout, as_xlsx(spread(layout.drawing))) == ({}, {})


@pytest.mark.parametrize("layout", FIFTH, ids=lambda layout: layout.name)
def test_a_form_may_stand_anywhere_on_its_sheet(layout: WrittenLayout) -> None:
    assert differences(layout, as_xlsx(in_the_middle(layout.drawing))) == ({}, {})


@pytest.mark.parametrize("layout", FIFTH, ids=lambda layout: layout.name)
def test_figures_may_be_numbers_with_a_format(layout: WrittenLayout) -> None:
    assert differences(layout, with_numbers(layout.drawing)) == ({}, {})

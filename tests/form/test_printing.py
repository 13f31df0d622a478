"""Rows are high enough for their text, and pages end where a part of the form ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perfeval_xl.form.drawing import draw_form
from perfeval_xl.form.filling import conform
from perfeval_xl.form.layout import layout_for, slots_for
from perfeval_xl.form.styles import TALLEST_ROW, fitting_size, height_of
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.spelling import loads

SCHEME = load_scheme("xinzhou-2022")
EXAMPLE = loads(example_json("xinzhou-2022"))
LAYOUT = layout_for(SCHEME, slots_for(SCHEME, EXAMPLE))
TEXT_COLUMNS = range(5, 10)


def test_a_longer_text_never_needs_a_lower_row() -> None:
    heights = [height_of("字" * length, TEXT_COLUMNS, 10.5) for length in range(400)]
    assert heights == sorted(heights)
    assert height_of("一\n二\n三", TEXT_COLUMNS, 10.5) > height_of("一二三", TEXT_COLUMNS, 10.5)


@pytest.mark.parametrize("length", [0, 100, 500, 1500])
def test_a_text_that_no_row_can_hold_is_set_smaller(length: int) -> None:
    text = "字" * length
    size = fitting_size(text, TEXT_COLUMNS, 10.5)
    assert height_of(text, TEXT_COLUMNS, size) <= TALLEST_ROW
    assert (size == 10.5) == (length <= 500)


def test_a_long_section_makes_its_row_higher() -> None:
    name = next(section.name for section in SCHEME.sections if section.place == "form")
    row = LAYOUT.rows["sections"]
    long = replace(EXAMPLE, sections={name: Entry("字" * 600)})
    heights = [
        draw_form(SCHEME, LAYOUT, conform(SCHEME, submission)).sheets[0].heights[row] for submission in (EXAMPLE, long)
    ]
    assert heights[1] > heights[0]


def test_the_empty_form_breaks_before_the_analysis() -> None:
    scheme = load_scheme("national-2020")
    layout = layout_for(scheme)
    page = draw_form(scheme, layout).sheets[0].page
    assert page is not None
    assert page.breaks == (layout.rows["total"],)


def test_a_filled_form_takes_two_pages() -> None:
    page = draw_form(SCHEME, LAYOUT, conform(SCHEME, EXAMPLE)).sheets[0].page
    assert page is not None
    assert len(page.breaks) == 1

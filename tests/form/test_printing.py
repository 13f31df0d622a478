"""Rows are high enough for their text, and pages end where a part of the form ends."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from perfeval_xl.form.drawing.styles import (
    LEGIBLE,
    TALLEST_ROW,
    fitting_size,
    height_of,
)
from perfeval_xl.form.drawing.whole_form import draw_form, drawer_for
from perfeval_xl.form.filling import conform, drawn
from perfeval_xl.form.layout.form_layout import form_layout
from perfeval_xl.form.layout.open import layout_for, slots_for
from perfeval_xl.form.layout.paper import A4_LONG, A4_SHORT, width_of
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import example_json, load_scheme, scheme_ids
from perfeval_xl.sheets.model import Area, Sheet
from perfeval_xl.submission.model import Submission
from perfeval_xl.submission.spelling import loads

SCHEME = load_scheme("xinzhou-2022")
EXAMPLE = loads(example_json("xinzhou-2022"))
LAYOUT = layout_for(SCHEME, slots_for(SCHEME, EXAMPLE))
TEXT_COLUMNS = range(5, 10)


def test_a_longer_text_never_needs_a_lower_row() -> None:
    heights = [
        height_of("字" * length, TEXT_COLUMNS, 10.5, LAYOUT.plans[0].widths)
        for length in range(400)
    ]
    assert heights == sorted(heights)
    assert height_of(
        "一\n二\n三", TEXT_COLUMNS, 10.5, LAYOUT.plans[0].widths
    ) > height_of("一二三", TEXT_COLUMNS, 10.5, LAYOUT.plans[0].widths)


@pytest.mark.parametrize("length", [0, 100, 500, 1500])
def test_a_text_that_no_row_can_hold_is_set_smaller(length: int) -> None:
    text = "字" * length
    size = fitting_size(text, TEXT_COLUMNS, 10.5, LAYOUT.plans[0].widths)
    assert height_of(text, TEXT_COLUMNS, size, LAYOUT.plans[0].widths) <= TALLEST_ROW
    assert (size == 10.5) == (length <= 500)


def test_a_long_section_makes_its_row_higher() -> None:
    name = next(section.name for section in SCHEME.sections if section.place == "form")
    row = LAYOUT.rows["sections"]
    long = replace(EXAMPLE, sections={name: Entry("字" * 600)})
    heights = [
        draw_form(SCHEME, LAYOUT, conform(SCHEME, submission)).sheets[0].heights[row]
        for submission in (EXAMPLE, long)
    ]
    assert heights[1] > heights[0]


def test_the_empty_form_breaks_before_the_analysis() -> None:
    scheme = load_scheme("national-2020")
    layout = layout_for(scheme)
    page = draw_form(scheme, layout).sheets[0].page
    assert page is not None
    assert page.breaks == (layout.rows["total"],)


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_no_page_of_an_empty_form_holds_one_row_alone(scheme_id: str) -> None:
    for sheet in drawn(load_scheme(scheme_id)).sheets:
        if sheet.page is None or sheet.page.area is None:
            continue
        ends = (0, *sheet.page.breaks, sheet.page.area.bottom)
        rows = [below - above for above, below in pairwise(ends)]
        assert len(rows) == 1 or min(rows) > 1, (sheet.title, rows)


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_no_page_of_several_is_half_empty(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    layout = form_layout(scheme)
    drawer = drawer_for(scheme, layout)
    for plan in layout.plans:
        pages = drawer.pages(plan)
        heights = drawer.heights(plan, pages)
        wide, high = A4_SHORT, A4_LONG
        if plan.landscape:
            wide, high = high, wide
        printed = range(1, plan.last_column + 1)
        scale = min(1.0, wide * 96 / width_of(printed, pages.widths(plan)))
        starts = (1, *pages.starts, plan.last_row + 1)
        for first, after in pairwise(starts):
            used = sum(heights.get(row, 15.0) for row in range(first, after))
            assert not pages.starts or used * scale >= 0.45 * high * 72, (
                plan.title,
                first,
            )


def test_a_filled_form_has_its_table_on_one_page_and_the_analysis_on_the_next() -> None:
    sheet = _drawn(EXAMPLE)
    assert sheet.page is not None
    assert sheet.page.breaks == (LAYOUT.rows["total"],)
    assert sheet.page.title_rows == (LAYOUT.rows["title"], LAYOUT.rows["year"])
    assert (
        Area(LAYOUT.rows["header"], 1, LAYOUT.rows["total"] - 1, 1) in sheet.merges
    ), "as the official form has it"


def test_a_table_of_several_pages_repeats_its_headings_and_every_label() -> None:
    sheet = _drawn(_with_notes("样本偏少，服务窗口压缩了受理时间，" * 6))
    header, first, total = (
        LAYOUT.rows[part] for part in ("header", "indicators", "total")
    )
    assert sheet.page is not None
    assert sheet.page.title_rows == (header, header)
    starts = [end + 1 for end in sheet.page.breaks if end + 1 < total]
    assert starts
    assert sheet.cells[header, 1].value == "绩效指标"
    assert not any(area.top <= header < area.bottom for area in sheet.merges), (
        "a repeated row holds no part of a label"
    )
    labels = [row for row in range(first, total) if (row, 1) in sheet.cells]
    assert labels == [first, *starts], "绩效指标 once on every page"


@pytest.mark.parametrize("rows", [1, 3, 12])
@pytest.mark.parametrize("note", ["", "偏差原因" * 20])
@pytest.mark.parametrize("goals", [1, 12])
def test_no_label_is_cut_and_no_page_is_too_full(
    rows: int, note: str, goals: int
) -> None:
    indicators = tuple(
        replace(
            item,
            path=(*item.path[:2], f"{item.path[2]}{number}"),
            note=Entry(note or None),
        )
        for item in EXAMPLE.indicators
        for number in range(rows)
    )
    submission = replace(EXAMPLE, indicators=indicators, goals=EXAMPLE.goals * goals)
    layout = layout_for(SCHEME, slots_for(SCHEME, submission), goals=goals)
    sheet = draw_form(SCHEME, layout, conform(SCHEME, submission)).sheets[0]
    page = sheet.page
    assert page is not None
    assert not [
        area
        for area in sheet.merges
        for end in page.breaks
        if area.top <= end < area.bottom
    ]
    starts = [1, *(end + 1 for end in page.breaks), layout.rows["end"] + 1]
    scale = min(
        1.0,
        (8.27 - 2 * page.margin)
        * 96
        / sum(8 * sheet.widths[column] for column in range(1, 10)),
    )
    paper = (11.69 - 2 * page.margin) * 72 / scale
    for number, (start, after) in enumerate(pairwise(starts)):
        height = sum(sheet.heights[row] for row in range(start, after))
        repeated = (
            range(page.title_rows[0], page.title_rows[1] + 1)
            if number and page.title_rows
            else ()
        )
        assert height + sum(sheet.heights[row] for row in repeated) <= paper
    inside = any(
        layout.rows["indicators"] < start <= layout.rows["total"] for start in starts
    )
    assert (page.title_rows == (layout.rows["header"],) * 2) == inside


def test_a_long_note_is_set_smaller_before_it_makes_its_row_high() -> None:
    note = (
        "受天气影响，部分窗口压缩了受理时间，平台升级推迟了三个月；下一年度提前编制计划，增加驻场人员，每季度通报进度。"
        * 2
    )
    sheet = _drawn(_with_notes(note))
    row = LAYOUT.fields["indicator_0_note"].row
    assert LEGIBLE <= sheet.cells[row, 9].style.size < 10.5
    assert sheet.heights[row] <= 140, "a sixth of a page"


def test_the_label_of_the_first_source_does_not_touch_the_border() -> None:
    sheet, row = _drawn(EXAMPLE), LAYOUT.rows["funds"] + 2
    assert sheet.cells[row, 2].value == "其中：当年财政拨款"
    assert sheet.cells[row, 2].style.indent == 1


def _drawn(submission: Submission) -> Sheet:
    return draw_form(SCHEME, LAYOUT, conform(SCHEME, submission)).sheets[0]


def _with_notes(note: str) -> Submission:
    indicators = tuple(
        replace(item, note=Entry(note)) if n % 2 == 0 else item
        for n, item in enumerate(EXAMPLE.indicators)
    )
    return replace(EXAMPLE, indicators=indicators)

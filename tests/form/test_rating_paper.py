"""The forms of fixed schemes on paper: page, headings, borders, and rows that are high enough."""

from __future__ import annotations

from itertools import product

import pytest

from perfeval_xl.form.drawing.styles import TALLEST_ROW, height_of
from perfeval_xl.form.filling import conform, drawn
from perfeval_xl.form.layout.paper import width_of
from perfeval_xl.form.layout.rating import RatingLayout, rating_layout_for
from perfeval_xl.scheme.loader import load_scheme
from tests.form.rating_sheets import sheets_of
from tests.support.ratings import EXAMPLES, FIXED, example_of

_LANDSCAPE, _PORTRAIT = (11.69 - 1) * 96, (8.27 - 1) * 96


@pytest.mark.parametrize("scheme_id", FIXED)
def test_sheets_print_on_a4_in_full_width_and_without_the_preview(
    scheme_id: str,
) -> None:
    layout = rating_layout_for(load_scheme(scheme_id))
    for plan in layout.plans:
        page = sheets_of(scheme_id)[plan.title].page
        assert page is not None
        assert page.area is not None
        assert (page.area.right, page.area.bottom) == (plan.last_column, plan.last_row)
        wide = width_of(range(1, plan.last_column + 1), plan.widths)
        assert 0.95 < wide / (_LANDSCAPE if plan.landscape else _PORTRAIT) <= 1
        assert not page.breaks or max(page.breaks) < plan.last_row
        assert len(plan.title) <= 31
    assert (
        layout.fields["rule_total"].column
        > sheets_plan(layout, layout.sheet).last_column
    )


def sheets_plan(layout: RatingLayout, title: str):
    return next(plan for plan in layout.plans if plan.title == title)


@pytest.mark.parametrize("scheme_id", FIXED)
def test_headings_repeat_where_a_table_goes_on(scheme_id: str) -> None:
    layout = rating_layout_for(load_scheme(scheme_id))
    for plan in layout.plans:
        page = sheets_of(scheme_id)[plan.title].page
        assert page is not None
        if plan.titles and page.breaks:
            assert page.title_rows == plan.titles


@pytest.mark.parametrize("scheme_id", EXAMPLES)
def test_no_text_is_cut_off(scheme_id: str) -> None:
    """Every row, or the rows that a text spans together, are high enough for it."""
    scheme = load_scheme(scheme_id)
    book = drawn(scheme, conform(scheme, example_of(scheme_id)))
    plans = {plan.title: plan for plan in rating_layout_for(scheme).plans}
    for sheet in book.sheets:
        if sheet.title not in plans:
            continue
        merged = {(area.top, area.left): area for area in sheet.merges}
        for (row, column), cell in sheet.cells.items():
            if (
                not isinstance(cell.value, str)
                or column > plans[sheet.title].last_column
                or not cell.style.wrap
            ):
                continue
            area = merged.get((row, column))
            bottom, right = (area.bottom, area.right) if area else (row, column)
            there = sum(
                sheet.heights.get(each, 15.0) for each in range(row, bottom + 1)
            )
            needed = height_of(
                cell.value, range(column, right + 1), cell.style.size, sheet.widths
            )
            assert there + 1 >= min(needed, TALLEST_ROW), (
                sheet.title,
                row,
                column,
                cell.value,
            )


@pytest.mark.parametrize("scheme_id", FIXED)
def test_every_printed_cell_of_a_table_has_a_border(scheme_id: str) -> None:
    layout = rating_layout_for(load_scheme(scheme_id))
    for plan in layout.plans:
        if plan.table is None:
            continue
        sheet = sheets_of(scheme_id)[plan.title]
        bordered = {
            place for place, cell in sheet.cells.items() if cell.style.border == "thin"
        }
        for area in sheet.merges:
            if (area.top, area.left) in bordered:
                bordered |= set(
                    product(
                        range(area.top, area.bottom + 1),
                        range(area.left, area.right + 1),
                    )
                )
        assert plan.titles is not None
        rows = range(plan.titles[0], plan.table[1] + 1)
        assert set(product(rows, range(1, plan.last_column + 1))) <= bordered, (
            plan.title
        )


@pytest.mark.parametrize("scheme_id", EXAMPLES)
def test_no_page_ends_inside_an_indicator(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    plans = {plan.title: plan for plan in rating_layout_for(scheme).plans}
    for sheet in drawn(scheme, conform(scheme, example_of(scheme_id))).sheets:
        if sheet.title in plans and sheet.page is not None:
            starts = [row + 1 for row in sheet.page.breaks]
            assert [
                row for row in starts if plans[sheet.title].good.get(row, 0) < 0
            ] == []

"""Prompts stand where somebody can type, and are short enough not to cover what is to be filled in next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from perfeval_xl.form.filling import conform, drawn
from perfeval_xl.form.issuing.issued import Whose, draw_issued
from perfeval_xl.scheme.loader import has_example, load_scheme, scheme_ids
from perfeval_xl.sheets.model import Sheet, Workbook
from tests.support.issued import drawn_submission
from tests.support.ratings import example_of


def on_locked(sheet: Sheet) -> Iterator[tuple[str, int, int, str]]:
    """Yield the cells with a validation that nobody can type in."""
    for rule in sheet.validations:
        for area in rule.areas:
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    if sheet.cells[row, column].style.locked:
                        yield sheet.title, row, column, rule.prompt_title


def books(scheme_id: str) -> Iterator[Workbook]:
    """Yield the form empty, with an example, and prefilled."""
    scheme = load_scheme(scheme_id)
    yield drawn(scheme)
    if has_example(scheme_id):
        yield drawn(scheme, conform(scheme, example_of(scheme_id)))
    yield draw_issued(scheme, drawn_submission(3, scheme_id), Whose(), None)


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_no_prompt_stands_on_a_locked_cell(scheme_id: str) -> None:
    for book in books(scheme_id):
        found = [place for sheet in book.sheets for place in on_locked(sheet)]
        assert found == []


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_every_input_has_a_prompt(scheme_id: str) -> None:
    for sheet in drawn(load_scheme(scheme_id)).sheets:
        asked = {
            (row, column)
            for rule in sheet.validations
            for area in rule.areas
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        }
        open_cells = {
            place for place, cell in sheet.cells.items() if not cell.style.locked
        }
        assert open_cells <= asked


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_prompts_are_short_enough_not_to_cover_the_next_rows(scheme_id: str) -> None:
    prompts = [
        rule.prompt
        for sheet in drawn(load_scheme(scheme_id)).sheets
        for rule in sheet.validations
    ]
    assert max(map(len, prompts)) <= 75, "three lines beside the cell"

"""Cells of fixed forms that were cut and pasted over others count once, where the labels say, and are told."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.form.filling import fill_form
from perfeval_xl.form.layout.rating import rating_layout_for
from perfeval_xl.form.layout.sizes import sizes_for
from perfeval_xl.reading import Reading, read_submission
from perfeval_xl.scheme.loader import load_scheme
from perfeval_xl.submission.spelling import as_json
from tests.support.office import Office
from tests.support.ratings import EXAMPLES, FIXED, example_of, random_submission
from tests.support.workbooks import edited


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize("overwritten", ["kept", "lost"])
@pytest.mark.parametrize("scheme_id", EXAMPLES)
def test_a_score_that_was_cut_and_pasted_counts_where_it_stands(
    office: Office, tmp_path: Path, scheme_id: str, overwritten: str
) -> None:
    """LibreOffice keeps the names that were pasted over, Excel turns them into #REF!."""
    scheme, made = load_scheme(scheme_id), example_of(scheme_id)
    layout = rating_layout_for(scheme, sizes_for(scheme, made))
    source, target = (
        layout.fields[f"indicator_{number}_self_score"] for number in (2, 4)
    )

    def cut(document: Any) -> None:
        page = document.Sheets.getByName(source.sheet)
        page.unprotect("")
        page.getCellRangeByName(source.address).Value = 1.5
        place = page.getCellRangeByName(target.address)
        page.moveRange(place.CellAddress if hasattr(place, "CellAddress") else place.getCellByPosition(0, 0).CellAddress,
                       page.getCellRangeByName(source.address).RangeAddress)  # fmt: skip

    def lose(book: Workbook) -> None:
        book.defined_names["pe_indicator_4_self_score"].attr_text = "#REF!"

    path = tmp_path / "源.xlsx"
    path.write_bytes(fill_form(scheme, made))
    data = office.changed(path, cut, tmp_path / "改.xlsx").read_bytes()
    reading = read_submission(
        edited(data, lose) if overwritten == "lost" else data, "表"
    )
    before, after = (
        read.submission.indicators
        for read in (read_submission(path.read_bytes(), "表"), reading)
    )
    assert after[2].self_score.blank
    assert after[4].self_score.text == "1.5"
    assert [i.self_score for n, i in enumerate(after) if n not in {2, 4}] == [
        i.self_score for n, i in enumerate(before) if n not in {2, 4}
    ]
    [told] = [problem for problem in reading.problems if problem.code == "PE-093"]
    assert (told.place.sheet, told.place.cell) == (target.sheet, target.address)
    assert scheme.indicators[4].path[-1] in told.message


@pytest.mark.parametrize("scheme_id", FIXED)
def test_nothing_is_put_back_where_nothing_was_cut(
    office: Office, tmp_path: Path, scheme_id: str
) -> None:
    """Rows and columns that were inserted, and a sheet that was renamed, are no cut cells."""
    scheme, made = (
        load_scheme(scheme_id),
        random_submission(random.Random(5), load_scheme(scheme_id)),
    )

    def rearrange(document: Any) -> None:
        for title in document.Sheets.ElementNames[:2]:
            page = document.Sheets.getByName(title)
            if page.isProtected():
                page.unprotect("")
            page.Rows.insertByIndex(4, 2)
            page.Columns.insertByIndex(0, 1)
        document.Sheets.getByIndex(0).setName("改名")

    path = tmp_path / "源.xlsx"
    path.write_bytes(fill_form(scheme, made))
    after = read_submission(
        office.changed(path, rearrange, tmp_path / "改.xlsx").read_bytes(), "表"
    )
    assert as_json(after.submission) == as_json(
        read_submission(path.read_bytes(), "表").submission
    )
    assert "PE-093" not in codes(after)

"""Our own forms saved as a Word document, a web page or a workbook without our marks: every sheet a table, read as what they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from perfeval_xl.amounts import plain
from perfeval_xl.form.filling import fill_form
from perfeval_xl.reading import Reading, read_submission
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.loader import example_json, load_scheme
from perfeval_xl.submission.model import Submission
from perfeval_xl.submission.spelling import as_json, loads
from tests.support.layout_files import redrawn, several_docx, several_html, several_xlsx
from tests.support.layouts import Drawing
from tools.corpus.comparing import compared

SCHEMES = ("xinzhou-2022", "xianan-2024", "hedong-2022", "yueyang-2020", "yantian-2024")


def with_printed_weights(reading: Reading) -> Submission:
    """Return what a form shows: a weight that the unit left out is printed as the scheme gives it."""
    given = {spec.path: Entry(plain(spec.weight)) for spec in reading.scheme.rows}
    submission = reading.submission
    rows = [
        replace(row, weight=given[row.path])
        if row.weight.blank and row.path in given
        else row
        for row in submission.indicators
    ]
    return replace(submission, indicators=tuple(rows))


@pytest.mark.parametrize("scheme_id", SCHEMES)
@pytest.mark.parametrize("write", [several_docx, several_html, several_xlsx])
def test_the_table_of_every_seed_says_what_its_workbook_says(
    scheme_id: str, write: Callable[[list[Drawing]], bytes]
) -> None:
    form = fill_form(load_scheme(scheme_id), loads(example_json(scheme_id)))
    reading = read_submission(write(redrawn(form)), "表")
    assert reading.scheme.id == scheme_id
    result = compared(
        as_json(with_printed_weights(read_submission(form, "表.xlsx"))),
        as_json(reading.submission),
    )
    assert (result.wrong, result.missing) == ({}, {})

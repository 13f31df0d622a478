"""A form whose hidden sheet was taken away is read by the marks that are left."""

from __future__ import annotations

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.form.filling import fill_form
from perfeval_xl.form.identity.stated import IDENTITY_SHEET
from perfeval_xl.reading import read_submission
from perfeval_xl.scheme.loader import example_json, load_scheme, scheme_ids
from perfeval_xl.submission.spelling import as_json, loads
from tests.support.issued import issued
from tests.support.workbooks import edited, without_part


def lose_sheet(book: Workbook) -> None:
    del book[IDENTITY_SHEET]


@pytest.mark.parametrize("scheme_id", ["national-2020", "xinzhou-2022", "yantian-2024"])
@pytest.mark.parametrize("seed", [1, 4])
def test_names_and_the_property_of_the_file_are_enough(
    scheme_id: str, seed: int
) -> None:
    form = issued(seed, None, scheme_id)
    reading = read_submission(edited(form, lose_sheet), "表.xlsx")
    assert as_json(reading.submission) == as_json(
        read_submission(form, "表.xlsx").submission
    )
    codes = {problem.code for problem in reading.problems}
    assert {
        "PE-189",
        "PE-190",
    } <= codes  # its fingerprint is gone as well, and it had one


def test_names_and_labels_are_enough() -> None:
    form = issued(1)
    bare = without_part(edited(form, lose_sheet), "docProps/custom.xml")
    reading = read_submission(bare, "表.xlsx")
    assert as_json(reading.submission) == as_json(
        read_submission(form, "表.xlsx").submission
    )
    assert "PE-230" in {problem.code for problem in reading.problems}


@pytest.mark.parametrize("scheme_id", scheme_ids())
def test_a_form_that_nobody_distributed_has_lost_nothing(scheme_id: str) -> None:
    """盐田 prints its targets itself, locked: that is no mark of a distributed form."""
    form = fill_form(load_scheme(scheme_id), loads(example_json(scheme_id)))
    assert "PE-190" not in {
        problem.code for problem in read_submission(form, "表.xlsx").problems
    }

"""Sheets copied or moved into a new workbook are read by their labels; what cannot be told is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.form.filling import fill_form
from perfeval_xl.reading import read_submission
from perfeval_xl.scheme.loader import example_json, has_example, load_scheme, scheme_ids
from perfeval_xl.submission.spelling import as_json, loads
from tests.support.moved import moved, moved_by_office, visible_sheets
from tests.support.office import Office

SCHEMES = [each for each in scheme_ids() if has_example(each)]
OPEN = [each for each in SCHEMES if load_scheme(each).family == "open"]


def example(scheme_id: str) -> bytes:
    return fill_form(load_scheme(scheme_id), loads(example_json(scheme_id)))


def codes(data: bytes, scheme_id: str = "") -> list[str]:
    return [problem.code for problem in read_submission(data, "表.xlsx", scheme_id).problems]


def test_every_scheme_is_tried() -> None:
    assert len(SCHEMES) >= 9


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_copied_sheets_give_the_same_submission(scheme_id: str) -> None:
    form = example(scheme_id)
    before, after = read_submission(form, "表"), read_submission(moved(form), "表", scheme_id)
    assert as_json(after.submission) == as_json(before.submission)
    assert [problem.code for problem in after.problems] == ["PE-230", *(each.code for each in before.problems)]


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_renamed_between_other_sheets(scheme_id: str) -> None:
    form = example(scheme_id)
    titles = {title: f"Sheet{number}" for number, title in enumerate(visible_sheets(form))}

    def beside(book: Workbook) -> None:
        book.create_sheet("汇总", 0).append(["项目名称", "得分"])
        book.create_sheet("评分依据").append(["单位", "电话"])

    after = read_submission(moved(form, titles, beside), "表", scheme_id)
    assert as_json(after.submission) == as_json(read_submission(form, "表").submission)


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_moved_by_an_office_program(office: Office, tmp_path: Path, scheme_id: str, suffix: str) -> None:
    form = example(scheme_id)
    after = read_submission(moved_by_office(office, tmp_path, form, suffix), "表", scheme_id)
    assert as_json(after.submission) == as_json(read_submission(form, "表").submission)

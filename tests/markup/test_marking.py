"""The marked-up copy: notes and colours in cells, the list of problems with links, the scores with their reasons."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.evaluation import Evaluation, evaluate
from perfeval_xl.form.identity.issue import KEY_VARIABLE
from perfeval_xl.markup.copies import is_untouched_copy
from perfeval_xl.markup.looks import FILLS
from perfeval_xl.markup.marking import mark_up
from perfeval_xl.markup.marks import plan_marks
from perfeval_xl.markup.problem_sheet import PROBLEM_SHEET, problem_sheet
from perfeval_xl.markup.score_sheet import SCORE_SHEET, score_sheet
from perfeval_xl.problems import Problem, Severity
from perfeval_xl.reading import read_submission
from perfeval_xl.refs import CellRef, Location
from perfeval_xl.scheme.loader import example_json
from perfeval_xl.sheets.raw_opening import open_raw
from perfeval_xl.submission.spelling import dumps
from tests.support.issued import SCHEME as ISSUED
from tests.support.issued import issued
from tests.support.office import Office
from tests.support.rows import insert_blank, type_in
from tests.support.samples import SCHEME, filled
from tests.support.seeds import seed_form


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate(filled(), "忻州.xlsx")


@pytest.fixture(scope="module")
def copy(evaluation: Evaluation) -> bytes:
    return mark_up(evaluation)


@pytest.fixture(scope="module")
def book(copy: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(copy))


def deduction(evaluation: Evaluation) -> Problem:
    return next(problem for problem in evaluation.problems if problem.code == "PE-032")


def test_the_cell_of_a_problem_is_coloured_and_says_why(
    evaluation: Evaluation, book: Workbook
) -> None:
    place = deduction(evaluation).place
    cell = book[place.sheet][place.cell]
    assert cell.fill.fgColor.rgb.endswith(FILLS[Severity.ERROR])
    assert cell.comment.text.startswith("【错误】PE-032")
    assert cell.value == 8


def test_what_was_filled_in_is_untouched(copy: bytes) -> None:
    assert dumps(read_submission(copy, "copy.xlsx").submission) == example_json(SCHEME)


def test_the_list_links_to_the_cells(evaluation: Evaluation, book: Workbook) -> None:
    sheet = book[PROBLEM_SHEET]
    rows = list(sheet.iter_rows(min_row=3))
    assert len(rows) == len(evaluation.problems)
    row = next(row for row in rows if row[2].value == "PE-032")
    assert row[3].hyperlink.location == f"'{deduction(evaluation).place.sheet}'!H30"
    assert row[4].value == "工作人员满意度"


def test_every_indicator_has_both_scores_and_its_reason(
    evaluation: Evaluation, book: Workbook
) -> None:
    rows = list(book[SCORE_SHEET].iter_rows(min_row=3, values_only=True))
    assert len(rows) == len(evaluation.scorecard.indicators) + 1
    satisfaction = next(row for row in rows if row[3] == "工作人员满意度")
    assert satisfaction[4:8] == (10, 8, 10, -2)
    assert "已达到" in satisfaction[8]
    assert "E30" in satisfaction[9]
    assert rows[-1][4:8] == (100, 98, 100, -2)


def test_the_cells_of_a_score_name_their_sheet_once() -> None:
    rated = evaluate(seed_form("yueyang-2020"), "岳阳.xlsx")
    drawn = score_sheet(rated.scorecard, rated.scheme)
    assert drawn.cells[3, 10].value == "评分依据!G4、G5、G6、G7"
    # LibreOffice leaves 1272 of 1366 pixels for columns, and has 9.4 to a character
    lists = (drawn, problem_sheet(rated.problems))
    assert all(sum(each.widths.values()) * 9.34 < 1272 for each in lists)


def test_marking_up_a_copy_again_replaces_the_sheets(
    evaluation: Evaluation, copy: bytes
) -> None:
    again = openpyxl.load_workbook(io.BytesIO(mark_up(evaluate(copy, "copy.xlsx"))))
    assert again.sheetnames.count(PROBLEM_SHEET) == 1
    assert [name for name in again.sheetnames if name.startswith(PROBLEM_SHEET)] == [
        PROBLEM_SHEET
    ]
    assert evaluation.problems


def test_two_problems_in_one_cell_share_its_note_and_the_graver_colour() -> None:
    place = Location.said("表", "B2", label="项目名称")
    mild = Problem(
        code="PE-050", place=place, slots={"field": "a"}, raised_to=Severity.HINT
    )
    grave = Problem(code="PE-050", place=place, slots={"field": "b"})
    nowhere = Problem(code="PE-050", slots={"field": "c"})
    marks = plan_marks([mild, grave, nowhere])
    assert list(marks) == [CellRef("表", 2, 2)]
    assert marks[CellRef("表", 2, 2)].fill == FILLS[Severity.ERROR]
    assert marks[CellRef("表", 2, 2)].note.text.count("【") == 2


def test_an_added_indicator_is_marked_and_scored_in_its_own_row(
    office: Office, tmp_path: Path
) -> None:
    def add(document: Any) -> None:
        page = document.Sheets.getByIndex(0)
        insert_blank(document, page.Name, 15)
        type_in(
            document,
            page.Name,
            15,
            {"name": "后加的", "target": 8, "actual": 4, "weight": 2, "self_score": 2},
        )

    (tmp_path / "源.xlsx").write_bytes(filled())
    data = office.changed(tmp_path / "源.xlsx", add, tmp_path / "改.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(mark_up(evaluate(data, "表"))))
    assert "PE-033" in str(book.worksheets[0]["H15"].comment.text)
    scored = [
        row for row in book[SCORE_SHEET].iter_rows(values_only=True) if "后加的" in row
    ]
    assert [row[6] for row in scored] == [1]


def test_a_form_without_problems_says_so(evaluation: Evaluation) -> None:
    from perfeval_xl.markup.problem_sheet import problem_sheet

    assert "没有发现问题" in str(problem_sheet([]).cells[3, 1].value)
    assert evaluation


def test_libreoffice_opens_the_copy_and_shows_the_same_totals(
    copy: bytes, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "copy.xlsx"
    path.write_bytes(copy)
    values = office.cells(path, SCORE_SHEET)
    assert values["F14"] == 98
    assert values["G14"] == 100


@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_the_copy_of_another_format_is_the_form_filled_anew_and_loses_no_problem(
    office: Office, tmp_path: Path, suffix: str
) -> None:
    """The original has a row that no field reads; the new form has not, and the list still tells of it."""

    def add(document: Any) -> None:
        page = document.Sheets.getByIndex(0)
        page.unprotect("")
        page.Rows.insertByIndex(5, 1)
        page.getCellByPosition(3, 5).String = "后加的一行"

    (tmp_path / "源.xlsx").write_bytes(filled())
    data = office.changed(
        tmp_path / "源.xlsx", add, tmp_path / f"改{suffix}"
    ).read_bytes()
    before = evaluate(data, "表")
    assert "PE-084" in {problem.code for problem in before.problems}
    copy = mark_up(before)
    assert dumps(read_submission(copy, "copy.xlsx").submission) == dumps(
        before.submission
    )
    page = openpyxl.load_workbook(io.BytesIO(copy))[PROBLEM_SHEET]
    listed = " ".join(str(cell.value) for row in page.iter_rows() for cell in row)
    assert "后加的一行" in listed
    assert all(problem.code in listed for problem in before.problems)
    assert is_untouched_copy(
        open_raw(copy, ""), read_submission(copy, "copy.xlsx").submission
    )
    assert not is_untouched_copy(open_raw(data, ""), before.submission)


@pytest.mark.parametrize("suffix", [".ods", ".xls"])
@pytest.mark.parametrize("scheme_id", [ISSUED, "yueyang-2020"])
def test_the_copy_of_another_format_still_says_whose_form_it_is(
    office: Office,
    tmp_path: Path,
    suffix: str,
    scheme_id: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "the key of the finance office")
    form = issued(1, b"the key of the finance office", scheme_id)
    (tmp_path / "源.xlsx").write_bytes(form)
    data = office.resave(tmp_path / "源.xlsx", tmp_path / f"存{suffix}").read_bytes()
    before = read_submission(data, "存")
    copy = read_submission(mark_up(evaluate(data, "存")), "副本.xlsx")
    assert before.issue is not None
    assert copy.issue == before.issue
    assert [p.code for p in copy.problems if "PE-120" <= p.code <= "PE-130"] == []

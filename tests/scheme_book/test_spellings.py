"""A scheme's workbook is read as people write: dates, rates, formulas, moved rows; and what is no workbook is told."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from perfeval_xl.errors import SubmissionFileError
from perfeval_xl.scheme_book import BookError, import_scheme
from tests.scheme_book.editing import Told, put, row_with
from tests.support.office import Office
from tests.support.workbooks import edited


@pytest.mark.parametrize("value", ["=1/0", "=A1+1"])
def test_a_formula_without_a_usable_result_is_told(
    fixed: bytes, mistakes_of: Told, value: str
) -> None:
    (mistake,) = mistakes_of(fixed, lambda book: put(book, "方案", "B13", value))[:1]
    assert mistake.cell == "B13"
    assert "公式没有结果" in mistake.message


def test_a_formula_that_has_been_computed_counts_with_its_result(
    fixed: bytes, office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "公式.xlsx"
    path.write_bytes(edited(fixed, lambda book: put(book, "一级指标", "B4", "=10+10")))
    saved = office.resave(path, tmp_path / "保存.xlsx")
    assert import_scheme(saved.read_bytes(), "x").dimensions[0].weight == 20
    path.write_bytes(edited(fixed, lambda book: put(book, "一级指标", "B4", "=1/0")))
    saved = office.resave(path, tmp_path / "保存.xlsx")
    with pytest.raises(BookError, match="公式的结果是#DIV/0!"):
        import_scheme(saved.read_bytes(), "x")


def test_columns_and_rows_may_be_moved_and_rows_inserted(fixed: bytes) -> None:
    def change(book: Workbook) -> None:
        book["等级"].insert_cols(1, 2)
        book["等级"].insert_rows(1, 2)
        book["规则参数"].insert_rows(10, 3)
        book["方案"].insert_rows(6)
        book.create_sheet("草稿")["A1"] = "随便写"
        book.move_sheet("已知问题", -5)

    assert import_scheme(edited(fixed, change), "x") == import_scheme(fixed, "x")


@pytest.mark.parametrize(
    "written",
    ["2024年1月1日", "2024/1/1", "２０２４-１-１", "2024.01.01", datetime(2024, 1, 1)],
)
def test_dates_are_read_as_people_write_them(fixed: bytes, written: object) -> None:
    assert import_scheme(
        edited(fixed, lambda book: put(book, "方案", "B10", written)), "x"
    ) == import_scheme(fixed, "x")


@pytest.mark.parametrize("written", ["90%", "0.9", "９０％", 0.9])
def test_rates_are_read_as_people_write_them(fixed: bytes, written: object) -> None:
    place = row_with(fixed, "规则参数", "满分下限")
    changed = edited(fixed, lambda book: put(book, "规则参数", f"E{place}", written))
    assert import_scheme(changed, "x") == import_scheme(fixed, "x")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (90, "“满分下限”现为9000%，超过比率的上限1000%。请填百分数，如 90%。"),
        ("90", "“满分下限”现为9000%，超过比率的上限1000%。"),
        (2, "“满分下限”现为2，没有百分号，会当作200%。请填百分数，如 2%。"),
    ],
)
def test_a_limit_of_a_rate_without_its_percent_sign_is_told_at_its_cell(
    fixed: bytes, mistakes_of: Told, written: object, words: str
) -> None:
    place = row_with(fixed, "规则参数", "满分下限")
    (mistake,) = mistakes_of(
        fixed, lambda book: put(book, "规则参数", f"E{place}", written)
    )
    assert (mistake.sheet, mistake.cell) == ("规则参数", f"E{place}")
    assert words in str(mistake)


def test_a_band_of_a_rate_may_lie_above_100_percent_where_it_says_so(
    open_form: bytes, mistakes_of: Told
) -> None:
    (mistake,) = mistakes_of(open_form, lambda book: put(book, "规则参数", "H5", 100))
    assert (mistake.cell, "现为10000%" in mistake.message) == ("H5", True)
    assert import_scheme(
        edited(open_form, lambda book: put(book, "规则参数", "H5", "160%")), "x"
    )


def test_a_file_that_is_no_workbook_is_refused_as_such() -> None:
    with pytest.raises(SubmissionFileError):
        import_scheme(b"nothing", "x.xlsx")


def test_an_empty_workbook_is_told_sheet_by_sheet() -> None:
    empty = Workbook()
    empty.active["A1"] = "空"
    with pytest.raises(BookError) as caught:
        import_scheme(_bytes(empty), "空.xlsx")
    assert {mistake.sheet for mistake in caught.value.mistakes} >= {
        "方案",
        "等级",
        "指标",
        "规则参数",
    }
    assert len(caught.value.mistakes) < 12


def _bytes(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()

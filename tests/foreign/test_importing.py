"""A foreign form becomes ours: the same figures, what is doubtful marked, what has no place told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from perfeval_xl.amounts import parse_number
from perfeval_xl.cli.importing import import_forms
from perfeval_xl.errors import SeveralForms, UsageError
from perfeval_xl.foreign import ForeignForm, forms_in
from perfeval_xl.markup.importing import imported
from perfeval_xl.reading import read_submission
from perfeval_xl.tables import open_tables
from tests.support.layout_files import as_docx, as_xlsx
from tests.support.layouts import drawn
from tests.support.missing import shared_folder
from tests.support.written_layouts import written_layouts


def form_of(data: bytes, name: str) -> ForeignForm:
    (form,) = forms_in(open_tables(data, name), name)
    return form


def published(name: str) -> ForeignForm:
    path: Path = shared_folder() / "layouts" / name
    return form_of(path.read_bytes(), name)


@pytest.mark.parametrize("seed", [0, 3])
def test_our_form_says_the_same(seed: int) -> None:
    form = form_of(as_docx(drawn(seed)), "表.docx")
    read = read_submission(imported(form).data, "转好的.xlsx")
    assert read.foreign is None  # it is ours
    assert read.submission.project == form.submission.project
    for new in read.submission.indicators:
        assert any(
            new.path[2] in old.path[2] and new.actual == old.actual
            for old in form.submission.indicators
        )
    assert len(read.submission.indicators) == len(form.submission.indicators)


def test_yuan_become_ten_thousand_yuan() -> None:
    made = imported(published("07_云南公开14表_永德05.xlsx"))
    read = read_submission(made.data, "转好的.xlsx")
    assert parse_number(read.submission.funds[0].budget.text) == Decimal("38.766462")
    assert "PE-311" in {problem.code for problem in made.problems}


def test_what_the_form_of_a_place_has_no_cell_for_is_told_and_does_not_stop_it() -> (
    None
):
    (layout,) = [
        each
        for each in written_layouts(Path(__file__).parent / "layouts" / "further.toml")
        if "两个年度绩效目标" in each.name
    ]
    made = imported(form_of(as_xlsx(layout.drawing), "表.xlsx"))
    told = [each for each in made.problems if each.code == "PE-309"]
    assert [each.slots["what"] for each in told] == ["预期目标", "预期目标"]


def test_a_row_of_money_without_money_is_not_told_as_lost() -> None:
    (layout,) = [
        each
        for each in written_layouts(Path(__file__).parent / "layouts" / "further.toml")
        if "资金按财政级次" in each.name
    ]
    made = imported(form_of(as_xlsx(layout.drawing), "表.xlsx"))
    lost = [each.slots["text"] for each in made.problems if each.code == "PE-309"]
    assert [text.partition("（")[0] for text in lost] == ["中央补助", "省级补助"]


def test_a_folder_is_imported_with_the_folders_in_it(tmp_path: Path) -> None:
    inside = tmp_path / "报送" / "一组"
    inside.mkdir(parents=True)
    (inside / "甲.docx").write_bytes(as_docx(drawn(0)))
    (inside / "~$甲.docx").write_bytes(b"locked")
    (tmp_path / "报送" / "乙.xlsx").write_bytes(as_xlsx(drawn(3)))
    out = tmp_path / "转好的表"
    run = CliRunner().invoke(import_forms, [str(tmp_path / "报送"), "-o", str(out)])
    assert run.exit_code == 0, run.output
    assert len(list(out.glob("*.xlsx"))) == 2


def test_of_several_files_for_one_workbook_it_is_said_what_is_in_the_way(
    tmp_path: Path,
) -> None:
    good, bad = tmp_path / "甲.docx", tmp_path / "坏.xlsx"
    good.write_bytes(as_docx(drawn(0)))
    bad.write_bytes(b"PK\x03\x04 broken")
    out = tmp_path / "一份.xlsx"
    run = CliRunner().invoke(import_forms, [str(good), str(bad), "-o", str(out)])
    assert isinstance(run.exception, UsageError)
    assert "一共有1份表" not in run.exception.message
    assert "给出了2个文件，只有“甲.docx”" in run.exception.message
    assert not out.exists()


def test_what_was_inferred_is_marked_in_its_cell(tmp_path: Path) -> None:
    made = imported(published("03_湖北两个目标块_黄冈02.xlsx"))
    doubtful = [problem for problem in made.problems if problem.code == "PE-310"]
    assert len(doubtful) == 5
    (tmp_path / "a.xlsx").write_bytes(made.data)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cell = book[doubtful[0].place.sheet][doubtful[0].place.cell]
    assert "推算" in cell.comment.text
    assert "问题清单" in book.sheetnames


def test_sources_of_money_without_a_place_are_told() -> None:
    made = imported(published("15_转移支付无分值_霍山33.xlsx"))
    told = [problem.message for problem in made.problems if problem.code == "PE-309"]
    assert any("中央财政资金" in message and "829.3" in message for message in told)


def test_several_forms_in_one_workbook_are_several() -> None:
    first, second = drawn(1), drawn(2)
    below = [(row + first.rows + 2, *rest) for row, *rest in second.cells]
    first.cells += [
        (row, column, height, width, text) for row, column, height, width, text in below
    ]
    forms = forms_in(open_tables(as_xlsx(first), "两份.xlsx"), "两份.xlsx")
    assert [form.submission.project.text for form in forms] == [
        first.expected["project"],
        second.expected["project"],
    ]
    with pytest.raises(SeveralForms, match="2份"):
        read_submission(as_xlsx(first), "两份.xlsx")

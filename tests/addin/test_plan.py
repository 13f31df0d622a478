"""The text of a plan, the answers to it, and where 下一个问题 goes: without any office."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval_xl.addin.answers import check_answer
from perfeval_xl.addin.hands_excel import refuse_cipher
from perfeval_xl.addin.next_cell import next_stop
from perfeval_xl.addin.plan import Clear, Fill, Frame, Note, Select, Take, plan_text
from perfeval_xl.addin.saving import save_new
from perfeval_xl.errors import EnvironmentMissing, UsageError
from perfeval_xl.problems import Problem
from perfeval_xl.refs import CellRef, Location

CELL = CellRef("表", 30, 8)


def test_records_and_fields_are_separated_by_characters_no_cell_can_hold() -> None:
    steps = (
        Clear(),
        Take(Path("a.xlsx"), ("一", "二")),
        Fill(CELL, "FFE699"),
        Frame("表", "H30:I31", "C00000"),
        Note(CELL, "第一行\r\n第\x1e二\x1f行"),
        Select(CELL),
    )
    records = [tuple(record.split("\x1f")) for record in plan_text(steps).split("\x1e")]
    assert records == [
        ("clear",),
        ("take", "a.xlsx", "一", "二"),
        ("fill", "表", "H30", "FFE699"),
        ("frame", "表", "H30:I31", "C00000"),
        ("note", "表", "H30", "第一行\n第\ufffd二\ufffd行"),
        ("select", "表", "H30"),
    ]


def test_an_empty_answer_means_that_all_is_done() -> None:
    check_answer("")


@pytest.mark.parametrize(
    ("answer", "error", "told"),
    [
        ("0\x1fpassword 表 1", UsageError, "表 1"),
        ("2\x1fsheet-exists 问题清单", UsageError, "问题清单"),
        ("1\x1fsomething else", EnvironmentMissing, "第1步：something else"),
        ("0\x1fType: com.sun.star.lang.DisposedException", UsageError, "已经关闭"),
    ],
)
def test_every_answer_becomes_a_sentence(
    answer: str, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        check_answer(answer)


def problem(sheet: str, cell: str) -> Problem:
    return Problem(
        code="PE-050", place=Location.said(sheet, cell), slots={"field": cell}
    )


@pytest.mark.parametrize(
    ("sheet", "selection", "expected"),
    [
        ("甲", "$A$1", "B2"),
        ("甲", "$B$2", "B9"),
        ("甲", "$B$2:$D$5", "B9"),
        ("甲", "$B$3", "B9"),
        ("甲", "$C$9", "A1"),
        ("乙", "$A$1", "B2"),
        ("乙", "$Z$99", "B2"),
        ("甲", "", "B2"),
        ("不在", "$B$2", "B2"),
    ],
)
def test_the_next_problem_follows_the_selection_and_goes_round(
    sheet: str, selection: str, expected: str
) -> None:
    found = [
        problem("甲", "B2"),
        problem("甲", "B9"),
        problem("甲", "B2"),
        problem("乙", "A1"),
        problem("没有", "A1"),
    ]
    stop = next_stop([*found, problem("甲", "")], ("甲", "乙"), sheet, selection)
    assert stop is not None
    assert (stop.ref.address, stop.total) == (expected, 3)
    assert len(stop.problems) == (2 if expected == "B2" else 1)


def test_without_a_problem_in_a_cell_there_is_nowhere_to_go() -> None:
    assert next_stop([problem("甲", "")], ("甲",), "甲", "$A$1") is None


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    names = [save_new(tmp_path, "报告", ".docx", data).name for data in (b"1", b"2")]
    assert names == ["报告.docx", "报告（2）.docx"]
    assert (tmp_path / "报告.docx").read_bytes() == b"1"


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentMissing, match="无法写入"):
        save_new(tmp_path / "没有", "报告", ".docx", b"")


def test_a_copy_that_only_excel_can_read_is_told_as_encrypted() -> None:
    with pytest.raises(EnvironmentMissing, match="文档加密"):
        refuse_cipher("自评表.xlsx", b"\x62\x14\x23E-SafeNet")
    refuse_cipher("自评表.xlsx", b"PK\x03\x04")
    refuse_cipher("自评表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1")
    refuse_cipher("清单.csv", b"a,b")

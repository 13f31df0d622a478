"""With a list of projects: who owes what, in its order; what is conspicuous; links to the originals."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.roster_list import ListedProject, RosterList
from perfeval_xl.summary.holdings import SummaryWish
from perfeval_xl.summary.summarising import write_summary
from tests.collection.mails import letter
from tests.replies.conftest import form

SAME = (
    "项目实施过程中严格执行合同约定，按月考核服务质量，全年运行平稳，没有发生安全事故。"
)


def _listed(project: str, unit: str, department: str) -> ListedProject:
    return ListedProject(
        project=project,
        code=f"B-{project}",
        department=department,
        unit=unit,
        year="2022",
        scheme="",
        mail="",
        form_id="",
    )


LIST = RosterList(
    name="项目清单.xlsx",
    projects=(
        _listed("乙", "乙单位", "卫健局"),
        _listed("丁", "丁单位", "从不报送的局"),
        _listed("甲", "甲单位", "教育局"),
    ),
)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two of three projects came in, with one text in both; a third file was cut off, and sent again."""
    folder = tmp_path_factory.mktemp("清单")
    box = folder / "收件箱"
    box.mkdir()
    noted = {"self_score": "8", "note": SAME}
    first = form(project="甲", unit="甲单位", department="教育局", satisfaction=noted)
    other = form(project="乙", unit="乙单位", department="卫健局", satisfaction=noted)
    sender = "乙 <yi@unit.example>"
    mails = {
        "1": letter(
            ("甲.xlsx", first), sender="甲 <jia@unit.example>", message_id="<1@a>"
        ),
        "2": letter(("乙.xlsx", other[:4000]), sender=sender, message_id="<2@a>"),
        "3": letter(
            ("乙(1).xlsx", other),
            sender=sender,
            message_id="<3@a>",
            date="Tue, 07 Mar 2023 09:30:00 +0800",
        ),
        "4": letter(
            ("坏.xlsx", first[:4000]),
            sender="丙 <bing@unit.example>",
            message_id="<4@a>",
        ),
    }
    for name, mail in mails.items():
        (box / f"{name}.eml").write_bytes(mail.as_bytes())
    collect([box], str(folder / "台账.db"))
    lower = form(
        project="甲",
        unit="甲单位",
        department="教育局",
        satisfaction=noted,
        self_total="80",
    )
    (folder / "去年").mkdir()
    (folder / "去年" / "甲.xlsx").write_bytes(lower)
    collect([folder / "去年"], str(folder / "去年.db"))
    return folder


@pytest.fixture(scope="module")
def book(work: Path) -> openpyxl.Workbook:
    wish = SummaryWish(
        roster=LIST,
        deadline=date(2023, 3, 10),
        today=date(2023, 3, 12),
        originals=work / "汇总表_原件",
        last_year=str(work / "去年.db"),
    )
    return openpyxl.load_workbook(
        io.BytesIO(write_summary(str(work / "台账.db"), wish))
    )


def _rows(book: openpyxl.Workbook, sheet: str) -> list[dict[str, Any]]:
    heading, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_departments_come_as_in_the_list_those_without_a_report_included(
    book: openpyxl.Workbook,
) -> None:
    rows = [
        (row["主管部门"], row["应报"], row["通过"], row["逾期"])
        for row in _rows(book, "按主管部门")
    ]
    assert rows == [("卫健局", 1, 1, 0), ("从不报送的局", 1, 0, 1), ("教育局", 1, 1, 0)]
    assert [row["主管部门"] for row in _rows(book, "得分")] == ["卫健局", "教育局"]
    assert [(row["项目名称"], row["项目编码"]) for row in _rows(book, "得分")] == [
        ("乙", "B-乙"),
        ("甲", "B-甲"),
    ]


def test_who_owes_what_is_listed_with_the_days(book: openpyxl.Workbook) -> None:
    (row,) = _rows(book, "还没有完成的")
    assert (row["状态"], row["项目名称"], row["期限"]) == ("逾期", "丁", "已过2天")
    assert book["总览"]["A2"].value == "收件截至2023-03-07 09:30；已过2天"


def test_what_became_of_a_file_that_could_not_be_read_is_told(
    book: openpyxl.Workbook,
) -> None:
    rows = {row["文件"]: row["后来"] for row in _rows(book, "未能读取")}
    assert rows == {"乙.xlsx": "已补报：乙(1).xlsx", "坏.xlsx": "还没有补报"}


def test_texts_that_two_units_share_and_jumps_since_last_year_are_conspicuous(
    book: openpyxl.Workbook,
) -> None:
    found = {row["哪里显眼"]: row for row in _rows(book, "值得核对")}
    shared = found["不同单位文字相同"]
    assert "甲单位" in shared["情况"]
    assert "处文字" in shared["情况"]
    assert shared["单元格或栏目"]
    assert "去年80分，今年98分" in found["与上年相差较大"]["情况"]


def test_every_link_leads_to_a_cell_of_an_original_that_is_there(
    book: openpyxl.Workbook, work: Path
) -> None:
    checked = 0
    opened: dict[str, openpyxl.Workbook] = {}
    for sheet in ("得分", "问题明细", "值得核对", "指标得分"):
        for row in book[sheet].iter_rows():
            for cell in row:
                if cell.hyperlink is None or not cell.hyperlink.target:
                    continue
                path = work / unquote(cell.hyperlink.target)
                original = opened.setdefault(path.name, openpyxl.load_workbook(path))
                title, _, address = cell.hyperlink.location.rpartition("!")
                assert original[title.strip("'")][address] is not None
                checked += 1
    assert checked > 20


def test_without_a_folder_nothing_leads_to_originals(work: Path) -> None:
    wish = SummaryWish(roster=LIST, today=date(2023, 3, 12))
    book = openpyxl.load_workbook(
        io.BytesIO(write_summary(str(work / "台账.db"), wish))
    )
    links = [
        cell.hyperlink
        for row in book["得分"].iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert links
    assert not any(link.target for link in links)


def test_a_program_that_was_sent_does_not_keep_its_ending(
    work: Path, tmp_path: Path
) -> None:
    from perfeval_xl.collection.ledger import open_ledger
    from perfeval_xl.summary.originals import Originals

    arrival = open_ledger(str(work / "台账.db")).unreadable()[0]
    linked = Originals(tmp_path / "原件").link(
        replace(arrival, file="自评表.xlsx.exe"), "某"
    )
    assert linked.endswith(".bin")

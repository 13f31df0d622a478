"""Who still owes a form: told by department, and asked for it with the form that was prefilled for them."""

from __future__ import annotations

import io
import json
import re
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from perfeval_xl.cli.distributing import distribute
from perfeval_xl.cli.owing import remind, status
from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.project_states import ProjectRecord, ProjectState
from perfeval_xl.distribution.preparing import NamedFile
from perfeval_xl.replies.reminders import forms_made_anew
from perfeval_xl.texts import shown_width
from tests.replies.conftest import Sink
from tests.support.rosters import roster

HEADINGS = ["主管部门", "实施单位", "项目名称", "项目编码", "年度", "邮箱"]
ROWS = [
    ("市卫生健康局", "疾控中心", "疫苗冷链运维", "W01", "2024", "jk@unit.example"),
    ("市教育局", "第一中学", "校舍维修", "J01", "2024", "yz@unit.example"),
    ("市教育局", "第二中学", "设备购置", "J02", "2024", ""),
    ("市交通局", "养护中心", "道路维修", "T01", "2024", "yh@unit.example"),
]


def _run(command: Any, *options: object) -> Result:
    done = CliRunner().invoke(command, [str(option) for option in options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of four projects, their forms, the mails that send them, and the form of one that came back unfilled."""
    folder = tmp_path_factory.mktemp("催报")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [HEADINGS, *ROWS]:
        book.active.append(row)
    book.save(folder / "项目清单.xlsx")
    done = _run(
        distribute,
        folder / "项目清单.xlsx",
        "-o",
        folder / "下发",
        "--mails",
        folder / "下发邮件",
        "--deadline",
        "2025-01-20",
    )
    assert done.exit_code == 0, done.output
    box = folder / "收件箱"
    box.mkdir()
    (blank,) = (folder / "下发").glob("*道路维修*.xlsx")
    (box / "道路.xlsx").write_bytes(blank.read_bytes())
    collect([box], str(folder / "台账.db"))
    return folder


def _standing(work: Path) -> list[object]:
    return [
        "--ledger",
        work / "台账.db",
        "--roster",
        work / "项目清单.xlsx",
        "--deadline",
        "2025-01-20",
        "--on",
        "2025-01-17",
    ]


def test_distributing_writes_a_mail_with_its_form_for_every_project(work: Path) -> None:
    mails = {
        str(mail["Subject"]): mail
        for mail in (
            message_from_bytes(path.read_bytes(), policy=SMTP)
            for path in (work / "下发邮件").glob("*.eml")
        )
    }
    assert len(mails) == 4
    mail = mails["校舍维修2024年度项目支出绩效自评表"]
    assert mail["To"] == "yz@unit.example"
    (attached,) = mail.iter_attachments()
    assert (
        attached.get_content() == (work / "下发" / attached.get_filename()).read_bytes()
    )
    assert "2025年1月20日" in mail.get_body().get_content()


def test_the_status_counts_by_department_in_the_order_of_the_list_and_names_who_owes_what(
    work: Path,
) -> None:
    told = _run(status, *_standing(work))
    assert told.exit_code == 1
    lines = told.output.splitlines()
    assert (
        lines[0] == "应报4个项目，通过和免报0个，还没有收到4个；截止2025-01-20，还剩3天"
    )
    assert [line.split()[0] for line in lines[2:7]] == [
        "主管部门",
        "市卫生健康局",
        "市教育局",
        "市交通局",
        "合计",
    ]
    assert lines[4].split() == ["市教育局", "2", "0", "0", "0", "2", "0", "0"]
    owed = lines[lines.index("") + 7 :]
    assert sum("还剩3天" in line for line in owed) == 4
    assert any("空表" in line and "道路维修" in line for line in owed)
    as_json = json.loads(_run(status, *_standing(work), "--json").output)
    assert (as_json["counts"]["未报"], as_json["days_left"]) == (4, 3)


def test_columns_stand_below_each_other_although_chinese_characters_are_wide(
    work: Path,
) -> None:
    lines = _run(status, *_standing(work)).output.splitlines()[2:7]
    ends = {shown_width(line) for line in lines}
    assert len(ends) == 1


def test_the_status_as_a_workbook_has_the_same_tables(
    work: Path, tmp_path: Path
) -> None:
    _run(status, *_standing(work), "-o", tmp_path / "状态.xlsx")
    book = openpyxl.load_workbook(tmp_path / "状态.xlsx")
    assert book.sheetnames == ["报送情况", "还没有完成的"]
    assert [row[2].value for row in book["还没有完成的"].iter_rows(min_row=3)] == [
        row[1] for row in ROWS
    ]
    assert book["还没有完成的"].print_title_rows == "$1:$2"


def test_reminders_go_to_all_that_owe_with_the_form_that_was_sent(
    work: Path, tmp_path: Path
) -> None:
    done = _run(
        remind, *_standing(work), "--forms", work / "下发", "-o", tmp_path, "--json"
    )
    mails = json.loads(done.output)["mails"]
    assert sorted(mail["to"] for mail in mails) == [
        "",
        "jk@unit.example",
        "yh@unit.example",
        "yz@unit.example",
    ]
    (path,) = tmp_path.glob("*校舍维修*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=SMTP)
    (attached,) = mail.iter_attachments()
    assert (
        attached.get_content()
        == (work / "下发" / "市教育局_校舍维修_2024.xlsx").read_bytes()
    )
    text = mail.get_body().get_content()
    assert "截止日期是2025年1月20日。还剩3天。" in text
    assert not re.search(r"[{}]", text)


def test_without_the_folder_the_form_is_made_anew_and_is_the_same(
    work: Path, tmp_path: Path
) -> None:
    _run(remind, *_standing(work), "-o", tmp_path)
    (path,) = tmp_path.glob("*校舍维修*.eml")
    (attached,) = message_from_bytes(path.read_bytes(), policy=SMTP).iter_attachments()
    assert (
        attached.get_content()
        == (work / "下发" / "市教育局_校舍维修_2024.xlsx").read_bytes()
    )
    openpyxl.load_workbook(io.BytesIO(attached.get_content()))


def test_a_form_made_anew_is_called_as_its_project_is_written() -> None:
    project = "Ａ座/B座 UPS更换"
    made = roster([("甲局", "一中心", project, None, None, 2024, None, 1, 1)])
    record = ProjectRecord(
        state=ProjectState.MISSING,
        position=1,
        project=project,
        code="",
        department="甲局",
        unit="一中心",
        year="2024年度",
        mail="",
    )
    forms = forms_made_anew(NamedFile("清单.xlsx", made), [record], None)
    [file] = forms.of(record.project, record.unit, record.year)
    assert file.name == "Ａ座_B座 UPS更换_自评表.xlsx"


def test_after_the_deadline_it_is_another_letter_and_nobody_is_reminded_twice_a_day(
    work: Path, tmp_path: Path, sink: Sink
) -> None:
    options = [
        *_standing(work)[:-1],
        "2025-01-22",
        "--forms",
        work / "下发",
        "-o",
        tmp_path,
    ]
    sending = ["--smtp", sink.address, "--from", "caiwu@finance.example", "--send"]
    told = _run(remind, *options, *sending)
    assert told.output.count("[已发出]") == 3
    assert all("逾期催报" in str(mail["Subject"]) for mail in sink.mails())
    assert _run(remind, *options, *sending).output.count("[以前已发出]") == 3
    assert len(sink.recipients()) == 3

"""What `collect` tells a person: whose form it is and what became of it, once, with totals that add up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from perfeval_xl.cli.main import commands
from perfeval_xl.collection import collecting
from perfeval_xl.collection.collecting import CollectionStopped, collect
from perfeval_xl.collection.ledger import open_ledger
from tests.collection.conftest import Mailbox
from tests.collection.mails import letter

Make = Callable[..., bytes]
_LIST = "部门,单位,项目名称,年度\n甲局,行政审批服务管理局,平台运维,2022\n甲局,二中心,空气监测,2022\n乙局,三中心,道路维修,2022\n"


def told(mailbox: Mailbox, *options: str) -> str:
    arguments = ["collect", str(mailbox.folder), "--ledger", mailbox.ledger, *options]
    return CliRunner().invoke(commands, arguments).stdout


def test_the_list_and_the_deadline_are_kept_and_said_after_every_run(
    mailbox: Mailbox, document: Make
) -> None:
    listed = mailbox.folder.parent / "清单.csv"
    listed.write_text(_LIST, encoding="utf-8")
    mailbox.put(
        "1.eml",
        letter(
            ("表.json", document(project="平台运维", year=2022)),
            message_id="<1@x.example>",
        ),
    )
    mailbox.put(
        "2.eml",
        letter(
            ("表.json", document(project="平台运维", year=2021)),
            message_id="<2@x.example>",
        ),
    )
    mailbox.put(
        "3.eml",
        letter(
            ("表.json", document(project="食堂改造", year=2022)),
            message_id="<3@x.example>",
        ),
    )
    first = told(mailbox, "--roster", str(listed), "--deadline", "2023-01-17")
    assert (
        "清单上的3个项目：逾期2个，退回1个；清单以外：不在清单1个，别的年度1个。"
        in first
    )
    assert (
        "[别的年度] 平台运维（行政审批服务管理局）：表上的年度是“2021”，应为“2022”。"
        in first
    )
    with open_ledger(mailbox.ledger).snapshot() as seen:
        assert seen.roster is not None
        assert seen.deadline is not None
    again = told(mailbox)
    assert "清单上的3个项目：逾期2个，退回1个" in again
    assert "1.eml" not in again, "what was told once is counted, not told again"
    assert "以前登记过3个" in again


def test_a_mail_has_one_line_that_names_the_project(
    mailbox: Mailbox, document: Make
) -> None:
    report = letter(
        ("表.json", document(project="平台运维")),
        ("说明.pdf", b"%PDF-1.4"),
        ("说明.txt", b"text"),
    )
    mailbox.put("1.eml", report)
    mailbox.put("2.eml", letter(subject="请问怎么填"))
    mailbox.put("3.pdf", b"%PDF-1.4")
    lines = told(mailbox).splitlines()
    assert [line.partition("]")[0] for line in lines if line.startswith("[")] == [
        "[新收",
        "[没有自评表",
        "[其他附件",
    ]
    assert "平台运维（行政审批服务管理局）：退回" in lines[0]
    assert any(
        line.startswith("共3封邮件和文件、5个附件：新收1份，更正0份，未能读取0份")
        for line in lines
    )


def test_the_totals_are_those_of_the_lines(mailbox: Mailbox, document: Make) -> None:
    days = {"1": "08", "2": "15", "3": "06"}
    for name, day in days.items():
        form = document(project="平台运维", self_total=f"9{name}")
        mailbox.put(
            f"{name}.eml",
            letter(("表.json", form), date=f"{day} Jan 2025 09:30:00 +0800"),
        )
    mailbox.put(
        "4.eml",
        letter(
            ("转发.json", document(project="平台运维", self_total="92")), subject="转发"
        ),
    )
    said = told(mailbox)
    assert any(
        line.startswith("[重复] 4.eml") and "平台运维" in line
        for line in said.splitlines()
    )
    assert [line[1:3] for line in said.splitlines() if line.startswith("[")] == [
        "新收",
        "更正",
        "旧版",
        "重复",
    ]
    assert "新收1份，更正1份，旧版1份，重复1份，未能读取0份" in said


def test_whoever_presses_ctrl_c_learns_what_was_taken_in(
    mailbox: Mailbox, document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two files, and that each of them is done, are recorded at once.
    monkeypatch.setattr(collecting, "_AT_ONCE", 4)
    for number in range(3):
        mailbox.put(f"{number}.json", document(project=f"项目{number}"))

    def stop(done: int, total: int, _: str) -> None:
        if done == total - 1:
            raise KeyboardInterrupt

    with pytest.raises(CollectionStopped) as stopped:
        collect([mailbox.folder], mailbox.ledger, stop)
    assert [verdict.project for verdict in stopped.value.run.verdicts] == [
        "项目0",
        "项目1",
    ]
    assert len(open_ledger(mailbox.ledger).in_force()) == 2
    assert isinstance(stopped.value, KeyboardInterrupt)

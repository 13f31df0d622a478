"""What is packed is unpacked: mails saved by Outlook, archives of forms, of mails and of archives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.content import Kind, kind_of
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.outcome import CollectionRun
from perfeval_xl.installing.compound import compound_file
from tests.collection.conftest import Mailbox
from tests.collection.containers import (
    attached_file,
    attached_mail,
    outlook_folder,
    outlook_mail,
    zipped,
)
from tests.collection.mails import letter
from tests.support.limits import limited, working_here

Make = Callable[..., bytes]


def _run(mailbox: Mailbox) -> CollectionRun:
    with working_here():
        return collect([mailbox.folder], mailbox.ledger)


def _told(run: CollectionRun) -> list[tuple[str, str]]:
    return [(verdict.file, str(verdict.state)) for verdict in run.verdicts]


def test_a_mail_saved_by_outlook_is_a_mail(mailbox: Mailbox, document: Make) -> None:
    mailbox.put(
        "1.msg",
        outlook_mail(attached_file("表.json", document()), subject="报送自评表"),
    )
    run = _run(mailbox)
    assert _told(run) == [("表.json", "new")]
    (arrival,) = open_ledger(mailbox.ledger).arrivals()
    assert (arrival.sender, arrival.subject) == (
        "财务科 <caiwu@unit.example>",
        "报送自评表",
    )
    assert _run(mailbox).known == 1


def test_a_mail_saved_by_outlook_inside_another_is_opened_too(
    mailbox: Mailbox, document: Make
) -> None:
    inner = outlook_folder(attached_file("内.json", document()), subject="原邮件")
    mailbox.put(
        "1.msg",
        outlook_mail(
            attached_mail(inner), attached_file("外.json", document(project="外"))
        ),
    )
    assert _told(_run(mailbox)) == [("内.json", "new"), ("外.json", "new")]


def test_a_saved_mail_that_is_attached_is_kept_and_opened(
    mailbox: Mailbox, document: Make
) -> None:
    saved = outlook_mail(attached_file("表.json", document()))
    mailbox.put("1.eml", letter(("转发.msg", saved)))
    assert _told(_run(mailbox)) == [("转发.msg", "opened"), ("转发.msg/表.json", "new")]


def test_an_old_workbook_in_a_saved_mail_does_not_make_it_a_workbook() -> None:
    workbook = compound_file({"Workbook": bytes(5000)})
    saved = outlook_mail(attached_file("表.xls", workbook))
    assert "Workbook".encode("utf-16-le") in saved
    assert kind_of(saved) is Kind.SAVED_MAIL
    assert kind_of(workbook) is Kind.WORKBOOK


@pytest.mark.parametrize("cut", [600, 1100, 2500])
def test_a_saved_mail_that_was_cut_off_is_told_as_such(
    mailbox: Mailbox, document: Make, cut: int
) -> None:
    mailbox.put("1.msg", outlook_mail(attached_file("表.json", document()))[:cut])
    (verdict,) = _run(mailbox).verdicts
    assert str(verdict.state) == "unreadable"
    assert verdict.code in {"PE-075", "PE-228"}


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("WordDocument", "Word 文档"),
        ("PowerPoint Document", "演示文稿"),
        ("VisioDocument", "Visio 绘图"),
    ],
)
def test_another_compound_file_called_a_workbook_is_told_by_name(
    mailbox: Mailbox, stream: str, kind: str
) -> None:
    mailbox.put("自评表.xls", compound_file({stream: bytes(5000)}))
    (verdict,) = _run(mailbox).verdicts
    assert f"“自评表.xls”是{kind}" in verdict.message
    assert "改了扩展名" in verdict.message


@pytest.mark.parametrize("encoding", ["", "gb18030", "utf-8"])
def test_forms_in_an_archive_are_taken_in_under_their_names(
    mailbox: Mailbox, document: Make, encoding: str
) -> None:
    files = {
        "项目一/自评表一.json": document(project="一"),
        "自评表二.json": document(project="二"),
    }
    mailbox.put("打包.zip", zipped(files, encoding))
    run = _run(mailbox)
    assert _told(run) == [
        ("打包.zip", "opened"),
        ("打包.zip/项目一/自评表一.json", "new"),
        ("打包.zip/自评表二.json", "new"),
    ]
    again = _run(mailbox)
    assert (again.known, again.attachments) == (3, 3)


def test_the_same_archive_as_attachment_keeps_the_places_of_what_came_beside_it(
    mailbox: Mailbox, document: Make
) -> None:
    packed = zipped({"一.json": document(project="一")})
    mailbox.put(
        "1.eml", letter(("打包.zip", packed), ("二.json", document(project="二")))
    )
    assert _told(_run(mailbox)) == [
        ("打包.zip", "opened"),
        ("二.json", "new"),
        ("打包.zip/一.json", "new"),
    ]
    ledger = open_ledger(mailbox.ledger)
    assert packed in {ledger.original(arrival.sha256) for arrival in ledger.arrivals()}


def test_archives_in_archives_are_opened_as_deep_as_the_limit(
    mailbox: Mailbox, document: Make
) -> None:
    packed = zipped({"表.json": document()})
    for level in range(3):
        packed = zipped({f"{level}.zip": packed})
    mailbox.put("包.zip", packed)
    with limited(archive_depth=4):
        run = _run(mailbox)
    assert (run.opened, run.new) == (4, 1)
    mailbox.put("深.zip", zipped({"再.zip": packed}))
    with limited(archive_depth=4):
        deeper = _run(mailbox)
    (refused,) = [verdict for verdict in deeper.verdicts if verdict.code]
    assert refused.code == "PE-228"
    assert "超过4层" in refused.message


def test_every_mail_in_an_archive_is_an_envelope_of_its_own(
    mailbox: Mailbox, document: Make
) -> None:
    first = letter(
        ("一.json", document(project="一")),
        message_id="<1@x.example>",
        subject="第一封",
    ).as_bytes()
    second = letter(
        ("二.json", document(project="二")),
        message_id="<2@x.example>",
        subject="第二封",
    ).as_bytes()
    third = outlook_mail(
        attached_file("三.json", document(project="三")), subject="第三封"
    )
    mbox = b"From - Mon Mar 06 09:30:00 2023\r\n" + second
    mailbox.put("导出.zip", zipped({"1.eml": first, "收件箱": mbox, "3.msg": third}))
    run = _run(mailbox)
    assert (run.envelopes, run.new, run.opened) == (4, 3, 1)
    subjects = {arrival.subject for arrival in open_ledger(mailbox.ledger).arrivals()}
    assert subjects == {"", "第一封", "第二封", "第三封"}
    assert _run(mailbox).known == run.attachments


@pytest.mark.parametrize(
    ("limits", "code"),
    [({"archive_files": 2}, "PE-228"), ({"archive_bytes": 2_000}, "PE-228")],
)
def test_an_archive_beyond_the_limits_is_told_and_not_opened(
    mailbox: Mailbox, document: Make, limits: dict[str, int], code: str
) -> None:
    mailbox.put(
        "包.zip", zipped({f"{n}.json": document(project=f"{n}") for n in range(3)})
    )
    with limited(**limits):
        (verdict,) = _run(mailbox).verdicts
    assert (str(verdict.state), verdict.code) == ("unreadable", code)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x1f\x8b\x08\x00" + bytes(50), "gzip"),
        (zipped({"说明/": b""}), "没有文件"),
    ],
)
def test_an_archive_that_cannot_be_opened_is_told_by_name_with_a_remedy(
    mailbox: Mailbox, data: bytes, said: str
) -> None:
    mailbox.put("包.rar", data)
    (verdict,) = _run(mailbox).verdicts
    assert (verdict.code, said in verdict.message) == ("PE-228", True)
    (arrival,) = open_ledger(mailbox.ledger).unreadable()
    assert "请解开后" in arrival.remedy


def test_names_in_an_archive_lead_nowhere(
    mailbox: Mailbox, document: Make, tmp_path: Path
) -> None:
    mailbox.put(
        "包.zip",
        zipped(
            {
                "../../../外.json": document(project="一"),
                "/etc/..\\二.json": document(project="二"),
            }
        ),
    )
    before = sorted(tmp_path.rglob("*"))
    files = [file for file, _ in _told(_run(mailbox))]
    assert files == ["包.zip", "包.zip/外.json", "包.zip/etc/二.json"]
    assert sorted(tmp_path.rglob("*")) == sorted([*before, Path(mailbox.ledger)])


def test_what_systems_leave_in_archives_is_no_attachment(
    mailbox: Mailbox, document: Make
) -> None:
    left = {
        "__MACOSX/._表.json": b"x",
        ".DS_Store": b"x",
        "Thumbs.db": b"x",
        "表.json": document(),
    }
    mailbox.put("包.zip", zipped(left))
    assert _told(_run(mailbox)) == [("包.zip", "opened"), ("包.zip/表.json", "new")]


def test_twins_in_an_archive_are_two(mailbox: Mailbox, document: Make) -> None:
    packed = zipped(
        {"甲.json": document(project="一"), "乙.json": document(project="二")}
    )
    twins = packed.replace("乙".encode(), "甲".encode())
    mailbox.put("包.zip", twins)
    assert [state for _, state in _told(_run(mailbox))] == ["opened", "new", "new"]


@pytest.mark.parametrize("name", ["收件箱.mbox", "转发", "邮件.dat"])
def test_a_mail_or_a_mailbox_that_is_attached_is_opened_whatever_its_name(
    mailbox: Mailbox, document: Make, name: str
) -> None:
    mails = [letter((f"{n}.json", document(project=f"{n}"))).as_bytes() for n in (1, 2)]
    mailbox.put(
        "1.eml",
        letter(
            (
                name,
                b"".join(
                    b"From - Mon Mar 06 09:30:00 2023\r\n" + mail for mail in mails
                ),
            )
        ),
    )
    mailbox.put("2.zip", zipped({"单.json": mails[0]}))
    assert _run(mailbox).new == 2

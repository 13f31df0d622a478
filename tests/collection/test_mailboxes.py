"""Mailboxes as one file and as folders: each mail is an envelope of its own, and none is lost."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.outcome import CollectionRun
from perfeval_xl.collection.records import State
from perfeval_xl.collection.sources import Place, open_place
from perfeval_xl.collection.sources.mbox import mails_of
from tests.collection.conftest import Mailbox
from tests.collection.mails import letter
from tests.support.limits import limited

Make = Callable[..., bytes]

UNIX = b"From unit@unit.example Mon Mar  6 09:30:00 2023\n"
THUNDERBIRD = b"From - Mon Mar 06 09:30:00 2023\r\n"
APPLE = b"From unit@unit.example Mon Mar 06 09:30:00 +0800 2023\n"
NAMELESS = b"From nobody\n"


def _run(mailbox: Mailbox) -> CollectionRun:
    return collect([mailbox.folder], mailbox.ledger)


def _mail(document: Make, number: int) -> EmailMessage:
    data = document(project=f"项目{number}")
    date = f"Mon, {5 + number:02} Mar 2023 09:30:00 +0800"
    return letter(
        (f"{number}.json", data),
        message_id=f"<{number}@unit.example>",
        subject=f"第{number}个项目",
        sender=f"单位{number} <{number}@unit.example>",
        date=date,
    )


def _mbox(separator: bytes, *mails: EmailMessage) -> bytes:
    """Join mails as programs do: a separator, the mail with “From ” quoted, an empty line."""
    end = b"\r\n" if separator.endswith(b"\r\n") else b"\n"
    stored = [
        mail.as_bytes().replace(b"\r\n", end).replace(end + b"From ", end + b">From ")
        for mail in mails
    ]
    return b"".join(separator + mail + end + end for mail in stored)


@pytest.mark.parametrize("separator", [UNIX, THUNDERBIRD, APPLE, NAMELESS])
@pytest.mark.parametrize("name", ["Inbox", "导出.mbox", "邮件.eml", "表.xlsx"])
def test_every_mail_of_a_mailbox_is_taken_in_whatever_its_name(
    mailbox: Mailbox, document: Make, separator: bytes, name: str
) -> None:
    mailbox.put(
        name, _mbox(separator, *[_mail(document, number) for number in (1, 2, 3)])
    )
    run = _run(mailbox)
    assert (run.envelopes, run.new, run.attachments) == (3, 3, 3)
    assert [verdict.origin for verdict in run.verdicts] == [
        f"{name} 第{number}封" for number in (1, 2, 3)
    ]
    arrivals = open_ledger(mailbox.ledger).arrivals()
    assert [arrival.subject for arrival in arrivals] == [
        "第1个项目",
        "第2个项目",
        "第3个项目",
    ]
    assert [arrival.received_at.day for arrival in arrivals] == [6, 7, 8]


def test_a_mailbox_that_has_grown_brings_only_what_is_new(
    mailbox: Mailbox, document: Make
) -> None:
    mailbox.put("Inbox", _mbox(THUNDERBIRD, _mail(document, 1), _mail(document, 2)))
    assert _run(mailbox).new == 2
    mailbox.put(
        "Inbox", _mbox(THUNDERBIRD, *[_mail(document, number) for number in (2, 1, 3)])
    )
    again = _run(mailbox)
    assert (again.known, again.new, again.duplicates) == (2, 1, 0)
    assert open_ledger(mailbox.ledger).envelopes() == 3


def test_what_a_program_notes_about_a_mail_it_has_shown_makes_no_other_mail(
    mailbox: Mailbox, document: Make
) -> None:
    mail = letter(
        ("1.json", document())
    )  # without message id, so that its bytes are what it is known by
    unread = _mbox(
        THUNDERBIRD + b"X-Mozilla-Status: 0000\r\nX-Mozilla-Status2: 00000000\r\n", mail
    )
    read = _mbox(
        THUNDERBIRD + b"X-Mozilla-Status: 0001\r\nX-Mozilla-Status2: 10000000\r\n", mail
    )
    mailbox.put("Inbox", unread)
    assert _run(mailbox).new == 1
    mailbox.put("Inbox", read)
    assert _run(mailbox).known == 1


def test_a_letter_that_writes_of_from_is_not_cut(
    mailbox: Mailbox, document: Make
) -> None:
    mail = _mail(document, 1)
    part = next(mail.iter_parts())
    part.set_content(
        "各科室：\n\nFrom the office\n\nFrom 9:00 to 2023\n请查收。\n\nFrom here\nNote: it goes on\n"
    )
    raw = mail.as_bytes().replace(b"\r\n", b"\n")
    mailbox.put("不加引号", UNIX + raw + b"\n" + UNIX + _mail(document, 2).as_bytes())
    run = _run(mailbox)
    assert (run.envelopes, run.new) == (2, 2)


def test_mails_that_no_empty_line_parts_are_told_apart_by_the_time(
    document: Make,
) -> None:
    stored = b"".join(
        UNIX + _mail(document, number).as_bytes().rstrip() + b"\r\n"
        for number in (1, 2)
    )
    assert len(list(mails_of(io.BytesIO(stored)))) == 2


def test_a_quoted_from_line_is_given_back_as_it_was() -> None:
    (piece,) = mails_of(
        io.BytesIO(UNIX + b"Subject: x\n\n>From here\n>>From there\n> From it\n")
    )
    assert piece.data == b"Subject: x\n\nFrom here\n>From there\n> From it\n"


def test_one_mail_alone_keeps_the_name_of_its_file(
    mailbox: Mailbox, document: Make
) -> None:
    mailbox.put("1.eml", _mbox(UNIX, _mail(document, 1)))
    assert [verdict.origin for verdict in _run(mailbox).verdicts] == ["1.eml"]


def test_a_mail_that_is_too_large_is_told_and_the_next_is_taken_in(
    mailbox: Mailbox, document: Make
) -> None:
    small = _mail(document, 2)
    large = letter(("大.json", b"x" * 60_000), message_id="<large@unit.example>")
    mailbox.put("Inbox", _mbox(UNIX, large, small))
    with limited(mail_bytes=40_000):
        run = _run(mailbox)
    assert [(str(verdict.state), verdict.code) for verdict in run.verdicts] == [
        ("unreadable", "PE-078"),
        ("new", ""),
    ]


def test_a_huge_mailbox_is_held_one_mail_at_a_time(tmp_path: Path) -> None:
    line = b"x" * 75 + b"\n"
    path = tmp_path / "Inbox"
    with path.open("wb") as file:
        for number in range(300):
            file.write(UNIX + b"Subject: %d\n\n" % number + line * 1_500 + b"\n")
    tracemalloc.start()
    found = sum(item.size > 0 for item in open_place(Place(path, "Inbox")))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == 300
    assert path.stat().st_size > 30_000_000
    assert peak < 3_000_000


def test_a_line_without_end_is_one_line() -> None:
    line = b"Subject: x\n\n" + b"y" * 65_530 + b"From z 10:00:00 2023\n"
    (piece,) = mails_of(io.BytesIO(UNIX + line))
    assert piece.data == line


def test_a_maildir_is_read_with_its_further_mailboxes_and_without_what_is_on_its_way(
    mailbox: Mailbox, document: Make
) -> None:
    for box, number in (("cur", 1), ("new", 2), (".&YqWQAQ-/cur", 3)):
        mailbox.put(f"邮箱/{box}/170{number}.M1P1.host:2,S", _mail(document, number))
    mailbox.put("邮箱/.&YqWQAQ-/new/1.M.host", b"not the headers of a mail")
    mailbox.put("邮箱/tmp/9.M1P1.host", _mail(document, 9))
    mailbox.put("邮箱/dovecot-uidlist", b"3 V1 N1\n")
    run = _run(mailbox)
    assert (run.new, run.envelopes) == (3, 4)
    assert {verdict.origin for verdict in run.verdicts} >= {
        "邮箱/1701.M1P1.host",
        "邮箱/1702.M1P1.host",
    }


def test_a_mail_of_a_maildir_that_was_read_meanwhile_is_known(
    mailbox: Mailbox, document: Make
) -> None:
    mail = letter(("1.json", document()))
    (mailbox.folder / "cur").mkdir()
    unread = mailbox.put("new/1.M1P1.host", mail)
    assert _run(mailbox).new == 1
    unread.rename(mailbox.folder / "cur" / "1.M1P1.host:2,RS")
    assert _run(mailbox).known == 1


@pytest.mark.parametrize(
    "encoding", ["base64", "quoted-printable", "8bit", "7bit", "binary"]
)
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "part"])
@pytest.mark.parametrize("depth", [1, 3])
def test_a_mail_in_a_mail_is_opened_however_it_was_encoded(
    mailbox: Mailbox, document: Make, encoding: str, *, whole: bool, depth: int
) -> None:
    inner = letter(
        ("表.json", document()), message_id="<inner@unit.example>"
    ).as_bytes()
    for _ in range(depth):
        inner = _around(inner, encoding, whole=whole)
    mailbox.put("1.eml", inner)
    run = _run(mailbox)
    assert [(verdict.file, str(verdict.state)) for verdict in run.verdicts] == [
        ("表.json", "new")
    ]


def _around(inner: bytes, encoding: str, *, whole: bool) -> bytes:
    """Put a mail into another, as its whole content or as one of two parts."""
    import base64
    import quopri

    coded = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(
        encoding, bytes
    )(inner)
    part = (
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: "
        + encoding.encode()
        + b"\r\n\r\n"
        + coded
    )
    head = b"From: a@unit.example\r\nDate: Tue, 07 Mar 2023 09:30:00 +0800\r\nMIME-Version: 1.0\r\n"
    if whole:
        return head + part
    mark = b"b%d" % len(inner)
    text = b"Content-Type: text/plain\r\n\r\nsee below\r\n"
    opened = head + b'Content-Type: multipart/mixed; boundary="' + mark + b'"\r\n\r\n'
    return (
        opened
        + b"--"
        + mark
        + b"\r\n"
        + text
        + b"--"
        + mark
        + b"\r\n"
        + part
        + b"\r\n--"
        + mark
        + b"--\r\n"
    )


@pytest.mark.parametrize("encoding", ["base64", "8bit"])
def test_a_mail_in_a_mail_that_is_none_is_told(mailbox: Mailbox, encoding: str) -> None:
    mailbox.put("1.eml", _around("这不是邮件".encode(), encoding, whole=False))
    (verdict,) = _run(mailbox).verdicts
    assert str(verdict.state) == "unreadable"
    assert "邮件结构已损坏" in verdict.message


def test_a_piece_of_a_mail_that_was_sent_in_several_is_told(
    mailbox: Mailbox, document: Make
) -> None:
    head = b"From: a@unit.example\r\nDate: Tue, 07 Mar 2023 09:30:00 +0800\r\n"
    kind = b'Content-Type: message/partial; id="x"; number=1; total=2\r\n\r\n'
    mailbox.put("1.eml", head + kind + letter(("表.json", document())).as_bytes()[:900])
    (verdict,) = _run(mailbox).verdicts
    assert "只是其中一段" in verdict.message


def test_a_mail_of_a_maildir_is_found_at_the_time_of_its_file(mailbox: Mailbox) -> None:
    path = mailbox.put(
        "1.mbox",
        _mbox(UNIX, letter(date=""), letter(date="")),
        at="2023-05-01T00:00:00+00:00",
    )
    times = {item.found_at for item in open_place(Place(path, "1.mbox"))}
    assert times == {datetime(2023, 5, 1, tzinfo=UTC)}


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_two_mails_under_one_message_id_keep_their_own_times_and_subjects(
    mailbox: Mailbox, document: Make, order: tuple[int, int]
) -> None:
    mails = {
        day: letter(
            ("logo.png", b"\x89PNG\r\n"),
            (f"{day}.json", document(project=f"项目{day}")),
            message_id="<same@x.example>",
            subject="自评表",
            date=f"Mon, {day:02} Mar 2023 09:30:00 +0800",
        )
        for day in order
    }
    for place, day in enumerate(order):
        mailbox.put(f"{place}.eml", mails[day])
    assert _run(mailbox).new == 2
    before = open_ledger(mailbox.ledger).arrivals()
    assert _run(mailbox).known == 4
    assert open_ledger(mailbox.ledger).arrivals() == before
    received = {
        arrival.file: arrival.received_at.day
        for arrival in open_ledger(mailbox.ledger).arrivals(State.NEW)
    }
    assert received == {"1.json": 1, "2.json": 2}

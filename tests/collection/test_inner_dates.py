"""What lies in a mail inside a mail is as old as that mail, whoever forwards it, and an empty form is no submission."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.opening import read_mail
from perfeval_xl.collection.saved_time import saved_time
from tests.collection.conftest import Mailbox
from tests.collection.containers import zipped
from tests.collection.mails import letter
from tests.support.forging import at, filled, put, sent_out
from tests.support.workbooks import saved_on

Make = Callable[..., bytes]
NOW = datetime(2025, 2, 1, tzinfo=UTC)
OLD, NEW, LATE = (
    "Wed, 08 Jan 2025 09:30:00 +0800",
    "Wed, 15 Jan 2025 09:30:00 +0800",
    "Mon, 20 Jan 2025 09:30:00 +0800",
)


@pytest.mark.parametrize("how", ["message/rfc822", "as a file", "in a zip", "twice"])
def test_an_attachment_has_the_date_and_the_sender_of_the_innermost_mail(
    how: str,
) -> None:
    inner = letter(("表.xlsx", b"x"), sender="学校 <school@x.example>", date=OLD)
    outer = letter(sender="教育局 <bureau@x.example>", date=LATE)
    if how == "as a file":
        outer = letter(
            ("转发.eml", inner.as_bytes()),
            sender="教育局 <bureau@x.example>",
            date=LATE,
        )
    elif how == "in a zip":
        outer = letter(
            ("转发.zip", zipped({"转发.eml": inner.as_bytes()})),
            sender="b@x.example",
            date=LATE,
        )
    elif how == "twice":
        middle = letter(sender="股 <office@x.example>", date=NEW)
        middle.add_attachment(inner)
        outer.add_attachment(middle)
    else:
        outer.add_attachment(inner)
    envelope = read_mail(outer.as_bytes(), "转发.eml", NOW)
    (form,) = [
        attachment
        for attachment in envelope.attachments
        if attachment.name.endswith("表.xlsx")
    ]
    assert (form.inner_sender, form.inner_date) == (
        "学校 <school@x.example>",
        datetime(2025, 1, 8, 1, 30, tzinfo=UTC),
    )
    assert envelope.received_at.day == 20


def test_a_forwarded_old_form_and_a_quoted_empty_one_leave_the_correction_in_force(
    mailbox: Mailbox,
) -> None:
    form = sent_out(key="")
    old, corrected = (
        filled(form, put(at("actual"), "9台")),
        filled(form, put(at("actual"), "11台")),
    )
    unit_wrote = letter(
        ("自评表.xlsx", old), date=OLD, sender="学校 <school@x.example>"
    )
    forwarded = letter(date=LATE, sender="教育局 <bureau@x.example>", subject="转发")
    forwarded.add_attachment(unit_wrote)
    reminder = letter(
        ("自评表.xlsx", form),
        date=NEW,
        sender="财政局 <finance@x.example>",
        subject="催报",
    )
    answer = letter(date=LATE, sender="学校 <school@x.example>", subject="答复：催报")
    answer.add_attachment(reminder)
    mailbox.put(
        "1.eml",
        letter(("自评表.xlsx", corrected), date=NEW, sender="学校 <school@x.example>"),
    )
    mailbox.put("2.eml", forwarded)
    mailbox.put("3.eml", answer)
    run = collect([mailbox.folder], mailbox.ledger)
    assert {
        str(verdict.state) for verdict in run.verdicts if verdict.origin == "1.eml"
    } == {"new"}
    assert "outdated" in {
        str(verdict.state) for verdict in run.verdicts if verdict.origin == "2.eml"
    }
    (empty,) = [verdict for verdict in run.verdicts if str(verdict.state) == "blank"]
    assert (empty.code, empty.project, run.blanks) == ("PE-250", "设备购置项目", 1)
    (version,) = open_ledger(mailbox.ledger).in_force()
    assert (version.arrival.origin, version.versions) == ("1.eml", 2)


def test_a_workbook_that_says_it_was_saved_after_it_was_mailed_proves_nothing(
    mailbox: Mailbox,
) -> None:
    form = sent_out(key="")
    old = saved_on(filled(form, put(at("actual"), "9台")), "2031-01-01T00:00:00Z")
    corrected = saved_on(
        filled(form, put(at("actual"), "11台")), "2025-01-15T01:00:00Z"
    )
    forwarded = letter(date=LATE, sender="教育局 <bureau@x.example>", subject="转发")
    forwarded.add_attachment(
        letter(("自评表.xlsx", old), date=OLD, sender="学校 <school@x.example>")
    )
    mailbox.put("1.eml", letter(("自评表.xlsx", corrected), date=NEW))
    mailbox.put("2.eml", forwarded)
    collect([mailbox.folder], mailbox.ledger)
    (version,) = open_ledger(mailbox.ledger).in_force()
    assert (version.arrival.origin, version.versions) == ("1.eml", 2)
    assert version.doubt == ""


def test_a_workbook_says_when_it_was_saved_and_a_new_form_of_ours_says_nothing(
    form: Make,
) -> None:
    assert saved_time(form()) is None
    assert saved_time(saved_on(form(), "2025-01-09T08:00:00Z")) == datetime(
        2025, 1, 9, 8, tzinfo=UTC
    )
    assert saved_time(saved_on(form(), "never")) is None
    assert saved_time(b"PK\x03\x04") is None

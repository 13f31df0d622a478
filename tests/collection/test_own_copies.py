"""Our own marked-up copies come back: untouched they are no submission, mended they are a correction."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl.workbook import Workbook

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.outcome import CollectionRun
from perfeval_xl.collection.records import State
from perfeval_xl.evaluation import evaluate
from perfeval_xl.markup.marking import mark_up
from tests.collection.conftest import Mailbox
from tests.collection.mails import letter
from tests.support.office import Office
from tests.support.workbooks import edited

Make = Callable[..., bytes]


def _run(mailbox: Mailbox) -> CollectionRun:
    return collect([mailbox.folder], mailbox.ledger)


def test_our_own_marked_up_copy_is_no_submission(mailbox: Mailbox, form: Make) -> None:
    copy = mark_up(evaluate(form(), "表.xlsx"))
    mailbox.put("表.xlsx", form(), at="2023-03-06T00:00:00+00:00")
    mailbox.put("表_评分结果.xlsx", copy, at="2023-03-07T00:00:00+00:00")
    mailbox.put(
        "再标一次.xlsx",
        mark_up(evaluate(copy, "c.xlsx")),
        at="2023-03-08T00:00:00+00:00",
    )
    run = _run(mailbox)
    assert {verdict.file: str(verdict.state) for verdict in run.verdicts} == {
        "表.xlsx": "new",
        "表_评分结果.xlsx": "ignored",
        "再标一次.xlsx": "ignored",
    }
    assert all(
        "评分结果副本" in verdict.message
        for verdict in run.verdicts
        if verdict.state is State.IGNORED
    )
    assert [
        version.arrival.file for version in open_ledger(mailbox.ledger).in_force()
    ] == ["表.xlsx"]


def test_a_marked_up_copy_that_was_mended_is_a_correction(
    mailbox: Mailbox, form: Make
) -> None:
    def mend(book: Workbook) -> None:
        book["项目支出绩效自评表"]["I30"] = "样本偏少，下年扩大。"

    copy = mark_up(evaluate(form(), "表.xlsx"))
    mailbox.put("1.eml", letter(("表.xlsx", form()), date="06 Mar 2023 09:30:00 +0800"))
    mailbox.put(
        "2.eml",
        letter(
            ("表_评分结果.xlsx", edited(copy, mend)), date="07 Mar 2023 09:30:00 +0800"
        ),
    )
    assert [str(verdict.state) for verdict in _run(mailbox).verdicts] == [
        "new",
        "correction",
    ]


def test_a_copy_is_known_when_another_program_has_saved_it(
    mailbox: Mailbox, form: Make, office: Office, tmp_path: Path
) -> None:
    def compute(book: Workbook) -> None:
        book["项目支出绩效自评表"]["G14"] = "=5+5"

    typed = tmp_path / "算式.xlsx"
    typed.write_bytes(edited(form(), compute))
    original = office.resave(typed, tmp_path / "原件.xlsx").read_bytes()
    copy = tmp_path / "副本.xlsx"
    copy.write_bytes(mark_up(evaluate(original, "表.xlsx")))
    mailbox.put("1.xlsx", original)
    mailbox.put("2.xlsx", copy.read_bytes())
    mailbox.put("3.xlsx", office.resave(copy, tmp_path / "再存.xlsx").read_bytes())
    assert [str(verdict.state) for verdict in _run(mailbox).verdicts] == [
        "new",
        "ignored",
        "ignored",
    ]

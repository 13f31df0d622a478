"""What a run tells of itself: counts, one line of figures per attachment, and whether anything new is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.outcome import AttachmentVerdict, CollectionRun
from perfeval_xl.collection.records import State
from tests.collection.conftest import Mailbox

Make = Callable[..., bytes]


def _run(mailbox: Mailbox) -> CollectionRun:
    return collect([mailbox.folder], mailbox.ledger)


def test_the_run_as_json_counts_and_lists(mailbox: Mailbox, document: Make) -> None:
    mailbox.put("1.json", document())
    shown = _run(mailbox).as_json()
    assert (shown["new"], shown["attachments"]) == (1, 1)
    assert shown["verdicts"] == [
        {
            "origin": "1.json",
            "file": "1.json",
            "state": "new",
            "before": None,
            "code": "",
            "message": "退回，错误1个，警告6个",
            "errors": 1,
            "warnings": 6,
            "open_rows": 0,
            "returned": True,
            "project": "“互联网+政务服务”平台运维服务费",
            "unit": "行政审批服务管理局",
            "self_total": "98",
            "rule_total": "100",
            "sender": "",
            "subject": "",
        }
    ]


def test_a_form_with_errors_is_told_as_sent_back_and_again_when_it_is_known(
    mailbox: Mailbox, document: Make
) -> None:
    mailbox.put("1.json", document())
    mailbox.put("2.xlsx", b"broken")
    first = _run(mailbox)
    assert (first.returned, first.clean) == (1, False)
    again = _run(mailbox)
    assert [verdict.message for verdict in again.verdicts] == [
        "新收，退回，错误1个，警告6个",
        "未能读取",
    ]
    assert (again.returned, again.known_returned, again.known_unreadable) == (0, 1, 1)
    assert again.clean, "nothing new is wrong"


@pytest.mark.parametrize(
    ("verdict", "clean"),
    [
        ({"state": State.NEW}, True),
        ({"state": State.NEW, "warnings": 1}, False),
        ({"state": State.CORRECTION, "errors": 1}, False),
        ({"state": State.UNREADABLE}, False),
        ({"state": State.INTERNAL}, False),
        ({"state": State.DUPLICATE}, True),
        ({"state": State.KNOWN, "before": State.NEW, "errors": 1}, True),
        ({"state": State.KNOWN, "before": State.UNREADABLE}, True),
    ],
)
def test_a_run_is_clean_when_nothing_it_took_in_is_wrong(
    verdict: dict[str, Any], clean: bool
) -> None:
    run = CollectionRun(
        envelopes=1,
        verdicts=(AttachmentVerdict(origin="1.eml", file="a.xlsx", **verdict),),
    )
    assert run.clean is clean

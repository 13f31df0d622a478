"""Sending: to a real SMTP server, once, with a note before and after, and never a password in what is said."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from perfeval_xl.cli.replying import receipts as command
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.outbox import MailingState
from perfeval_xl.errors import EnvironmentMissing, UsageError
from perfeval_xl.replies.folder import Written
from perfeval_xl.replies.sending import Outcome, rehearse, send, smtp_server
from tests.replies.conftest import PASSWORD, Sink
from tests.replies.sending_run import drafts_in

ROOT = Path(__file__).resolve().parents[2]


def _outcomes(
    folder: Path, sink: Sink, drafts: list[Written], *, unsure: bool = False
) -> list[Outcome]:
    ledger = open_ledger(str(folder / "台账.db"))
    told = send(drafts, ledger, smtp_server(sink.address), PASSWORD, unsure=unsure)
    return [one.outcome for one in told]


def test_every_mail_is_sent_once_and_a_refused_recipient_keeps_nobody_from_his(
    tmp_path: Path, sink: Sink
) -> None:
    drafts = drafts_in(tmp_path, 3, first="nobody")
    assert _outcomes(tmp_path, sink, drafts) == [
        Outcome.REFUSED,
        Outcome.SENT,
        Outcome.SENT,
    ]
    assert sink.recipients() == ["unit-1@unit.example", "unit-2@unit.example"]
    mail = sink.mails()[0]
    assert (mail["Subject"], mail["X-Unsent"], bool(mail["Date"])) == (
        "致unit-1",
        None,
        True,
    )
    ledger = open_ledger(str(tmp_path / "台账.db"))
    assert [(each.recipient, each.state) for each in ledger.mailings()] == [
        ("nobody@unit.example", MailingState.REFUSED),
        ("unit-1@unit.example", MailingState.SENT),
        ("unit-2@unit.example", MailingState.SENT),
    ]
    assert "550" in ledger.mailings()[0].said
    assert _outcomes(tmp_path, sink, drafts) == [
        Outcome.REFUSED,
        Outcome.BEFORE,
        Outcome.BEFORE,
    ]
    assert len(sink.recipients()) == 2


def test_a_rehearsal_sends_nothing_and_notes_nothing(
    tmp_path: Path, sink: Sink
) -> None:
    drafts = drafts_in(tmp_path, 2)
    ledger = open_ledger(str(tmp_path / "台账.db"))
    assert [told.outcome for told in rehearse(drafts, ledger)] == [
        Outcome.WOULD_SEND
    ] * 2
    assert (sink.recipients(), ledger.mailings()) == ([], ())


def test_a_rehearsal_says_what_sending_the_doubtful_ones_again_would_do(
    tmp_path: Path,
) -> None:
    drafts = drafts_in(tmp_path, 2)
    ledger = open_ledger(str(tmp_path / "台账.db"))
    begun = drafts[0].draft
    ledger.begin_mailing(begun.key, begun.to, begun.subject)
    usual = [told.outcome for told in rehearse(drafts, ledger)]
    again = [told.outcome for told in rehearse(drafts, ledger, unsure=True)]
    assert usual == [Outcome.UNSURE, Outcome.WOULD_SEND]
    assert again == [Outcome.WOULD_SEND, Outcome.WOULD_SEND]


def test_killed_at_any_mail_and_run_again_nobody_gets_two_and_the_doubtful_one_is_told(
    tmp_path: Path, sink: Sink
) -> None:
    drafts = drafts_in(tmp_path)
    open_ledger(str(tmp_path / "台账.db"))
    hold = sink.folder / "hold"
    killed = 2
    for number in range(1, killed + 1):
        hold.touch()
        command = [
            sys.executable,
            "-m",
            "tests.replies.sending_run",
            str(tmp_path),
            sink.address,
        ]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        )
        for _ in range(6000):
            if len(sink.recipients()) == number:
                break
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        hold.unlink()
    assert len(sink.recipients()) == killed
    assert _outcomes(tmp_path, sink, drafts) == [Outcome.UNSURE] * killed + [
        Outcome.SENT
    ] * (6 - killed)
    assert sorted(sink.recipients()) == sorted(written.draft.to for written in drafts)
    assert _outcomes(tmp_path, sink, drafts, unsure=True) == [Outcome.SENT] * killed + [
        Outcome.BEFORE
    ] * (6 - killed)
    assert len(sink.recipients()) == 6 + killed


def test_what_an_officer_changed_in_the_draft_is_what_is_sent(
    tmp_path: Path, sink: Sink
) -> None:
    (written,) = drafts_in(tmp_path, 1)
    written.path.write_bytes(
        written.path.read_bytes().replace(b"unit-0@unit.example", b"other@unit.example")
    )
    assert _outcomes(tmp_path, sink, drafts_in(tmp_path, 1)) == [Outcome.SENT]
    assert sink.recipients() == ["other@unit.example"]


def test_a_wrong_password_and_a_server_that_is_not_there_are_told_without_the_password(
    tmp_path: Path, sink: Sink
) -> None:
    drafts = drafts_in(tmp_path, 1)
    ledger = open_ledger(str(tmp_path / "台账.db"))
    with pytest.raises(EnvironmentMissing, match="不接受这个用户和密码") as refused:
        list(send(drafts, ledger, smtp_server(sink.address), "wrong-secret"))
    assert "wrong-secret" not in str(refused.value)
    with pytest.raises(EnvironmentMissing, match="连接不上"):
        list(send(drafts, ledger, smtp_server("smtp://a@127.0.0.1:9"), PASSWORD))
    assert ledger.mailings() == ()


@pytest.mark.parametrize(
    "address",
    [
        "http://a",
        "smtp://",
        "smtp://a:secret@b",
        "a@b",
        "smtp://a:b:c",
        "http://a:25",
        "imaps://a:993",
    ],
)
def test_an_address_of_no_server_is_refused_and_a_password_in_it_not_repeated(
    address: str,
) -> None:
    with pytest.raises(UsageError) as refused:
        smtp_server(address)
    assert "secret" not in str(refused.value)


def test_the_command_rehearses_first_and_sends_when_told(
    received: str, tmp_path: Path, sink: Sink
) -> None:
    options = [
        "--ledger",
        received,
        "-o",
        str(tmp_path),
        "--smtp",
        sink.address,
        "--json",
    ]
    tried = CliRunner().invoke(command, options)
    assert sink.recipients() == []
    mails = json.loads(tried.stdout)["mails"]
    assert [mail["outcome"] for mail in mails].count("待发出") == 4
    assert [mail["outcome"] for mail in mails].count("没有收件地址") == 1
    done = CliRunner().invoke(command, [*options, "--send"])
    assert len(sink.recipients()) == 4
    again = CliRunner().invoke(command, [*options, "--send"])
    assert [mail["outcome"] for mail in json.loads(again.stdout)["mails"]].count(
        "以前已发出"
    ) == 4
    assert len(sink.recipients()) == 4
    assert all(PASSWORD not in result.output for result in (tried, done, again))
    assert (tried.exit_code, done.exit_code) == (1, 1)  # one has no address

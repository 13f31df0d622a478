"""A run that fails, crashes or meets another one loses nothing and takes nothing in twice."""

from __future__ import annotations

import itertools
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from perfeval_xl.collection import collecting, intake, taking_in
from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.collection.ledger_session import LedgerSession
from perfeval_xl.collection.records import Judgement, State
from tests.collection.collected import Make, everything, run_over
from tests.collection.conftest import Mailbox
from tests.collection.mails import letter
from tests.support.limits import working_here


def test_a_failure_of_the_program_is_recorded_logged_and_tried_again(
    mailbox: Mailbox,
    document: Make,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: bytes, file: str, **__: object) -> None:
        raise ZeroDivisionError(f"in {file}\0")

    for name in ("1.json", "2.json"):
        mailbox.put(name, document(project=name))
    with (
        monkeypatch.context() as patched,
        caplog.at_level(logging.ERROR),
        working_here(),
    ):
        patched.setattr(intake, "evaluate", fail)
        run = run_over(mailbox)
        before = everything(mailbox.ledger)
        assert run_over(mailbox).known == 2
        assert everything(mailbox.ledger) == before
    assert [str(verdict.state) for verdict in run.verdicts] == ["internal", "internal"]
    assert "ZeroDivisionError: in 1.json" in run.verdicts[0].message
    assert "Traceback" in caplog.text
    assert len(open_ledger(mailbox.ledger).unreadable()) == 2
    assert run_over(mailbox).new == 2
    assert open_ledger(mailbox.ledger).unreadable() == ()


@pytest.mark.parametrize("crash_at", range(5))
def test_a_crash_between_two_attachments_loses_nothing(
    mailbox: Mailbox, document: Make, monkeypatch: pytest.MonkeyPatch, crash_at: int
) -> None:
    forms = [(f"{n}.json", document(project=f"项目{n}")) for n in range(5)]
    mailbox.put("1.eml", letter(*forms[:3]))
    mailbox.put("2.eml", letter(*forms[3:]))
    record, calls = LedgerSession.record, itertools.count()

    def crash(*args: Any) -> State:
        if next(calls) == crash_at:
            raise KeyboardInterrupt
        return record(*args)

    with monkeypatch.context() as patched:
        patched.setattr(LedgerSession, "record", crash)
        # A mail, and that it is done, are recorded at once.
        patched.setattr(collecting, "_AT_ONCE", 2)
        with pytest.raises(KeyboardInterrupt):
            run_over(mailbox)
    first_mail = 3
    recorded = first_mail if crash_at >= first_mail else 0
    run = run_over(mailbox)
    assert (run.known, run.new) == (recorded, 5 - recorded)
    assert len(open_ledger(mailbox.ledger).in_force()) == 5


def test_a_crash_inside_a_transaction_leaves_no_part_of_it(
    mailbox: Mailbox, document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    mailbox.put("1.json", document())
    with monkeypatch.context() as patched:
        patched.setattr(
            "perfeval_xl.collection.ledger_entry.LedgerEntry._write_figures", die
        )
        with pytest.raises(KeyboardInterrupt):
            run_over(mailbox)
    rows = everything(mailbox.ledger)
    assert {name for name, found in rows.items() if found} == {"ledger_version"}
    assert run_over(mailbox).new == 1


def test_what_the_ledger_does_not_take_costs_the_others_of_its_group_nothing(
    mailbox: Mailbox,
    document: Make,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Rows of many files are written together; one of them that cannot be written is found out one by one."""

    def spoiled(judgement: Judgement, _sent: object) -> Judgement:
        figures = judgement.submission
        assert figures is not None
        if figures.project != "二":
            return judgement
        return replace(judgement, submission=replace(figures, unit="\ud800"))

    for name in "一二三":
        mailbox.put(f"{name}.json", document(project=name))
    with monkeypatch.context() as patched:
        patched.setattr(taking_in, "weigh", spoiled)
        run = run_over(mailbox)
    assert "recorded again, one by one" in caplog.text
    assert sorted((v.file, str(v.state)) for v in run.verdicts) == [
        ("一.json", "new"),
        ("三.json", "new"),
        ("二.json", "internal"),
    ]
    rows = everything(mailbox.ledger)
    assert [len(rows[name]) for name in ("arrival", "verdict", "submission")] == [
        3,
        3,
        2,
    ]
    again = run_over(mailbox)
    assert (again.known, again.new) == (2, 1)


def test_a_file_that_cannot_be_read_is_reported_and_taken_in_later(
    mailbox: Mailbox, document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(place: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(place.path))

    mailbox.put("1.json", document())
    with monkeypatch.context() as patched:
        patched.setattr(collecting, "open_place", refuse)
        run = run_over(mailbox)
    assert [(str(v.state), "权限" in v.message) for v in run.verdicts] == [
        ("unreadable", True)
    ]
    assert run_over(mailbox).new == 1


def test_progress_is_told_after_every_envelope(
    mailbox: Mailbox, document: Make
) -> None:
    mailbox.put("1.json", document())
    mailbox.put("子目录/2.json", document(project="二"))
    told: list[tuple[int, int, str]] = []
    collect([mailbox.folder], mailbox.ledger, lambda *step: told.append(step))
    assert told == [(1, 2, "1.json"), (2, 2, "子目录/2.json")]


def test_collectors_that_run_at_once_take_everything_in_once(
    mailbox: Mailbox, document: Make
) -> None:
    for number in range(8):
        mailbox.put(f"{number}.json", document(project=f"项目{number % 4}"))
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: run_over(mailbox), range(4)))
    assert sum(run.new for run in runs) == 4
    assert sum(run.duplicates for run in runs) == 4
    assert sum(run.known for run in runs) == 24
    assert len(open_ledger(mailbox.ledger).arrivals()) == 8

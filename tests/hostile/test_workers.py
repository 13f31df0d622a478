"""A worker does what it is asked for, and is stopped where it takes too long or too much; the next file is read all the same."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from perfeval_xl.errors import TookTooLong, TookTooMuch, UsageError
from perfeval_xl.workers import Worker, worker
from tests.hostile.makers import commented_body, form, nested_parts, pasted_rows
from tests.support.limits import limited


def test_results_and_errors_travel() -> None:
    with worker() as hands:
        assert hands.run("x", pow, 2, 10) == 1024
        with pytest.raises(UsageError, match="一"):
            hands.run("x", _refuse, "一")
        assert hands.run("x", pow, 3, 2) == 9


def _refuse(word: str) -> None:
    raise UsageError(word, "二")


def test_one_process_does_file_after_file_with_the_surroundings_of_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with worker() as hands:
        first = hands.run("x", os.getpid)
        assert first != os.getpid()
        monkeypatch.setenv("PERFEVAL_HERE", "there")
        monkeypatch.chdir(tmp_path)
        assert hands.run("x", os.getenv, "PERFEVAL_HERE") == "there"
        assert hands.run("x", os.getcwd) == str(tmp_path)
        assert hands.run("x", os.getpid) == first


def test_work_that_does_not_end_is_stopped_and_the_next_is_done() -> None:
    hands = Worker()
    try:
        hands.run("x", pow, 1, 1)
        with limited(work_seconds=1), pytest.raises(TookTooLong, match=r"a\.xlsx.*1秒"):
            hands.run("a.xlsx", time.sleep, 600)
        assert hands.run("x", pow, 2, 2) == 4
    finally:
        hands.stop()


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux says how much memory a process has"
)
def test_work_that_takes_all_memory_is_stopped_and_the_next_is_done() -> None:
    hands = Worker()
    try:
        with pytest.raises(TookTooMuch, match="内存"):
            hands.run("x", bytearray, 3_000_000_000)
        assert hands.run("x", pow, 2, 2) == 4
    finally:
        hands.stop()


def test_work_that_ends_its_process_is_told_and_the_next_is_done() -> None:
    hands = Worker()
    try:
        with pytest.raises(TookTooMuch, match="意外中止"):
            hands.run("x", os._exit, 1)
        assert hands.run("x", pow, 2, 2) == 4
    finally:
        hands.stop()


def test_the_batch_of_the_attack_is_taken_in_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, data in {
        "a.xlsx": form(),
        "b.eml": commented_body(40),
        "c.xlsx": form() + b"\0",
    }.items():
        (tmp_path / "in" / name).write_bytes(data)
    run = collect([tmp_path / "in"], str(tmp_path / "ledger.db"))
    assert [verdict.file for verdict in run.verdicts if verdict.state.accepted] == [
        "a.xlsx",
        "c.xlsx",
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [("b.eml", nested_parts(17, 300_000)), ("b.xlsx", pasted_rows(20_000))],
)
def test_a_file_that_is_stopped_is_recorded_with_its_reason_and_not_tried_again(
    name: str, data: bytes, tmp_path: Path
) -> None:
    folder, ledger = tmp_path / "in", str(tmp_path / "ledger.db")
    folder.mkdir()
    (folder / name).write_bytes(data)
    with limited(work_seconds=0):
        run = collect([folder], ledger)
    assert [(v.file, str(v.state), v.code) for v in run.verdicts] == [
        (name, "unreadable", "PE-180")
    ]
    assert [
        (arrival.file, arrival.code) for arrival in open_ledger(ledger).unreadable()
    ] == [(name, "PE-180")]
    (folder / "a.xlsx").write_bytes(form())
    (folder / "c.xlsx").write_bytes(form() + b"\0")
    again = collect([folder], ledger)
    assert [(v.file, str(v.state)) for v in again.verdicts] == [
        ("a.xlsx", "new"),
        (name, "known"),
        ("c.xlsx", "doubtful"),
    ]

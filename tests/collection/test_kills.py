"""Killed anywhere, collecting loses nothing and counts nothing twice: it ends as one run that nobody disturbed.

`PERFEVAL_DRAWS=1000` takes a thousand mails and kills fifty times.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.ledger import open_ledger
from tests.collection.conftest import Mailbox
from tests.collection.troubles import KINDS, trouble_mails
from tests.support.draws import DRAWS

_FEW = 50
Make = Callable[..., bytes]
MAILS = len(KINDS) * 2 if DRAWS <= _FEW else DRAWS
KILLS = max(2, DRAWS // 20)
PATIENCE = 600


@pytest.mark.timeout(PATIENCE * KILLS)
def test_collecting_that_is_killed_again_and_again_ends_as_if_it_had_not_been(
    mailbox: Mailbox, form: Make, document: Make
) -> None:
    for name, data in trouble_mails(MAILS, form, document):
        mailbox.put(name, data)
    undisturbed = str(mailbox.folder.parent / "一次.sqlite")
    chance = random.Random(20250117)
    marks = sorted(
        chance.sample(range(MAILS), KILLS)
    )  # every mail brings one attachment, or more
    with ThreadPoolExecutor(1) as beside:
        whole = beside.submit(collect, [mailbox.folder], undisturbed)
        killed = sum(
            collect_until(mailbox, mark, chance.random() / 20) for mark in marks
        )
        collect([mailbox.folder], mailbox.ledger)
        whole.result()
    assert killed >= KILLS // 2, (
        "most of the runs were still at work when they were killed"
    )
    assert everything(mailbox.ledger) == everything(undisturbed)
    again = collect([mailbox.folder], mailbox.ledger)
    assert again.known == again.attachments


def collect_until(mailbox: Mailbox, mark: int, delay: float) -> bool:
    """Collect in a process of its own, and kill it a moment after so many attachments stand in the ledger.

    Return whether it was still at work.
    """
    command = [
        sys.executable,
        "-m",
        "perfeval_xl",
        "collect",
        str(mailbox.folder),
        "--ledger",
        mailbox.ledger,
    ]
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    end = time.monotonic() + PATIENCE
    while (
        process.poll() is None
        and arrivals(Path(mailbox.ledger)) <= mark
        and time.monotonic() < end
    ):
        time.sleep(0.005)
    time.sleep(delay)
    running = process.poll() is None
    if running:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)
    return running


def arrivals(path: Path) -> int:
    """Count the attachments in a ledger that somebody may be writing to, or that is not there yet."""
    try:
        with closing(
            sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=0)
        ) as ledger:
            return int(ledger.execute("SELECT count(*) FROM arrival").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def everything(path: str) -> list[object]:
    """What a ledger holds, without the times of the runs; its bytes are looked at, too."""
    with open_ledger(path).snapshot() as seen:
        versions = [
            (one.figures, one.version, one.versions, one.in_force, one.doubt)
            for one in seen.versions
        ]
        figures = (
            [row for _, row in seen.all_problems()],
            [row for _, row in seen.indicator_scores()],
        )
        blanks = [said for _, said in seen.blanks]
    with closing(sqlite3.connect(path)) as ledger:
        assert ledger.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        taken = ledger.execute(
            "SELECT envelope, position, sha256, file, inner_sender, inner_date, saved_at, state, code, message"
            " FROM arrival JOIN verdict ON verdict.arrival = arrival.number ORDER BY arrival.number"
        ).fetchall()
        mails = ledger.execute(
            "SELECT key, origin, sender, subject, received_at, sha256 FROM envelope"
            " LEFT JOIN whole_mail ON envelope = key ORDER BY key"
        ).fetchall()
        for sha256, data in ledger.execute("SELECT sha256, bytes FROM content"):
            assert hashlib.sha256(data).hexdigest() == sha256
        originals: dict[str, bytes] = {}
        for sha256, data in ledger.execute(
            "SELECT sha256, bytes FROM piece ORDER BY sha256, position"
        ):
            originals[sha256] = originals.get(sha256, b"") + zlib.decompress(data)
        for sha256, data in originals.items():
            assert hashlib.sha256(data).hexdigest() == sha256
    return [versions, figures, blanks, taken, mails, sorted(originals)]

"""The ledger over SQLite and over a real PostgreSQL: the same contents, several programs at once, one moment per reading."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from threading import Barrier

import pytest

from perfeval_xl.collection.collecting import collect
from perfeval_xl.collection.deciding import choose, project_named
from perfeval_xl.collection.envelope import Attachment, Envelope
from perfeval_xl.collection.ledger import Ledger, open_ledger
from perfeval_xl.collection.project_states import standing_of
from perfeval_xl.collection.records import State
from perfeval_xl.summary.summarising import write_summary
from tests.collection.conftest import Mailbox
from tests.collection.ledger_box import (
    DEADLINE,
    FIRST,
    LIST,
    Box,
    blank,
    figures,
    unreadable,
)
from tests.collection.mails import letter
from tests.support.postgres import Postgres

Make = Callable[..., bytes]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """A server for as long as these tests run."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return str(tmp_path / "台账.sqlite")
    server: Postgres = request.getfixturevalue("postgres")
    return server.database()


def contents(ledger: Ledger) -> list[tuple[object, ...]]:
    """What the ledger holds, without numbers and times of its own."""
    with ledger.snapshot() as seen:
        versions = [
            (
                version.figures,
                version.version,
                version.versions,
                version.in_force,
                version.doubt,
            )
            for version in seen.versions
        ]
        arrivals = sorted(
            (one.envelope, one.file, one.sha256, str(one.state), one.message)
            for one in seen.arrivals()
        )
        return [*versions, *arrivals, (seen.envelopes(),)]


def test_two_first_runs_on_an_empty_database_make_one_ledger(url: str) -> None:
    ready = Barrier(6)

    def first(_: int) -> int:
        ready.wait()
        return len(open_ledger(url).arrivals())

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(first, range(6))) == [0] * 6
    Box(open_ledger(url)).put(figures("设备购置"))
    assert len(open_ledger(url).in_force()) == 1


def test_runs_at_once_take_every_mail_in_once(
    url: str, mailbox: Mailbox, document: Make
) -> None:
    for number in range(6):
        mailbox.put(
            f"表{number}.eml",
            letter(
                ("表.json", document(project=f"项目{number % 4}")),
                message_id=f"<{number}@x>",
            ),
        )
        mailbox.put(
            f"信{number}.eml",
            letter(subject=f"来信{number}", message_id=f"<letter{number}@x>"),
        )
    with ThreadPoolExecutor(3) as pool:
        runs = list(pool.map(lambda _: collect([mailbox.folder], url), range(3)))
    assert sum(run.new for run in runs) == 4
    assert sum(run.letters for run in runs) == 6
    alone = str(mailbox.folder.parent / "另一本.sqlite")
    collect([mailbox.folder], alone)
    assert contents(open_ledger(url)) == contents(open_ledger(alone))


def test_both_databases_hold_and_decide_the_same(
    postgres: Postgres, tmp_path: Path
) -> None:
    told = []
    for address in (str(tmp_path / "台账.sqlite"), postgres.database()):
        box = Box(open_ledger(address))
        box.put(figures("设备购置"), bare=True)
        box.put(figures("设备购置", errors=2), bare=True)
        box.put(blank("校舍维修"))
        box.put(unreadable(), "道路维修.xlsx")
        box.ledger.note_roster(LIST)
        box.ledger.note_deadline(DEADLINE)
        choose(box.ledger, project_named(box.standing(), "设备购置"), 2, "核对", "王")
        with box.ledger.snapshot() as seen:
            records = standing_of(seen, today=DEADLINE).projects
        told.append(
            [
                (
                    record.project,
                    record.state,
                    record.version,
                    record.score,
                    record.questions,
                )
                for record in records
            ]
        )
    assert told[0] == told[1]
    assert [str(state) for _, state, *_ in told[0]] == [
        "退回",
        "未报",
        "退回",
        "未报",
        "未报",
    ]


def test_a_reading_sees_one_moment_whatever_is_written_meanwhile(url: str) -> None:
    box, other = Box(open_ledger(url)), Box(open_ledger(url))
    box.put(figures("设备购置"))
    other.mails = 10
    with ThreadPoolExecutor(1) as pool:
        with box.ledger.snapshot() as seen:
            assert len(seen.arrivals()) == 1
            writing = pool.submit(other.put, figures("校舍维修"))
            # Over PostgreSQL it is written at once, over SQLite as soon as the reading is over.
            wait([writing], timeout=None if url.startswith("postgresql") else 0.2)
            assert [version.figures.project for version in seen.versions] == [
                "设备购置"
            ]
            assert seen.envelopes() == 1
        assert writing.result() is State.NEW
    assert len(box.ledger.in_force()) == 2


def test_everything_can_be_read_while_others_collect(url: str) -> None:
    box = Box(open_ledger(url))
    box.put(figures("开头"))

    def collecting() -> None:
        for number in range(30):
            box.put(figures(f"项目{number}", errors=number % 2))

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(collecting)
        while not writing.done():
            with box.ledger.snapshot() as seen:
                known = {arrival.number for arrival in seen.arrivals()}
                assert {version.arrival.number for version in seen.versions} == known
                assert {number for number, _ in seen.all_problems()} <= known
                assert seen.envelopes() == len(known)
            assert write_summary(url).startswith(b"PK")
        writing.result()
    assert len(box.ledger.in_force()) == 31


def test_an_original_of_any_size_comes_back_byte_for_byte(
    url: str, tmp_path: Path
) -> None:
    ledger = open_ledger(url)
    large = bytes(range(256)) * 40_000  # 10 MB, three pieces
    digest = hashlib.sha256(large).hexdigest()
    path = tmp_path / "大.bin"
    path.write_bytes(large)
    attachments = (
        Attachment(
            name="大.xlsx", size=len(large), sha256=digest, data=None, large=path
        ),
        Attachment.of("空.xlsx", b""),
    )
    envelope = Envelope(
        key="id:1",
        origin="1.eml",
        received_at=FIRST,
        attachments=attachments,
        whole=b"From: a\n\nx",
    )
    for position in range(2):
        ledger.record(envelope, position, unreadable())
    assert ledger.original(digest) == large
    assert b"".join(ledger.original_pieces(digest)) == large
    assert ledger.original(attachments[1].sha256) == b""
    whole = ledger.whole_mail("id:1")
    assert whole is not None
    assert ledger.original(whole) == b"From: a\n\nx"


def test_a_file_that_changes_while_it_is_kept_is_not_kept_as_another(
    url: str, tmp_path: Path
) -> None:
    path = tmp_path / "大.bin"
    path.write_bytes(b"changed")
    large = Attachment(name="大.xlsx", size=9, sha256="0" * 64, data=None, large=path)
    ledger = open_ledger(url)
    with pytest.raises(OSError, match="改变"):
        ledger.record(
            Envelope(key="file:1", origin="1", received_at=FIRST, attachments=(large,)),
            0,
            unreadable(),
        )
    assert ledger.arrivals() == ()

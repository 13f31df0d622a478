"""Collect (收集): take in everything the sources hold, once and for good, whatever it is."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from perfeval_xl.collection.cluster import cluster_at
from perfeval_xl.collection.envelope import clean_text, label_of
from perfeval_xl.collection.examining import examined
from perfeval_xl.collection.ledger import Ledger, open_ledger
from perfeval_xl.collection.ledger_book import NotAtOnce
from perfeval_xl.collection.ledger_engine import engine_for, sqlite_file
from perfeval_xl.collection.ledger_session import LedgerSession
from perfeval_xl.collection.long_list import LongList
from perfeval_xl.collection.originals import keep_elsewhere
from perfeval_xl.collection.outcome import AttachmentVerdict, CollectionRun
from perfeval_xl.collection.preparing import Asked, Examine, Prepared, asked, prepare
from perfeval_xl.collection.records import State
from perfeval_xl.collection.remote import OriginalStore
from perfeval_xl.collection.roster_list import RosterList
from perfeval_xl.collection.sources import Found, Place, find, open_place
from perfeval_xl.collection.sources.imap import ImapMailbox, mails_on_server
from perfeval_xl.collection.standing import Sent, names_key
from perfeval_xl.collection.taking_in import (
    envelopes_in,
    expected,
    take_in,
)
from perfeval_xl.distribution.manifest import FormRecord
from perfeval_xl.errors import system_reason
from perfeval_xl.workers import in_order

__all__ = [
    "AttachmentVerdict",
    "CollectionRun",
    "CollectionStopped",
    "Progress",
    "collect",
]

_log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]
"""Called after every mail or file with how many are done, how many there are, and its place in the source."""

_AT_ONCE = 64
_BYTES_AT_ONCE = 8 * 1024 * 1024
_SECONDS = 0.5
"""How many steps are recorded in one transaction, how large they may be together, and how long the first one waits."""


def collect(
    sources: Iterable[Path | str],
    ledger_url: str,
    on_progress: Progress | None = None,
    *,
    manifests: Iterable[FormRecord] = (),
    roster: RosterList | None = None,
    deadline: date | None = None,
    mailboxes: Iterable[tuple[ImapMailbox, str]] = (),
    key: bytes | None = None,
    scheduler: str = "",
    originals: str = "",
) -> CollectionRun:
    """Take in folders, mails and single workbooks; running it again changes nothing.

    `key` is the one by which forms were signed, `None` for that of the environment.
    `manifests` are the forms that were sent out; the ledger keeps them, so that they need not be given again.
    The same holds for `roster`, the list of projects, and `deadline`. `mailboxes` are mailboxes on servers, each with its
    password. `ledger_url` is a SQLAlchemy URL or a plain path of a SQLite file, which is made. Nothing a file holds stops
    the run: files are read in processes of their own, one per core, which are ended where one takes too long or too much
    memory; they read ahead, and the ledger is written in order. `scheduler` is the address of a Dask cluster whose
    machines do the reading instead; a source that is a text is an address (see `remote`), and so is `originals`, where
    originals are kept from now on instead of in the ledger, which remembers it. Raises
    `UsageError` for a source that is not there, `EnvironmentMissing` when the ledger fails and `CollectionStopped` for
    Ctrl+C; everything recorded until then is kept.
    """
    own_file = sqlite_file(engine_for(ledger_url))
    sent_out = [_sent(record) for record in manifests]
    places = find(sources, leave_out=() if own_file is None else [own_file.resolve()])
    ledger = open_ledger(ledger_url)
    _note(ledger, sent_out, roster, deadline, originals)
    tally = _Tally()
    try:
        with (
            _hands(scheduler) as hands,
            closing(_examined(ledger, _steps(places, mailboxes), key, hands)) as steps,
        ):
            for done in _recorded(ledger, steps, key, tally):
                if on_progress is not None:
                    on_progress(done.done, len(places), done.place)
    except KeyboardInterrupt as stop:
        raise CollectionStopped(tally.run()) from stop
    return tally.run()


def _note(
    ledger: Ledger,
    sent_out: Sequence[Sent],
    roster: RosterList | None,
    deadline: date | None,
    originals: str,
) -> None:
    """Have the ledger keep what was given, so that it need not be given again."""
    if sent_out:
        ledger.note_sent(sent_out)
    if roster is not None:
        ledger.note_roster(roster)
    if deadline is not None:
        ledger.note_deadline(deadline)
    if originals:
        ledger.note_store(OriginalStore(originals).address)


class _Hands(NamedTuple):
    """Who examines items: how, how many at a time (`None`: one per core), and how to stop waiting for it."""

    examine: Examine
    size: int | None = None
    give_up: Callable[[], None] | None = None


@contextmanager
def _hands(scheduler: str) -> Iterator[_Hands]:
    """Have items examined on this machine, or on the cluster of a scheduler."""
    if not scheduler:
        yield _Hands(examined)
        return
    with cluster_at(scheduler) as cluster:
        yield _Hands(cluster.examined, cluster.size, cluster.give_up)


class CollectionStopped(KeyboardInterrupt):
    """Somebody pressed Ctrl+C; `run` is what had been recorded by then, and is kept."""

    def __init__(self, run: CollectionRun) -> None:
        super().__init__()
        self.run = run


class _Tally:
    """The verdicts of a run so far; a province has too many of them for memory."""

    def __init__(self) -> None:
        self._envelopes = 0
        self._verdicts: LongList[AttachmentVerdict] = LongList()

    def add(self, envelopes: Iterable[list[AttachmentVerdict]]) -> None:
        """Count the verdicts of each envelope."""
        for verdicts in envelopes:
            self._envelopes += 1
            for verdict in verdicts:
                counted = replace(verdict, envelope=self._envelopes)
                self._verdicts.append(counted)

    def run(self) -> CollectionRun:
        """Return what has been counted."""
        return CollectionRun(envelopes=self._envelopes, verdicts=self._verdicts)


def _sent(record: FormRecord) -> Sent:
    return Sent(
        form_id=record.form_id,
        fingerprint=record.fingerprint.lower(),
        names=names_key(record.scheme, record.year, record.project, record.unit),
        signed=record.signed,
        listed=True,
    )


class _PlaceDone(NamedTuple):
    """All that stands at a place has been taken in: how many are done, and where it is."""

    done: int
    place: str


class _Unreached(NamedTuple):
    """A place that the machine does not let us read, or not to its end."""

    origin: str
    failure: OSError


_Step = Prepared | _Unreached | _PlaceDone


def _steps(
    places: Sequence[Place], mailboxes: Iterable[tuple[ImapMailbox, str]]
) -> Iterator[Found | _Unreached | _PlaceDone]:
    """Yield what is to be taken in, in its order, and after each place that it is done."""
    for done, place in enumerate(places, start=1):
        for item in _opened(place):
            yield _reached(place.origin, item)
        yield _PlaceDone(done, clean_text(place.origin))
    for mailbox, password in mailboxes:
        for item in mails_on_server(mailbox, password):
            yield _reached(mailbox.origin, item)


def _reached(origin: str, item: Found | OSError) -> Found | _Unreached:
    if isinstance(item, OSError):
        return _Unreached(origin, item)
    return item


def _examined(
    ledger: Ledger,
    steps: Iterable[Found | _Unreached | _PlaceDone],
    key: bytes | None,
    hands: _Hands,
) -> Generator[_Step]:
    """Find out about every item what can be found out beside others; they come in the order of the steps."""

    def prepared(step: Asked | _Unreached | _PlaceDone) -> _Step:
        if isinstance(step, Asked):
            return prepare(ledger, step, key, hands.examine)
        return step

    asking: Iterator[Asked | _Unreached | _PlaceDone] = asked(ledger, steps)
    return in_order(prepared, asking, hands.size, give_up=hands.give_up)


def _recorded(
    ledger: Ledger, steps: Iterable[_Step], key: bytes | None, tally: _Tally
) -> Iterator[_PlaceDone]:
    """Record the steps group by group and count the verdicts; yield each place of which everything is recorded."""
    store = ledger.store()
    for group in _groups(steps):
        tally.add(_take_in(ledger, store, group, key))
        for step in group:
            if isinstance(step, _PlaceDone):
                yield step


def _groups(steps: Iterable[_Step]) -> Iterator[list[_Step]]:
    """Yield the steps in groups that are recorded at once: so many, or what has come within a moment.

    Every transaction waits for the disk. Who is killed has lost what is in one group, and the next run does it again.
    """
    group: list[_Step] = []
    size = 0
    began = time.monotonic()
    for step in steps:
        group.append(step)
        if isinstance(step, Prepared):
            size += step.item.size
        waited = time.monotonic() - began
        if len(group) >= _AT_ONCE or size >= _BYTES_AT_ONCE or waited >= _SECONDS:
            yield group
            group, size = [], 0
            began = time.monotonic()
    if group:
        yield group


def _take_in(
    ledger: Ledger,
    store: OriginalStore | None,
    group: Sequence[_Step],
    key: bytes | None,
) -> list[list[AttachmentVerdict]]:
    """Record the items of a group; return the verdicts on every mail or file in it."""
    if store is not None:
        # Before anything is said of them: what the ledger knows is there.
        for step in group:
            if isinstance(step, Prepared):
                keep_elsewhere(store, envelopes_in(step))
    try:
        with ledger.writing(elsewhere=store is not None, at_once=True) as session:
            prepared = [step for step in group if isinstance(step, Prepared)]
            session.expect(expected(prepared))
            return _taken_in(session, group, key)
    except NotAtOnce:
        _log.exception("a group is recorded again, one by one")
    with ledger.writing(elsewhere=store is not None) as session:
        return _taken_in(session, group, key)


def _taken_in(
    session: LedgerSession, group: Iterable[_Step], key: bytes | None
) -> list[list[AttachmentVerdict]]:
    verdicts: list[list[AttachmentVerdict]] = []
    for step in group:
        if isinstance(step, Prepared):
            verdicts += take_in(session, step, key)
        elif isinstance(step, _Unreached):
            # Nothing was received, so nothing is recorded: once it can be read, the next run takes it in.
            _log.warning("cannot read %s: %s", step.origin, step.failure)
            verdicts.append([_unreachable(step.origin, step.failure)])
    return verdicts


def _opened(place: Place) -> Iterator[Found | OSError]:
    """Yield what stands at a place, and at the end the failure that keeps us from the rest."""
    try:
        yield from open_place(place)
    except OSError as failure:
        yield failure


def _unreachable(origin: str, failure: OSError) -> AttachmentVerdict:
    reason = system_reason(failure)
    return AttachmentVerdict(
        origin=clean_text(origin),
        file=label_of(origin),
        state=State.UNREADABLE,
        code="",
        message=f"未能读取这个文件（{clean_text(reason)}），请检查权限后重新收集。",
    )

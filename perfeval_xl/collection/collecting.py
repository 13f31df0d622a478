"""Collect (收集): take in everything the sources hold, once and for good, whatever it is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from perfeval_xl.collection.envelope import Envelope, clean_text, label_of
from perfeval_xl.collection.intake import unusable
from perfeval_xl.collection.ledger import Ledger, open_ledger
from perfeval_xl.collection.ledger_engine import engine_for, sqlite_file
from perfeval_xl.collection.outcome import AttachmentVerdict, CollectionRun
from perfeval_xl.collection.preparing import Prepared, failed, judged, prepare, survive
from perfeval_xl.collection.records import PASSED, RETURNED, Judgement, Settled, State
from perfeval_xl.collection.roster_list import RosterList
from perfeval_xl.collection.sources import Found, Place, bare_file, find, open_place
from perfeval_xl.collection.sources.imap import ImapMailbox, mails_on_server
from perfeval_xl.collection.standing import Sent, names_key, weigh
from perfeval_xl.distribution.manifest import FormRecord
from perfeval_xl.errors import system_reason
from perfeval_xl.workers import in_order, worker

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

_PLAIN = {State.DUPLICATE: "内容与先前收到的完全相同，不另计"}
_TO_CHOOSE = "；分不清这一版与在用的一版谁在后，没有替代它，请用 ledger history 查看、ledger choose 选定"


def collect(
    sources: Iterable[Path],
    ledger_url: str,
    on_progress: Progress | None = None,
    *,
    manifests: Iterable[FormRecord] = (),
    roster: RosterList | None = None,
    deadline: date | None = None,
    mailboxes: Iterable[tuple[ImapMailbox, str]] = (),
    key: bytes | None = None,
) -> CollectionRun:
    """Take in folders, mails and single workbooks; running it again changes nothing.

    `key` is the one by which forms were signed, `None` for that of the environment.
    `manifests` are the forms that were sent out; the ledger keeps them, so that they need not be given again.
    The same holds for `roster`, the list of projects, and `deadline`. `mailboxes` are mailboxes on servers, each with its
    password. `ledger_url` is a SQLAlchemy URL or a plain path of a SQLite file, which is made. Nothing a file holds stops
    the run: files are read in processes of their own, one per core, which are ended where one takes too long or too much
    memory; they read ahead, and the ledger is written in order. Raises
    `UsageError` for a source that is not there, `EnvironmentMissing` when the ledger fails and `CollectionStopped` for
    Ctrl+C; everything recorded until then is kept.
    """
    own_file = sqlite_file(engine_for(ledger_url))
    sent_out = [_sent(record) for record in manifests]
    places = find(sources, leave_out=() if own_file is None else [own_file.resolve()])
    ledger = open_ledger(ledger_url)
    if sent_out:
        ledger.note_sent(sent_out)
    if roster is not None:
        ledger.note_roster(roster)
    if deadline is not None:
        ledger.note_deadline(deadline)
    tally = _Tally()
    try:
        with closing(
            in_order(
                lambda step: _prepared(ledger, step, key), _steps(places, mailboxes)
            )
        ) as steps:
            for step in steps:
                if not isinstance(step, _PlaceDone):
                    tally.add(_take_in(ledger, step, key))
                elif on_progress is not None:
                    on_progress(step.done, len(places), step.place)
    except KeyboardInterrupt as stop:
        raise CollectionStopped(tally.run()) from stop
    return tally.run()


class CollectionStopped(KeyboardInterrupt):
    """Somebody pressed Ctrl+C; `run` is what had been recorded by then, and is kept."""

    def __init__(self, run: CollectionRun) -> None:
        super().__init__()
        self.run = run


class _Tally:
    """The verdicts of a run so far."""

    def __init__(self) -> None:
        self._envelopes = 0
        self._verdicts: list[AttachmentVerdict] = []

    def add(self, envelopes: Iterable[list[AttachmentVerdict]]) -> None:
        """Count the verdicts of each envelope."""
        for verdicts in envelopes:
            self._envelopes += 1
            self._verdicts += [
                replace(verdict, envelope=self._envelopes) for verdict in verdicts
            ]

    def run(self) -> CollectionRun:
        """Return what has been counted."""
        return CollectionRun(envelopes=self._envelopes, verdicts=tuple(self._verdicts))


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


def _steps(
    places: Sequence[Place], mailboxes: Iterable[tuple[ImapMailbox, str]]
) -> Iterator[Found | _Unreached | _PlaceDone]:
    """Yield what is to be taken in, in its order, and after each place that it is done."""
    for done, place in enumerate(places, start=1):
        for item in _opened(place):
            yield _Unreached(place.origin, item) if isinstance(item, OSError) else item
        yield _PlaceDone(done, clean_text(place.origin))
    for mailbox, password in mailboxes:
        for item in mails_on_server(mailbox, password):
            yield (
                _Unreached(mailbox.origin, item) if isinstance(item, OSError) else item
            )


def _prepared(
    ledger: Ledger, step: Found | _Unreached | _PlaceDone, key: bytes | None
) -> Prepared | _Unreached | _PlaceDone:
    """Find out about an item what can be found out beside others."""
    return (
        step
        if isinstance(step, (_PlaceDone, _Unreached))
        else prepare(ledger, step, key)
    )


def _take_in(
    ledger: Ledger, step: Prepared | _Unreached, key: bytes | None
) -> Iterator[list[AttachmentVerdict]]:
    """Yield the verdicts on every mail or file of one step."""
    if isinstance(step, _Unreached):
        # Nothing was received, so nothing is recorded: once the file can be read, the next run takes it in.
        _log.warning("cannot read %s: %s", step.origin, step.failure)
        yield [_unreachable(step.origin, step.failure)]
    else:
        yield from _take_item(ledger, step, key)


def _opened(place: Place) -> Iterator[Found | OSError]:
    """Yield what stands at a place, and at the end the failure that keeps us from the rest."""
    try:
        yield from open_place(place)
    except OSError as failure:
        yield failure


def _take_item(
    ledger: Ledger, prepared: Prepared, key: bytes | None
) -> Iterator[list[AttachmentVerdict]]:
    """Yield the verdicts on every envelope that an item holds: an archive may hold mails."""
    item = prepared.item
    whole = bare_file(item)
    if prepared.settled is not None:
        yield [_known(whole, 0, prepared.settled)]
        return
    if prepared.stopped is not None:
        yield [
            _recorded(
                ledger, whole, 0, unusable(whole.attachments[0], prepared.stopped)
            )
        ]
        return
    for number, found in enumerate(prepared.envelopes):
        envelope = ledger.told_apart(_with_whole(found, item))
        positions = range(len(envelope.attachments))
        yield [
            _take_attachment(
                ledger,
                envelope,
                position,
                prepared.judgements.get((number, position)),
                key,
            )
            for position in positions
        ]


def _with_whole(envelope: Envelope, item: Found) -> Envelope:
    """Put the mail beside what was in it; one that lay in an archive has brought it along."""
    if envelope.key.startswith("file:") or envelope.whole is not None:
        return envelope
    return replace(envelope, whole=item.data)


def _take_attachment(
    ledger: Ledger,
    envelope: Envelope,
    position: int,
    before: tuple[bool, Judgement] | None,
    key: bytes | None,
) -> AttachmentVerdict:
    """Record one attachment; `before` is what was found out while others had their turn, `None` for nothing."""
    attachment = envelope.attachments[position]
    settled = ledger.settled(envelope, position)
    if settled is not None:
        return _known(envelope, position, settled)
    known = attachment.data is not None and ledger.holds_submission(attachment.sha256)
    if before is not None and before[0] == known:
        judgement = before[1]
    else:
        with worker() as hands:
            judgement = judged(hands, attachment, key, known=known)
    standing = judgement.standing
    if standing is not None:
        judgement = weigh(judgement, ledger.sent(standing.form_id, standing.names))
    return _recorded(ledger, envelope, position, judgement)


def _recorded(
    ledger: Ledger, envelope: Envelope, position: int, judgement: Judgement
) -> AttachmentVerdict:
    state, said = survive(
        lambda: (ledger.record(envelope, position, judgement), judgement),
        lambda failure: _record_failure(ledger, envelope, position, failure),
    )
    made = _verdict(envelope, position, state, said)
    told = (
        ledger.told_of(envelope.attachments[position].sha256)
        if state is State.DUPLICATE
        else None
    )
    if told is None:
        return made
    # A repetition says whose form it repeats.
    return replace(made, project=told.project, unit=told.unit)


def _record_failure(
    ledger: Ledger, envelope: Envelope, position: int, failure: Exception
) -> tuple[State, Judgement]:
    """Record that the program failed, without the bytes of a file that may be what it failed on."""
    judgement = failed(envelope.attachments[position], failure)
    attachments = tuple(
        replace(attachment, large=None) for attachment in envelope.attachments
    )
    return ledger.record(
        replace(envelope, attachments=attachments), position, judgement
    ), judgement


def _known(envelope: Envelope, position: int, settled: Settled) -> AttachmentVerdict:
    said = _counted(settled.errors, settled.warnings) if settled.state.accepted else ""
    return AttachmentVerdict(
        origin=envelope.origin,
        file=envelope.attachments[position].name,
        state=State.KNOWN,
        message="，".join(part for part in (settled.state.label, said) if part),
        before=settled.state,
        errors=settled.errors,
        warnings=settled.warnings,
        project=settled.project,
        unit=settled.unit,
        self_total=settled.self_total,
        rule_total=settled.rule_total,
        sender=envelope.sender,
        subject=envelope.subject,
    )


def _verdict(
    envelope: Envelope, position: int, state: State, judgement: Judgement
) -> AttachmentVerdict:
    figures = judgement.submission if state.accepted or state is State.BLANK else None
    errors, warnings, open_rows = 0, 0, 0
    if figures is not None and state.accepted:
        errors, warnings = figures.errors, figures.warnings
        open_rows = sum(row.highest is not None for row in judgement.indicators)
    said = judgement.message or _PLAIN.get(state, state.label)
    if state.accepted:
        said = _counted(errors, warnings)
    if state is State.DOUBTFUL:
        said += _TO_CHOOSE
    if open_rows:
        said += f"，{open_rows}项指标待评价人员判断"
    return AttachmentVerdict(
        origin=envelope.origin,
        file=envelope.attachments[position].name,
        state=state,
        code=judgement.code,
        message=said,
        before=judgement.state if state is State.KNOWN else None,
        errors=errors,
        warnings=warnings,
        project="" if figures is None else figures.project,
        unit="" if figures is None else figures.unit,
        self_total=None if figures is None else figures.self_total,
        rule_total=None if figures is None else figures.decided_total,
        sender=envelope.sender,
        subject=envelope.subject,
        open_rows=open_rows,
    )


def _counted(errors: int, warnings: int) -> str:
    return f"{RETURNED if errors else PASSED}，错误{errors}个，警告{warnings}个"


def _unreachable(origin: str, failure: OSError) -> AttachmentVerdict:
    reason = system_reason(failure)
    return AttachmentVerdict(
        origin=clean_text(origin),
        file=label_of(origin),
        state=State.UNREADABLE,
        code="",
        message=f"未能读取这个文件（{clean_text(reason)}），请检查权限后重新收集。",
    )

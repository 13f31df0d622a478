"""Collect (收集): take in everything the sources hold, once and for good, whatever it is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from perfeval_xl.collection.content import Kind, kind_of
from perfeval_xl.collection.envelope import Attachment, Envelope, clean_text, label_of
from perfeval_xl.collection.intake import judge, passed_over
from perfeval_xl.collection.ledger import Ledger, open_ledger
from perfeval_xl.collection.ledger_engine import engine_for, sqlite_file
from perfeval_xl.collection.records import Judgement, State
from perfeval_xl.collection.sources import Place, bare_file, envelope_of, find, open_place
from perfeval_xl.errors import EnvironmentMissing

__all__ = ["AttachmentVerdict", "CollectionRun", "Progress", "collect"]

_Result = TypeVar("_Result")

_log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]
"""Called after every mail or file with how many are done, how many there are, and its place in the source."""

_REPORT_BUG = "请把这个文件和运行日志交给维护人员；修复后重新收集即可。"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentVerdict:
    """What became of one attachment in this run. `code` is empty unless it could not be read."""

    origin: str
    file: str
    state: State
    code: str
    message: str

    def as_json(self) -> dict[str, str]:
        """Return the verdict as `collect --json` shows it."""
        return {
            "origin": self.origin,
            "file": self.file,
            "state": str(self.state),
            "code": self.code,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionRun:
    """One run: how many envelopes there were, and the verdict on every attachment, in the order of the sources."""

    envelopes: int
    verdicts: tuple[AttachmentVerdict, ...]

    def count(self, *states: State) -> int:
        """Return how many attachments ended in one of these states."""
        return sum(verdict.state in states for verdict in self.verdicts)

    @property
    def attachments(self) -> int:
        """How many attachments were seen, those of earlier runs included."""
        return len(self.verdicts)

    @property
    def new(self) -> int:
        """Submissions received for the first time."""
        return self.count(State.NEW)

    @property
    def corrections(self) -> int:
        """Further versions of submissions, those that came in late behind a newer one included."""
        return self.count(State.CORRECTION, State.OUTDATED)

    @property
    def duplicates(self) -> int:
        """Attachments whose very bytes had come before in another mail or file."""
        return self.count(State.DUPLICATE)

    @property
    def unreadable(self) -> int:
        """Attachments that could not be used, or on which the program failed."""
        return self.count(State.UNREADABLE, State.INTERNAL)

    @property
    def ignored(self) -> int:
        """Pictures, letters and the like."""
        return self.count(State.IGNORED)

    @property
    def known(self) -> int:
        """Attachments that an earlier run had already taken in from the same envelope."""
        return self.count(State.KNOWN)

    def as_json(self) -> dict[str, Any]:
        """Return the counts and the verdicts as `collect --json` shows them."""
        names = ("envelopes", "attachments", "new", "corrections", "duplicates", "unreadable", "ignored", "known")
        return {name: getattr(self, name) for name in names} | {"verdicts": [v.as_json() for v in self.verdicts]}


def collect(sources: Iterable[Path], ledger_url: str, on_progress: Progress | None = None) -> CollectionRun:
    """Take in folders, mails and single workbooks; running it again changes nothing.

    `ledger_url` is a SQLAlchemy URL or a plain path of a SQLite file, which is made. Nothing a file holds stops the
    run. Raises `UsageError` for a source that is not there and `EnvironmentMissing` when the ledger fails; everything
    recorded until then is kept.
    """
    own_file = sqlite_file(engine_for(ledger_url))
    places = find(sources, leave_out=() if own_file is None else [own_file.resolve()])
    ledger = open_ledger(ledger_url)
    verdicts: list[AttachmentVerdict] = []
    for done, place in enumerate(places, start=1):
        verdicts += _take_in(ledger, place)
        if on_progress is not None:
            on_progress(done, len(places), clean_text(place[1]))
    return CollectionRun(envelopes=len(places), verdicts=tuple(verdicts))


def _take_in(ledger: Ledger, place: Place) -> Iterator[AttachmentVerdict]:
    try:
        item = open_place(place)
    except OSError as failure:
        # Nothing was received, so nothing is recorded: once the file can be read, the next run takes it in.
        _log.warning("cannot read %s: %s", place[1], failure)
        yield _unreachable(place, failure)
        return
    envelope = _survive(lambda: envelope_of(item), lambda _: bare_file(item))
    if not envelope.attachments:
        ledger.record_envelope(envelope)
    for position in range(len(envelope.attachments)):
        yield _take_attachment(ledger, envelope, position)


def _take_attachment(ledger: Ledger, envelope: Envelope, position: int) -> AttachmentVerdict:
    attachment = envelope.attachments[position]
    if ledger.settled(envelope, position):
        return _verdict(envelope, position, State.KNOWN, Judgement(state=State.KNOWN, kind=Kind.UNKNOWN))
    judgement = _survive(lambda: _judged(ledger, attachment), lambda failure: _failed(attachment, failure))
    state, said = _survive(
        lambda: (ledger.record(envelope, position, judgement), judgement),
        lambda failure: _record_failure(ledger, envelope, position, failure),
    )
    return _verdict(envelope, position, state, said)


def _judged(ledger: Ledger, attachment: Attachment) -> Judgement:
    """Judge one attachment; what was taken in before is not evaluated again."""
    obvious = passed_over(attachment)
    if obvious is not None:
        return obvious
    if attachment.data is not None and ledger.holds_submission(attachment.sha256):
        return Judgement(state=State.DUPLICATE, kind=kind_of(attachment.data))
    return judge(attachment)


def _survive(action: Callable[[], _Result], instead: Callable[[Exception], _Result]) -> _Result:
    """Do `action`; where the program itself fails on one file, log why and go on with `instead`.

    The only place where everything is caught: one file among thousands must not stop the run. A ledger or a machine
    that fails is no matter of one file, and does stop it.
    """
    try:
        return action()
    except EnvironmentMissing:
        raise
    except Exception as failure:  # noqa: BLE001 - the batch boundary
        _log.exception("unexpected failure on one attachment")
        return instead(failure)


def _failed(attachment: Attachment, failure: Exception) -> Judgement:
    kind = Kind.UNKNOWN if attachment.data is None else kind_of(attachment.data)
    text = clean_text(f"{type(failure).__name__}: {failure}")
    return Judgement(state=State.INTERNAL, kind=kind, message=f"程序处理时出错（{text}）。", remedy=_REPORT_BUG)


def _record_failure(ledger: Ledger, envelope: Envelope, position: int, failure: Exception) -> tuple[State, Judgement]:
    judgement = _failed(envelope.attachments[position], failure)
    return ledger.record(envelope, position, judgement), judgement


def _verdict(envelope: Envelope, position: int, state: State, judgement: Judgement) -> AttachmentVerdict:
    return AttachmentVerdict(
        origin=envelope.origin,
        file=envelope.attachments[position].name,
        state=state,
        code=judgement.code,
        message=judgement.message or state.label,
    )


def _unreachable(place: Place, failure: OSError) -> AttachmentVerdict:
    reason = failure.strerror or str(failure)
    return AttachmentVerdict(
        origin=clean_text(place[1]),
        file=label_of(place[1]),
        state=State.UNREADABLE,
        code="",
        message=f"无法读取这个文件（{clean_text(reason)}），请检查权限后重新收集。",
    )

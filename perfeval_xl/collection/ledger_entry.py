"""Entering one attachment into the ledger, inside one transaction that others wait for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any

from sqlalchemy import Connection, Insert, select

import perfeval_xl
from perfeval_xl.collection import ledger_queries as queries
from perfeval_xl.collection import ledger_schema as tables
from perfeval_xl.collection import originals
from perfeval_xl.collection.envelope import Envelope
from perfeval_xl.collection.records import Dated, Judgement, Settled, State
from perfeval_xl.collection.reviewed import Reviewed
from perfeval_xl.collection.standing import Sent
from perfeval_xl.collection.version_order import order_of

__all__ = ["LedgerEntry", "Seen", "note_sent", "wait_for_others"]

_ENVELOPE = tables.envelope.insert()
_CONTENT = tables.content.insert()
_ARRIVAL = tables.arrival.insert()
_VERDICT = tables.verdict.insert()
_SUBMISSION = tables.submission.insert()
_INDICATORS = tables.indicator_score.insert()
_PROBLEMS = tables.problem.insert()
_PASSAGES = tables.passage.insert()
_REVIEW = tables.review.insert()
_REVIEW_ROWS = tables.review_row.insert()
_SENT = tables.sent.insert()


def note_sent(connection: Connection, form: Sent) -> None:
    """Append a form that was sent out, unless the latest of its kind under its id is the same."""
    kind = {"form_id": form.form_id, "listed": int(form.listed)}
    known = connection.scalar(queries.LATEST_SENT, kind)
    if known is None or (known != form.fingerprint and form.listed):
        row = asdict(form) | {
            "signed": int(form.signed),
            "listed": int(form.listed),
            "recorded_at": datetime.now(UTC),
        }
        connection.execute(_SENT, row)


def wait_for_others(connection: Connection) -> None:
    """Let one writer decide at a time: a SQLite transaction that writes does so by itself, a server by this row."""
    table = tables.version
    connection.execute(
        select(table.c.number).where(table.c.number == 1).with_for_update()
    )


class Seen:
    """What was found in the ledger within one transaction, so that it is asked once; what is written is noted.

    `elsewhere` says that the bytes of originals are not kept in the ledger.
    """

    def __init__(self, connection: Connection, *, elsewhere: bool = False) -> None:
        self._connection = connection
        self.elsewhere = elsewhere
        self._envelopes: dict[str, bool] = {}
        self._contents: dict[str, bool] = {}

    def envelope(self, key: str) -> bool:
        """Whether an envelope is in the ledger; nothing of one that is not."""
        if key not in self._envelopes:
            found = self._connection.scalar(queries.ENVELOPE, {"key": key})
            self._envelopes[key] = found is not None
        return self._envelopes[key]

    def content(self, sha256: str) -> bool:
        """Whether bytes are in the ledger, whatever was said of them."""
        if sha256 not in self._contents:
            found = self._connection.scalar(queries.CONTENT, {"sha256": sha256})
            self._contents[sha256] = found is not None
        return self._contents[sha256]

    def accepted(self, sha256: str) -> int | None:
        """Return the arrival by which these bytes became a version; `None` where they did not."""
        if not self.content(sha256):
            return None
        found: int | None = self._connection.scalar(
            queries.ACCEPTED, {"sha256": sha256}
        )
        return found

    def note(self, *, envelope: str = "", content: str = "") -> None:
        """Note that an envelope or bytes were written."""
        if envelope:
            self._envelopes[envelope] = True
        if content:
            self._contents[content] = True

    def forget(self) -> None:
        """Forget all: something was not written after all."""
        self._envelopes.clear()
        self._contents.clear()


class LedgerEntry:
    """One attachment of one envelope, as the ledger knows it, or is to know it."""

    def __init__(
        self, connection: Connection, envelope: Envelope, position: int, seen: Seen
    ) -> None:
        self._connection = connection
        self._envelope = envelope
        self._position = position
        self._attachment = envelope.attachments[position]
        self._seen = seen

    def settled(self) -> Settled | None:
        """Return the verdict that counts for good; `None` without one, and for one on which the program failed."""
        number = self._arrival_number()
        state = self._state(number)
        if number is None or state is None or state is State.INTERNAL:
            return None
        found = self._connection.execute(queries.told_of(number))
        told = found.mappings().one_or_none()
        if told is None:
            return Settled(state=state)
        return Settled(state=state, **told)

    def write(self, judgement: Judgement) -> State:
        """Append whatever is new: content, envelope, arrival, verdict and what hangs on it."""
        number = self._arrival_number()
        before = self._state(number)
        if before is not None and (
            before is not State.INTERNAL or judgement.state is State.INTERNAL
        ):
            return State.KNOWN
        # What the arrival refers to comes first.
        self._write_envelope()
        fresh = self._write_content()
        number = number or self._write_arrival(judgement)
        # Bytes that nobody has sent before repeat nothing.
        state, earlier = self._place(number, judgement, fresh=fresh)
        verdict = self._write_verdict(number, judgement, state, earlier)
        if state.accepted or state is State.BLANK:
            self._write_figures(verdict, judgement)
        if judgement.review is not None:
            self._write_review(verdict, judgement.review)
            self._write_rows(_PROBLEMS, verdict, judgement.problems)
        if state.accepted:
            self._note_sent(judgement)
        return state

    def _arrival_number(self) -> int | None:
        if not self._seen.envelope(self._envelope.key):
            return None
        asked = {
            "envelope": self._envelope.key,
            "position": self._position,
            "sha256": self._attachment.sha256,
        }
        found: int | None = self._connection.scalar(queries.ARRIVAL, asked)
        return found

    def _state(self, number: int | None) -> State | None:
        if number is None:
            return None
        found: str = self._connection.execute(
            queries.STATE, {"arrival": number}
        ).scalar_one()
        return State(found)

    def _write_envelope(self) -> None:
        """Append the envelope unless it is there: who first brought it stays."""
        envelope = self._envelope
        if self._seen.envelope(envelope.key):
            return
        row = {
            "key": envelope.key,
            "origin": envelope.origin,
            "sender": envelope.sender,
            "subject": envelope.subject,
            "message_id": envelope.message_id,
            "received_at": envelope.received_at,
            "recorded_at": datetime.now(UTC),
        }
        self._connection.execute(_ENVELOPE, row)
        self._seen.note(envelope=envelope.key)
        if envelope.whole is not None:
            originals.keep_whole_mail(
                self._connection,
                envelope.key,
                envelope.whole,
                elsewhere=self._seen.elsewhere,
            )

    def _write_content(self) -> bool:
        """Append the bytes unless they are there; return whether they are new."""
        attachment = self._attachment
        fresh = not self._seen.content(attachment.sha256)
        if fresh:
            row = {
                "sha256": attachment.sha256,
                "size": attachment.size,
                "bytes": None if self._seen.elsewhere else attachment.data,
            }
            self._connection.execute(_CONTENT, row)
            self._seen.note(content=attachment.sha256)
        if attachment.large is not None and not self._seen.elsewhere:
            pieces = originals.pieces_of(attachment.large)
            originals.keep(self._connection, attachment.sha256, pieces)
        return fresh

    def _write_arrival(self, judgement: Judgement) -> int:
        row = {
            "envelope": self._envelope.key,
            "position": self._position,
            "sha256": self._attachment.sha256,
            "file": self._attachment.name,
            "inner_sender": self._attachment.inner_sender or None,
            "inner_date": self._attachment.inner_date,
            "saved_at": judgement.saved_at,
        }
        return self._append(_ARRIVAL, row)

    def _place(
        self, number: int, judgement: Judgement, *, fresh: bool
    ) -> tuple[State, int | None]:
        """Say what a judged attachment is among those before it, and which arrival it repeats or corrects."""
        if judgement.state is State.UNREADABLE:
            repeated = None if fresh else self._same_refusal()
            if repeated is None:
                return (State.UNREADABLE, None)
            return (State.DUPLICATE, repeated)
        if judgement.state not in {State.NEW, State.DUPLICATE}:
            return judgement.state, None
        repeated = None if fresh else self._seen.accepted(self._attachment.sha256)
        if repeated is not None:
            return State.DUPLICATE, repeated
        assert judgement.submission is not None
        own = self._versions(judgement.submission.subject)
        if not own:
            return State.NEW, None
        subject = {"subject": judgement.submission.subject}
        decided = self._connection.execute(queries.DECISIONS_ON, subject)
        decisions = queries.decided(decided)
        before = order_of(own, decisions).current
        after = order_of([*own, self._dated(number, judgement)], decisions)
        if after.current == number:
            return State.CORRECTION, before
        return State.DOUBTFUL if number in after.doubts else State.OUTDATED, before

    def _versions(self, subject: str) -> list[Dated]:
        """Return the versions of a submission so far, each as its bytes came first."""
        first: dict[str, Dated] = {}
        rows = self._connection.execute(queries.ARRIVALS_OF, {"subject": subject})
        for row in rows.mappings():
            values = dict(row)
            sha256 = values.pop("sha256")
            found = Dated(**values)
            if sha256 not in first or found.age < first[sha256].age:
                first[sha256] = found
        return list(first.values())

    def _dated(self, number: int, judgement: Judgement) -> Dated:
        return Dated(
            number=number,
            envelope=self._envelope.key,
            received_at=self._envelope.received_at,
            inner_date=self._attachment.inner_date,
            saved_at=judgement.saved_at,
        )

    def _same_refusal(self) -> int | None:
        """Return the arrival of the same unusable bytes from the same sender.

        From somebody else they are no repetition: an empty file is the same for everybody, and each must be answered.
        """
        sender = parseaddr(self._envelope.sender)[1].casefold()
        if not sender:
            return None
        asked = {"sha256": self._attachment.sha256}
        for row in self._connection.execute(queries.REFUSED, asked):
            if parseaddr(row.sender)[1].casefold() == sender:
                return int(row.number)
        return None

    def _write_verdict(
        self, arrival: int, judgement: Judgement, state: State, earlier: int | None
    ) -> int:
        row = {
            "arrival": arrival,
            "state": str(state),
            "kind": str(judgement.kind),
            "code": judgement.code,
            "message": judgement.message,
            "remedy": judgement.remedy,
            "earlier": earlier,
            "program": perfeval_xl.__version__,
            "decided_at": datetime.now(UTC),
        }
        return self._append(_VERDICT, row)

    def _write_figures(self, verdict: int, judgement: Judgement) -> None:
        assert judgement.submission is not None
        figures = _row(judgement.submission) | {"verdict": verdict}
        self._connection.execute(_SUBMISSION, figures)
        self._write_rows(_INDICATORS, verdict, judgement.indicators)
        self._write_rows(_PROBLEMS, verdict, judgement.problems)
        self._write_rows(_PASSAGES, verdict, judgement.passages)

    def _write_review(self, verdict: int, found: Reviewed) -> None:
        row = {
            "verdict": verdict,
            "subject": found.subject,
            "arrival": found.arrival,
            "project": found.project,
            "unit": found.unit,
            "department": found.department,
        }
        self._connection.execute(_REVIEW, row)
        self._write_rows(_REVIEW_ROWS, verdict, found.rows)

    def _write_rows(
        self, statement: Insert, verdict: int, records: Sequence[Any]
    ) -> None:
        """Append what hangs on a verdict, in its order."""
        rows = [
            _row(record) | {"verdict": verdict, "position": position}
            for position, record in enumerate(records)
        ]
        if rows:
            self._connection.execute(statement, rows)

    def _note_sent(self, judgement: Judgement) -> None:
        """A form that can show where it comes from was sent out, whatever list there is."""
        standing = judgement.standing
        if standing is None or not standing.trusted or not standing.form_id:
            return
        form = Sent(
            form_id=standing.form_id,
            fingerprint=standing.fingerprint,
            names=standing.issued_names,
            signed=standing.signed,
            listed=False,
        )
        note_sent(self._connection, form)

    def _append(self, statement: Insert, row: dict[str, Any]) -> int:
        result = self._connection.execute(statement, row)
        assert result.inserted_primary_key is not None
        return int(result.inserted_primary_key[0])


def _row(record: Any) -> dict[str, Any]:
    """Return the values of a record as they are; `asdict` would copy each of them."""
    return {name: getattr(record, name) for name in _names(type(record))}


def _names(record: type) -> tuple[str, ...]:
    if record not in _NAMES:
        _NAMES[record] = tuple(field.name for field in fields(record))
    return _NAMES[record]


_NAMES: dict[type, tuple[str, ...]] = {}
"""The names of the values of every kind of record that was written: asking for them costs as much as writing them."""

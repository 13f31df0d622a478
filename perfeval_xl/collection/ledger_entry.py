"""Entering one attachment into the ledger, inside one transaction that others wait for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any

from sqlalchemy import Table

import perfeval_xl
from perfeval_xl.collection import ledger_queries as queries
from perfeval_xl.collection import ledger_schema as tables
from perfeval_xl.collection import originals
from perfeval_xl.collection.envelope import Envelope
from perfeval_xl.collection.ledger_book import Book, Rows
from perfeval_xl.collection.ledger_notes import sent_row
from perfeval_xl.collection.ledger_seen import Came, Seen
from perfeval_xl.collection.records import Dated, Judgement, Settled, State
from perfeval_xl.collection.reviewed import Reviewed
from perfeval_xl.collection.standing import Sent
from perfeval_xl.collection.version_order import order_of

__all__ = ["LedgerEntry"]


class LedgerEntry:
    """One attachment of one envelope, as the ledger knows it, or is to know it."""

    def __init__(
        self, book: Book, seen: Seen, envelope: Envelope, position: int
    ) -> None:
        self._book = book
        self._seen = seen
        self._rows = Rows()
        self._in_pieces: list[str] = []
        self._envelope = envelope
        self._position = position
        self._attachment = envelope.attachments[position]

    def settled(self) -> Settled | None:
        """Return the verdict that counts for good; `None` without one, and for one on which the program failed."""
        came = self._came()
        if came is None or came.state is State.INTERNAL:
            return None
        found = self._book.ask(queries.told_of(came.number))
        told = found.mappings().one_or_none()
        if told is None:
            return Settled(state=came.state)
        return Settled(state=came.state, **told)

    def write(self, judgement: Judgement) -> State:
        """Append whatever is new: content, envelope, arrival, verdict and what hangs on it.

        The rows wait in the book; where this raises, none of them does.
        """
        came = self._came()
        if came is not None and (
            came.state is not State.INTERNAL or judgement.state is State.INTERNAL
        ):
            return State.KNOWN
        # What the arrival refers to comes first.
        new_envelope = self._write_envelope()
        fresh = self._write_content()
        number = came.number if came is not None else self._write_arrival(judgement)
        # Bytes that nobody has sent before repeat nothing.
        state, earlier = self._place(number, judgement, fresh=fresh)
        verdict = self._write_verdict(number, judgement, state, earlier)
        if state.accepted or state is State.BLANK:
            self._write_figures(verdict, judgement)
        if judgement.review is not None:
            self._write_review(verdict, judgement.review)
            self._write_rows(tables.problem, verdict, judgement.problems)
        form = self._sent_form(judgement) if state.accepted else None
        if form is not None:
            self._rows.add(tables.sent, sent_row(form))
        self._book.rows.take_over(self._rows)
        # Only now: what was not written must not be taken for seen.
        if new_envelope:
            self._seen.note_envelope(self._envelope.key)
        if fresh:
            self._seen.note_content(self._attachment.sha256)
        if form is not None:
            self._seen.note_sent(form)
        self._note(judgement, Came(number=number, state=state))
        return state

    def _note(self, judgement: Judgement, came: Came) -> None:
        """Have what comes after this know what became of it."""
        attachment = self._attachment
        for sha256 in self._in_pieces:
            self._seen.note_piece(sha256)
        self._seen.note_arrival(
            self._envelope.key, self._position, attachment.sha256, came
        )
        if came.state.accepted and judgement.submission is not None:
            self._seen.note_subject(judgement.submission.subject)

    def _came(self) -> Came | None:
        return self._seen.arrival(
            self._envelope.key, self._position, self._attachment.sha256
        )

    def _write_envelope(self) -> bool:
        """Append the envelope unless it is there: who first brought it stays. Return whether it is new."""
        envelope = self._envelope
        if self._seen.envelope(envelope.key):
            return False
        row = {
            "key": envelope.key,
            "origin": envelope.origin,
            "sender": envelope.sender,
            "subject": envelope.subject,
            "message_id": envelope.message_id,
            "received_at": envelope.received_at,
            "recorded_at": datetime.now(UTC),
        }
        self._rows.add(tables.envelope, row)
        if envelope.whole is not None:
            self._write_whole_mail(envelope.whole)
        return True

    def _write_whole_mail(self, data: bytes) -> None:
        """Append the mail as it came in; its bytes unless they are kept elsewhere, or in the ledger already."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not (self._book.elsewhere or self._seen.piece(sha256)):
            pieces = originals.pieces_of(data)
            self._rows.add(tables.piece, *originals.piece_rows(sha256, pieces))
            self._in_pieces.append(sha256)
        row = {"envelope": self._envelope.key, "sha256": sha256}
        self._rows.add(tables.whole_mail, row)

    def _write_content(self) -> bool:
        """Append the bytes unless they are there; return whether they are new."""
        attachment = self._attachment
        fresh = not self._seen.content(attachment.sha256)
        if fresh:
            row = {
                "sha256": attachment.sha256,
                "size": attachment.size,
                "bytes": None if self._book.elsewhere else attachment.data,
            }
            self._rows.add(tables.content, row)
        if attachment.large is not None and not self._book.elsewhere:
            pieces = originals.pieces_of(attachment.large)
            originals.keep(self._book.connection, attachment.sha256, pieces)
            self._in_pieces.append(attachment.sha256)
        return fresh

    def _write_arrival(self, judgement: Judgement) -> int:
        number = self._book.next_number(tables.arrival)
        row = {
            "number": number,
            "envelope": self._envelope.key,
            "position": self._position,
            "sha256": self._attachment.sha256,
            "file": self._attachment.name,
            "inner_sender": self._attachment.inner_sender or None,
            "inner_date": self._attachment.inner_date,
            "saved_at": judgement.saved_at,
        }
        self._rows.add(tables.arrival, row)
        return number

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
        decided = self._book.ask(queries.DECISIONS_ON, subject)
        decisions = queries.decided(decided)
        before = order_of(own, decisions).current
        after = order_of([*own, self._dated(number, judgement)], decisions)
        if after.current == number:
            return State.CORRECTION, before
        return State.DOUBTFUL if number in after.doubts else State.OUTDATED, before

    def _versions(self, subject: str) -> list[Dated]:
        """Return the versions of a submission so far, each as its bytes came first."""
        first: dict[str, Dated] = {}
        if not self._seen.subject(subject):
            return []
        rows = self._book.ask(queries.ARRIVALS_OF, {"subject": subject})
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
        for row in self._book.ask(queries.REFUSED, asked):
            if parseaddr(row.sender)[1].casefold() == sender:
                return int(row.number)
        return None

    def _write_verdict(
        self, arrival: int, judgement: Judgement, state: State, earlier: int | None
    ) -> int:
        number = self._book.next_number(tables.verdict)
        row = {
            "number": number,
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
        self._rows.add(tables.verdict, row)
        return number

    def _write_figures(self, verdict: int, judgement: Judgement) -> None:
        assert judgement.submission is not None
        figures = _row(judgement.submission) | {"verdict": verdict}
        self._rows.add(tables.submission, figures)
        self._write_rows(tables.indicator_score, verdict, judgement.indicators)
        self._write_rows(tables.problem, verdict, judgement.problems)
        self._write_rows(tables.passage, verdict, judgement.passages)

    def _write_review(self, verdict: int, found: Reviewed) -> None:
        row = {
            "verdict": verdict,
            "subject": found.subject,
            "arrival": found.arrival,
            "project": found.project,
            "unit": found.unit,
            "department": found.department,
        }
        self._rows.add(tables.review, row)
        self._write_rows(tables.review_row, verdict, found.rows)

    def _write_rows(self, table: Table, verdict: int, records: Sequence[Any]) -> None:
        """Append what hangs on a verdict, in its order."""
        for position, record in enumerate(records):
            row = _row(record)
            row["verdict"] = verdict
            row["position"] = position
            self._rows.add(table, row)

    def _sent_form(self, judgement: Judgement) -> Sent | None:
        """Return the form that was sent out without a list that tells so; `None` where that is known, or cannot be shown.

        A form that can show where it comes from was sent out, whatever list there is.
        """
        standing = judgement.standing
        if standing is None or not standing.trusted or not standing.form_id:
            return None
        known = self._seen.sent(standing.form_id, "")
        if any(not form.listed for form in known):
            return None
        return Sent(
            form_id=standing.form_id,
            fingerprint=standing.fingerprint,
            names=standing.issued_names,
            signed=standing.signed,
            listed=False,
        )


def _row(record: Any) -> dict[str, Any]:
    """Return the values of a record as they are; `asdict` would copy each of them."""
    return {name: getattr(record, name) for name in _names(type(record))}


def _names(record: type) -> tuple[str, ...]:
    if record not in _NAMES:
        _NAMES[record] = tuple(field.name for field in fields(record))
    return _NAMES[record]


_NAMES: dict[type, tuple[str, ...]] = {}
"""The names of the values of every kind of record that was written: asking for them costs as much as writing them."""

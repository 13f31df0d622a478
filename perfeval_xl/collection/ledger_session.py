"""What is asked and written about arrivals within one transaction, of one of them or of many."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from sqlalchemy import Connection, Engine

from perfeval_xl.collection import ledger_queries as queries
from perfeval_xl.collection.envelope import Envelope
from perfeval_xl.collection.ledger_book import Book
from perfeval_xl.collection.ledger_engine import reported
from perfeval_xl.collection.ledger_entry import LedgerEntry
from perfeval_xl.collection.ledger_seen import Expected, Seen
from perfeval_xl.collection.records import Judgement, Settled, State
from perfeval_xl.collection.standing import Sent

__all__ = ["LedgerSession"]


class LedgerSession:
    """A transaction of the ledger, usable while it is open (see `Ledger.asking` and `Ledger.writing`)."""

    def __init__(
        self,
        connection: Connection,
        engine: Engine,
        *,
        elsewhere: bool = False,
        at_once: bool = False,
    ) -> None:
        self._engine = engine
        self._at_once = at_once
        self._book = Book(connection, elsewhere=elsewhere)
        self._seen = Seen(self._book)

    def expect(self, expected: Expected) -> None:
        """Ask at once for what will be asked of many attachments; before anything else."""
        self._seen.expect(expected)

    def finish(self) -> None:
        """Write what still waits to be written."""
        self._book.write()

    def settled(self, envelope: Envelope, position: int) -> Settled | None:
        """Return what was finally said of this attachment of this envelope; one that failed inside is judged again."""
        return self._entry(envelope, position).settled()

    def holds_submission(self, sha256: str) -> bool:
        """Whether these bytes were taken in as a submission before."""
        return self._seen.accepted(sha256) is not None

    def told_of(self, sha256: str) -> Settled | None:
        """Return what is said of the submission that these bytes were taken in as; `None` where they were none."""
        number = self._seen.accepted(sha256)
        if number is None:
            return None
        found = self._book.ask(queries.told_of(number))
        told = found.mappings().one_or_none()
        if told is None:
            return None
        return Settled(state=State.DUPLICATE, **told)

    def sent(self, form_id: str, names: str) -> tuple[Sent, ...]:
        """Return the forms that were sent out under an id or to somebody, the earliest first."""
        return self._seen.sent(form_id, names)

    def told_apart(self, envelope: Envelope) -> Envelope:
        """Return the envelope under a key of its own where another mail was taken in under the same message id.

        It is another one when its subject differs, or when that one brought something which this one does not.
        """
        if not self._seen.envelope(envelope.key):
            return envelope
        subject = self._book.ask(queries.subject_of(envelope.key)).scalar()
        brought = {
            (row.position, row.sha256)
            for row in self._book.ask(queries.brought_by(envelope.key))
        }
        ours = {
            (place, attachment.sha256)
            for place, attachment in enumerate(envelope.attachments)
        }
        if subject == envelope.subject and brought <= ours:
            return envelope
        hashes = [attachment.sha256 for attachment in envelope.attachments]
        content = "\n".join([envelope.subject, *hashes])
        digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
        return replace(envelope, key=f"{envelope.key}#{digest}")

    def record(self, envelope: Envelope, position: int, judgement: Judgement) -> State:
        """Keep one attachment with its bytes, verdict, figures and problems; return what became of it.

        What is settled already stays as it is and gives `KNOWN`. Where this raises, nothing of this attachment was
        written, and what was recorded before in the same transaction stays.
        """
        entry = self._entry(envelope, position)
        # What is large is written piece by piece at once, and must be taken back where that fails.
        if self._at_once and envelope.attachments[position].large is None:
            return self._record_waiting(entry, judgement)
        return self._record_alone(entry, judgement)

    def _record_waiting(self, entry: LedgerEntry, judgement: Judgement) -> State:
        waiting = False
        try:
            state = entry.write(judgement)
            waiting = True
        finally:
            if not waiting:
                self._book.recount()
        return state

    def _record_alone(self, entry: LedgerEntry, judgement: Judgement) -> State:
        self._book.write()
        written = False
        try:
            with reported(self._engine), self._book.connection.begin_nested():
                state = entry.write(judgement)
                self._book.rows.write(self._book.connection)
            written = True
        finally:
            if not written:
                self._book.forget()
                self._seen.forget()
        return state

    def _entry(self, envelope: Envelope, position: int) -> LedgerEntry:
        return LedgerEntry(self._book, self._seen, envelope, position)

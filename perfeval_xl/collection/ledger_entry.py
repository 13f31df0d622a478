"""Entering one attachment into the ledger, inside one transaction that others wait for."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any

from sqlalchemy import Connection, Select, select

import perfeval_xl
from perfeval_xl.collection import ledger_queries as queries
from perfeval_xl.collection import ledger_schema as tables
from perfeval_xl.collection import originals
from perfeval_xl.collection.envelope import Envelope
from perfeval_xl.collection.records import Dated, Judgement, Settled, State
from perfeval_xl.collection.standing import Sent
from perfeval_xl.collection.version_order import order_of

__all__ = ["LedgerEntry", "note_sent", "wait_for_others"]


def note_sent(connection: Connection, form: Sent) -> None:
    """Append a form that was sent out, unless the latest of its kind under its id is the same."""
    table = tables.sent
    kind = (table.c.form_id == form.form_id) & (table.c.listed == int(form.listed))
    latest = (
        select(table.c.fingerprint).where(kind).order_by(table.c.number.desc()).limit(1)
    )
    known = connection.scalar(latest)
    if known is None or (known != form.fingerprint and form.listed):
        row = asdict(form) | {
            "signed": int(form.signed),
            "listed": int(form.listed),
            "recorded_at": datetime.now(UTC),
        }
        connection.execute(table.insert().values(row))


def wait_for_others(connection: Connection) -> None:
    """Let one writer decide at a time: a SQLite transaction that writes does so by itself, a server by this row."""
    table = tables.version
    connection.execute(
        select(table.c.number).where(table.c.number == 1).with_for_update()
    )


class LedgerEntry:
    """One attachment of one envelope, as the ledger knows it, or is to know it."""

    def __init__(
        self, connection: Connection, envelope: Envelope, position: int
    ) -> None:
        self._connection = connection
        self._envelope = envelope
        self._position = position

    def settled(self) -> Settled | None:
        """Return the verdict that counts for good; `None` without one, and for one on which the program failed."""
        state = self._state()
        if state is None or state is State.INTERNAL:
            return None
        told = (
            self._connection.execute(queries.told_of(self._arrival_number() or 0))
            .mappings()
            .one_or_none()
        )
        return Settled(state=state) if told is None else Settled(state=state, **told)

    def write(self, judgement: Judgement) -> State:
        """Append whatever is new: content, envelope, arrival, verdict and what hangs on it."""
        wait_for_others(self._connection)
        before = self._state()
        if before is not None and (
            before is not State.INTERNAL or judgement.state is State.INTERNAL
        ):
            return State.KNOWN
        self._write_envelope()
        self._write_content()
        number = self._arrival_number() or self._write_arrival(judgement)
        state, earlier = self._place(number, judgement)
        verdict = self._write_verdict(number, judgement, state, earlier)
        if state.accepted or state is State.BLANK:
            self._write_figures(verdict, judgement)
        if state.accepted:
            self._note_sent(judgement)
        return state

    def _write_envelope(self) -> None:
        """Append the envelope unless it is there: who first brought it stays."""
        envelope, table = self._envelope, tables.envelope
        if self._one(select(table.c.key).where(table.c.key == envelope.key)) is None:
            self._connection.execute(
                table.insert().values(
                    key=envelope.key,
                    origin=envelope.origin,
                    sender=envelope.sender,
                    subject=envelope.subject,
                    message_id=envelope.message_id,
                    received_at=envelope.received_at,
                    recorded_at=datetime.now(UTC),
                )
            )
            if envelope.whole is not None:
                originals.keep_whole_mail(
                    self._connection, envelope.key, envelope.whole
                )

    def _state(self) -> State | None:
        number = self._arrival_number()
        if number is None:
            return None
        table = tables.verdict
        latest = (
            select(table.c.state)
            .where(table.c.arrival == number)
            .order_by(table.c.number.desc())
            .limit(1)
        )
        return State(self._one(latest))

    def _arrival_number(self) -> int | None:
        table, envelope = tables.arrival, self._envelope
        found: int | None = self._one(
            select(table.c.number).where(
                table.c.envelope == envelope.key,
                table.c.position == self._position,
                table.c.sha256 == envelope.attachments[self._position].sha256,
            )
        )
        return found

    def _write_content(self) -> None:
        attachment, table = self._envelope.attachments[self._position], tables.content
        if (
            self._one(select(table.c.sha256).where(table.c.sha256 == attachment.sha256))
            is None
        ):
            row = {
                "sha256": attachment.sha256,
                "size": attachment.size,
                "bytes": attachment.data,
            }
            self._connection.execute(table.insert().values(row))
        if isinstance(attachment.large, bytes):
            originals.keep(
                self._connection,
                attachment.sha256,
                originals.pieces_of(attachment.large),
            )
        elif attachment.large is not None:
            originals.keep(
                self._connection,
                attachment.sha256,
                originals.pieces_of_file(attachment.large),
            )

    def _write_arrival(self, judgement: Judgement) -> int:
        attachment = self._envelope.attachments[self._position]
        return self._append(
            tables.arrival,
            {
                "envelope": self._envelope.key,
                "position": self._position,
                "sha256": attachment.sha256,
                "file": attachment.name,
                "inner_sender": attachment.inner_sender or None,
                "inner_date": attachment.inner_date,
                "saved_at": judgement.saved_at,
            },
        )

    def _place(self, number: int, judgement: Judgement) -> tuple[State, int | None]:
        """Say what a judged attachment is among those before it, and which arrival it repeats or corrects."""
        if judgement.state is State.UNREADABLE:
            repeated = self._same_refusal()
            return (
                (State.UNREADABLE, None)
                if repeated is None
                else (State.DUPLICATE, repeated)
            )
        if judgement.state not in {State.NEW, State.DUPLICATE}:
            return judgement.state, None
        attachment = self._envelope.attachments[self._position]
        repeated = self._one(queries.accepted(attachment.sha256))
        if repeated is not None:
            return State.DUPLICATE, repeated
        assert judgement.submission is not None
        own = self._versions(judgement.submission.subject)
        if not own:
            return State.NEW, None
        decisions = queries.decided(
            self._connection.execute(queries.decisions_on(judgement.submission.subject))
        )
        before = order_of(own, decisions).current
        after = order_of([*own, self._dated(number, judgement)], decisions)
        if after.current == number:
            return State.CORRECTION, before
        return State.DOUBTFUL if number in after.doubts else State.OUTDATED, before

    def _versions(self, subject: str) -> list[Dated]:
        """Return the versions of a submission so far, each as its bytes came first."""
        first: dict[str, Dated] = {}
        for row in self._connection.execute(queries.arrivals_of(subject)).mappings():
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
            inner_date=self._envelope.attachments[self._position].inner_date,
            saved_at=judgement.saved_at,
        )

    def _same_refusal(self) -> int | None:
        """Return the arrival of the same unusable bytes from the same sender.

        From somebody else they are no repetition: an empty file is the same for everybody, and each must be answered.
        """
        sender = parseaddr(self._envelope.sender)[1].casefold()
        if not sender:
            return None
        sha256 = self._envelope.attachments[self._position].sha256
        for row in self._connection.execute(queries.refused(sha256)):
            if parseaddr(row.sender)[1].casefold() == sender:
                return int(row.number)
        return None

    def _write_verdict(
        self, arrival: int, judgement: Judgement, state: State, earlier: int | None
    ) -> int:
        return self._append(
            tables.verdict,
            {
                "arrival": arrival,
                "state": str(state),
                "kind": str(judgement.kind),
                "code": judgement.code,
                "message": judgement.message,
                "remedy": judgement.remedy,
                "earlier": earlier,
                "program": perfeval_xl.__version__,
                "decided_at": datetime.now(UTC),
            },
        )

    def _write_figures(self, verdict: int, judgement: Judgement) -> None:
        assert judgement.submission is not None
        self._connection.execute(
            tables.submission.insert().values(
                asdict(judgement.submission) | {"verdict": verdict}
            )
        )
        scores = [
            asdict(row) | {"verdict": verdict, "position": n}
            for n, row in enumerate(judgement.indicators)
        ]
        found = [
            asdict(row) | {"verdict": verdict, "position": n}
            for n, row in enumerate(judgement.problems)
        ]
        passages = [
            asdict(row) | {"verdict": verdict, "position": n}
            for n, row in enumerate(judgement.passages)
        ]
        for table, rows in (
            (tables.indicator_score, scores),
            (tables.problem, found),
            (tables.passage, passages),
        ):
            if rows:
                self._connection.execute(table.insert(), rows)

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

    def _append(self, table: Any, values: dict[str, Any]) -> int:
        result = self._connection.execute(table.insert().values(values))
        assert result.inserted_primary_key is not None
        return int(result.inserted_primary_key[0])

    def _one(self, query: Select[Any]) -> Any:
        return self._connection.scalar(query)

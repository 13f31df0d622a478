"""What is known of the ledger within one transaction: asked for many attachments at once, and kept up with what is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Select

from perfeval_xl.collection import ledger_queries as queries
from perfeval_xl.collection.ledger_book import Book
from perfeval_xl.collection.records import State
from perfeval_xl.collection.standing import Sent

__all__ = ["Came", "Expected", "Seen"]

_AT_ONCE = 400
"""How many values stand in one question: databases take some thousand."""


@dataclass(slots=True)
class Expected:
    """What will be asked of the ledger: keys of envelopes, hashes of contents and of whole mails, subjects of submissions.

    `form_ids` and `names` are those of forms that may have been sent out.
    """

    envelopes: set[str] = field(default_factory=set)
    contents: set[str] = field(default_factory=set)
    mails: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    form_ids: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


class Came(NamedTuple):
    """An attachment that arrived: the number of its arrival, and the state that counts."""

    number: int
    state: State


class Seen:
    """What was found in the ledger, so that it is asked once; what is written is noted."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._envelopes: dict[str, bool] = {}
        self._contents: dict[str, bool] = {}
        self._pieces: dict[str, bool] = {}
        self._subjects: dict[str, bool] = {}
        self._accepted: dict[str, int | None] = {}
        self._arrivals: dict[str, dict[tuple[int, str], Came]] = {}
        self._form_ids: set[str] = set()
        self._names: set[str] = set()
        self._sent: list[Sent] = []

    def expect(self, expected: Expected) -> None:
        """Ask for everything that will be asked; before anything else is done in the transaction."""
        among = (
            (self._envelopes, expected.envelopes, queries.ENVELOPES),
            (self._contents, expected.contents, queries.CONTENTS),
            (self._pieces, expected.mails, queries.PIECES),
            (self._subjects, expected.subjects, queries.SUBJECTS),
        )
        for known, values, question in among:
            known.update(self._among(values, question))
        self._form_ids = expected.form_ids - {""}
        self._names = expected.names - {""}
        self._sent = self._sent_among(self._form_ids, self._names)

    def envelope(self, key: str) -> bool:
        """Whether an envelope is in the ledger; nothing of one that is not."""
        return self._one(self._envelopes, key, queries.ENVELOPES)

    def content(self, sha256: str) -> bool:
        """Whether bytes are in the ledger, whatever was said of them."""
        return self._one(self._contents, sha256, queries.CONTENTS)

    def piece(self, sha256: str) -> bool:
        """Whether bytes are in the ledger in pieces."""
        return self._one(self._pieces, sha256, queries.PIECES)

    def subject(self, subject: str) -> bool:
        """Whether there may be versions of a submission."""
        return self._one(self._subjects, subject, queries.SUBJECTS)

    def accepted(self, sha256: str) -> int | None:
        """Return the arrival by which these bytes became a version; `None` where they did not."""
        if not self.content(sha256):
            return None
        if sha256 not in self._accepted:
            answer = self._book.ask(queries.ACCEPTED, {"sha256": sha256})
            self._accepted[sha256] = answer.scalar()
        return self._accepted[sha256]

    def arrival(self, envelope: str, position: int, sha256: str) -> Came | None:
        """Return what became of an attachment of an envelope; `None` where it did not arrive."""
        if not self.envelope(envelope):
            return None
        if envelope in self._arrivals:
            # All that this envelope brought was written in this transaction.
            return self._arrivals[envelope].get((position, sha256))
        asked = {"envelope": envelope, "position": position, "sha256": sha256}
        found = self._book.ask(queries.ARRIVAL, asked).one_or_none()
        if found is None:
            return None
        state: str = self._book.ask(
            queries.STATE, {"arrival": found.number}
        ).scalar_one()
        return Came(number=found.number, state=State(state))

    def sent(self, form_id: str, names: str) -> tuple[Sent, ...]:
        """Return the forms that were sent out under an id or to somebody, the earliest first.

        An empty text stands for none.
        """
        form_ids, whose = {form_id} - {""}, {names} - {""}
        among = self._sent
        if not (form_ids <= self._form_ids and whose <= self._names):
            among = self._sent_among(form_ids, whose)
        return tuple(
            form for form in among if form.form_id in form_ids or form.names in whose
        )

    def note_envelope(self, key: str) -> None:
        """Note that an envelope was written, and that nothing of it was there before."""
        self._envelopes[key] = True
        self._arrivals[key] = {}

    def note_content(self, sha256: str) -> None:
        """Note that bytes were written."""
        self._contents[sha256] = True
        self._accepted[sha256] = None

    def note_piece(self, sha256: str) -> None:
        """Note that bytes were written in pieces."""
        self._pieces[sha256] = True

    def note_arrival(
        self, envelope: str, position: int, sha256: str, came: Came
    ) -> None:
        """Note what became of an attachment."""
        if envelope in self._arrivals:
            self._arrivals[envelope][position, sha256] = came
        if came.state.accepted and self._accepted.get(sha256) is None:
            self._accepted[sha256] = came.number

    def note_subject(self, subject: str) -> None:
        """Note that there is a version of a submission."""
        self._subjects[subject] = True

    def note_sent(self, form: Sent) -> None:
        """Note that a form was sent out."""
        if form.form_id in self._form_ids or form.names in self._names:
            self._sent.append(form)

    def forget(self) -> None:
        """Forget all: something was not written after all."""
        for known in (
            self._envelopes,
            self._contents,
            self._pieces,
            self._subjects,
            self._accepted,
            self._arrivals,
            self._form_ids,
            self._names,
            self._sent,
        ):
            known.clear()

    def _one(
        self,
        known: dict[str, bool],
        value: str,
        question: Select[Any],
    ) -> bool:
        if value not in known:
            known.update(self._among({value}, question))
        return known[value]

    def _among(self, values: set[str], question: Select[Any]) -> dict[str, bool]:
        """Say of each value whether the ledger has it."""
        found: set[str] = set()
        for some in _lots(sorted(values)):
            found.update(self._book.ask(question, {"values": some}).scalars())
        return {value: value in found for value in values}

    def _sent_among(self, form_ids: set[str], names: set[str]) -> list[Sent]:
        """Return the forms that were sent out under one of these ids or to one of these, the earliest first."""
        by_number: dict[int, Sent] = {}
        for question, values in (
            (queries.SENT_AS, form_ids),
            (queries.SENT_TO, names),
        ):
            for some in _lots(sorted(values)):
                for row in self._book.ask(question, {"values": some}):
                    by_number[row.number] = Sent(
                        form_id=row.form_id,
                        fingerprint=row.fingerprint,
                        names=row.names,
                        signed=bool(row.signed),
                        listed=bool(row.listed),
                    )
        return [by_number[number] for number in sorted(by_number)]


def _lots(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]

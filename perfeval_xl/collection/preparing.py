"""What is found out about an item before its turn comes: several cores read ahead, the ledger is written in order.

Nothing is decided here. Whether an attachment was taken in before is asked again when its turn comes, since those ahead
of it may have brought the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from perfeval_xl.collection.envelope import Envelope
from perfeval_xl.collection.examining import Examined, Judged, Place, judged, opened
from perfeval_xl.collection.ledger import Ledger
from perfeval_xl.collection.ledger_session import LedgerSession
from perfeval_xl.collection.records import Settled, State
from perfeval_xl.collection.sources import Found, bare_file
from perfeval_xl.errors import TookTooLong, TookTooMuch
from perfeval_xl.workers import worker

__all__ = ["Asked", "Examine", "Prepared", "asked", "prepare"]

Examine = Callable[[Found, bytes | None], Examined]
"""Runs `examining.examined` for an item and the key of signatures, here or elsewhere."""

_Other = TypeVar("_Other")

_AT_ONCE = 16
_BYTES_AT_ONCE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An item, and whether the ledger has heard of it, or of the bytes in it, before."""

    item: Found
    heard_of: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An item with what is in it. `settled` is what was finally said of it as a whole before, then nothing was opened."""

    item: Found
    settled: Settled | None = None
    found: Examined = Examined()  # noqa: RUF009 - frozen, and never changed


def asked(ledger: Ledger, steps: Iterable[Found | _Other]) -> Iterator[Asked | _Other]:
    """Ask the ledger about the items among the steps, a few in one question; other steps keep their place."""
    group: list[Found | _Other] = []
    size = 0
    for step in steps:
        group.append(step)
        if isinstance(step, Found):
            size += step.size
        if len(group) >= _AT_ONCE or size >= _BYTES_AT_ONCE:
            yield from _asked(ledger, group)
            group, size = [], 0
    yield from _asked(ledger, group)


def _asked(ledger: Ledger, group: list[Found | _Other]) -> Iterator[Asked | _Other]:
    keys = [bare_file(step).key if isinstance(step, Found) else "" for step in group]
    hashes = {step.sha256 for step in group if isinstance(step, Found)}
    known = ledger.heard_of(set(keys) - {""}, hashes)
    for step, key in zip(group, keys, strict=True):
        if isinstance(step, Found):
            yield Asked(item=step, heard_of=key in known or step.sha256 in known)
        else:
            yield step


def prepare(
    ledger: Ledger, question: Asked, key: bytes | None, examine: Examine
) -> Prepared:
    """Take an item apart and judge what is in it, as far as the ledger does not know it; runs beside others."""
    item = question.item
    if not question.heard_of:
        return Prepared(item=item, found=examine(item, key))
    whole = bare_file(item)
    with ledger.asking() as session:
        settled = session.settled(whole, 0)
    if settled is not None and settled.state is not State.OPENED:
        # A file as such, or a mail that could not be taken apart in time.
        return Prepared(item=item, settled=settled)
    with worker() as hands:
        envelopes = opened(hands, item)
        if isinstance(envelopes, (TookTooLong, TookTooMuch)):
            return Prepared(item=item, found=Examined(stopped=envelopes))
        with ledger.asking() as session:
            unsettled = list(_unsettled(session, envelopes))
        judgements: dict[Place, Judged] = {}
        for number, position, known in unsettled:
            attachment = envelopes[number].attachments[position]
            judgement = judged(hands, attachment, key, known=known)
            judgements[number, position] = (known, judgement)
    return Prepared(
        item=item, found=Examined(envelopes=envelopes, judgements=judgements)
    )


def _unsettled(
    session: LedgerSession, envelopes: Iterable[Envelope]
) -> Iterator[tuple[int, int, bool]]:
    """Yield the places of what is still to be judged, each with whether its bytes are known as a submission."""
    for number, envelope in enumerate(envelopes):
        for position, attachment in enumerate(envelope.attachments):
            if session.settled(envelope, position) is None:
                yield number, position, session.holds_submission(attachment.sha256)

"""What can be found out about an item without the ledger: its envelopes, and a judgement of every attachment.

The one function that is run per item, in a worker process of this machine or on a cluster.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from perfeval_xl.collection.content import Kind, kind_of
from perfeval_xl.collection.envelope import Attachment, Envelope, clean_text, label_of
from perfeval_xl.collection.intake import judge, passed_over, unusable
from perfeval_xl.collection.opening import envelopes_of
from perfeval_xl.collection.records import Judgement, State
from perfeval_xl.collection.sources import Found, bare_file
from perfeval_xl.errors import EnvironmentMissing, TookTooLong, TookTooMuch
from perfeval_xl.workers import Worker, worker

__all__ = [
    "Examined",
    "Judged",
    "Place",
    "examined",
    "failed",
    "judged",
    "opened",
    "survive",
]

_Result = TypeVar("_Result")
_log = logging.getLogger(__name__)

_STOPPED = (TookTooLong, TookTooMuch)
_REPORT_BUG = "请把这个文件和运行日志交给维护人员；修复后重新收集即可。"

Place = tuple[int, int]
"""The number of an envelope of the item, and the position of an attachment in it."""

Judged = tuple[bool, Judgement]
"""Whether the bytes were known as a submission when they were judged, and the judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """The envelopes of an item and what was found out about their attachments, those aside that were settled before.

    `stopped` says why the item could not be taken apart; it has no envelopes then.
    """

    envelopes: tuple[Envelope, ...] = ()
    judgements: Mapping[Place, Judged] = field(default_factory=dict)
    stopped: TookTooLong | TookTooMuch | None = None

    def sent(self, item: Found) -> Examined:
        """Return the same for the way to another process that has the item: its bytes need not travel back."""
        if self.envelopes == (bare_file(item),):
            return replace(self, envelopes=())
        return self

    def received(self, item: Found) -> Examined:
        """Return what was `sent`, whole again: without envelopes the item is a bare file."""
        if self.envelopes:
            return self
        return replace(self, envelopes=(bare_file(item),))


def examined(item: Found, key: bytes | None) -> Examined:
    """Take an item apart and judge all that is in it, in a process that can be stopped. `key` is that of signatures.

    Usually that is one question to one process. Where it ends badly, each attachment is looked at by itself, so that the
    others are not lost with the one.
    """
    # One question for the whole item: nearly always that is all
    with worker() as hands:
        at_once = _at_once(hands, item, key)
        if at_once is not None:
            return at_once
        found = opened(hands, item)
        # It did not answer in time: then one question for each part
        if isinstance(found, _STOPPED):
            return Examined(stopped=found)
        judgements: dict[Place, Judged] = {}
        for number, envelope in enumerate(found):
            for position, attachment in enumerate(envelope.attachments):
                judgement = judged(hands, attachment, key, known=False)
                judgements[number, position] = (False, judgement)
    return Examined(envelopes=found, judgements=judgements)


def _at_once(hands: Worker, item: Found, key: bytes | None) -> Examined | None:
    """Ask one question about an item; return `None` where the answer is that something in it is not as it should be."""
    try:
        sent = survive(
            lambda: hands.run(label_of(item.origin), _examine, item, key),
            lambda _: None,
        )
    except _STOPPED:
        return None
    if sent is None:
        return None
    return sent.received(item)


def _examine(item: Found, key: bytes | None) -> Examined:
    found = envelopes_of(item)
    judgements: dict[Place, Judged] = {}
    for number, envelope in enumerate(found):
        for position, attachment in enumerate(envelope.attachments):
            judgement = _judged(attachment, key, known=False)
            judgements[number, position] = (False, judgement)
    return Examined(envelopes=found, judgements=judgements).sent(item)


def opened(
    hands: Worker, item: Found
) -> tuple[Envelope, ...] | TookTooLong | TookTooMuch:
    """Return the envelopes of an item, or why it could not be taken apart within the limits."""
    try:
        return survive(
            lambda: hands.run(label_of(item.origin), envelopes_of, item),
            lambda _: (bare_file(item),),
        )
    except _STOPPED as stopped:
        return stopped


def judged(
    hands: Worker, attachment: Attachment, key: bytes | None, *, known: bool
) -> Judgement:
    """Judge one attachment; what was taken in before, `known`, is not evaluated again. `key` is that of signatures."""
    # What is too large to be opened does not travel
    bare = replace(attachment, large=None)
    try:
        return survive(
            lambda: hands.run(attachment.name, _judged, bare, key, known=known),
            lambda failure: failed(attachment, failure),
        )
    except _STOPPED as stopped:
        return unusable(attachment, stopped)


def _judged(attachment: Attachment, key: bytes | None, *, known: bool) -> Judgement:
    # What was decided when the mail was taken apart stands
    if attachment.said is not None:
        return attachment.said
    obvious = passed_over(attachment)
    if obvious is not None:
        return obvious
    # Known bytes need not be evaluated again
    if attachment.data is not None and known:
        return Judgement(state=State.DUPLICATE, kind=kind_of(attachment.data))
    return judge(attachment, key)


def survive(
    action: Callable[[], _Result], instead: Callable[[Exception], _Result]
) -> _Result:
    """Do `action`; where the program itself fails on one file, log why and go on with `instead`.

    The only place where everything is caught: one file among thousands must not stop the run. A ledger or a machine
    that fails is no matter of one file, and does stop it.
    """
    try:
        return action()
    except (EnvironmentMissing, *_STOPPED):
        raise
    except Exception as failure:  # noqa: BLE001 - the batch boundary
        _log.exception("unexpected failure on one attachment")
        return instead(failure)


def failed(attachment: Attachment, failure: Exception) -> Judgement:
    """Return the judgement of an attachment on which the program itself failed."""
    # The kind is told even so: it says what to look for
    kind = Kind.UNKNOWN if attachment.data is None else kind_of(attachment.data)
    text = clean_text(f"{type(failure).__name__}: {failure}")
    return Judgement(
        state=State.INTERNAL,
        kind=kind,
        message=f"程序处理时出错（{text}）。",
        remedy=_REPORT_BUG,
    )

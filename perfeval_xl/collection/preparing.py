"""What can be found out about an item before its turn comes: several cores read ahead, the ledger is written in order.

Nothing is decided here. Whether an attachment was taken in before is asked again when its turn comes, since those ahead
of it may have brought the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from perfeval_xl.collection.content import Kind, kind_of
from perfeval_xl.collection.envelope import Attachment, Envelope, clean_text, label_of
from perfeval_xl.collection.intake import judge, passed_over, unusable
from perfeval_xl.collection.ledger import Ledger
from perfeval_xl.collection.opening import envelopes_of
from perfeval_xl.collection.records import Judgement, Settled, State
from perfeval_xl.collection.sources import Found, bare_file
from perfeval_xl.errors import EnvironmentMissing, TookTooLong, TookTooMuch
from perfeval_xl.workers import Worker, worker

__all__ = ["Prepared", "failed", "judged", "prepare", "survive"]

_Result = TypeVar("_Result")
_log = logging.getLogger(__name__)

_STOPPED = (TookTooLong, TookTooMuch)
_REPORT_BUG = "请把这个文件和运行日志交给维护人员；修复后重新收集即可。"
_Place = tuple[int, int]
"""The number of an envelope of the item, and the position of an attachment in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An item with what is in it. `settled` is what was finally said of it as a whole before, then nothing was opened.

    `stopped` says why it could not be taken apart. `judgements` are those of the attachments that had not been settled,
    each with whether the same bytes were known as a submission then.
    """

    item: Found
    settled: Settled | None = None
    envelopes: tuple[Envelope, ...] = ()
    stopped: TookTooLong | TookTooMuch | None = None
    judgements: Mapping[_Place, tuple[bool, Judgement]] = field(default_factory=dict)


def prepare(ledger: Ledger, item: Found, key: bytes | None) -> Prepared:
    """Take an item apart and judge what is in it, as far as the ledger does not know it; runs beside others."""
    whole = bare_file(item)
    settled = ledger.settled(whole, 0)
    if settled is not None and settled.state is not State.OPENED:
        # A file as such, or a mail that could not be taken apart in time.
        return Prepared(item=item, settled=settled)
    with worker() as hands:
        try:
            envelopes = survive(
                lambda: hands.run(label_of(item.origin), envelopes_of, item),
                lambda _: (whole,),
            )
        except _STOPPED as stopped:
            return Prepared(item=item, stopped=stopped)
        judgements: dict[_Place, tuple[bool, Judgement]] = {}
        for number, envelope in enumerate(envelopes):
            for position, attachment in enumerate(envelope.attachments):
                if ledger.settled(envelope, position) is None:
                    known = attachment.data is not None and ledger.holds_submission(
                        attachment.sha256
                    )
                    judgements[number, position] = (
                        known,
                        judged(hands, attachment, key, known=known),
                    )
    return Prepared(item=item, envelopes=envelopes, judgements=judgements)


def judged(
    hands: Worker, attachment: Attachment, key: bytes | None, *, known: bool
) -> Judgement:
    """Judge one attachment; what was taken in before, `known`, is not evaluated again. `key` is that of signatures."""
    try:
        return survive(
            lambda: hands.run(
                attachment.name, _judged, replace(attachment, large=None), key, known
            ),
            lambda failure: failed(attachment, failure),
        )
    except _STOPPED as stopped:
        return unusable(attachment, stopped)


def _judged(attachment: Attachment, key: bytes | None, known: bool) -> Judgement:  # noqa: FBT001 - travels to a worker
    if attachment.said is not None:
        return attachment.said
    obvious = passed_over(attachment)
    if obvious is not None:
        return obvious
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
    kind = Kind.UNKNOWN if attachment.data is None else kind_of(attachment.data)
    text = clean_text(f"{type(failure).__name__}: {failure}")
    return Judgement(
        state=State.INTERNAL,
        kind=kind,
        message=f"程序处理时出错（{text}）。",
        remedy=_REPORT_BUG,
    )

"""The 汇总表 of all dropped files: they are taken in as a folder is, into a ledger that is gone afterwards."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from perfeval_xl.collection.envelope import Attachment
from perfeval_xl.collection.intake import judge, passed_over
from perfeval_xl.collection.ledger import Ledger, open_ledger
from perfeval_xl.collection.sources import Found, bare_file
from perfeval_xl.collection.standing import weigh
from perfeval_xl.page.questions import Answer, NamedBytes, Question
from perfeval_xl.summary.summarising import write_summary

__all__ = ["summary"]

_NAME = "汇总表.xlsx"


def summary(question: Question) -> Answer:
    """Return the 汇总表 of the files in the order in which they were dropped; `times` are their dates, in seconds."""
    # The ledger is a file like any other, and is gone with its folder
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder, "台账.db"))
        ledger = open_ledger(address)
        for file, time in zip(question.files, _times(question), strict=True):
            _take_in(ledger, file, time)
        return Answer(
            shown={"files": len(question.files)},
            files=(NamedBytes(_NAME, write_summary(address)),),
        )


def _times(question: Question) -> Sequence[datetime]:
    """Return when each file was last changed: the best known time of receipt; a browser may round it."""
    told = question.word("times").split()
    return [datetime.fromtimestamp(int(seconds), UTC) for seconds in told]


def _take_in(ledger: Ledger, file: NamedBytes, time: datetime) -> None:
    # Dropped files go the way that files of a folder go
    digest = hashlib.sha256(file.data).hexdigest()
    found = Found(
        origin=file.name,
        found_at=time,
        size=len(file.data),
        sha256=digest,
        data=file.data,
    )
    envelope = bare_file(found)
    attachment: Attachment = envelope.attachments[0]
    # What is no form is passed over before anything is evaluated
    judgement = passed_over(attachment) or judge(attachment)
    standing = judgement.standing
    if standing is not None:
        # What the form says of itself is compared with what was sent out, as in a collection
        judgement = weigh(judgement, ledger.sent(standing.form_id, standing.names))
    ledger.record(envelope, 0, judgement)

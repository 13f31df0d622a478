"""What was found out about items is decided upon and recorded, in their order, and said of each attachment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from perfeval_xl.collection.content import kind_of
from perfeval_xl.collection.envelope import Attachment, Envelope
from perfeval_xl.collection.examining import Judged, failed, judged, survive
from perfeval_xl.collection.intake import unusable
from perfeval_xl.collection.ledger_seen import Expected
from perfeval_xl.collection.ledger_session import LedgerSession
from perfeval_xl.collection.outcome import AttachmentVerdict
from perfeval_xl.collection.preparing import Prepared
from perfeval_xl.collection.records import (
    PASSED,
    RETURNED,
    Judgement,
    Settled,
    State,
    SubmissionFigures,
)
from perfeval_xl.collection.sources import Found, bare_file
from perfeval_xl.collection.standing import APART, weigh
from perfeval_xl.workers import worker

__all__ = ["envelopes_in", "expected", "take_in"]

_PLAIN = {State.DUPLICATE: "内容与先前收到的完全相同，不另计"}
_TO_CHOOSE = "；分不清这一版与在用的一版谁在后，没有替代它，请用 ledger history 查看、ledger choose 选定"


def envelopes_in(prepared: Prepared) -> Iterator[Envelope]:
    """Yield what an item holds, with the mails as they came in; nothing where it was recorded as a whole before."""
    if prepared.settled is not None:
        return
    if prepared.found.stopped is not None:
        yield bare_file(prepared.item)
    for envelope in prepared.found.envelopes:
        yield _with_whole(envelope, prepared.item)


def expected(group: Iterable[Prepared]) -> Expected:
    """Return what will be asked of the ledger when these are taken in."""
    asked = Expected()
    for prepared in group:
        for envelope in envelopes_in(prepared):
            asked.envelopes.add(envelope.key)
            if envelope.whole is prepared.item.data:
                asked.mails.add(prepared.item.sha256)
            hashes = (attachment.sha256 for attachment in envelope.attachments)
            asked.contents.update(hashes)
        for _, judgement in prepared.found.judgements.values():
            _expect_submission(asked, judgement)
    return asked


def _expect_submission(asked: Expected, judgement: Judgement) -> None:
    """Its subject may still become that of a form that does not stand for its project."""
    standing = judgement.standing
    if judgement.submission is not None:
        subject = judgement.submission.subject
        asked.subjects.add(subject)
        asked.subjects.add(subject.removesuffix(APART) + APART)
    if standing is not None:
        asked.form_ids.add(standing.form_id)
        asked.names.add(standing.names)


def take_in(
    session: LedgerSession, prepared: Prepared, key: bytes | None
) -> Iterator[list[AttachmentVerdict]]:
    """Yield the verdicts on every envelope that an item holds: an archive may hold mails. `key` is that of signatures."""
    item, found = prepared.item, prepared.found
    whole = bare_file(item)
    if prepared.settled is not None:
        yield [_known(whole, 0, prepared.settled)]
        return
    if found.stopped is not None:
        refusal = unusable(whole.attachments[0], found.stopped)
        yield [_recorded(session, whole, 0, refusal)]
        return
    for number, opened in enumerate(found.envelopes):
        envelope = session.told_apart(_with_whole(opened, item))
        verdicts = []
        for position in range(len(envelope.attachments)):
            before = found.judgements.get((number, position))
            verdicts.append(_take_attachment(session, envelope, position, before, key))
        yield verdicts


def _with_whole(envelope: Envelope, item: Found) -> Envelope:
    """Put the mail beside what was in it; one that lay in an archive has brought it along."""
    if envelope.key.startswith("file:") or envelope.whole is not None:
        return envelope
    return replace(envelope, whole=item.data)


def _take_attachment(
    session: LedgerSession,
    envelope: Envelope,
    position: int,
    before: Judged | None,
    key: bytes | None,
) -> AttachmentVerdict:
    """Record one attachment; `before` is what was found out while others had their turn, `None` for nothing."""
    attachment = envelope.attachments[position]
    settled = session.settled(envelope, position)
    if settled is not None:
        return _known(envelope, position, settled)
    known = attachment.data is not None and session.holds_submission(attachment.sha256)
    if before is None:
        # It was settled under the name of another mail when the ledger was asked first.
        with worker() as hands:
            judgement = judged(hands, attachment, key, known=known)
    else:
        judgement = before[1]
        if known and not before[0]:
            judgement = _repeated(attachment, judgement)
    standing = judgement.standing
    if standing is not None:
        judgement = weigh(judgement, session.sent(standing.form_id, standing.names))
    return _recorded(session, envelope, position, judgement)


def _repeated(attachment: Attachment, judgement: Judgement) -> Judgement:
    """Return the judgement of bytes that were taken in while they were judged; what is no submission anyway stays that."""
    if attachment.said is not None or judgement.state is State.IGNORED:
        return judgement
    return Judgement(state=State.DUPLICATE, kind=kind_of(attachment.data or b""))


def _recorded(
    session: LedgerSession, envelope: Envelope, position: int, judgement: Judgement
) -> AttachmentVerdict:
    state, said = survive(
        lambda: (session.record(envelope, position, judgement), judgement),
        lambda failure: _record_failure(session, envelope, position, failure),
    )
    made = _verdict(envelope, position, state, said)
    told = None
    if state is State.DUPLICATE:
        told = session.told_of(envelope.attachments[position].sha256)
    if told is None:
        return made
    # A repetition says whose form it repeats.
    return replace(made, project=told.project, unit=told.unit)


def _record_failure(
    session: LedgerSession, envelope: Envelope, position: int, failure: Exception
) -> tuple[State, Judgement]:
    """Record that the program failed, without the bytes of a file that may be what it failed on."""
    judgement = failed(envelope.attachments[position], failure)
    attachments = tuple(
        replace(attachment, large=None) for attachment in envelope.attachments
    )
    return session.record(
        replace(envelope, attachments=attachments), position, judgement
    ), judgement


def _known(envelope: Envelope, position: int, settled: Settled) -> AttachmentVerdict:
    said = ""
    if settled.state.accepted:
        said = _counted(settled.errors, settled.warnings)
    return AttachmentVerdict(
        origin=envelope.origin,
        file=envelope.attachments[position].name,
        state=State.KNOWN,
        message="，".join(part for part in (settled.state.label, said) if part),
        before=settled.state,
        errors=settled.errors,
        warnings=settled.warnings,
        project=settled.project,
        unit=settled.unit,
        self_total=settled.self_total,
        rule_total=settled.rule_total,
        sender=envelope.sender,
        subject=envelope.subject,
    )


def _verdict(
    envelope: Envelope, position: int, state: State, judgement: Judgement
) -> AttachmentVerdict:
    plain = AttachmentVerdict(
        origin=envelope.origin,
        file=envelope.attachments[position].name,
        state=state,
        code=judgement.code,
        message=judgement.message or _PLAIN.get(state, state.label),
        sender=envelope.sender,
        subject=envelope.subject,
    )
    if state is State.KNOWN:
        return replace(plain, before=judgement.state)
    if judgement.review is not None:
        review = judgement.review
        return replace(plain, project=review.project, unit=review.unit)
    figures = judgement.submission
    if figures is None or not (state.accepted or state is State.BLANK):
        return plain
    named = replace(
        plain,
        project=figures.project,
        unit=figures.unit,
        self_total=figures.self_total,
        rule_total=figures.decided_total,
    )
    if state is State.BLANK:
        return named
    return _of_version(named, figures, judgement)


def _of_version(
    named: AttachmentVerdict, figures: SubmissionFigures, judgement: Judgement
) -> AttachmentVerdict:
    """Say of a version what was found in it, and what a person still has to do."""
    open_rows = sum(row.highest is not None for row in judgement.indicators)
    said = _counted(figures.errors, figures.warnings)
    if named.state is State.DOUBTFUL:
        said += _TO_CHOOSE
    if open_rows:
        said += f"，{open_rows}项指标待评价人员判断"
    return replace(
        named,
        message=said,
        errors=figures.errors,
        warnings=figures.warnings,
        open_rows=open_rows,
    )


def _counted(errors: int, warnings: int) -> str:
    return f"{RETURNED if errors else PASSED}，错误{errors}个，警告{warnings}个"

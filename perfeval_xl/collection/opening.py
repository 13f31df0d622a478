"""One item of a source becomes envelopes: a mail one, an archive of mails one each and one for what else is in it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from perfeval_xl.collection.content import Kind, kind_of, looks_like_mail
from perfeval_xl.collection.documents import told_documents
from perfeval_xl.collection.envelope import Attachment, Envelope, clean_text
from perfeval_xl.collection.intake import passed_over
from perfeval_xl.collection.letters import Letter, answer_to, is_bounce
from perfeval_xl.collection.mail import Mail, letter_text, marked, open_mail
from perfeval_xl.collection.outlook import OutlookBroken, OutlookMail, read_outlook
from perfeval_xl.collection.part import Part
from perfeval_xl.collection.sources import Found, bare_file
from perfeval_xl.collection.sources.mbox import begins_as_mbox, mails_of
from perfeval_xl.collection.unpacking import unpacked
from perfeval_xl.limits import LIMITS

__all__ = ["envelopes_of", "read_mail"]

# How the letter of a mail is called that is kept as an attachment
_LETTER = "（邮件正文）"
_UNNAMED = "未命名附件"


def envelopes_of(item: Found) -> tuple[Envelope, ...]:
    """Make the envelopes: a mail is taken apart, what mails are packed in is unpacked, anything else is an attachment.

    Never raises for content; the same item always gives the same envelopes.
    """
    data = item.data
    if data is None:
        return (bare_file(item),)
    # A mail may be told by its source, its name or its contents
    if item.mail or item.origin.lower().endswith(".eml") or looks_like_mail(data):
        return (read_mail(data, item.origin, item.found_at),)
    if kind_of(data) is Kind.SAVED_MAIL:
        return (_outlook_envelope(data, item),)
    return tuple(_file_envelopes(item, data))


def _file_envelopes(item: Found, data: bytes) -> Iterator[Envelope]:
    """Make the envelope of a bare file, and those of the mails in an archive."""
    whole = bare_file(item)
    mails: list[Part] = []
    # The file is an attachment, and so is what it holds; mails in it are envelopes of their own
    (own,) = whole.attachments
    parts = unpacked([Part(name=own.name, data=data)], _parts_of_mail, mails)
    attachments = tuple(
        _attachment(part, number)
        for number, part in enumerate(told_documents(parts), start=1)
    )
    yield replace(whole, attachments=attachments)
    for mail in mails:
        origin = f"{item.origin}/{mail.name}"
        packed = replace(
            item, origin=origin, data=mail.data, size=len(mail.data), mail=True
        )
        # Mails are packed as Outlook saves them, as mailboxes, or one by one
        if kind_of(mail.data) is Kind.SAVED_MAIL:
            yield replace(_outlook_envelope(mail.data, packed), whole=mail.data)
        elif begins_as_mbox(mail.data):
            for piece in mails_of(io.BytesIO(mail.data)):
                data = piece.data or b""
                yield replace(read_mail(data, origin, item.found_at), whole=data)
        else:
            yield replace(read_mail(mail.data, origin, item.found_at), whole=mail.data)


def _parts_of_mail(data: bytes) -> list[Part]:
    """Return the parts of a mail that lay in another one, of all its mails where it is a mailbox."""
    # A mailbox within a mail is read mail by mail
    if not begins_as_mbox(data):
        return _parts_within(data)
    parts: list[Part] = []
    for piece in mails_of(io.BytesIO(data)):
        if piece.data is not None:
            parts += _parts_within(piece.data)
    return parts


def _parts_within(data: bytes) -> list[Part]:
    mail = open_mail(data)
    return list(marked(mail.parts, mail.sender, mail.date))


def read_mail(data: bytes, origin: str, found_at: datetime) -> Envelope:
    """Make the envelope of a mail; never raises for content. `found_at` stands in where the mail says no date.

    The key is the message id, which a mail keeps on its way through every mailbox; without one, its bytes.
    """
    # The mail is taken apart, and then judged whether it brings anything
    mail = open_mail(data, origin)
    bare = _bare(mail, data, origin, found_at)
    if is_bounce(mail.letter):
        # What a bounce brings back is what we sent; the whole of it is kept as what it is.
        return replace(bare, attachments=(_said_letter(mail.letter, data),))
    return replace(bare, attachments=_attachments(mail.parts, mail.letter))


def _bare(
    mail: Mail | OutlookMail, data: bytes, origin: str, found_at: datetime
) -> Envelope:
    message_id = clean_text(mail.message_id)
    return Envelope(
        key=f"id:{message_id}"
        if message_id
        else f"mail:{hashlib.sha256(data).hexdigest()}",
        origin=clean_text(origin),
        # Nothing is received in the future, whatever a clock says
        received_at=min(mail.date or found_at, datetime.now(UTC)),
        sender=clean_text(mail.sender),
        subject=clean_text(mail.subject),
        message_id=message_id,
    )


def _outlook_envelope(data: bytes, item: Found) -> Envelope:
    """Make the envelope of a mail that Outlook saved; one that cannot be read is a file that says so."""
    try:
        mail = read_outlook(data)
    except OutlookBroken:
        # What cannot be read is still an attachment, and may be an archive
        whole = bare_file(item)
        parts = unpacked(
            [Part(name=whole.attachments[0].name, data=data)], _parts_of_mail
        )
        return replace(whole, attachments=tuple(_attachment(part, 1) for part in parts))
    bare = _bare(mail, data, item.origin, item.found_at)
    text = letter_text(mail.parts)
    letter = Letter(
        sender=mail.sender, subject=mail.subject, text=text, report=mail.report
    )
    if is_bounce(letter):
        return replace(bare, attachments=(_said_letter(letter, data),))
    return replace(bare, attachments=_attachments(mail.parts, letter))


def _attachments(parts: Iterable[Part], letter: Letter) -> tuple[Attachment, ...]:
    """Make the attachments of a mail; where none may be a form, its letter is one and says why."""
    # Files in files are opened; then documents are told by what lies beside them
    files = told_documents(
        unpacked([part for part in parts if not part.body], _parts_of_mail)
    )
    kept = [part for part in files if not part.body][: LIMITS.archive_files]
    attachments = tuple(
        _attachment(part, number) for number, part in enumerate(kept, start=1)
    )
    # If anything has to be answered, the letter need not be
    if any(_to_be_answered(attachment) for attachment in attachments):
        return attachments
    # The letter is what the mail says, with that of a mail that was attached
    texts = letter_text(part for part in files if part.body)
    whole = replace(letter, text=f"{letter.text}\n{texts}".strip())
    return (
        *attachments,
        _said_letter(
            whole, f"{whole.subject}\n\n{whole.text}".encode("utf-8", "replace")
        ),
    )


def _to_be_answered(attachment: Attachment) -> bool:
    said = attachment.said or passed_over(attachment)
    return said is None or said.state.asks


def _said_letter(letter: Letter, data: bytes) -> Attachment:
    return Attachment.of(_LETTER, data, said=answer_to(letter))


def _attachment(part: Part, number: int) -> Attachment:
    made = Attachment.of(
        clean_text(part.name) or f"{_UNNAMED}{number}",
        part.data,
        part.damage,
        part.said,
    )
    return replace(made, inner_sender=part.inner_sender, inner_date=part.inner_date)

"""A mail becomes an envelope: nested, forwarded, misdeclared and damaged as mails are.

Nothing of a mail is dropped in silence: a part that cannot be opened, or a mail that cannot be taken apart, becomes an
attachment that says so.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import errors, message_from_bytes
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any

from perfeval_xl.collection.content import Kind, kind_of, looks_like_mail
from perfeval_xl.collection.envelope import Attachment, Envelope, clean_text, label_of
from perfeval_xl.collection.mail_policy import FORGIVING, PARSER_FAILURES
from perfeval_xl.limits import LIMITS

__all__ = ["read_mail"]

_BROKEN = "邮件结构已损坏，无法取出附件"
_TOO_MANY = "邮件中的附件超过{most}个，或转发层数超过{deepest}层"
_TANGLED = "邮件的层数、信头或行数过多，没有分解"
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_DAMAGED = "附件在邮件传输中受损，编码不完整"
_IN_PIECES = "这封邮件被分成几封发送，本封只是其中一段"
_MAILS = {"message/rfc822", "message/global"}
_PARTIAL = "message/partial"
_READ_AS_TEXT = {Kind.TEXT, Kind.WEB, Kind.MAIL, Kind.JSON, Kind.EMPTY}
_UNSTRUCTURED = (errors.NoBoundaryInMultipartDefect, errors.StartBoundaryNotFoundDefect)
_TRANSPORT = (errors.InvalidBase64CharactersDefect, errors.InvalidBase64PaddingDefect, errors.InvalidBase64LengthDefect)


class _TooDeep(Exception):
    """The mail nests deeper than any person forwards."""


def read_mail(data: bytes, origin: str, found_at: datetime) -> Envelope:
    """Take a mail apart; never raises for content. `found_at` stands in where the mail says no date.

    The key is the message id, which a mail keeps on its way through every mailbox; without one, its bytes.
    """
    message = EmailMessage(policy=FORGIVING)
    attachments: tuple[Attachment, ...]
    if _is_tangled(data):
        attachments = (_whole(data, origin, _TANGLED),)
    else:
        try:
            message = _parse(data)
            attachments = _attachments(message, data, origin)
        except (*PARSER_FAILURES, _TooDeep):
            message = EmailMessage(policy=FORGIVING)
            attachments = (_whole(data, origin, _BROKEN),)
    message_id = clean_text(_header(message, "message-id"))
    return Envelope(
        key=f"id:{message_id}" if message_id else f"mail:{hashlib.sha256(data).hexdigest()}",
        origin=clean_text(origin),
        received_at=_received_at(message, found_at),
        sender=clean_text(_header(message, "from")),
        subject=clean_text(_header(message, "subject")),
        message_id=message_id,
        attachments=attachments,
    )


def _is_tangled(data: bytes) -> bool:
    """Whether taking a mail apart would take too long: the parser compares every line with every boundary around it."""
    lines = data.count(b"\n") + data.count(b"\r")
    boundaries = data.lower().count(b"boundary") + 1
    if boundaries * lines > LIMITS.mime_work:
        return True
    end = _HEADERS_END.search(data)
    headers = data if end is None else data[: end.start()]
    return headers.count(b"\n") > LIMITS.header_lines


def _too_many() -> str:
    return _TOO_MANY.format(most=LIMITS.attachments, deepest=LIMITS.mime_depth)


def _parse(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=FORGIVING)
    assert isinstance(message, EmailMessage)
    return message


def _attachments(message: EmailMessage, data: bytes, origin: str) -> tuple[Attachment, ...]:
    found = tuple(islice(_leaves(message, 0), LIMITS.attachments + 1))
    if len(found) > LIMITS.attachments:
        return (_whole(data, origin, _too_many()),)
    return tuple(
        Attachment.of(name or f"未命名附件{number}", content, damage)
        for number, (name, content, damage) in enumerate(found, start=1)
    )


def _whole(data: bytes, origin: str, damage: str) -> Attachment:
    return Attachment.of(label_of(origin) or "邮件.eml", data, damage)


def _leaves(part: EmailMessage, depth: int) -> Iterator[tuple[str, bytes, str]]:
    """Yield name, bytes and damage of every attachment, forwarded mails opened."""
    if depth > LIMITS.mime_depth:
        raise _TooDeep
    name = label_of(part.get_filename() or "")
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from _within(part, payload, name, depth)
        return
    decoded = part.get_payload(decode=True)
    content = decoded if isinstance(decoded, bytes) else b""
    kind = part.get_content_type()
    if part.get_content_maintype() == "multipart" or any(isinstance(d, _UNSTRUCTURED) for d in part.defects):
        yield name or "邮件.eml", content, _BROKEN
    elif kind in _MAILS or (name.lower().endswith(".eml") and looks_like_mail(content)):
        yield from _inner(name, content, depth)
    elif not _is_body(part, name, content):
        damaged = any(isinstance(defect, _TRANSPORT) for defect in part.defects)
        yield name, content, _DAMAGED if damaged else ""


def _within(part: EmailMessage, children: list[Any], name: str, depth: int) -> Iterator[tuple[str, bytes, str]]:
    """Yield what the parts of a part hold; a mail in it that has no headers is none."""
    kind = part.get_content_type()
    for child in children:
        assert isinstance(child, EmailMessage)
        if kind == _PARTIAL:
            yield name or "邮件.eml", child.as_bytes(), _IN_PIECES
        elif kind in _MAILS and not child.keys():
            yield name or "邮件.eml", str(child.get_payload()).encode("utf-8", "surrogateescape"), _BROKEN
        else:
            yield from _leaves(child, depth + 1)


def _inner(name: str, content: bytes, depth: int) -> Iterator[tuple[str, bytes, str]]:
    """Yield what a mail holds that came encoded, or as a file; the limits hold for it as for the mail around it."""
    if not looks_like_mail(content):
        yield name or "邮件.eml", content, _BROKEN
    elif _is_tangled(content):
        yield name or "邮件.eml", content, _TANGLED
    else:
        yield from _leaves(_parse(content), depth + 1)


def _is_body(part: EmailMessage, name: str, content: bytes) -> bool:
    """Whether this is the text of the letter; a workbook that was declared as text, or not at all, is not."""
    if name or part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment":
        return False
    return kind_of(content) in _READ_AS_TEXT


def _header(message: EmailMessage, name: str) -> str:
    value = message[name]
    return "" if value is None else str(value)


def _received_at(message: EmailMessage, found_at: datetime) -> datetime:
    """When the mail came in: as our own server stamped it, else as the sender's clock says, but never in the future."""
    stamps = [_header(message, "received").rpartition(";")[2]]
    now = datetime.now(UTC)
    for stamp in (*stamps, _header(message, "date")):
        moment = _moment(stamp)
        if moment is not None:
            return min(moment, now)
    return min(found_at, now)


def _moment(stamp: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(stamp.strip())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, LookupError, OverflowError):
        return None

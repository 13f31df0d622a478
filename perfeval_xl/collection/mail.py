"""A mail becomes an envelope: nested, forwarded, misdeclared and damaged as mails are.

Nothing of a mail is dropped in silence: a part that cannot be opened, or a mail that cannot be taken apart, becomes an
attachment that says so.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import errors, message_from_bytes
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any

from perfeval_xl.collection.content import Kind, kind_of, looks_like_mail
from perfeval_xl.collection.envelope import clean_text, label_of
from perfeval_xl.collection.header_text import decoded
from perfeval_xl.collection.letters import Letter, plain_text
from perfeval_xl.collection.mail_policy import FORGIVING, PARSER_FAILURES
from perfeval_xl.collection.part import Part
from perfeval_xl.limits import LIMITS

__all__ = ["Mail", "letter_text", "marked", "open_mail"]

# What a mail without a name is called
_MAIL_NAME = "邮件.eml"
# Reports by the type of their part (RFC 6522)
_REPORTS = ("delivery-status", "disposition-notification")
_TELLING = ("auto-submitted", "x-autoreply", "x-autorespond", "precedence")
"""Headers by which a program says that it writes by itself (RFC 3834)."""

_BROKEN = "邮件结构已损坏，无法取出附件"
_TOO_MANY = "邮件中的附件超过{most}个，或转发层数超过{deepest}层"
_TANGLED = "邮件的层数、信头或行数过多，没有分解"
_UTF8_MARK = b"\xef\xbb\xbf"
# How a .xlsx and a .xls begin in base64
_WORKBOOK_IN_BASE64 = (b"UEsDB", b"0M8R4")
# A line of base64, the last one may be short; and a full one
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_BASE64_ROW = re.compile(r"[A-Za-z0-9+/]{60,}={0,2}")
# Where headers end
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_DAMAGED = "附件在邮件传输中受损，编码不完整"
_IN_PIECES = "这封邮件被分成几封发送，本封只是其中一段"
# Types of mails within mails
_MAILS = {"message/rfc822", "message/global"}
# A mail that was cut into several
_PARTIAL = "message/partial"
# Kinds of text that a letter may be
_READ_AS_TEXT = {Kind.TEXT, Kind.WEB, Kind.MAIL, Kind.JSON, Kind.EMPTY}
# Defects after which the parts of a mail are not known
_UNSTRUCTURED = (errors.NoBoundaryInMultipartDefect, errors.StartBoundaryNotFoundDefect)
# Defects of the encoding, after which the file is not whole
_TRANSPORT = (
    errors.InvalidBase64CharactersDefect,
    errors.InvalidBase64PaddingDefect,
    errors.InvalidBase64LengthDefect,
)


class _TooDeep(Exception):
    """The mail nests deeper than any person forwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail taken apart: its parts in their order, those of mails in it in their place, and what its letter says.

    `date` is when it came in: as our own server stamped it, else as the sender's clock says; `None` without either.
    """

    sender: str
    subject: str
    message_id: str
    date: datetime | None
    parts: tuple[Part, ...]
    letter: Letter


def open_mail(data: bytes, name: str = "") -> Mail:
    """Take a mail apart; never raises for content. One that cannot be is its own part, under the name of its file."""
    message = EmailMessage(policy=FORGIVING)
    parts: tuple[Part, ...]
    # What would take too long is not given to the parser at all
    if _is_tangled(data):
        parts = (_whole(data, name, _TANGLED),)
    else:
        try:
            message = _parse(data)
            parts = _parts(message, data, name)
        except (*PARSER_FAILURES, _TooDeep):
            # The parser promises to raise nothing, and does not keep it
            message = EmailMessage(policy=FORGIVING)
            parts = (_whole(data, name, _BROKEN),)
    return Mail(
        sender=clean_text(_header(message, "from")),
        subject=clean_text(_header(message, "subject")),
        message_id=clean_text(_header(message, "message-id")),
        date=_date(message),
        parts=parts,
        letter=_letter(message, parts),
    )


def letter_text(parts: Iterable[Part]) -> str:
    """Return what the letters among the parts say, HTML as text with the addresses of its links."""
    return "\n".join(_shown(part) for part in parts if part.body).strip()


def _shown(part: Part) -> str:
    text = decoded(part.data)[: LIMITS.letter_characters * 10]
    if part.body == "text/html":
        return plain_text(text)
    return text


def _letter(message: EmailMessage, parts: Iterable[Part]) -> Letter:
    headers = "\n".join(
        f"{name}: {_header(message, name)}" for name in _TELLING if name in message
    )
    return Letter(
        sender=_header(message, "from"),
        subject=_header(message, "subject"),
        text=letter_text(parts),
        headers=headers.lower(),
        report=_report(message),
        failed=_failed(message),
    )


def _report(message: EmailMessage) -> str:
    """Return what a report is of (RFC 6522); the parts that say so may be all there is."""
    kinds = {
        part.get_content_type() for part in islice(message.walk(), LIMITS.attachments)
    }
    return next((report for report in _REPORTS if f"message/{report}" in kinds), "")


def _failed(message: EmailMessage) -> str:
    """Return whom a mail of ours did not reach (RFC 3464 2.3.2)."""
    # The lines of a report stand in a part of their own
    for part in islice(message.walk(), LIMITS.attachments):
        recipient = part.get("final-recipient") or part.get("x-failed-recipients")
        if recipient:
            return clean_text(str(recipient).rpartition(";")[2])
    return ""


def _is_tangled(data: bytes) -> bool:
    """Whether taking a mail apart would take too long: the parser compares every line with every boundary around it."""
    # Counted before the parser sees it: lines and boundaries multiply
    lines = data.count(b"\n") + data.count(b"\r")
    boundaries = data.lower().count(b"boundary") + 1
    if boundaries * lines > LIMITS.mime_work:
        return True
    # Many headers take long, too
    end = _HEADERS_END.search(data)
    headers = data if end is None else data[: end.start()]
    return headers.count(b"\n") > LIMITS.header_lines


def _too_many() -> str:
    return _TOO_MANY.format(most=LIMITS.attachments, deepest=LIMITS.mime_depth)


def _parse(data: bytes) -> EmailMessage:
    message = message_from_bytes(_from_headers_on(data), policy=FORGIVING)
    assert isinstance(message, EmailMessage)
    return message


def _from_headers_on(data: bytes) -> bytes:
    """Return a mail from its first header on: editors write a mark of UTF-8, and mailboxes quote “From ”."""
    data = data.removeprefix(_UTF8_MARK).lstrip(b"\r\n")
    if data.startswith(b">From "):
        return data.partition(b"\n")[2]
    return data


def _parts(message: EmailMessage, data: bytes, name: str) -> tuple[Part, ...]:
    # More parts than may be are counted as such, so that the rest is not lost in silence
    found = tuple(islice(_leaves(message, 0), LIMITS.attachments * 2))
    if sum(not part.body for part in found) > LIMITS.attachments:
        return (_whole(data, name, _too_many()),)
    return found


def _whole(data: bytes, name: str, damage: str) -> Part:
    return Part(
        name=label_of(name) or _MAIL_NAME,
        data=data,
        damage=damage,
    )


def _leaves(part: EmailMessage, depth: int) -> Iterator[Part]:
    """Yield every attachment and every letter, forwarded mails opened."""
    if depth > LIMITS.mime_depth:
        raise _TooDeep
    name = label_of(part.get_filename() or "")
    payload = part.get_payload()
    # A part with parts of its own has no content
    if isinstance(payload, list):
        yield from _within(part, payload, name, depth)
        return
    content, damage = _content(part)
    kind = part.get_content_type()
    # A multipart without parts is damaged
    if part.get_content_maintype() == "multipart" or any(
        isinstance(d, _UNSTRUCTURED) for d in part.defects
    ):
        yield Part(
            name=name or _MAIL_NAME,
            data=content,
            damage=_BROKEN,
        )
    elif kind in _MAILS or (name.lower().endswith(".eml") and looks_like_mail(content)):
        # A mail may be declared as one, or be a file that is one
        yield from _inner(name, content, depth)
    elif _is_body(part, name, content):
        # A letter has no name, and is text in fact
        yield Part(name="", data=content, body=kind)
    else:
        # What stands in the letter has an id there
        inline = part.get_content_disposition() == "inline" or "content-id" in part
        yield Part(name=name, data=content, damage=damage, inline=inline)


def _content(part: EmailMessage) -> tuple[bytes, str]:
    """Return what a part holds, decoded, and what transport did to it."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return b"", ""
    # Base64 of a workbook that nobody declared as such
    if raw.startswith(_WORKBOOK_IN_BASE64):
        return base64.b64decode(raw), ""
    if not any(isinstance(defect, _TRANSPORT) for defect in part.defects):
        return raw, ""
    whole = _before_footer(str(part.get_payload()))
    if whole:
        return whole, ""
    return raw, _DAMAGED


def _before_footer(code: str) -> bytes:
    """Return what stands in base64 before a footer that a server put behind it; empty where the code itself is broken."""
    lines = iter(code.splitlines())
    kept = []
    for line in lines:
        if not _BASE64_LINE.fullmatch(line.strip()):
            break
        kept.append(line.strip())
    # Code behind the footer would mean that something was put into the middle
    rest = [line.strip() for line in lines]
    joined = "".join(kept)
    if len(joined) % 4 or any(_BASE64_ROW.fullmatch(line) for line in rest):
        return b""
    return base64.b64decode(joined)


def _within(
    part: EmailMessage, children: list[Any], name: str, depth: int
) -> Iterator[Part]:
    """Yield what the parts of a part hold; a mail in it that has no headers is none."""
    kind = part.get_content_type()
    for child in children:
        assert isinstance(child, EmailMessage)
        # Only the whole of a mail that was cut can be read
        if kind == _PARTIAL:
            yield Part(
                name=name or _MAIL_NAME, data=child.as_bytes(), damage=_IN_PIECES
            )
        elif kind in _MAILS and not child.keys():
            # What is declared a mail and has no headers is none
            content = str(child.get_payload()).encode("utf-8", "surrogateescape")
            yield Part(
                name=name or _MAIL_NAME,
                data=content,
                damage=_BROKEN,
            )
        elif kind in _MAILS:
            yield from marked(
                _leaves(child, depth + 1), _header(child, "from"), _date(child)
            )
        else:
            yield from _leaves(child, depth + 1)


def marked(parts: Iterable[Part], sender: str, date: datetime | None) -> Iterator[Part]:
    """Yield the parts of a mail that lay in another one, each with who wrote it and when; what a mail in it says stays."""
    for part in parts:
        # The innermost mail says best who wrote it
        if part.inner_sender or part.inner_date is not None:
            yield part
        else:
            yield replace(part, inner_sender=clean_text(sender), inner_date=date)


def _inner(name: str, content: bytes, depth: int) -> Iterator[Part]:
    """Yield what a mail holds that came encoded, or as a file; the limits hold for it as for the mail around it."""
    if not looks_like_mail(content):
        yield Part(
            name=name or _MAIL_NAME,
            data=content,
            damage=_BROKEN,
        )
    elif _is_tangled(content):
        yield Part(
            name=name or _MAIL_NAME,
            data=content,
            damage=_TANGLED,
        )
    else:
        message = _parse(content)
        yield from marked(
            _leaves(message, depth + 1), _header(message, "from"), _date(message)
        )


def _is_body(part: EmailMessage, name: str, content: bytes) -> bool:
    """Whether this is the text of the letter; a workbook that was declared as text, or not at all, is not."""
    if (
        name
        or part.get_content_maintype() != "text"
        or part.get_content_disposition() == "attachment"
    ):
        return False
    return kind_of(content) in _READ_AS_TEXT


def _header(message: EmailMessage, name: str) -> str:
    value = message[name]
    if value is None:
        return ""
    return str(value)


def _date(message: EmailMessage) -> datetime | None:
    # The topmost stamp is that of our own server; the sender's clock may be wrong
    for stamp in (
        _header(message, "received").rpartition(";")[2],
        _header(message, "date"),
    ):
        moment = _moment(stamp)
        if moment is not None:
            return moment
    return None


def _moment(stamp: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(stamp.strip())
        # A time without a zone is in UTC
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, LookupError, OverflowError):
        return None

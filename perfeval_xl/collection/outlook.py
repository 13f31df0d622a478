"""Mails as Outlook saves them (.msg, [MS-OXMSG]): the streams of a compound file, read by python-oxmsg.

Streams are taken by their names and not by the list of properties, for many programs that write such files leave it empty.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.parser import HeaderParser

from olefile import OleFileIO
from oxmsg.properties import Properties
from oxmsg.storage import Storage

from perfeval_xl.collection.mail import marked
from perfeval_xl.collection.mail_policy import FORGIVING
from perfeval_xl.collection.part import Part
from perfeval_xl.limits import LIMITS

__all__ = ["OutlookBroken", "OutlookMail", "read_outlook"]

# Numbers of properties ([MS-OXPROPS])
_SUBJECT, _BODY, _HTML, _HEADERS, _MESSAGE_ID, _CLASS = (
    0x0037,
    0x1000,
    0x1013,
    0x007D,
    0x1035,
    0x001A,
)
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP, _SENT_BY = 0x0C1A, 0x0C1F, 0x5D01, 0x0042
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _CONTENT_ID = 0x3707, 0x3704, 0x3001, 0x3712
_DATA = 0x3701
_SENT, _DELIVERED = 0x0039, 0x0E06
# Types of properties: text in UTF-16, text in a code page, bytes, another storage
_UNICODE, _EIGHT_BIT, _BINARY, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
_ROOT_OFFSET = 32
"""Where the properties of a mail begin in their stream ([MS-OXMSG] 2.4.1)."""
_FAILURES = (
    AssertionError, AttributeError, IndexError, KeyError, LookupError, MessageError, OSError, OverflowError, RecursionError,
    struct.error, TypeError, UnicodeError, ValueError,
)  # fmt: skip
"""What the two libraries raise for files that are cut off, or that somebody has made up."""


class OutlookBroken(Exception):
    """The file is no mail that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookMail:
    """A mail as Outlook saved it; texts are empty, and `date` is `None`, where the file says nothing.

    `report` is what it reports of in the words of RFC 6522, empty for a letter. `parts` are its attachments and, last, its letter; the mails attached to it are opened.
    """

    sender: str
    subject: str
    message_id: str
    date: datetime | None
    report: str
    parts: tuple[Part, ...]


def read_outlook(data: bytes) -> OutlookMail:
    """Read a .msg file; raises `OutlookBroken` for one that cannot be read."""
    try:
        with OleFileIO(data) as file:
            # Everything is read while the file is open
            root = Storage.from_ole(file)
        return _mail(root, 0)
    except _FAILURES as exc:
        raise OutlookBroken from exc


def _mail(storage: Storage, depth: int) -> OutlookMail:
    if depth > LIMITS.mime_depth:
        raise OutlookBroken
    # Headers of the mail, where Outlook kept them
    headers = HeaderParser(policy=FORGIVING).parsestr(_text(storage, _HEADERS))
    # An address of the Exchange server is none that could be answered
    address = _text(storage, _SENDER_SMTP) or _text(storage, _SENDER_ADDRESS)
    name = _text(storage, _SENDER_NAME) or _text(storage, _SENT_BY)
    parts = [
        part
        for one in storage.iter_attachment_storages()
        for part in _attached(one, depth)
    ]
    return OutlookMail(
        sender=str(headers["from"] or "") or _named(name, address),
        subject=_text(storage, _SUBJECT),
        message_id=_text(storage, _MESSAGE_ID) or str(headers["message-id"] or ""),
        # When it came in goes before when it was sent
        date=_moment(storage, _DELIVERED) or _moment(storage, _SENT),
        report=_report(_text(storage, _CLASS)),
        parts=(*parts, *_letter(storage)),
    )


def _report(message_class: str) -> str:
    """Tell a report by its class ([MS-OXOMSG] 2.2.1): `REPORT.IPM.Note.NDR` is that something was not delivered."""
    ends = {
        "NDR": "delivery-status",
        "IPNRN": "disposition-notification",
        "IPNNRN": "disposition-notification",
    }
    kind = message_class.upper()
    if kind.startswith("REPORT."):
        return ends.get(kind.rpartition(".")[2], "")
    return ""


def _named(name: str, address: str) -> str:
    # A name without an address is better than an address of the server
    if "@" not in address:
        return name
    if name:
        return f"{name} <{address}>"
    return address


def _attached(storage: Storage, depth: int) -> list[Part]:
    """Return the file that was attached, or what the mail holds that was."""
    # The long name, or what is shown, whichever the sender's program wrote
    name = (
        _text(storage, _LONG_NAME)
        or _text(storage, _SHORT_NAME)
        or _text(storage, _SHOWN_NAME)
    )
    # A mail that was attached is a storage of its own
    inner = next(
        (one for one in storage.storages if one.name == _stream_name(_DATA, _OBJECT)),
        None,
    )
    # Without properties it is an object of another kind
    if inner is not None and any(
        one.name.startswith("__properties") for one in inner.streams
    ):
        forwarded = _mail(inner, depth + 1)
        return list(marked(forwarded.parts, forwarded.sender, forwarded.date))
    data = _stream(storage, _DATA, _BINARY)
    damage = "邮件里只有这个附件的名称，没有内容"
    if data is not None:
        damage = ""
    return [
        Part(
            name=name,
            data=data or b"",
            damage=damage,
            inline=bool(_text(storage, _CONTENT_ID)),
        )
    ]


def _letter(storage: Storage) -> list[Part]:
    """Return the text of the letter, and its HTML where there is one."""
    # HTML may be stored as bytes or as text
    text = _text(storage, _BODY)
    html = _stream(storage, _HTML, _BINARY) or _text(storage, _HTML).encode()
    parts = (
        [
            Part(
                name="",
                data=text.encode(),
                body="text/plain",
            )
        ]
        if text
        else []
    )
    if html:
        return [
            *parts,
            Part(
                name="",
                data=html,
                body="text/html",
            ),
        ]
    return parts


def _stream_name(number: int, kind: int) -> str:
    return f"__substg1.0_{number:04X}{kind:04X}"


def _stream(storage: Storage, number: int, kind: int) -> bytes | None:
    wanted = _stream_name(number, kind)
    return next(
        (stream.bytes_ for stream in storage.streams if stream.name == wanted), None
    )


def _text(storage: Storage, number: int) -> str:
    """Return a text, empty without one: in UTF-16, or in the code page of the sender."""
    wide = _stream(storage, number, _UNICODE)
    if wide is not None:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    narrow = _stream(storage, number, _EIGHT_BIT) or b""
    # Eight-bit text is in the code page of the sender, mostly Chinese here
    try:
        return narrow.decode("utf-8").rstrip("\0")
    except UnicodeDecodeError:
        return narrow.decode("gb18030", "replace").rstrip("\0")


def _moment(storage: Storage, number: int) -> datetime | None:
    """Return a time that stands in the list of properties."""
    try:
        found = Properties(storage, _ROOT_OFFSET).date_prop_value(number)
        if found is None:
            return None
        return found.astimezone(UTC)
    except _FAILURES:
        return None

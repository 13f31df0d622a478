"""One mail as a draft: an `.eml` that mail programs open ready to be sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from perfeval_xl.collection.envelope import clean_text

__all__ = ["Draft", "DraftFile", "address_in", "draft_bytes", "message_id"]

_WORKBOOK = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
# A domain that no one can own: ids only tell our mails apart
_DOMAIN = "perfeval.invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFile:
    """A workbook that goes with a mail, under the name it shall have there."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One mail. `to` is empty where nobody's address is known: then a person fills it in.

    `key` says what it is about, and is the same for the same matter: a mail with a key that was sent is not sent again.
    """

    key: str
    to: str
    sender: str
    subject: str
    body: str
    files: tuple[DraftFile, ...] = ()


def address_in(text: str) -> str:
    """Return the mail address in a sender's line, empty where there is none.

    >>> address_in("财务科 <caiwu@unit.example>"), address_in("财务科"), address_in("a@b")
    ('caiwu@unit.example', '', '')
    """
    # A line of a received mail may hold anything, broken encodings too
    written = parseaddr(clean_text(text))[1]
    try:
        found = Address(addr_spec=written)
    except (HeaderParseError, ValueError, IndexError):
        return ""
    # Servers that do not speak SMTPUTF8 take addresses in ASCII only
    if not found.username or "." not in found.domain or not written.isascii():
        return ""
    return found.addr_spec


def message_id(key: str) -> str:
    """Return the message id of a mail with this key."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{_DOMAIN}>"


def draft_bytes(draft: Draft) -> bytes:
    """Return the mail; the same draft gives the same bytes. It has no date: it gets one when it is sent."""
    mail = EmailMessage(policy=SMTP)
    # Without a sender the mail program puts in its own
    if draft.sender:
        mail["From"] = draft.sender
    mail["To"] = draft.to
    mail["Subject"] = clean_text(draft.subject)
    mail["Message-ID"] = message_id(draft.key)
    # Outlook and Foxmail open the file for writing
    mail["X-Unsent"] = "1"
    # Asks out-of-office programs not to answer
    mail["Auto-Submitted"] = "auto-generated"
    # In base64, so that no server on the way breaks a line or a character
    mail.set_content(draft.body, cte="base64")
    for file in draft.files:
        mail.add_attachment(
            file.data, maintype=_WORKBOOK[0], subtype=_WORKBOOK[1], filename=file.name
        )
    # The usual boundary is drawn at random, and would make every draft another file
    if mail.is_multipart():
        mail.set_boundary(f"=-{hashlib.sha256(draft.key.encode()).hexdigest()[:24]}")
    return mail.as_bytes()

"""One thing a source found: a mail, or a bare file that is an envelope of its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from perfeval_xl.collection.content import looks_like_mail
from perfeval_xl.collection.envelope import Attachment, Envelope, clean_text, label_of
from perfeval_xl.collection.mail import read_mail
from perfeval_xl.limits import LIMITS

__all__ = ["Found", "bare_file", "envelope_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One item of a source. `origin` is its place relative to the source; `data` is `None` when it is too large.

    `found_at` is the time of the file: the best known time of receipt where no mail says one. `mail` says that it is one
    whatever it looks like.
    """

    origin: str
    found_at: datetime
    size: int
    sha256: str
    data: bytes | None
    mail: bool = False


def envelope_of(item: Found) -> Envelope:
    """Make the envelope: a mail is taken apart, anything else is its own single attachment."""
    if item.data is not None and _is_mail(item, item.data):
        return read_mail(item.data, item.origin, item.found_at)
    return bare_file(item)


def _is_mail(item: Found, data: bytes) -> bool:
    return item.mail or item.origin.lower().endswith(".eml") or looks_like_mail(data)


def bare_file(item: Found) -> Envelope:
    """Make the envelope of a file that came without a letter.

    The key is its place and its content, so that a copy elsewhere is a receipt of its own.
    """
    name = label_of(item.origin) or "未命名文件"
    kept = item.data if item.size <= LIMITS.file_bytes else None
    identity = f"{item.origin}\0{item.sha256}".encode("utf-8", "surrogatepass")
    return Envelope(
        key=f"file:{hashlib.sha256(identity).hexdigest()}",
        origin=clean_text(item.origin),
        received_at=item.found_at,
        attachments=(Attachment(name=name, size=item.size, sha256=item.sha256, data=kept),),
    )

"""One thing a source found: a mail, or a bare file that is an envelope of its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from perfeval_xl.collection.envelope import Attachment, Envelope, clean_text, label_of
from perfeval_xl.collection.remote import RemoteFile
from perfeval_xl.limits import LIMITS

__all__ = ["Found", "bare_file"]


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
    path: Path | RemoteFile | None = None
    """The file it is, `None` for what is only a part of one."""


def bare_file(item: Found) -> Envelope:
    """Make the envelope of a file that came without a letter.

    The key is its place and its content, so that a copy elsewhere is a receipt of its own.
    """
    name = label_of(item.origin) or "未命名文件"
    # A mail may be larger than a file that is opened
    kept = item.data if item.size <= LIMITS.file_bytes else None
    # The same file at another place is another receipt
    identity = f"{item.origin}\0{item.sha256}".encode("utf-8", "surrogatepass")
    large: bytes | Path | RemoteFile | None = None
    # What is too large to be opened is kept from where it stands
    if kept is None:
        large = item.data if item.data is not None else item.path
    return Envelope(
        key=f"file:{hashlib.sha256(identity).hexdigest()}",
        origin=clean_text(item.origin),
        received_at=item.found_at,
        attachments=(
            Attachment(
                name=name, size=item.size, sha256=item.sha256, data=kept, large=large
            ),
        ),
    )

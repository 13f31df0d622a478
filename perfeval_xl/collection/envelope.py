"""What arrives: an envelope with its attachments, whatever source it came from.

Everything in it was written by strangers. Names are labels to show, never paths to open; text is made storable once,
here, so that no later stage meets half a surrogate pair or a NUL.
"""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from perfeval_xl.collection.records import Judgement
from perfeval_xl.collection.remote import RemoteFile
from perfeval_xl.limits import LIMITS

__all__ = ["Attachment", "Envelope", "clean_text", "label_of"]

# Characters of a name or subject
_LONGEST_LABEL = 200
# Characters of an ending that is kept at the end of a shortened name
_LONGEST_ENDING = 8
_UNSTORABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]|[\u202a-\u202e\u2066-\u2069]"
)
"""Control characters, halves of surrogates, and the marks that turn `xslx.exe` around on screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file as received. `data` is `None` when it is too large to be opened; size and hash are known even then.

    `damage` says in Chinese what transport did to it, empty when nothing is known. `said` is what was decided of it when
    its mail was taken apart, `None` where it is still to be judged. `inner_sender` and `inner_date` are those of the
    forwarded or quoted mail that held it, empty and `None` where the envelope itself did.
    """

    name: str
    size: int
    sha256: str
    data: bytes | None
    damage: str = ""
    said: Judgement | None = None
    inner_sender: str = ""
    inner_date: datetime | None = None
    large: bytes | Path | RemoteFile | None = None
    """What is kept of one that is too large to be opened: its bytes, or the file they stand in."""

    @classmethod
    def of(
        cls, name: str, data: bytes, damage: str = "", said: Judgement | None = None
    ) -> Attachment:
        """Make an attachment of bytes; those beyond the limit of a file are kept and not opened."""
        # What is too large is kept but not opened
        opened = len(data) <= LIMITS.file_bytes
        return cls(
            name=name,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            data=data if opened else None,
            damage=damage,
            said=said,
            large=None if opened else data,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who sent what, and when. `key` is the same however often, and from wherever, the envelope is taken in.

    `received_at` is in UTC. `sender`, `subject` and `message_id` are empty where there are none, as for a bare file;
    `origin` is where it was found, relative to the source.
    """

    key: str
    origin: str
    received_at: datetime
    sender: str = ""
    subject: str = ""
    message_id: str = ""
    attachments: tuple[Attachment, ...] = ()
    whole: bytes | None = None
    """The mail as it came in; `None` for a bare file."""


def clean_text(text: str, longest: int = _LONGEST_LABEL) -> str:
    r"""Make text from outside storable: one line, no control characters, at most `longest` characters.

    >>> clean_text("自评\x00表\r\n .xlsx")
    '自评�表 .xlsx'
    """
    line = _UNSTORABLE.sub("\ufffd", " ".join(text.split()))
    if len(line) <= longest:
        return line
    return line[: longest - 1] + "…"


def label_of(name: str) -> str:
    r"""Return the last part of a file name, however it was meant: `../../x.xlsx` is shown as `x.xlsx`.

    >>> label_of("..\\..\\自评表.xlsx"), label_of("/"), label_of("a/b.xls")
    ('自评表.xlsx', '', 'b.xls')
    """
    # A web mail writes Chinese as &#26576;
    if "&#" in name:
        name = html.unescape(name)
    # Both signs between folders, whichever system wrote the name
    last = " ".join(re.split(r"[/\\]", name.rstrip("/\\"))[-1].split())
    _, dot, ending = last.rpartition(".")
    # A short name, or one without an ending, is shortened at its end
    if len(last) <= _LONGEST_LABEL or not dot or len(ending) > _LONGEST_ENDING:
        return clean_text(last)
    # What a long name ends in says what the file is.
    return clean_text(last, _LONGEST_LABEL - len(ending) - 1) + clean_text(f".{ending}")

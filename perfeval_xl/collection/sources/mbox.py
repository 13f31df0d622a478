"""Mailboxes that are one file (mbox, RFC 4155): of Thunderbird, of Apple Mail, of webmail exports, under any name.

They may be far larger than the memory: one mail is held at a time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from perfeval_xl.limits import LIMITS

__all__ = ["Piece", "begins_as_mbox", "mails_of"]

# Bytes at the start by which a mailbox is known
_HEAD = 4096
# A line is read in pieces of so many bytes
_LONGEST_LINE = 65_536
# A time of day, which programs write behind “From ”
_TIME = re.compile(rb"\d:\d\d")
# Thunderbird writes a dash in place of the sender
_DASH = b"From - "
_STAMP = 200
"""Programs write the sender, or a dash, and a time, in so many bytes at most."""
# Headers with which a mail begins
_FIRST_HEADER = re.compile(
    rb"(x-[!-9;-~]+|received|return-path|from|to|cc|date|subject|message-id|mime-version|content-[a-z-]+|delivered-to"
    rb"|status|sender|reply-to|dkim-signature|authentication-results|arc-[a-z-]+|envelope-to|references|in-reply-to)"
    rb"[ \t]*:",
    re.IGNORECASE,
)
# A line of a letter that looked like a separator when it was stored
_QUOTED = re.compile(rb">+From ")
_READING_MARKS = re.compile(
    rb"(x-mozilla-[!-9;-~]+|status|x-status|x-keywords|x-uid|x-imap|x-imapbase)[ \t]*:",
    re.IGNORECASE,
)
"""Headers in which a program notes what was read: they change while the mail stays the same."""
# A blank line, with any end
_BLANK = {b"\n", b"\r\n", b"\r"}


@dataclass(slots=True)
class Piece:
    """One mail of a mailbox. `data` is `None` when it is larger than a mail may be; size and hash are known even then."""

    size: int = 0
    sha256: str = ""
    data: bytes | None = None
    _lines: list[bytes] = field(default_factory=list)
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, line: bytes) -> None:
        """Take in the next line; what goes beyond the limit is counted and let go."""
        self.size += len(line)
        self._digest.update(line)
        # Beyond the limit only size and hash go on
        if self.size <= LIMITS.mail_bytes:
            self._lines.append(line)
        else:
            self._lines.clear()

    def finish(self) -> Piece:
        """Say that no more lines follow."""
        self.sha256 = self._digest.hexdigest()
        if self.size <= LIMITS.mail_bytes:
            self.data = b"".join(self._lines)
        self._lines.clear()
        return self


def begins_as_mbox(head: bytes) -> bool:
    r"""Whether a file that begins so is a mailbox: a line “From …”, and then the headers of a mail.

    >>> begins_as_mbox(b"From - Mon Mar 06 09:30:00 2023\nSubject: x"), begins_as_mbox(b"From: a@b.example")
    (True, False)
    """
    # A mark of UTF-8 may stand before the first line
    lines = head[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 2)
    return (
        len(lines) > 1
        and lines[0].startswith(b"From ")
        and _FIRST_HEADER.match(lines[1]) is not None
    )


def mails_of(file: BinaryIO) -> Iterator[Piece]:
    """Yield the mails of a mailbox one after the other.

    A mail begins behind a line “From …” which headers follow, and in front of which stands an empty line; programs
    that forget the empty line at least write a time. “>From ” in a letter was “From ” before it was stored.
    """
    mail = Piece()
    separator = b""  # a line that parts two mails, should headers follow
    after_blank, in_headers = True, True
    for starts, line in _lines(file):
        # Is the line before this one the beginning of a mail?
        if separator and _FIRST_HEADER.match(line):
            if mail.size:
                yield mail.finish()
            mail, in_headers = Piece(), True
        elif separator:
            mail.add(separator)
        separator = b""
        # May this line be one?
        if starts and _may_separate(line, after_blank=after_blank):
            separator = line
            after_blank = False
            continue
        # It belongs to the mail, the notes of the program aside.
        after_blank = line in _BLANK
        if after_blank and mail.size:
            in_headers = False
        elif after_blank:
            # Nothing of the mail has come yet
            continue
        if not (in_headers and _is_note(line, starts=starts)):
            mail.add(_as_written(line, starts=starts))
    # A line at the end that could have been a separator belongs to the last mail
    if separator:
        mail.add(separator)
    if mail.size:
        yield mail.finish()


def _is_note(line: bytes, *, starts: bool) -> bool:
    """Whether a line of the headers says what was read, and not what was sent."""
    return starts and _READING_MARKS.match(line) is not None


def _as_written(line: bytes, *, starts: bool) -> bytes:
    """Return a line as it stood in the letter: “>From ” was “From ” before it was stored."""
    if starts and _QUOTED.match(line):
        return line[1:]
    return line


def _may_separate(line: bytes, *, after_blank: bool) -> bool:
    if not line.startswith(b"From "):
        return False
    return (
        after_blank or line.startswith(_DASH) or _TIME.search(line[:_STAMP]) is not None
    )


def _lines(file: BinaryIO) -> Iterator[tuple[bool, bytes]]:
    """Yield the lines, long ones in pieces, each with whether it is the beginning of a line."""
    starts = True
    first = True
    # A line without an end would fill the memory
    while line := file.readline(_LONGEST_LINE):
        yield starts, line.removeprefix(b"\xef\xbb\xbf") if first else line
        starts = line.endswith(b"\n")
        first = False

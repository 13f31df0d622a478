"""When a workbook says that it was saved last: a date that a copy keeps, other than that of its file."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from perfeval_xl.archives import (
    Archive,
    ArchiveBroken,
    ArchiveEncrypted,
    ArchiveTooLarge,
)
from perfeval_xl.limits import LIMITS

__all__ = ["saved_time"]

_STAMPS = {
    "docProps/core.xml": re.compile(rb"<dcterms:modified[^>]*>([^<]{1,40})<"),
    "meta.xml": re.compile(rb"<dc:date[^>]*>([^<]{1,40})<"),
}
"""The part that says it, in a workbook of Microsoft's and in an OpenDocument one."""

# Bytes of the part; it has some hundred
_LARGEST = 1_000_000
_OF_A_NEW_FORM = datetime(2024, 1, 1, tzinfo=UTC)
"""What `sheets.settling` writes into every form: it says nothing of when anybody saved it."""


def saved_time(data: bytes) -> datetime | None:
    """Return the time in UTC; `None` where the file says none, cannot be read, or says what every new form of ours says."""
    try:
        archive = Archive(data, LIMITS.package_parts, LIMITS.package_bytes)
        # A workbook of either kind has one of the parts
        part = next((name for name in _STAMPS if name in archive.sizes), None)
        if part is None:
            return None
        found = _STAMPS[part].search(archive.read(part, _LARGEST))
    except (ArchiveBroken, ArchiveEncrypted, ArchiveTooLarge):
        return None
    moment = None if found is None else _moment(found[1].decode("ascii", "replace"))
    # A form that nobody has saved since says the time we wrote
    if moment == _OF_A_NEW_FORM:
        return None
    return moment


def _moment(text: str) -> datetime | None:
    try:
        # A time without a zone is in UTC
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

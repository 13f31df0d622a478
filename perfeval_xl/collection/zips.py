"""Zip archives as people send them: forms, mails and further archives in one file.

Nothing is written to the disk: names are labels, whatever they contain.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from perfeval_xl.archives import (
    Archive,
    ArchiveBroken,
    ArchiveEncrypted,
    ArchiveTooLarge,
)
from perfeval_xl.collection.part import Part
from perfeval_xl.limits import LIMITS

__all__ = [
    "Allowance",
    "ArchiveUnusable",
    "beyond_limits",
    "kept_parts",
    "wanted",
    "zip_parts",
]

# Files and folders that systems leave in archives
_SYSTEM_NAMES = {".ds_store", "thumbs.db", "desktop.ini"}
_SYSTEM_FOLDER = "__MACOSX/"


class ArchiveUnusable(Exception):
    """An archive that cannot be opened; the text says why, in a Chinese sentence without its end."""


@dataclass(slots=True)
class Allowance:
    """How many files, and how many bytes of them, the archives of one mail or file may still unpack to."""

    files: int = field(default_factory=lambda: LIMITS.archive_files)
    bytes: int = field(default_factory=lambda: LIMITS.archive_bytes)


def zip_parts(data: bytes, allowance: Allowance) -> list[Part]:
    """Return the files of an archive in its order, folders and what systems leave there aside.

    Takes what they are off the allowance; raises `ArchiveUnusable` for the archive as a whole.
    """
    try:
        # The archive as a whole is refused by what it states, each file by what it unpacks to
        archive = Archive(data, allowance.files, allowance.bytes)
        parts = [
            Part(name=name, data=archive.read_entry(number, LIMITS.file_bytes))
            for number, name in enumerate(archive.names)
            if wanted(name)
        ]
    except ArchiveEncrypted:
        raise ArchiveUnusable("设有密码") from None
    except ArchiveTooLarge:
        raise beyond_limits() from None
    except ArchiveBroken as exc:
        raise ArchiveUnusable(str(exc)) from None
    return kept_parts(parts, allowance)


def beyond_limits() -> ArchiveUnusable:
    """Return the refusal of an archive that holds more than it may."""
    most = LIMITS.archive_bytes // 2**20
    said = f"里面的文件超过{LIMITS.archive_files}个或{most}MB，没有解开"
    return ArchiveUnusable(said)


def kept_parts(parts: list[Part], allowance: Allowance) -> list[Part]:
    """Return the files of an archive, taken off the allowance."""
    allowance.files -= len(parts)
    allowance.bytes -= sum(len(part.data) for part in parts)
    return parts


def wanted(name: str) -> bool:
    """Whether a name is that of a file that somebody packed, and not of a folder or what a system left."""
    # Both signs between folders, whichever system packed it
    last = posixpath.basename(name.replace("\\", "/"))
    if not last or name.startswith(_SYSTEM_FOLDER) or last.startswith("._"):
        return False
    return last.lower() not in _SYSTEM_NAMES

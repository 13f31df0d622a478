"""Folders and single files as a source."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from perfeval_xl.collection.sources.found import Found
from perfeval_xl.errors import UsageError
from perfeval_xl.limits import LIMITS

__all__ = ["Place", "find", "open_place"]

_SYSTEM_FILES = {"thumbs.db", "desktop.ini"}
_BLOCK = 1024 * 1024

Place = tuple[Path, str]
"""A file and its name relative to the source."""


def find(sources: Iterable[Path], leave_out: Collection[Path] = ()) -> list[Place]:
    """Return every file of the sources, folders in sorted order; raises `UsageError` for a source that is not there.

    Hidden files, the system's own and `leave_out` (resolved paths) are passed over; links to folders are not followed.
    """
    places: list[Place] = []
    for source in sources:
        if source.is_dir():
            places += _walk(source)
        elif source.exists():
            places.append((source, source.name))
        else:
            raise UsageError(f"没有找到“{source}”。", "请检查文件夹或文件的位置后重试。")
    return [place for place in places if place[0].resolve() not in leave_out]


def _walk(folder: Path) -> Iterator[Place]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower() not in _SYSTEM_FILES:
                path = Path(parent, name)
                yield path, path.relative_to(folder).as_posix()


def open_place(place: Place) -> Found:
    """Read one file, one that is larger than a mail may be not into memory; raises `OSError` when the machine does not let us."""
    path, origin = place
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(f"not a regular file: {origin!r}")
    found_at = datetime.fromtimestamp(status.st_mtime, UTC)
    if status.st_size <= LIMITS.mail_bytes:
        data = path.read_bytes()
        return Found(
            origin=origin, found_at=found_at, size=len(data), sha256=hashlib.sha256(data).hexdigest(), data=data
        )
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return Found(origin=origin, found_at=found_at, size=status.st_size, sha256=digest.hexdigest(), data=None)

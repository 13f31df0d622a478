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
_LINK = "它是指向别处的链接，没有跟随；请把文件本身放进来"
_NO_FILE = "它不是普通的文件"

Place = tuple[Path, str]
"""A file and its name relative to the source."""


def find(sources: Iterable[Path], leave_out: Collection[Path] = ()) -> list[Place]:
    """Return every file of the sources, folders in sorted order; raises `UsageError` for a source that is not there.

    Hidden files, the system's own and `leave_out` (resolved paths) are passed over. A source may be a link, for somebody
    has named it; links inside a folder are places that cannot be opened.
    """
    places: list[Place] = []
    for source in sources:
        if source.is_dir():
            places += _walk(source)
        elif source.exists():
            places.append((source.resolve(), source.name))
        else:
            raise UsageError(f"没有找到“{source}”。", "请检查文件夹或文件的位置后重试。")
    return [place for place in places if place[0].resolve() not in leave_out]


def _walk(folder: Path) -> Iterator[Place]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in sorted([*files, *links]):
            if not name.startswith(".") and name.lower() not in _SYSTEM_FILES:
                path = Path(parent, name)
                yield path, path.relative_to(folder).as_posix()


def open_place(place: Place) -> Found:
    """Read one file, one that is larger than a mail may be not into memory; raises `OSError` when the machine does not let us.

    A link is not followed: it may lead to any file of the person who collects, and what is collected is kept.
    """
    path, origin = place
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise OSError(_LINK)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(_NO_FILE)
    found_at = datetime.fromtimestamp(status.st_mtime, UTC)
    if status.st_size <= LIMITS.mail_bytes:
        with open(path, "rb", opener=_never_through_a_link) as file:
            data = file.read(LIMITS.mail_bytes)
        return Found(
            origin=origin, found_at=found_at, size=len(data), sha256=hashlib.sha256(data).hexdigest(), data=data
        )
    digest = hashlib.sha256()
    with open(path, "rb", opener=_never_through_a_link) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return Found(origin=origin, found_at=found_at, size=status.st_size, sha256=digest.hexdigest(), data=None)


def _never_through_a_link(path: str, flags: int) -> int:
    """Open a file that may have been replaced by a link since it was looked at; Windows knows no such flag."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))

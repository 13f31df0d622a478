"""Folders and single files as a source."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from perfeval_xl.collection.sources import maildir
from perfeval_xl.collection.sources.found import Found
from perfeval_xl.collection.sources.mbox import Piece, begins_as_mbox, mails_of
from perfeval_xl.errors import UsageError
from perfeval_xl.limits import LIMITS

__all__ = ["Place", "find", "open_place"]

_SYSTEM_FILES = {"thumbs.db", "desktop.ini"}
_BLOCK = 1024 * 1024
_HEAD = 4096
_LINK = "它是指向别处的链接，没有跟随；请把文件本身放进来"
_NO_FILE = "它不是普通的文件"


class Place(NamedTuple):
    """A file and its name relative to the source; `mail` says that it is one whatever it looks like."""

    path: Path
    origin: str
    mail: bool = False


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
            places.append(Place(source.resolve(), source.name))
        else:
            raise UsageError(
                f"没有找到“{source}”。", "请检查文件夹或文件的位置后重试。"
            )
    return [place for place in places if place.path.resolve() not in leave_out]


def _walk(folder: Path) -> Iterator[Place]:
    mailboxes: set[Path] = set()
    for parent, folders, files in os.walk(folder):
        here = Path(parent)
        if maildir.is_maildir(folders):
            # The files of a maildir itself are lists of the server's.
            mailboxes |= {here / name for name in maildir.KEPT}
            folders[:] = maildir.subfolders(folders)
            continue
        links = sorted(
            name
            for name in folders
            if (here / name).is_symlink() and not name.startswith(".")
        )
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*files, *links]):
            if name.startswith(".") or name.lower() in _SYSTEM_FILES:
                continue
            path = here / name
            if here in mailboxes:
                box = here.parent.relative_to(folder)
                yield Place(
                    path, (box / maildir.plain_name(name)).as_posix(), mail=True
                )
            else:
                yield Place(path, path.relative_to(folder).as_posix())


def open_place(place: Place) -> Iterator[Found]:
    """Read one file: a mailbox mail by mail, one that is larger than a mail may be not into memory.

    A link is not followed: it may lead to any file of the person who collects, and what is collected is kept. Raises
    `OSError` when the machine does not let us.
    """
    status = place.path.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise OSError(_LINK)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(_NO_FILE)
    found_at = datetime.fromtimestamp(status.st_mtime, UTC)
    with open(place.path, "rb", opener=_never_through_a_link) as file:
        head = file.read(_HEAD)
        file.seek(0)
        if begins_as_mbox(head):
            yield from _mails(file, place.origin, found_at)
        else:
            yield _whole(file, place, found_at, status.st_size)


def _mails(file: BinaryIO, origin: str, found_at: datetime) -> Iterator[Found]:
    """Yield the mails of a mailbox, numbered unless there is only one."""
    pieces = mails_of(file)
    mail = next(pieces, None)
    number = 1
    while mail is not None:
        following = next(pieces, None)
        alone = number == 1 and following is None
        yield _mail(mail, origin if alone else f"{origin} 第{number}封", found_at)
        mail = following
        number += 1


def _mail(piece: Piece, origin: str, found_at: datetime) -> Found:
    return Found(
        origin=origin,
        found_at=found_at,
        size=piece.size,
        sha256=piece.sha256,
        data=piece.data,
        mail=True,
    )


def _whole(file: BinaryIO, place: Place, found_at: datetime, size: int) -> Found:
    """Read a file that is one thing; size and hash are known however large it is."""
    if size <= LIMITS.mail_bytes:
        data = file.read(LIMITS.mail_bytes)
        digest = hashlib.sha256(data).hexdigest()
        return Found(
            origin=place.origin,
            found_at=found_at,
            size=len(data),
            sha256=digest,
            data=data,
            mail=place.mail,
        )
    hashed = hashlib.sha256()
    while block := file.read(_BLOCK):
        hashed.update(block)
    digest = hashed.hexdigest()
    return Found(
        origin=place.origin,
        found_at=found_at,
        size=size,
        sha256=digest,
        data=None,
        path=place.path,
    )


def _never_through_a_link(path: str, flags: int) -> int:
    """Open a file that may have been replaced by a link since it was looked at; Windows knows no such flag."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))

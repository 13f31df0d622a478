"""Folders and single files as a source."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from perfeval_xl.collection.remote import RemoteFile, local_path, remote_levels
from perfeval_xl.collection.sources import maildir
from perfeval_xl.collection.sources.found import Found
from perfeval_xl.collection.sources.mbox import Piece, begins_as_mbox, mails_of
from perfeval_xl.errors import UsageError
from perfeval_xl.limits import LIMITS

__all__ = ["Place", "find", "open_place"]

# Files that systems leave in folders
_SYSTEM_FILES = {"thumbs.db", "desktop.ini"}
# Bytes that are read at once
_BLOCK = 1024 * 1024
# Bytes by which a mailbox is known
_HEAD = 4096
_LINK = "它是指向别处的链接，没有跟随；请把文件本身放进来"
_NO_FILE = "它不是普通的文件"


class Place(NamedTuple):
    """A file and its name relative to the source; `mail` says that it is one whatever it looks like."""

    path: Path | RemoteFile
    origin: str
    mail: bool = False


class _Level(NamedTuple):
    """One folder of a source: its place in it, the names of its folders, and its files by name."""

    here: PurePosixPath
    folders: list[str]
    files: Mapping[str, Path | RemoteFile]


def find(
    sources: Iterable[Path | str], leave_out: Collection[Path] = ()
) -> list[Place]:
    """Return every file of the sources, folders in sorted order; raises `UsageError` for a source that is not there.

    A text is an address (see `remote`). Hidden files, the system's own and `leave_out` (resolved paths) are passed over.
    A source may be a link, for somebody has named it; links inside a folder are places that cannot be opened.
    """
    places: list[Place] = []
    for source in sources:
        # A text is an address, or a path written as one
        path = local_path(source) if isinstance(source, str) else source
        if path is None:
            places += _places(_remote(str(source)))
        elif path.is_dir():
            places += _places(_local(path))
        elif path.exists():
            # A source that somebody named may be a link itself
            places.append(Place(path.resolve(), path.name))
        else:
            raise UsageError(
                f"没有找到“{source}”。", "请检查文件夹或文件的位置后重试。"
            )
    # The ledger may lie in the folder that is collected
    return [place for place in places if not _left_out(place.path, leave_out)]


def _left_out(path: Path | RemoteFile, leave_out: Collection[Path]) -> bool:
    return isinstance(path, Path) and path.resolve() in leave_out


def _local(folder: Path) -> Iterator[_Level]:
    for parent, folders, files in os.walk(folder):
        here = Path(parent)
        # Links to folders are told as files: they are not followed
        links = [name for name in folders if (here / name).is_symlink()]
        level = _Level(
            PurePosixPath(here.relative_to(folder).as_posix()),
            folders,
            {name: here / name for name in [*files, *links]},
        )
        yield level


def _remote(address: str) -> Iterator[_Level]:
    for level in remote_levels(address):
        yield _Level(PurePosixPath(level.here), level.folders, level.files)


def _places(levels: Iterable[_Level]) -> Iterator[Place]:
    """Yield the files of the folders in order; folders that are not to be looked into are taken out of a level's list."""
    mailboxes: set[PurePosixPath] = set()
    for here, folders, files in levels:
        if maildir.is_maildir(folders):
            # The files of a maildir itself are lists of the server's.
            mailboxes |= {here / name for name in maildir.KEPT}
            folders[:] = maildir.subfolders(folders)
            continue
        # The list is changed in place: that is how the walk is told what to leave out
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        # Sorted, so that two runs see the same order
        for name in sorted(files):
            if name.startswith(".") or name.lower() in _SYSTEM_FILES:
                continue
            if here in mailboxes:
                mail = here.parent / maildir.plain_name(name)
                yield Place(files[name], mail.as_posix(), mail=True)
            else:
                yield Place(files[name], (here / name).as_posix())


def open_place(place: Place) -> Iterator[Found]:
    """Read one file: a mailbox mail by mail, one that is larger than a mail may be not into memory.

    A link is not followed: it may lead to any file of the person who collects, and what is collected is kept. Raises
    `OSError` when the machine does not let us.
    """
    # A file at an address says itself what it is
    if isinstance(place.path, RemoteFile):
        found_at, size = place.path.changed, place.path.size
    else:
        found_at, size = _looked_at(place.path)
    with _opened(place.path) as file:
        head = file.read(_HEAD)
        file.seek(0)
        # A mailbox is read mail by mail, whatever it is called
        if begins_as_mbox(head):
            yield from _mails(file, place.origin, found_at)
        else:
            yield _whole(file, place, found_at, size)


def _opened(path: Path | RemoteFile) -> BinaryIO:
    if isinstance(path, RemoteFile):
        return path.open()
    return open(path, "rb", opener=_never_through_a_link)


def _looked_at(path: Path) -> tuple[datetime, int]:
    """Return when a file was changed and its size; raises `OSError` for a link, and for what is no file."""
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise OSError(_LINK)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(_NO_FILE)
    return datetime.fromtimestamp(status.st_mtime, UTC), status.st_size


def _mails(file: BinaryIO, origin: str, found_at: datetime) -> Iterator[Found]:
    """Yield the mails of a mailbox, numbered unless there is only one."""
    # One mail ahead: a single one needs no number
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
    # A small file is read at once
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
    # Of a large one size and hash are enough
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

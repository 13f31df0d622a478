"""Folders and single files as a source."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from perfeval_xl.collection.long_list import LongList
from perfeval_xl.collection.remote import (
    RemoteFile,
    is_address,
    local_path,
    remote_levels,
)
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
    """One folder of a source: its place in it, the names of its folders and of its files, and where a file lies."""

    here: PurePosixPath
    folders: list[str]
    files: Sequence[str]
    at: Callable[[str], Path | RemoteFile]


def find(
    sources: Iterable[Path | str], leave_out: Collection[Path] = ()
) -> Sequence[Place]:
    """Return every file of the sources, folders in sorted order; raises `UsageError` for a source that is not there.

    A text is an address (see `remote`). Hidden files, the system's own and `leave_out` (resolved paths) are passed over.
    A source may be a link, for somebody has named it; links inside a folder are places that cannot be opened.
    All folders are looked into before anything is opened: what a run itself writes there is none of them.
    """
    named = list(sources)
    places: LongList[Place] | list[Place] = LongList()
    if any(isinstance(source, str) and is_address(source) for source in named):
        # What opens a store holds the keys of it: it is not written into a file
        places = []
    for source in named:
        for place in _of_source(source):
            # The ledger may lie in the folder that is collected
            if not _left_out(place.path, leave_out):
                places.append(place)
    return places


def _of_source(source: Path | str) -> Iterator[Place]:
    # A text is an address, or a path written as one
    path = local_path(source) if isinstance(source, str) else source
    if path is None:
        return _places(_remote(str(source)))
    if path.is_dir():
        return _places(_local(path))
    if path.exists():
        # A source that somebody named may be a link itself
        return iter([Place(path.resolve(), path.name)])
    raise UsageError(f"没有找到“{source}”。", "请检查文件夹或文件的位置后重试。")


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
            [*files, *links],
            here.joinpath,
        )
        yield level


def _remote(address: str) -> Iterator[_Level]:
    for level in remote_levels(address):
        here = PurePosixPath(level.here)
        yield _Level(here, level.folders, list(level.files), level.files.__getitem__)


def _places(levels: Iterable[_Level]) -> Iterator[Place]:
    """Yield the files of the folders in order; folders that are not to be looked into are taken out of a level's list."""
    mailboxes: set[PurePosixPath] = set()
    for here, folders, files, at in levels:
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
                yield Place(at(name), mail.as_posix(), mail=True)
            else:
                yield Place(at(name), (here / name).as_posix())


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
        data = _read(file)
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


def _read(file: BinaryIO) -> bytes:
    """Read a file as it is now, no more of it than a mail may have; asked for so much at once, Python sets room aside for it."""
    blocks = []
    left = LIMITS.mail_bytes
    while left > 0 and (block := file.read(min(left, _BLOCK))):
        blocks.append(block)
        left -= len(block)
    return b"".join(blocks)


def _never_through_a_link(path: str, flags: int) -> int:
    """Open a file that may have been replaced by a link since it was looked at; Windows knows no such flag."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))

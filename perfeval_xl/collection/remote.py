"""Folders and files at an address (fsspec): object stores, servers, shares; to read from, and to keep originals in.

`file://` is no address in this sense: it is a path of this machine, and read as one, with its links not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import unquote, urlsplit

from perfeval_xl.errors import EnvironmentMissing, UsageError

__all__ = [
    "Level",
    "OriginalStore",
    "RemoteFile",
    "is_address",
    "local_path",
    "remote_levels",
]

# At least two letters: one is a drive of Windows
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
# Bytes that are read at once
_BLOCK = 4 * 1024 * 1024
_INSTALL = "请先在本软件的文件夹里运行 pip install '.[cluster]'"
_CHECK = "请检查地址、网络和权限；登录用的密钥放在该存储通常的配置里（如环境变量），不写进地址。"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file at an address, with its size and when it was changed last, now where nobody says."""

    place: Any = field(repr=False)
    path: str
    size: int
    changed: datetime

    def open(self) -> BinaryIO:
        """Open it to be read. Raises `OSError` where that is not possible."""
        return cast(BinaryIO, self.place.open(self.path, "rb"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One folder: its place relative to the source, empty for the source itself, its folders and its files.

    Folders that are taken out of the list are not looked into.
    """

    here: str
    folders: list[str]
    files: dict[str, RemoteFile]


def is_address(text: str) -> bool:
    """Whether a text is an address and no path; a letter before a colon is a drive of Windows.

    >>> is_address("s3://bucket/收件"), is_address("C://收件"), is_address("收件箱")
    (True, False, False)
    """
    return _ADDRESS.match(text) is not None


def local_path(address: str) -> Path | None:
    """Return the path of a `file://` address; `None` for any other."""
    parts = urlsplit(address)
    if parts.scheme.lower() != "file":
        return None
    return Path(unquote(parts.path))


def remote_levels(address: str) -> Iterator[Level]:
    """Yield the folder at an address and those in it, a folder before its own; a file is a folder of one.

    Raises `UsageError` where nothing is there, `EnvironmentMissing` where it cannot be reached.
    """
    place, root = _opened(address)
    # The address may be a folder or a file
    try:
        about = place.info(root)
    except FileNotFoundError:
        raise UsageError(
            f"没有找到“{address}”。", "请检查文件夹或文件的位置后重试。"
        ) from None
    except OSError as failure:
        raise _unreachable(address, failure) from failure
    if about["type"] == "directory":
        yield from _levels(place, root, "")
    else:
        name = root.rstrip("/").rpartition("/")[2]
        yield Level(
            here="",
            folders=[],
            files={name: _file(place, about)},
        )


def _levels(place: Any, folder: str, here: str) -> Iterator[Level]:
    # A folder before those in it, as on this machine
    folders: dict[str, str] = {}
    files: dict[str, RemoteFile] = {}
    for about in place.ls(folder, detail=True):
        path = about["name"].rstrip("/")
        name = path.rpartition("/")[2]
        if about["type"] == "directory":
            folders[name] = path
        elif path != folder.rstrip("/"):
            # Some stores list a folder within itself
            files[name] = _file(place, about)
    level = Level(
        here=here,
        folders=sorted(folders),
        files=files,
    )
    yield level
    # Whoever took a folder out of the list does not want it
    for name in level.folders:
        yield from _levels(place, folders[name], f"{here}/{name}".lstrip("/"))


def _file(place: Any, about: dict[str, Any]) -> RemoteFile:
    return RemoteFile(
        place=place,
        path=about["name"],
        size=int(about["size"] or 0),
        changed=_changed(place, about["name"]),
    )


def _changed(place: Any, path: str) -> datetime:
    try:
        moment: datetime = place.modified(path)
    except (NotImplementedError, OSError, KeyError):
        # Not every store says when a file was changed
        return datetime.now(UTC)
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


class OriginalStore:
    """A folder at an address in which originals are kept, each under its hash: the same bytes once, however often."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._place, self._root = _opened(address)

    def keep(self, sha256: str, size: int, pieces: Iterable[bytes]) -> None:
        """Keep an original, unless it is there whole. Raises `EnvironmentMissing` where it cannot be written."""
        path = self._path(sha256)
        try:
            # The name is the hash: the same size is the same file
            if self._place.exists(path) and self._place.size(path) == size:
                return
            self._place.makedirs(path.rpartition("/")[0], exist_ok=True)
            with self._place.open(path, "wb") as file:
                for piece in pieces:
                    file.write(piece)
        except OSError as failure:
            raise _unreachable(self.address, failure) from failure

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """Yield an original piece by piece; nothing where it is not there."""
        path = self._path(sha256)
        try:
            if not self._place.exists(path):
                return
            with self._place.open(path, "rb") as file:
                while block := file.read(_BLOCK):
                    yield block
        except OSError as failure:
            raise _unreachable(self.address, failure) from failure

    def _path(self, sha256: str) -> str:
        # Folders of two digits keep lists short
        return f"{self._root.rstrip('/')}/{sha256[:2]}/{sha256}"


def _opened(address: str) -> tuple[Any, str]:
    """Return what an address speaks of, and the path there."""
    # Addresses are seen by others, and kept in the ledger
    if urlsplit(address).password is not None:
        raise UsageError("地址里不能写密码。", "请去掉密码，放在该存储通常的配置里。")
    try:
        import fsspec
    except ModuleNotFoundError as failure:
        raise EnvironmentMissing(
            f"没有安装读取网址的程序包（{failure.name}）。", f"{_INSTALL}。"
        ) from failure
    # The library loads what speaks that protocol
    scheme = urlsplit(address).scheme
    try:
        place, path = fsspec.core.url_to_fs(address)
    except ImportError as failure:
        raise EnvironmentMissing(
            f"没有安装访问 {scheme}:// 所需的程序包（{failure}）。",
            f"{_INSTALL}，再安装这种存储的程序包（如 s3:// 用 s3fs，sftp:// 用 paramiko）。",
        ) from failure
    except ValueError as failure:
        raise UsageError(
            f"不认识“{scheme}://”这种地址。",
            "请写成 s3://、sftp:// 等，或者本机的路径。",
        ) from failure
    except OSError as failure:
        raise _unreachable(address, failure) from failure
    return place, str(path)


def _unreachable(address: str, failure: OSError) -> EnvironmentMissing:
    return EnvironmentMissing(
        f"读写不了“{address}”（{type(failure).__name__}）。", _CHECK
    )

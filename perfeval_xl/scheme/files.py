"""Where scheme files stand: in the package, and in the folders of the person who uses it.

A person's own schemes are `*.toml` in the folder that `PERFEVAL_SCHEMES` names, and in `.perfeval_xl/schemes` of the
home folder. The name of a file is the id of its scheme.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from perfeval_xl.errors import SchemeError, system_reason
from perfeval_xl.limits import LIMITS

__all__ = [
    "DATA",
    "VARIABLE",
    "Files",
    "SchemeFile",
    "home_folder",
    "own_folders",
    "scheme_files",
    "shipped_files",
]

DATA: Traversable = resources.files("perfeval_xl.scheme").joinpath("data")
"""The schemes of the package."""

VARIABLE = "PERFEVAL_SCHEMES"
_SUFFIX = ".toml"


@dataclass(frozen=True, slots=True)
class SchemeFile:
    """One file. `stamp` is another one when the file has been changed; it is empty for the package's own files."""

    id: str
    path: Traversable
    stamp: tuple[int, ...] = ()

    @property
    def shipped(self) -> bool:
        """Whether the file belongs to the package."""
        return not self.stamp

    @property
    def name(self) -> str:
        """The name for messages: the package's files without folder, a person's own with it."""
        if self.shipped:
            return self.path.name
        return str(self.path)

    def read(self) -> str:
        """Return the text; raises `SchemeError` for a file that cannot be read or is not UTF-8."""
        try:
            with self.path.open("rb") as stream:
                # One byte beyond the limit tells a file that is too long without reading all of it
                content: bytes = stream.read(LIMITS.scheme_bytes + 1)
            if len(content) > LIMITS.scheme_bytes:
                told = f"方案文件“{self.name}”超过{LIMITS.scheme_bytes // 1024}KB，不是评价方案。"
                raise SchemeError(told, "请换成评价方案文件。")
            # Windows' editor puts a mark in front
            return content.decode("utf-8-sig")
        except OSError as exc:
            raise SchemeError(
                f"无法读取方案文件“{self.name}”：{system_reason(exc)}。",
                "请检查文件的权限。",
            ) from exc
        except UnicodeDecodeError as exc:
            raise SchemeError(
                f"方案文件“{self.name}”不是 UTF-8 编码的文字。",
                "请用 UTF-8 编码另存。",
            ) from exc


Files = Mapping[str, tuple[SchemeFile, ...]]
"""The files of every scheme by its id; more than one under an id is a mistake of the person whose they are."""


def scheme_files() -> Files:
    """Return the package's files and a person's own, sorted by id."""
    own = [file for folder in own_folders() for file in _own(folder)]
    if not own:
        return shipped_files()
    # An id that is taken twice keeps both files: loading it refuses them
    found = dict(shipped_files())
    for file in own:
        found[file.id] = (*found.get(file.id, ()), file)
    return dict(sorted(found.items()))


def own_folders() -> tuple[Path, ...]:
    """Return the folders in which a person's own schemes are looked for; the first one is where new ones go."""
    # The folder that was named goes first: new schemes are put there
    named = os.environ.get(VARIABLE)
    if named:
        folders = [Path(named).expanduser()]
    else:
        folders = []
    home = home_folder()
    return tuple(dict.fromkeys([*folders, home] if home else folders))


def home_folder() -> Path | None:
    """Return the folder in the home folder; `None` on a machine that gives this person none."""
    try:
        return Path.home() / ".perfeval_xl" / "schemes"
    except RuntimeError:
        return None


@cache
def shipped_files() -> Files:
    """Return the package's files."""
    entries = [entry for entry in DATA.iterdir() if entry.name.endswith(_SUFFIX)]
    files = [SchemeFile(entry.name.removesuffix(_SUFFIX), entry) for entry in entries]
    return {file.id: (file,) for file in sorted(files, key=lambda file: file.id)}


def _own(folder: Path) -> Iterator[SchemeFile]:
    """Yield the schemes of a folder; one that is not there, or may not be looked into, has none."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if not entry.name.endswith(_SUFFIX) or entry.name.startswith("."):
            continue
        try:
            known = entry.stat()
        except OSError:
            # Gone in the meantime, or a link that leads nowhere or to itself
            continue
        if not stat.S_ISREG(known.st_mode):
            continue
        # Time, size and inode: a file that was changed or replaced is another one
        stamp = (known.st_mtime_ns, known.st_size, known.st_ino)
        yield SchemeFile(
            entry.name.removesuffix(_SUFFIX),
            folder / entry.name,
            stamp,
        )

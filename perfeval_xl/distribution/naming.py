"""Safe file names: on every system, in every archive, never outside their folder."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from perfeval_xl.distribution.model import Project
from perfeval_xl.errors import UsageError

__all__ = ["FreeNames", "check_paths", "file_names", "safe_name"]

# What Windows forbids in names; control characters become blanks, and blanks are joined later
_FORBIDDEN = str.maketrans(
    {**dict.fromkeys('/\\:*?"<>|', "_"), **dict.fromkeys(map(chr, range(32)), " ")}
)
# Devices of Windows, with any ending: `con.xlsx` cannot be opened there
_RESERVED = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|\Z)", re.IGNORECASE
)
# Of 255 that file systems take: room for folders, numbers and a mail program's additions
_LONGEST_BYTES = 180
_SUFFIX = ".xlsx"
# MAX_PATH of Windows, less the NUL at its end
_LONGEST_PATH = 259
_LEADING = "=+-@.~ '＝＋－＠。"
"""What a name may not begin with: a formula where the list is opened as a table, a hidden file, a lock file."""


def safe_name(text: str, longest: int = _LONGEST_BYTES) -> str:
    """Return a text as (part of) a file name, at most `longest` bytes of UTF-8; `_` where nothing is left.

    >>> safe_name("=甲/乙:丙*"), safe_name("../../etc/passwd"), safe_name("CON"), safe_name(" . ")
    ('甲_乙_丙_', '_.._etc_passwd', 'CON_', '_')
    """
    # Forbidden characters first, then what nobody sees, then what a name may not begin with
    shown = "".join(char for char in text.translate(_FORBIDDEN) if _visible(char))
    folded = " ".join(shown.split()).lstrip(_LEADING)
    # Cut by bytes, never within a character; Windows drops dots and blanks at the end
    short = folded.encode()[:longest].decode(errors="ignore").rstrip(". ")
    if _RESERVED.match(short):
        short = re.sub(r"(\.|\Z)", r"_\1", short, count=1)
    return short or "_"


def check_paths(folder: Path, names: Iterable[str], system: str = os.name) -> None:
    """Raise `UsageError` where Windows (`nt`) would refuse some of the files for the length of their paths.

    It counts UTF-16 units.
    """
    # Windows counts UTF-16 units: a rare character counts twice
    parent = len(str(folder.absolute()).encode("utf-16-le")) // 2
    longest = (
        parent
        + 1
        + max((len(name.encode("utf-16-le")) // 2 for name in names), default=0)
    )
    if system == "nt" and longest > _LONGEST_PATH:
        told = f"文件夹“{folder}”的路径太长：有的表格连同文件名有{longest}个字，Windows 最多{_LONGEST_PATH}个。"
        raise UsageError(told, "请换一个路径短一些的文件夹，例如 D:\\下发。")


class FreeNames:
    """Gives every file of a folder a name that no other has: the second of one name ends with （2）.

    Names that differ only in letter case or in the form of their characters are one name, as on many systems.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def free(self, stem: str) -> str:
        """Return the name itself, or the name with the first number that nobody has; it is taken from now on.

        >>> names = FreeNames()
        >>> [names.free(stem) for stem in ("a", "A", "a（2）")]
        ['a', 'A（2）', 'a（2）（2）']
        """
        # Numbers go on where they stopped: thousands of one name do not begin at 1 each
        number = self._numbers.get(_folded(stem), 1)
        name = stem
        # A file may itself be called as another one with its number
        while _folded(name) in self._taken:
            number += 1
            name = f"{stem}（{number}）"
        self._numbers[_folded(stem)] = number
        self._taken.add(_folded(name))
        return name


def _visible(char: str) -> bool:
    """Whether a character can be seen: no control, no mark that turns the direction of writing, no private one."""
    return char == " " or unicodedata.category(char) not in {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
    }


def file_names(projects: Iterable[Project]) -> tuple[str, ...]:
    """Return one name per project, 部门_项目_年度.xlsx; of one name the 编码 is added, and where that is not enough a number.

    Names that differ only in letter case or in the form of their characters are one name.
    """
    listed = list(projects)
    bases = [_base(project, "") for project in listed]
    # Names that stand more than once get the code, all of them: none is the main one
    counts: dict[str, int] = {}
    for base in bases:
        counts[_folded(base)] = counts.get(_folded(base), 0) + 1
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    names = []
    for project, base in zip(listed, bases, strict=True):
        wanted = base
        if counts[_folded(base)] > 1:
            # Projects without a code are told apart by their unit
            told = project.code.text or project.unit.text or ""
            wanted = _base(project, told)
        # Numbers go on where they stopped: thousands of one name do not begin at 1 each
        number, name = numbers.get(_folded(wanted), 1), wanted
        while _folded(name) in taken:
            number += 1
            name = f"{wanted}_{number}"
        numbers[_folded(wanted)] = number
        taken.add(_folded(name))
        names.append(name + _SUFFIX)
    return tuple(names)


def _base(project: Project, told: str) -> str:
    # Bytes, of three to a Chinese character: together they stay below the limit
    parts = [
        safe_name(project.department.text or "", 45),
        safe_name(project.project.text or "", 75),
        safe_name(told, 30) if told else "",
        safe_name(project.year.text or "", 10),
    ]
    return safe_name("_".join(part for part in parts if part not in {"", "_"}))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()

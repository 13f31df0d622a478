"""7z archives. A process of its own opens them: what a packed directory unpacks to is known to nobody beforehand."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from perfeval_xl.collection.part import Part
from perfeval_xl.collection.zips import (
    Allowance,
    ArchiveUnusable,
    beyond_limits,
    kept_parts,
    wanted,
)
from perfeval_xl.limits import LIMITS

__all__ = ["is_seven_zip", "seven_zip_parts"]

# How 7z archives begin
_MAGIC = b"7z\xbc\xaf\x27\x1c"
# The limits are set before the library is loaded; where the system has none, time alone stops it
_STARTED = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
    resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
except (ImportError, ValueError, OSError):
    pass
from perfeval_xl.collection.seven_zip_process import main
main({files}, {total}, {each})
"""
_BROKEN = "文件不完整、已损坏或过于复杂"


def is_seven_zip(data: bytes) -> bool:
    """Whether bytes begin as a 7z archive does."""
    return data.startswith(_MAGIC)


def seven_zip_parts(data: bytes, allowance: Allowance) -> list[Part]:
    """Return the files of a 7z archive in its order, folders and what systems leave there aside.

    Takes what they are off the allowance; raises `ArchiveUnusable` for the archive as a whole.
    """
    script = _STARTED.format(
        memory=LIMITS.archive_memory,
        seconds=LIMITS.archive_seconds,
        files=allowance.files,
        total=allowance.bytes,
        each=LIMITS.file_bytes,
    )
    command = [sys.executable, "-c", script]
    # One that does not come to an end is a broken archive
    try:
        done = subprocess.run(  # noqa: S603 - this Python, a script of ours
            command,
            input=data,
            capture_output=True,
            timeout=4 * LIMITS.archive_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ArchiveUnusable(_BROKEN) from None
    # One line says what follows it
    head, _, content = done.stdout.partition(b"\n")
    return kept_parts(_parts(_answer(head), content), allowance)


def _answer(head: bytes) -> list[Any]:
    """Return the names and sizes that the process told; raises `ArchiveUnusable` for what it could not open."""
    try:
        said = json.loads(head)
    except ValueError:
        raise ArchiveUnusable(_BROKEN) from None
    # What it says is known words; anything else is a broken archive
    if said["state"] == "encrypted":
        raise ArchiveUnusable("设有密码")
    if said["state"] == "large":
        raise beyond_limits()
    if said["state"] == "names":
        raise ArchiveUnusable("里面有指向别处的文件名，没有解开")
    if said["state"] != "opened":
        raise ArchiveUnusable(_BROKEN)
    return list(said["files"])


def _parts(files: list[Any], content: bytes) -> list[Part]:
    """Cut what the process unpacked into the files it told."""
    # Files stand one behind the other, in the order in which they were told
    parts: list[Part] = []
    begun = 0
    for name, size in files:
        if wanted(name):
            parts.append(Part(name=name, data=content[begun : begun + size]))
        begun += size
    return parts

"""RAR archives, through `bsdtar` of libarchive (BSD) where it is installed; no Python library reads them under a free licence.

`bsdtar` turns the archive into a tar stream, of which no more is taken than archives may hold. Nothing is unpacked to
the disk.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from tempfile import TemporaryFile

from perfeval_xl.collection.part import Part
from perfeval_xl.collection.rar_headers import is_encrypted
from perfeval_xl.collection.zips import (
    Allowance,
    ArchiveUnusable,
    beyond_limits,
    kept_parts,
    wanted,
)
from perfeval_xl.limits import LIMITS

__all__ = ["has_rar_reader", "is_rar", "rar_parts"]

# How RAR archives of any version begin
_MAGIC = b"Rar!\x1a\x07"
_PROGRAM = "bsdtar"
# Bytes that are read at once
_BLOCK = 1 << 16
_HEADS = 4096
"""How many bytes of the stream a file costs beside its content, at most."""
_STARTED = """
import os, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
    resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
except (ImportError, ValueError, OSError):
    pass
os.execv(sys.argv[1], sys.argv[1:])
"""
_BROKEN = "文件不完整、已损坏或过于复杂"


def is_rar(data: bytes) -> bool:
    """Whether bytes begin as a RAR archive does."""
    return data.startswith(_MAGIC)


def has_rar_reader() -> bool:
    """Whether this machine has the program that reads RAR archives."""
    return shutil.which(_PROGRAM) is not None


def rar_parts(data: bytes, allowance: Allowance) -> list[Part]:
    """Return the files of a RAR archive in its order, folders and what systems leave there aside.

    Takes what they are off the allowance; raises `ArchiveUnusable` for the archive as a whole.
    """
    # The program would hand out encrypted bytes as they stand
    if is_encrypted(data):
        raise ArchiveUnusable("设有密码")
    stream, said = _stream(data, allowance)
    # Its words say so where the headers do not
    if "ncrypt" in said or "assphrase" in said:
        raise ArchiveUnusable("设有密码")
    try:
        with tarfile.open(fileobj=io.BytesIO(stream)) as archive:
            parts = _parts(archive, allowance)
    except (tarfile.TarError, EOFError, OSError, ValueError):
        raise ArchiveUnusable(_BROKEN) from None
    # An archive with any complaint is not taken in part
    if said:
        raise ArchiveUnusable(_BROKEN)
    return kept_parts(parts, allowance)


def _stream(data: bytes, allowance: Allowance) -> tuple[bytes, str]:
    """Return the archive as a tar stream, and what the program complained of, empty for nothing.

    The archive goes in through a pipe: in a file, the program would rather read a zip that is packed at its end.
    """
    program = shutil.which(_PROGRAM)
    assert program is not None, "the caller asks has_rar_reader"
    script = _STARTED.format(
        memory=LIMITS.archive_memory, seconds=LIMITS.archive_seconds
    )
    command = [sys.executable, "-c", script, program]
    command += ["--format", "pax", "-cf", "-", "@-"]
    # A little more than may be taken, so that too much is seen
    most = allowance.bytes + _HEADS * (allowance.files + 1)
    with (
        TemporaryFile() as complaints,
        subprocess.Popen(  # noqa: S603 - this Python, a script of ours
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            # Names are not of this machine
            env=os.environ | {"LC_ALL": "C.UTF-8"},
        ) as running,
    ):
        # It is ended when it takes too long, whatever it waits for
        clock = threading.Timer(4 * LIMITS.archive_seconds, running.kill)
        # Fed by a thread: it writes while it reads
        feeding = threading.Thread(target=_feed, args=(running, data))
        clock.start()
        feeding.start()
        taken = _taken(running, most)
        running.wait()
        clock.cancel()
        feeding.join()
        complaints.seek(0)
        said = complaints.read(_BLOCK).decode("utf-8", "replace").strip()
    if len(taken) > most:
        raise beyond_limits()
    # Ended by a signal, such as that of its own limits
    if running.returncode < 0:
        raise ArchiveUnusable(_BROKEN)
    return taken, said


def _feed(running: subprocess.Popen[bytes], data: bytes) -> None:
    """Give the program its archive; it may end before it has read all of it."""
    assert running.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        running.stdin.write(data)
    with contextlib.suppress(BrokenPipeError):
        running.stdin.close()


def _taken(running: subprocess.Popen[bytes], most: int) -> bytes:
    """Return what the program writes; it is ended where that is more than `most`."""
    assert running.stdout is not None
    taken = bytearray()
    while len(taken) <= most:
        block = running.stdout.read(_BLOCK)
        if not block:
            return bytes(taken)
        taken += block
    # What is still to come is not wanted
    running.kill()
    return bytes(taken)


def _parts(archive: tarfile.TarFile, allowance: Allowance) -> list[Part]:
    """Return the plain files of the stream."""
    parts: list[Part] = []
    total = 0
    for entry in archive:
        # Links, devices and folders are no files
        if not entry.isfile() or not wanted(entry.name):
            continue
        # Sizes are stated in front of the content
        total += entry.size
        if entry.size > LIMITS.file_bytes or total > allowance.bytes:
            raise beyond_limits()
        if len(parts) >= allowance.files:
            raise beyond_limits()
        content = archive.extractfile(entry)
        if content is not None:
            parts.append(Part(name=entry.name, data=content.read()))
    return parts

"""The process that opens a 7z archive: its bytes come in, one line of JSON and the files go out. Started by `seven_zip`.

What the archive says it unpacks to is looked at first; while it unpacks, what comes out is counted. Nothing is written
to the disk.
"""

from __future__ import annotations

import io
import json
import lzma
import sys
import zlib
from collections.abc import Sequence

from py7zr import FileInfo, SevenZipFile
from py7zr.exceptions import ArchiveError, DecompressionBombError, PasswordRequired
from py7zr.io import Py7zBytesIO, WriterFactory

__all__ = ["main"]

_DAMAGE = (
    ArchiveError,
    lzma.LZMAError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    OverflowError,
    RuntimeError,
)
"""What the library raises for archives that are cut off, or that somebody has made up."""


def main(most_files: int, most_bytes: int, most_each: int) -> None:
    """Read an archive from stdin and write its files to stdout: their names and sizes, then all of them."""
    data = sys.stdin.buffer.read()
    files: list[tuple[str, bytes]] = []
    # Every way to fail has a word that the other side knows
    try:
        files = _unpacked(data, most_files, most_bytes, most_each)
        state = "opened"
    except PasswordRequired:
        state = "encrypted"
    except _LeadsElsewhere:
        state = "names"
    except (DecompressionBombError, MemoryError, _TooLarge):
        state = "large"
    except _DAMAGE:
        state = "broken"
    # Names and sizes first, so that the rest can be cut
    told = {"state": state, "files": [(name, len(content)) for name, content in files]}
    out = sys.stdout.buffer
    out.write(json.dumps(told).encode() + b"\n")
    for _, content in files:
        out.write(content)


class _TooLarge(Exception):
    """The archive holds more files, or unpacks to more, than it may."""


class _LeadsElsewhere(Exception):
    """A name in the archive leads out of the folder it is unpacked to; the library unpacks none of it then."""


def _unpacked(
    data: bytes, most_files: int, most_bytes: int, most_each: int
) -> list[tuple[str, bytes]]:
    """Return the files with their names, folders aside."""
    # The library keeps the limit as well
    archive = SevenZipFile(io.BytesIO(data), max_extract_size=most_bytes)
    if archive.needs_password():
        raise PasswordRequired([], "")
    # Numbers and sizes are looked at before anything is unpacked
    listed = archive.list()
    _check(listed, most_files, most_bytes, most_each)
    unpacked = _Unpacked(most_each)
    archive.extractall(factory=unpacked)
    names = [name for name, _ in unpacked.products]
    stated = [info.filename for info in listed if not info.is_directory]
    # The library puts numbers behind names that come twice
    if len(stated) == len(names):
        names = stated
    files: list[tuple[str, bytes]] = []
    for name, (_, product) in zip(names, unpacked.products, strict=True):
        product.seek(0)
        files.append((name, product.read()))
    return files


class _Unpacked(WriterFactory):
    """Keeps what is unpacked in memory, twins of one name included."""

    def __init__(self, most_each: int) -> None:
        self.products: list[tuple[str, Py7zBytesIO]] = []
        self._most_each = most_each

    def create(self, filename: str) -> Py7zBytesIO:
        """Return where the next file goes."""
        product = Py7zBytesIO(filename, self._most_each)
        self.products.append((filename, product))
        return product


def _check(
    listed: Sequence[FileInfo], most_files: int, most_bytes: int, most_each: int
) -> None:
    """Look at the numbers and sizes that the archive states."""
    # What the archive states is only a claim, but refusing it costs nothing
    sizes = [info.uncompressed for info in listed]
    if len(sizes) > most_files or sum(sizes) > most_bytes:
        raise _TooLarge
    if any(size > most_each for size in sizes):
        raise _TooLarge
    # Names are labels here; one that leads elsewhere is still refused, since the library would
    for info in listed:
        steps = info.filename.replace("\\", "/").split("/")
        if ".." in steps or ":" in steps[0]:
            raise _LeadsElsewhere

"""Whether a RAR archive has a password, told by its headers: what reads it may hand out what is encrypted as it stands.

The layouts are those of RAR 2.9 to 4 (blocks with two-byte sizes) and of RAR 5 (numbers of seven bits).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

__all__ = ["is_encrypted"]

# How archives begin: RAR 2.9 to 4, and RAR 5
_OLD, _NEW = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
# Checksum, type, flags and size of a block
_OLD_HEAD = struct.Struct("<HBHH")
# Types of blocks, the flags of encryption in them, and the flag of data behind a block
_OLD_MAIN, _OLD_FILE = 0x73, 0x74
_OLD_ENCRYPTED = {_OLD_MAIN: 0x80, _OLD_FILE: 0x04}
_OLD_HAS_DATA = 0x8000
# Types of headers in RAR 5
_NEW_FILE, _NEW_ENCRYPTION = 2, 4
# Flags: an extra area, and data behind the header
_HAS_EXTRA, _HAS_DATA = 1, 2
# The type of an extra record of encryption
_ENCRYPTED_RECORD = 1
# Headers that are looked at; more is no archive of forms
_MOST_HEADERS = 10_000


def is_encrypted(data: bytes) -> bool:
    """Whether the headers or any file of an archive need a password; `False` for what is no archive."""
    if data.startswith(_NEW):
        return any(_new_headers(data))
    if data.startswith(_OLD):
        return any(_old_headers(data))
    return False


def _old_headers(data: bytes) -> Iterator[bool]:
    """Yield for every block whether it says that something is encrypted."""
    here = len(_OLD)
    for _ in range(_MOST_HEADERS):
        if here + _OLD_HEAD.size > len(data):
            return
        _, kind, flags, size = _OLD_HEAD.unpack_from(data, here)
        yield bool(flags & _OLD_ENCRYPTED.get(kind, 0))
        packed = 0
        # The size of the data stands behind the block
        if flags & _OLD_HAS_DATA and here + 11 <= len(data):
            (packed,) = struct.unpack_from("<I", data, here + _OLD_HEAD.size)
        # A block cannot be smaller than its own head
        if size < _OLD_HEAD.size:
            return
        here += size + packed


def _new_headers(data: bytes) -> Iterator[bool]:
    """Yield for every header whether it says that something is encrypted."""
    here = len(_NEW)
    for _ in range(_MOST_HEADERS):
        # Four bytes are the checksum
        numbers = _Numbers(data, here + 4)
        size = numbers.next()
        begun = numbers.here
        kind, flags = numbers.next(), numbers.next()
        # A size beyond the data is that of a damaged archive
        if not size or begun + size > len(data):
            return
        extra = packed = 0
        if flags & _HAS_EXTRA:
            extra = numbers.next()
        if flags & _HAS_DATA:
            packed = numbers.next()
        # Extra records stand at the end of a header
        end = begun + size
        yield kind == _NEW_ENCRYPTION or (
            kind == _NEW_FILE and _has_encryption(data, end - extra, end)
        )
        here = end + packed


def _has_encryption(data: bytes, here: int, end: int) -> bool:
    """Whether the extra records of a file hold one of encryption."""
    for _ in range(_MOST_HEADERS):
        if here >= end:
            return False
        numbers = _Numbers(data, here)
        size = numbers.next()
        begun = numbers.here
        if numbers.next() == _ENCRYPTED_RECORD:
            return True
        # At least one byte on, so that it ends
        here = begun + max(1, size)
    return False


class _Numbers:
    """Reads numbers of sevens of bits, the lowest first; behind the end of the data they are 0."""

    def __init__(self, data: bytes, here: int) -> None:
        self.here = here
        self._data = data

    def next(self) -> int:
        """Return the next number."""
        value = 0
        for place in range(10):
            if self.here >= len(self._data):
                return 0
            byte = self._data[self.here]
            self.here += 1
            value |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                break
        return value

"""Zip archives from outside, opened with suspicion: what office documents of every kind are packed in.

Numbers and sizes are looked at before anything is unpacked, and what is unpacked is counted: a size that an archive
states is only a claim. Two ways of compression are accepted, those that office programs use; Python unpacks the others
without a limit.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

__all__ = ["Archive", "ArchiveBroken", "ArchiveEncrypted", "ArchiveTooLarge"]

# How an entry of the directory begins (PKWARE APPNOTE 4.3.12)
_LISTED = b"PK\x01\x02"
# How an entry itself begins
_HERE = b"PK\x03\x04"
_HEADER = struct.Struct("<4s22xHH")
"""What stands before an entry: its mark, and how long its name and its extra field are (4.3.7)."""
# Encrypted in one way or another, or patched data
_UNUSUAL = 0x61
# The bit that says that a name is in UTF-8
_SAYS_UTF8 = 0x800
_PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, IndexError, NotImplementedError, OSError, OverflowError,
    RuntimeError, UnicodeError, ValueError,
)  # fmt: skip
"""What `zipfile` raises for archives that are cut off, or that somebody has made up."""


class ArchiveBroken(Exception):
    """The bytes are no archive that can be read; the text says why, in a few Chinese words."""


class ArchiveEncrypted(Exception):
    """Something in the archive opens only with a password."""


class ArchiveTooLarge(Exception):
    """The archive holds more parts, or unpacks to more, than it may."""


class Archive:
    """The parts of one archive. `sizes` are those it states, by name.

    `most_parts` and `most_bytes` are how many parts there may be and what all of them may unpack to, whatever is read
    how often. Raises `ArchiveBroken`, `ArchiveEncrypted` or `ArchiveTooLarge`, on opening or on reading.
    """

    def __init__(self, data: bytes, most_parts: int, most_bytes: int) -> None:
        # Counted in the bytes: the library would make an object of each entry first
        if data.count(_LISTED) > most_parts:
            raise ArchiveTooLarge
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as exc:
            raise ArchiveBroken("文件不完整或已损坏") from exc
        # The directory alone tells whether anything is encrypted, packed oddly, or too much
        entries = self._zip.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise ArchiveEncrypted
        if any(entry.compress_type not in _PLAIN for entry in entries):
            raise ArchiveBroken("压缩方式不是办公软件所用的（只能是“存储”或“deflate”）")
        self._entries = entries
        self.sizes = {entry.filename: entry.file_size for entry in entries}
        if sum(entry.file_size for entry in entries) > most_bytes:
            raise ArchiveTooLarge
        # What may still be unpacked: it counts down with every part that is read
        self._left = most_bytes

    def read(self, part: str, most: int) -> bytes:
        """Return a part that must be there; one that unpacks to more than `most` bytes raises `ArchiveTooLarge`."""
        # What the archive states is refused before anything is unpacked
        if self.sizes[part] > most:
            raise ArchiveTooLarge
        content = self._unpacked(self._zip.getinfo(part))
        # An entry that is not as usual is left to the library, which raises what is wrong
        if content is None:
            content = self.start(part, most + 1)
        if len(content) > most:
            raise ArchiveTooLarge
        return content

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes | None:
        """Return an entry that is exactly as the directory says; `None` for any other, which `zipfile` shall judge."""
        # The mark and the lengths of name and extra field stand at the entry itself
        start = entry.header_offset
        header = self._data[start : start + _HEADER.size]
        if len(header) < _HEADER.size or entry.flag_bits & _UNUSUAL:
            return None
        mark, name_length, extra_length = _HEADER.unpack(header)
        start += _HEADER.size
        name = self._data[start : start + name_length]
        # The directory and the entry have to mean the same
        if mark != _HERE or name != entry.orig_filename.encode("ascii", "replace"):
            return None
        start += name_length + extra_length
        packed = self._data[start : start + entry.compress_size]
        size = entry.file_size
        # More than is left, or cut off
        if size > self._left or len(packed) != entry.compress_size:
            return None
        content = packed
        if entry.compress_type == zipfile.ZIP_DEFLATED:
            unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                # One byte more than stated would show
                content = unpacking.decompress(packed, size + 1)
            except zlib.error:
                return None
            if not unpacking.eof:
                return None
        # Length and checksum have to be those of the directory
        if len(content) != size or zlib.crc32(content) != entry.CRC:
            return None
        self._left -= size
        return content

    @property
    def names(self) -> list[str]:
        """The names of all entries in their order, twins included, as their writer meant them; folders end in `/`."""
        return [_meant(entry) for entry in self._entries]

    def read_entry(self, number: int, most: int) -> bytes:
        """Return an entry by its number in `names`; one that unpacks to more than `most` bytes raises `ArchiveTooLarge`."""
        content = self._start(self._entries[number], most + 1)
        if len(content) > most:
            raise ArchiveTooLarge
        return content

    def start(self, part: str, length: int) -> bytes:
        """Return the first bytes of a part that must be there."""
        return self._start(part, length)

    def _start(self, part: str | zipfile.ZipInfo, length: int) -> bytes:
        try:
            with self._zip.open(part) as stream:
                # One byte more than is left tells that there would be more
                content = stream.read(min(length, self._left + 1))
        except _DAMAGE as exc:
            raise ArchiveBroken("文件不完整或已损坏") from exc
        self._left -= len(content)
        if self._left < 0:
            raise ArchiveTooLarge
        return content


def _meant(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry: where it does not say that it is UTF-8, it is that or GB18030 (APPNOTE appendix D)."""
    name = entry.filename
    if entry.flag_bits & _SAYS_UTF8 or name.isascii():
        return name
    # The library has read the bytes as code page 437, which can be undone
    raw = name.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name

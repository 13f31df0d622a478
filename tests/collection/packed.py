"""7z and RAR archives as people send them. RAR archives are written byte by byte, stored: nobody but its maker may pack them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping

from py7zr import SevenZipFile

__all__ = ["rar4", "rar5", "renamed_in_seven_zip", "seven_zipped"]


def seven_zipped(files: Mapping[str, bytes], password: str | None = None) -> bytes:
    """Pack files as a 7z archive."""
    buffer = io.BytesIO()
    with SevenZipFile(buffer, "w", password=password) as archive:
        archive.set_encoded_header_mode(False)
        for name, data in files.items():
            archive.writef(io.BytesIO(data), name)
    return buffer.getvalue()


def renamed_in_seven_zip(packed: bytes, old: str, new: str) -> bytes:
    """Put another name of the same length into an archive of `seven_zipped`, with its checksums."""
    assert len(old) == len(new)
    changed = packed.replace(old.encode("utf-16-le"), new.encode("utf-16-le"))
    offset, size = struct.unpack_from("<QQ", changed, 12)
    header = changed[32 + offset : 32 + offset + size]
    start = struct.pack("<QQI", offset, size, zlib.crc32(header))
    return changed[:8] + struct.pack("<I", zlib.crc32(start)) + start + changed[32:]


def rar4(files: Mapping[str, bytes], *, encrypted: bool = False) -> bytes:
    """Pack files as WinRAR 2.9 to 4 does, stored; an encrypted one only says that it is."""
    out = b"Rar!\x1a\x07\x00" + _block4(0x73, 0, bytes(6))
    for name, data in files.items():
        said = name.encode()
        body = struct.pack("<IIB", len(data), len(data), 3)
        body += struct.pack(
            "<IIBBHI", zlib.crc32(data), 0, 29, 0x30, len(said), 0o100644
        )
        flags = 0x8200 | (0x04 if encrypted else 0)  # sizes follow; the name is UTF-8
        out += _block4(0x74, flags, body + said) + data
    return out + _block4(0x7B, 0x4000, b"")


def _block4(kind: int, flags: int, body: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest


def rar5(files: Mapping[str, bytes], *, encrypted: bool = False) -> bytes:
    """Pack files as WinRAR 5 and later does, stored; an encrypted one only says that it is."""
    extra = _number(3) + _number(1) + bytes(2) if encrypted else b""
    out = b"Rar!\x1a\x07\x01\x00" + _block5(_number(1) + _number(0) + _number(0))
    for name, data in files.items():
        said = name.encode()
        head = _number(2) + _number(3 if extra else 2)
        head += _number(len(extra)) if extra else b""
        head += _number(len(data)) + _number(4)
        head += _number(len(data)) + _number(0o100644)
        head += struct.pack("<I", zlib.crc32(data))
        head += _number(0) + _number(1) + _number(len(said)) + said + extra
        out += _block5(head) + data
    return out + _block5(_number(5) + _number(0) + _number(0))


def _block5(head: bytes) -> bytes:
    sized = _number(len(head)) + head
    return struct.pack("<I", zlib.crc32(sized)) + sized


def _number(value: int) -> bytes:
    """Return a number in sevens of bits, the lowest first."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)

"""The compression of VBA streams: [MS-OVBA] 2.4.1, in which every text of a VBA project is stored.

A container is the byte 1 and chunks of up to 4096 bytes of text. A chunk is a header and groups of eight tokens, each
token a byte or a reference back into the same chunk; the share of offset and length in a reference grows with the
place in the chunk. Reading it back is left to others: `olevba` does it in the tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

__all__ = ["compress"]

_CHUNK = 4096
# 2.4.1 of [MS-OVBA]
_SHORTEST = 3  # a reference costs two bytes
_COMPRESSED, _RAW = (
    0xB000,
    0x3000,
)  # the signature 0b011 in bits 12 to 14, and bit 15: compressed or not


def compress(data: bytes) -> bytes:
    """Return the compressed container of `data`; an empty text is a container without chunks."""
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return b"\x01" + b"".join(map(_chunk, chunks))


def _chunk(data: bytes) -> bytes:
    packed = b"".join(_groups(data))
    if len(packed) > _CHUNK:  # does not shrink: stored as it is, filled up
        return (_RAW | (_CHUNK - 1)).to_bytes(2, "little") + data.ljust(_CHUNK, b"\0")
    return (_COMPRESSED | (len(packed) - 1)).to_bytes(2, "little") + packed


def _groups(data: bytes) -> Iterator[bytes]:
    """Give groups of eight tokens, each behind the byte that says which of them are references."""
    flags, tokens, count = 0, b"", 0
    for token in _tokens(data):
        # A reference is two bytes long, a byte that stands for itself one
        flags |= (len(token) - 1) << count
        tokens += token
        count += 1
        if count == 8:
            yield bytes([flags]) + tokens
            flags, tokens, count = 0, b"", 0
    if count:
        yield bytes([flags]) + tokens


def _tokens(data: bytes) -> Iterator[bytes]:
    """Give the tokens of a chunk: one byte each, or two for a reference."""
    seen: dict[bytes, list[int]] = defaultdict(list)
    at = 0
    while at < len(data):
        # The further in, the more bits the distance needs, and the fewer are left for the length
        if at:
            length_bits = 16 - max((at - 1).bit_length(), 4)
        else:
            length_bits = 12
        offset, length = _longest(data, at, seen, (1 << length_bits) + _SHORTEST - 1)
        if length:
            yield ((offset - 1) << length_bits | (length - _SHORTEST)).to_bytes(
                2,
                "little",
            )
        else:
            yield data[at : at + 1]
        # Every place that was passed may be what a later one refers to
        for place in range(at, at + (length or 1)):
            seen[data[place : place + _SHORTEST]].append(place)
        at += length or 1


def _longest(
    data: bytes,
    at: int,
    seen: dict[bytes, list[int]],
    most: int,
) -> tuple[int, int]:
    """Return how far back the longest earlier run stands and how long it is; (0, 0) where there is none."""
    best, found = 0, 0
    most = min(most, len(data) - at)
    if most < _SHORTEST:
        return 0, 0
    # The nearest first: of several as long the one with the smallest distance
    for start in reversed(seen.get(data[at : at + _SHORTEST], ())):
        length = _SHORTEST
        while length < most and data[start + length] == data[at + length]:
            length += 1
        if length > best:
            best, found = length, start
        if best == most:
            break
    if best:
        return (at - found, best)
    return (0, 0)

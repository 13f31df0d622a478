"""Pieces of parts that come again from file to file, each with what was read of it.

Forms of one kind, saved by one program, hold the same formulas, rules and texts byte for byte: nine tenths of a sheet.
A piece is known by its bytes, not by a digest of them, so that nothing can pass for another; what was read of it is
never changed afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

__all__ = ["Recurring", "Seen"]

T = TypeVar("T")

_LARGEST_SHARE = 8


class Seen(Generic[T]):
    """What was read of pieces, kept for `most_bytes` of pieces; once these are full, all are forgotten.

    A piece that alone would take an eighth of that is not kept.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._known: dict[bytes, T] = {}
        self._bytes = 0

    def found(self, pieces: Iterable[bytes]) -> dict[bytes, T]:
        """Return those of the pieces that are known, each with what was read of it."""
        known = self._known
        return {piece: known[piece] for piece in pieces if piece in known}

    def keep(self, read: Mapping[bytes, T]) -> None:
        """Keep what was read of new pieces."""
        for piece, value in read.items():
            size = len(piece)
            if size * _LARGEST_SHARE > self._most_bytes:
                continue
            if self._bytes + size > self._most_bytes:
                self._known = {}
                self._bytes = 0
            self._known[piece] = value
            self._bytes += size


class Recurring(Generic[T]):
    """What `read` makes of a piece, kept as `Seen` keeps it."""

    def __init__(self, read: Callable[[bytes], T], most_bytes: int) -> None:
        self._read = read
        self._seen: Seen[T] = Seen(most_bytes)

    def of(self, piece: bytes) -> T:
        """Return what was read of a piece, reading it if it is new."""
        found = self._seen.found((piece,))
        if not found:
            found = {piece: self._read(piece)}
            self._seen.keep(found)
        return found[piece]

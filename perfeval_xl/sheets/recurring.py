"""Pieces of files that come again from file to file, each with what was read of it.

Forms of one kind, saved by one program, hold the same formulas, rules and texts byte for byte: nine tenths of a sheet.
A piece is known by all its bytes or characters, not by a digest of them, so that nothing can pass for another; what was
read of it is never changed afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

__all__ = ["Recurring", "Seen"]

P = TypeVar("P", bytes, str)
T = TypeVar("T")

# A piece is kept if it takes no more than one part in so many
_LARGEST_SHARE = 8


class Seen(Generic[P, T]):
    """What was read of pieces, kept for pieces of `room` bytes or characters together; once these are full, all are forgotten.

    A piece that alone would take an eighth of that is not kept.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._known: dict[P, T] = {}
        self._taken = 0

    @property
    def known(self) -> Mapping[P, T]:
        """What is known now, by its piece; nothing is ever taken out of it, but another one may follow it."""
        return self._known

    def keep(self, read: Mapping[P, T]) -> None:
        """Keep what was read of new pieces."""
        for piece, value in read.items():
            size = len(piece)
            if size * _LARGEST_SHARE > self._room:
                continue
            # A new table, since somebody may still be looking into the old one
            if self._taken + size > self._room:
                self._known = {}
                self._taken = 0
            self._known[piece] = value
            self._taken += size


class Recurring(Generic[P, T]):
    """What `read` makes of a piece, kept as `Seen` keeps it."""

    def __init__(self, read: Callable[[P], T], room: int) -> None:
        self._read: Callable[[P], T] = read
        self._seen: Seen[P, T] = Seen(room)

    def of(self, piece: P) -> T:
        """Return what was read of a piece, reading it if it is new."""
        known = self._seen.known
        if piece in known:
            return known[piece]
        found = self._read(piece)
        self._seen.keep({piece: found})
        return found

"""Originals of any size, kept in pieces: what is too large for one value of a database, and whole mails."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from perfeval_xl.collection.envelope import Envelope
from perfeval_xl.collection.ledger_schema import (
    content,
    original_store,
    piece,
    whole_mail,
)
from perfeval_xl.collection.remote import OriginalStore, RemoteFile

__all__ = [
    "keep",
    "keep_elsewhere",
    "original_pieces",
    "piece_rows",
    "pieces_of",
    "stores",
    "whole_mail_of",
]

_PIECE = 4 * 1024 * 1024
_FAST = 1
"""What comes by mail is packed already, or is base64, from which the fastest level takes as much as any other."""


def pieces_of(original: bytes | Path | RemoteFile) -> Iterator[bytes]:
    """Yield bytes, or a file, in pieces: never all of a file in memory."""
    if isinstance(original, bytes):
        for start in range(0, len(original), _PIECE):
            yield original[start : start + _PIECE]
        return
    opened = original.open("rb") if isinstance(original, Path) else original.open()
    with opened as file:
        while block := file.read(_PIECE):
            yield block


def keep(connection: Connection, sha256: str, pieces: Iterable[bytes]) -> None:
    """Keep an original unless it is kept; raises `OSError` where its bytes are no longer those of the hash."""
    if (
        connection.scalar(
            select(piece.c.sha256).where(piece.c.sha256 == sha256).limit(1)
        )
        is not None
    ):
        return
    digest = hashlib.sha256()
    for row in piece_rows(sha256, _noted(pieces, digest)):
        connection.execute(piece.insert(), row)
    if digest.hexdigest() != sha256:
        raise OSError("文件在收集时改变了")


def piece_rows(sha256: str, pieces: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the rows of an original in pieces."""
    for position, data in enumerate(pieces):
        packed = zlib.compress(data, _FAST)
        yield {"sha256": sha256, "position": position, "bytes": packed}


def _noted(pieces: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for data in pieces:
        digest.update(data)
        yield data


def keep_elsewhere(store: OriginalStore, envelopes: Iterable[Envelope]) -> None:
    """Keep what came in, and the mails it came with, at the address of a store."""
    for envelope in envelopes:
        if envelope.whole is not None:
            sha256 = hashlib.sha256(envelope.whole).hexdigest()
            store.keep(sha256, len(envelope.whole), pieces_of(envelope.whole))
        for attachment in envelope.attachments:
            original = attachment.large if attachment.data is None else attachment.data
            if original is not None:
                store.keep(attachment.sha256, attachment.size, pieces_of(original))


def stores(connection: Connection) -> list[str]:
    """Return the addresses at which originals were ever kept, the latest first."""
    query = select(original_store.c.address).order_by(original_store.c.number.desc())
    return list(connection.scalars(query))


def whole_mail_of(connection: Connection, envelope: str) -> str | None:
    """Return the hash of the mail that was an envelope; `None` for a bare file, and where it was not kept."""
    found: str | None = connection.scalar(
        select(whole_mail.c.sha256).where(whole_mail.c.envelope == envelope)
    )
    return found


def original_pieces(connection: Connection, sha256: str) -> Iterator[bytes]:
    """Yield an original piece by piece; nothing where it was not kept, or never came."""
    whole = connection.scalar(select(content.c.bytes).where(content.c.sha256 == sha256))
    if whole is not None:
        yield whole
        return
    positions = connection.scalars(
        select(piece.c.position)
        .where(piece.c.sha256 == sha256)
        .order_by(piece.c.position)
    )
    positions_found = positions.all()
    for position in positions_found:
        packed = select(piece.c.bytes).where(
            piece.c.sha256 == sha256, piece.c.position == position
        )
        yield zlib.decompress(connection.execute(packed).scalar_one())
    if positions_found:
        return
    for address in stores(connection):
        kept = OriginalStore(address).pieces(sha256)
        first = next(kept, None)
        if first is not None:
            yield first
            yield from kept
            return

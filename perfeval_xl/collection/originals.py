"""Originals of any size, kept in pieces: what is too large for one value of a database, and whole mails."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from perfeval_xl.collection.ledger_schema import content, piece, whole_mail

__all__ = [
    "keep",
    "keep_whole_mail",
    "original_pieces",
    "pieces_of",
    "pieces_of_file",
    "whole_mail_of",
]

_PIECE = 4 * 1024 * 1024
_FAST = 1
"""What comes by mail is packed already, or is base64, from which the fastest level takes as much as any other."""


def pieces_of(data: bytes) -> Iterator[bytes]:
    """Yield bytes in pieces."""
    for start in range(0, len(data), _PIECE):
        yield data[start : start + _PIECE]


def pieces_of_file(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces, never all of it in memory."""
    with path.open("rb") as file:
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
    for position, data in enumerate(pieces):
        digest.update(data)
        row = {
            "sha256": sha256,
            "position": position,
            "bytes": zlib.compress(data, _FAST),
        }
        connection.execute(piece.insert().values(row))
    if digest.hexdigest() != sha256:
        raise OSError("文件在收集时改变了")


def keep_whole_mail(connection: Connection, envelope: str, data: bytes) -> None:
    """Keep a mail as it came in."""
    sha256 = hashlib.sha256(data).hexdigest()
    keep(connection, sha256, pieces_of(data))
    connection.execute(whole_mail.insert().values(envelope=envelope, sha256=sha256))


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
    for position in positions.all():
        packed = select(piece.c.bytes).where(
            piece.c.sha256 == sha256, piece.c.position == position
        )
        yield zlib.decompress(connection.execute(packed).scalar_one())

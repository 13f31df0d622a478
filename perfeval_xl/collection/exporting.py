"""Originals out of the ledger: every attachment and every mail byte for byte, whatever its size."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from perfeval_xl.collection.content import Kind, kind_of
from perfeval_xl.collection.envelope import label_of
from perfeval_xl.collection.ledger import Ledger
from perfeval_xl.collection.records import Arrival
from perfeval_xl.distribution.naming import safe_name
from perfeval_xl.errors import EnvironmentMissing, UsageError, system_reason

__all__ = ["Exported", "export"]

# Bytes that are compared at once
_BLOCK = 1024 * 1024
# Bytes of a name
_NAME_BYTES = 150
# How the letter of a mail is called, which is no file of its own
_LETTER = "（邮件正文）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One original that was written, or that a former program did not keep: then `path` is `None`."""

    number: int
    name: str
    path: Path | None


def export(
    ledger: Ledger, arrivals: Iterable[Arrival], folder: Path
) -> Iterator[Exported]:
    """Write the originals of these arrivals into a folder, and the mails that brought them, each once.

    A file of the same bytes that is there already is left alone. Raises `UsageError` for one of other bytes, and
    `EnvironmentMissing` where the folder may not be written to.
    """
    mails: set[str] = set()
    hashes: set[str] = set()
    for arrival in arrivals:
        # A mail is written once, however many attachments it had
        if arrival.envelope not in mails:
            mails.add(arrival.envelope)
            whole = ledger.whole_mail(arrival.envelope)
            if whole is not None:
                yield _written(
                    ledger,
                    arrival.number,
                    whole,
                    folder,
                    _mail_name(ledger, whole, arrival),
                )
        # Attachments too, by their contents
        if arrival.sha256 not in hashes and not arrival.file.endswith(_LETTER):
            hashes.add(arrival.sha256)
            name = safe_name(label_of(arrival.file), _NAME_BYTES)
            yield _written(
                ledger,
                arrival.number,
                arrival.sha256,
                folder,
                f"{arrival.number}_{name}",
            )


def _mail_name(ledger: Ledger, sha256: str, arrival: Arrival) -> str:
    # Only the beginning is needed to tell .msg from .eml
    head = next(ledger.original_pieces(sha256), b"")
    ending = ".eml"
    if kind_of(head) is Kind.SAVED_MAIL:
        ending = ".msg"
    return (
        f"{arrival.number}_{safe_name(arrival.subject or '邮件', _NAME_BYTES)}{ending}"
    )


def _written(
    ledger: Ledger, number: int, sha256: str, folder: Path, name: str
) -> Exported:
    path = folder / name
    # A file that is there is left alone, or is somebody else's
    if path.exists():
        if _digest(path) != sha256:
            raise UsageError(
                f"“{path}”已经存在而内容不同，没有覆盖。", "请换一个文件夹。"
            )
        return Exported(number=number, name=name, path=path)
    # Piece by piece: an original may be larger than the memory
    pieces = ledger.original_pieces(sha256)
    first = next(pieces, None)
    if first is None:
        return Exported(number=number, name=name, path=None)
    # Written aside and moved, so that a half original never looks like a whole one
    unfinished = folder / f".{number}.partial"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as stream:
            stream.write(first)
            stream.writelines(pieces)
        unfinished.replace(path)
    except OSError as failure:
        told = f"无法写入文件夹“{folder}”：{system_reason(failure)}。"
        raise EnvironmentMissing(told, "请检查文件夹的权限和磁盘空间。") from failure
    return Exported(number=number, name=name, path=path)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()

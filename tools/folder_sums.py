"""A folder that is handed out says what is in it: SHA256SUMS.txt, which `sha256sum -c` reads."""

from __future__ import annotations

import hashlib
from pathlib import Path

__all__ = ["SUMS", "write_sums"]

SUMS = "SHA256SUMS.txt"


def write_sums(folder: Path) -> None:
    """Write the hash of every file below `folder` into it, the names relative to it."""
    listed = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = []
    for path in listed:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")

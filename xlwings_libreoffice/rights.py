"""Rights of files that an office writes.

An office that is started here makes everything for its owner only, because its pipe is a file; a workbook that it saves
for a person gets the rights it would have had from any other program.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["usual_rights"]


@contextlib.contextmanager
def usual_rights(path: Path) -> Iterator[None]:
    """Give a file that is made meanwhile what the umask of this process leaves; one that was there keeps its rights."""
    new = not path.exists()
    yield
    if new and os.name != "nt" and path.exists():
        umask = os.umask(0o077)
        os.umask(umask)
        path.chmod(0o666 & ~umask)

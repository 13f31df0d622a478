"""The hands: the part of a command that runs inside the office. It copies the open workbook and applies a plan of edits."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import xlwings

from perfeval_xl.addin.plan import Plan

__all__ = ["Hands", "scratch_folder"]


class Hands(Protocol):
    """What a command needs of the office, in two calls."""

    def copy(self, book: xlwings.Book) -> bytes:
        """Return the book as it is now, unsaved edits included, as the bytes of a file; the book stays as it is.

        Raises `PerfevalError` when no copy can be made.
        """
        ...  # pragma: no cover

    def apply(self, book: xlwings.Book, plan: Plan) -> None:
        """Do all that the plan says, or nothing of it; raises `PerfevalError` with the reason."""
        ...  # pragma: no cover


@contextlib.contextmanager
def scratch_folder(parent: Path | None = None) -> Iterator[Path]:
    """A folder for files that go between Python and the office; gone afterwards, even where the office still reads one."""
    with tempfile.TemporaryDirectory(
        prefix="perfeval-",
        dir=parent,
        ignore_cleanup_errors=True,
    ) as folder:
        yield Path(folder)

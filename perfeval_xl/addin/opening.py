"""A document that a command has made, shown in the program the person opens such documents with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["open_document"]


def open_document(path: Path, platform: str = sys.platform) -> bool:
    """Open a document as a double click does; returns whether a program was asked to.

    Where there is no screen, or no program for such documents is known, nothing happens: the person has been told where
    the document is.
    """
    try:
        # Windows knows the program by the ending
        if platform == "win32":
            start: Any = getattr(os, "startfile")  # noqa: B009 - there on Windows only
            start(path)
            return True
        # Elsewhere another program knows it; what that prints belongs to nobody
        program = _opener(platform)
        if program is None:
            return False
        silent = subprocess.DEVNULL
        subprocess.Popen(  # noqa: S603
            [program, str(path)],
            stdin=silent,
            stdout=silent,
            stderr=silent,
            start_new_session=True,
        )
        return True
    except OSError:
        return False


def _opener(platform: str) -> str | None:
    if platform == "darwin":
        return shutil.which("open")
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if screen:
        return shutil.which("xdg-open")
    return None

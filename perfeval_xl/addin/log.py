"""The log of the add-in: where the traceback of a bug goes, since nobody sees a terminal."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

__all__ = ["log_file", "log_to_file"]

_PROGRAM = "perfeval-xl"
_LARGEST = 1024 * 1024


def log_file() -> Path:
    """Return where the log is, whether or not it is there yet."""
    return _folder() / "addin.log"


def _folder() -> Path:
    """Return the folder of this program for logs: on a Mac among those that Console shows, elsewhere for what it keeps."""
    if sys.platform == "darwin":
        return platformdirs.user_log_path(_PROGRAM, appauthor=False)
    return platformdirs.user_state_path(_PROGRAM, appauthor=False)


def log_to_file(logger: logging.Logger) -> Path | None:
    """Let a logger write to the log file, once; `None` where no file can be written, which stops no command."""
    path = log_file()
    # A process that stays answers many commands: one handler is enough
    if not logger.handlers:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                path,
                maxBytes=_LARGEST,
                backupCount=1,
                encoding="utf-8",
            )
        except OSError:
            return None
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
    return path

"""What xlwings does when Python ends, and what of it a command takes back."""

from __future__ import annotations

import atexit
import sys

__all__ = ["keep_status", "spare_offices"]


def spare_offices() -> None:
    """Let no Excel end with this Python.

    On Windows xlwings ends every Excel in which it sees no workbook: one that shows a protected view, one that belongs to
    another program, one with nothing open (its issue 2456).
    """
    _take_back("xlwings._xlwindows")


def keep_status() -> None:
    """Let the status bar keep its text when this Python ends; on a Mac xlwings clears it, which errors need and results do not."""
    _take_back("xlwings._xlmac")


def _take_back(module: str) -> None:
    # xlwings registered it when the module was imported; where it was not, nothing is to be done
    cleanup = getattr(sys.modules.get(module), "cleanup", None)
    if cleanup is not None:
        atexit.unregister(cleanup)

"""The text in the status bar. It outlives the Python that set it, and any other Python can read it or take it away:
the office itself keeps it, in its component context.
"""

from __future__ import annotations

import contextlib
from typing import Any

from xlwings_libreoffice.failures import uno_exceptions

__all__ = ["remove_text", "show_text", "shown_text"]

_INDICATOR = "/singletons/xlwings.statusIndicator"
_TEXT = "/singletons/xlwings.statusText"


def show_text(context: Any, frame: Any, text: str) -> None:
    """Show a text in the status bar of a frame, in place of the one before."""
    remove_text(context)
    indicator = frame.createStatusIndicator()
    indicator.start(text, 0)
    context.insertByName(_INDICATOR, indicator)
    context.insertByName(_TEXT, text)


def shown_text(context: Any) -> str | None:
    """Return the text that is shown; `None` while the office has its status bar."""
    text: str | None = context.getValueByName(_TEXT)
    return text


def remove_text(context: Any) -> None:
    """Give the status bar back to the office."""
    indicator = context.getValueByName(_INDICATOR)
    if indicator is None:
        return
    with contextlib.suppress(*uno_exceptions()):  # its window may have been closed
        indicator.end()
    for name in (_INDICATOR, _TEXT):
        if context.hasByName(name):
            context.removeByName(name)

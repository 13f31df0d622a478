"""Starting faster: a person waits."""

from __future__ import annotations

import gc
import sys

__all__ = ["hurry"]

_UNUSED = ("numpy", "pandas")


def hurry() -> None:
    """Load nothing that no command asks for, and collect no garbage meanwhile.

    xlwings and openpyxl load pandas and numpy wherever they are installed, for values nobody here asks for; that is a
    third of the start. Both do without where they cannot be imported.
    """
    gc.disable()
    for name in _UNUSED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type] # what Python's documentation says prevents an import

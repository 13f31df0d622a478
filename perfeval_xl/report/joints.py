"""Places of a prepared template at which the filled-in text is mended: processing instructions, which nobody can type.

A report is never parsed again after it was filled in. What has to be looked at then is found by these marks.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from markupsafe import Markup

__all__ = [
    "CELL",
    "CHAPTER",
    "CLOSED",
    "CONTENTS",
    "END",
    "FULL",
    "HEADED",
    "HEADING",
    "JOINT",
    "MARK",
    "MERGE",
    "ROW",
    "TABLE",
    "joint",
]

TABLE, CLOSED, ROW = "table", "closed", "row"
CELL, END, MERGE = "cell", "end", "merge"
FULL = "full"
"""Stands where a cell needs a paragraph if there is none."""
CHAPTER = "chapter"
"""Stands where a chapter is taken in."""
CONTENTS, HEADING, HEADED = "contents", "heading", "headed"

JOINT = "perfeval"
"""The target of every mark: `<?perfeval KIND NUMBER?>`."""

MARK = Markup(f"<?{JOINT} {MERGE} 0?>")  # noqa: S704 - ours
"""What `{{ merge }}` prints."""


def joint(kind: str, number: int = 0) -> Any:
    """Return one mark; `number` says which of its kind it is."""
    return etree.ProcessingInstruction(JOINT, f"{kind} {number}")

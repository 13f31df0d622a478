"""Texts that workbooks, mails and Word files can all hold."""

from __future__ import annotations

import re

__all__ = ["LONGEST_TEXT", "NOTHING_SAID", "STOPS", "is_storable", "says_something", "storable"]

LONGEST_TEXT = 32_767
"""Characters in one cell: ECMA-376 names no limit, every spreadsheet program keeps this one."""

NOTHING_SAID = frozenset({"无", "没有", "不适用", "略", "同上", "/", "\\", "-", "—", "——", "…", "……", "0"})
"""What people write into a cell to have written something."""

STOPS = "。.；;"
"""Signs that say nothing behind such a word."""

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile(r"\r\n?")


def is_storable(text: str) -> bool:
    """Whether XML 1.0 (section 2.2) can hold every character of the text."""
    return _NOT_IN_XML.search(text) is None


def storable(text: str) -> str:
    r"""Return the text with one kind of line end, and U+FFFD for every character that XML cannot hold.

    >>> storable("一\r\n二\x00") == "一\n二\ufffd"
    True
    """
    return _NOT_IN_XML.sub("\ufffd", _LINE_END.sub("\n", text))


def says_something(text: str | None) -> bool:
    """Whether a text is more than a blank or a stopgap such as 无: a reason has to be one.

    >>> says_something("资料不全"), says_something(" 无。"), says_something(None)
    (True, False, False)
    """
    bare = "".join(c for c in text or "" if not c.isspace() and c not in STOPS)
    return bool(bare) and bare not in NOTHING_SAID

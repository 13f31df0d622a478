"""Texts that workbooks, mails and Word files can all hold."""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "LONGEST_TEXT",
    "NOTHING_SAID",
    "STOPS",
    "is_storable",
    "obeyed",
    "says_something",
    "shown_width",
    "storable",
    "visible",
]

LONGEST_TEXT = 32_767
"""Characters in one cell: ECMA-376 names no limit, every spreadsheet program keeps this one."""

NOTHING_SAID = frozenset(
    {"无", "没有", "不适用", "略", "同上", "/", "\\", "-", "—", "——", "…", "……", "0"}
)
"""What people write into a cell to have written something."""

STOPS = "。.；;"
"""Signs that say nothing behind such a word."""

# All that XML 1.0 does not allow
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Line ends of Windows and of old Macs
_LINE_END = re.compile(r"\r\n?")
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # terminals take these for commands
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # change the direction in which a text is shown
    "\u2028\u2029]"  # begin a line
)
_UNSEEN = re.compile(
    _OBEYED.pattern
    + "|[\u00ad\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Those, and what takes no room at all: two texts that look alike may differ in it."""


def is_storable(text: str) -> bool:
    """Whether XML 1.0 (section 2.2) can hold every character of the text."""
    return _NOT_IN_XML.search(text) is None


def storable(text: str) -> str:
    r"""Return the text with one kind of line end, and U+FFFD for every character that XML cannot hold.

    >>> storable("一\r\n二\x00") == "一\n二\ufffd"
    True
    """
    return _NOT_IN_XML.sub("\ufffd", _LINE_END.sub("\n", text))


def obeyed(text: str) -> str:
    r"""Return the first character that a program would obey instead of showing it, as `U+202E`; empty for none.

    >>> obeyed("自评表\u202e"), obeyed("两行\n文字")
    ('U+202E', '')
    """
    found = _OBEYED.search(text)
    if found:
        return f"U+{ord(found[0]):04X}"
    return ""


def visible(text: str) -> str:
    r"""Return the text with every character that cannot be seen, or that changes how others are seen, spelled out.

    Line ends and tabs stay. What is shown to people goes through here; what is kept stays as it was received.

    >>> visible("自评\u202excod.表")
    '自评〔U+202E〕xcod.表'
    """
    return _UNSEEN.sub(lambda found: f"〔U+{ord(found[0]):04X}〕", text)


def says_something(text: str | None) -> bool:
    """Whether a text is more than a blank or a stopgap such as 无: a reason has to be one.

    >>> says_something("资料不全"), says_something(" 无。"), says_something(None)
    (True, False, False)
    """
    # A full stop behind 无 makes no reason of it
    bare = "".join((text or "").split())
    for stop in STOPS:
        bare = bare.replace(stop, "")
    return bool(bare) and bare not in NOTHING_SAID


def shown_width(text: str) -> int:
    """Return how many columns a text takes: a Chinese character is as wide as two others.

    >>> shown_width("自评表.xlsx")
    11
    """
    return sum(
        2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text
    )

"""Names of sheets: which are allowed, and which Excel would give."""

from __future__ import annotations

import re
from collections.abc import Collection

__all__ = ["checked_title", "free_copy_title", "free_title"]

_LONGEST = 31
_FORBIDDEN = frozenset("\\/?*[]:")
_NUMBERED = re.compile(r"(.*) \((\d+)\)")


def checked_title(title: str, others: Collection[str]) -> str:
    """Return the title if a sheet beside `others` may have it in Excel.

    Raises:
        ValueError: it is empty, too long, taken, or has a character that is not allowed.
    """
    if not title:
        raise ValueError("A sheet name can't be empty.")
    if _FORBIDDEN & set(title) or title.startswith("'") or title.endswith("'"):
        raise ValueError(
            f"工作表名称“{title}”不能含有 \\ / ? * [ ] :，也不能以单引号开头或结尾。"
        )
    if len(title) > _LONGEST:
        raise ValueError(
            f"工作表名称最多 {_LONGEST} 个字符，“{title}”有 {len(title)} 个。"
        )
    if title.lower() in {other.lower() for other in others}:
        raise ValueError(f"Sheet named '{title}' already present in workbook")
    return title


def free_title(others: Collection[str]) -> str:
    """Return the name of a new sheet: the first of Sheet1, Sheet2, … from the number of sheets on that is free."""
    taken = {other.lower() for other in others}
    number = len(taken) + 1
    while f"sheet{number}" in taken:
        number += 1
    return f"Sheet{number}"


def free_copy_title(title: str, others: Collection[str]) -> str:
    """Return the name of a copy: `Sheet1 (2)`, `Sheet1 (3)`, …, cut to what fits.

    >>> free_copy_title("Sheet1 (2)", ["Sheet1", "Sheet1 (2)"])
    'Sheet1 (3)'
    """
    taken = {other.lower() for other in others}
    if match := _NUMBERED.fullmatch(title):
        stem = match[1]
    else:
        stem = title
    number = 2
    while True:
        ending = f" ({number})"
        copy = stem[: _LONGEST - len(ending)] + ending
        if copy.lower() not in taken:
            return copy
        number += 1

"""A label and its value: beside it, or behind its colon."""

from __future__ import annotations

from perfeval_xl.foreign.draft import Draft
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.words import words

__all__ = ["beside", "divided"]

_FURTHEST = 3
"""How many blank cells may stand between a label and its value."""


def beside(draft: Draft, area: Area) -> Area | None:
    """Return the text to the right of a label, `None` where the next thing is another label or nothing."""
    column = area.right + 1
    for _ in range(_FURTHEST):
        found = draft.sheet.at(area.top, column)
        if not found.text:
            column = found.right + 1
            continue
        label, _ = divided(found.text)
        if words().is_heading(found.text) or words().is_heading(label):
            return None
        return found
    return None


def divided(text: str) -> tuple[str, str]:
    """Return what stands before and behind the first colon of a text; no colon, no label.

    >>> divided("项目名称：河道清淤"), divided("河道清淤")
    (('项目名称', '河道清淤'), ('', '河道清淤'))
    """
    label, colon, said = text.replace(":", "：", 1).partition("：")
    if not colon:
        return "", text
    return label, said.strip()

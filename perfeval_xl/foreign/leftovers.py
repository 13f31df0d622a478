"""What of a form was not read: everything is either taken, known to be a heading, or told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from perfeval_xl.amounts import normalise
from perfeval_xl.foreign.draft import Draft, Unread
from perfeval_xl.foreign.funds import is_money_unit
from perfeval_xl.foreign.sheet import Area
from perfeval_xl.foreign.words import bare, words
from perfeval_xl.scheme.model import Scheme

__all__ = ["left_over"]

_NOTES = ("备注", "注", "说明", "填表说明", "填报说明", "附件", "附表", "报表编号")
_DASHES = frozenset({"-", "—", "——", "–", "/", "\\", "□", "☑", "…", "……"})
_LONGEST_TITLE = 80
_NUMBERED_PART = re.compile(r"[(（]?[一二三四五六七八九十]+[)）]?[、.].{2,20}")
"""The heading of a part in a row of its own."""
_NUMBERED_NOTE = re.compile(r"[(]?\d{1,2}[).、]|[①-⑩]")


def left_over(draft: Draft, rows: Iterable[int], scheme: Scheme) -> Iterator[Unread]:
    """Yield every text of these rows that was not read and is no heading, title or note."""
    kept = {section.name for section in scheme.sections}
    in_notes = False
    for row in rows:
        fresh = draft.sheet.fresh(row)
        alone = ""
        if len(fresh) == 1:
            alone = fresh[0].text
        # Notes go on as long as each stands alone in its row
        said = normalise(alone)
        begins = said.startswith(_NOTES)
        in_notes = bool(alone) and (in_notes or begins)
        if in_notes and _NUMBERED_NOTE.match(said):
            continue
        if _NUMBERED_PART.fullmatch(alone.strip()):
            continue
        for area in fresh:
            if draft.used(area):
                continue
            if not _says_nothing(area.text):
                yield _unread(draft, area)
    for name, entry in draft.sections.items():
        if name not in kept:
            yield Unread(entry.shown, entry.location, "方案没有这一部分")


def _unread(draft: Draft, area: Area) -> Unread:
    """Return a text that was not read, with the heading of its column where the form has no use for that."""
    text = area.text.strip()
    place = draft.sheet.place(area)
    why = draft.spare.get(area, "")
    return Unread(text, place, why)


def _says_nothing(text: str) -> bool:
    """Whether a text is a heading, a title, a year, a note or a dash."""
    known = words()
    said = normalise(text)
    unit = said.strip("()")
    if is_money_unit(unit):
        return True
    if said in _DASHES:
        return True
    if known.is_heading(text):
        return True
    if _is_title(said):
        return True
    if bare(text) in known.silent:
        return True
    return said.startswith(_NOTES)


def _is_title(said: str) -> bool:
    """Whether a text is the title of a form, or the year below it."""
    if len(said) > _LONGEST_TITLE:
        return False
    if said.endswith("年度)"):
        return True
    return "自评表" in said or "绩效自评" in said

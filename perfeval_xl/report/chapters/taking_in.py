"""The chapters in the text of a report: each stands in the place of the paragraph that asked for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from perfeval_xl.report.budget import Budget
from perfeval_xl.report.chapters.content import content_of
from perfeval_xl.report.chapters.extension import Extension
from perfeval_xl.report.chapters.model import Chapter
from perfeval_xl.report.chapters.styles import adopt_styles
from perfeval_xl.report.contents import Levels, mark_headings
from perfeval_xl.report.joints import CHAPTER, JOINT

__all__ = ["take_in"]

_MARK = re.compile(rf"<\?{JOINT} {CHAPTER} (\d+)\?>")
_PARAGRAPHS = re.compile(r"<w:p(?: [^>]*)?>|</w:p>")
_TEXTS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_CELL_END = "</w:tc>"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_KEPT_WITHOUT = frozenset({"hyperlink", "blip"})
_WHOLE = frozenset({"drawing", "pict", "object"})


def take_in(
    text: str,
    chapters: Sequence[Chapter],
    extension: Extension,
    budget: Budget,
    levels: Levels | None,
) -> str:
    """Return the text of the main part with the chapters in the place of their marks, in the order they were printed.

    `levels` are the headings to be marked for the table of contents, `None` where there is none. Raises `TemplateError` for too much text.
    """
    while mark := _MARK.search(text):
        number = int(mark[1])
        start, end = _paragraph(text, mark.start())
        paragraph = text[start:end].replace(mark[0], "")
        # What else stands in the paragraph stays in front of the chapter
        shown = "".join(_TEXTS.findall(paragraph)).strip()
        kept = ""
        if shown:
            kept = paragraph
        # Chapters count like everything else that is written
        inside = budget.write(_written(chapters[number - 1], number, extension, levels))
        # A cell must end with a paragraph, and a chapter may end with a table
        if text.startswith(_CELL_END, end) and not inside.endswith("</w:p>"):
            inside += "<w:p/>"
        text = text[:start] + kept + inside + text[end:]
    return text


def _paragraph(text: str, place: int) -> tuple[int, int]:
    """Return where the paragraph around a place begins and ends."""
    opened: list[int] = []
    depth = 0
    for tag in _PARAGRAPHS.finditer(text):
        if tag[0].endswith("/>"):
            continue
        begins = tag[0] != "</w:p>"
        # Text boxes put paragraphs inside paragraphs: those still open are kept
        if tag.start() < place:
            if begins:
                opened.append(tag.start())
            else:
                opened.pop()
            continue
        # The paragraph ends where more have been closed than opened behind the place
        depth += 1 if begins else -1
        if depth < 0:
            return opened[-1], tag.end()
    raise AssertionError("a mark of a chapter stands in a paragraph")


def _written(
    chapter: Chapter, number: int, extension: Extension, levels: Levels | None
) -> str:
    blocks = content_of(chapter, number)
    brought = extension.bring(chapter, number)
    for block in blocks:
        _relate(block, brought)
    adopt_styles(blocks, chapter, number, extension)
    if levels is not None:
        mark_headings(blocks, levels)
    return "".join(
        etree.tostring(block, encoding="unicode", with_tail=False) for block in blocks
    )


def _relate(block: Any, brought: Mapping[str, str]) -> None:
    """Use the new ids of what came along; what did not takes the drawing around it with it."""
    for element in list(block.iter(etree.Element)):
        for name in [name for name in element.attrib if name.startswith(_RELATIONS)]:
            new = brought.get(element.get(name))
            if new is not None:
                element.set(name, new)
                continue
            # A relation that stays behind would make the document unreadable
            del element.attrib[name]
            if etree.QName(element).localname not in _KEPT_WITHOUT:
                _take_out(element)


def _take_out(element: Any) -> None:
    gone = element
    for each in element.iterancestors():
        if etree.QName(each).localname in _WHOLE:
            gone = each
    parent = gone.getparent()
    if parent is not None:
        parent.remove(gone)

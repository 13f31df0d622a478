"""What stands in a chapter, as elements that can stand in another document: changes accepted, notes of editors gone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from perfeval_xl.report.chapters.model import Chapter
from perfeval_xl.report.comments import drop_comments
from perfeval_xl.report.linting.places import TEXT, W
from perfeval_xl.report.parsing import parse_part

__all__ = ["content_of"]

_GONE = frozenset(
    f"{W}{name}"
    for name in (
        "sectPr",
        "altChunk",
        "del",
        "moveFrom",
        "rPrChange",
        "pPrChange",
        "tblPrChange",
        "trPrChange",
        "tcPrChange",
        "sectPrChange",
        "tblGridChange",
        "tblPrExChange",
        "numberingChange",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "lastRenderedPageBreak",
    )
)
"""Sections of the chapter's own, what was deleted, and traces of editing."""
_ACCEPTED = (f"{W}ins", f"{W}moveTo")
_NEWER = re.compile(r"\{http://schemas\.microsoft\.com/office/word/20")
"""Namespaces of later versions of Word, which the report would have to declare as ignorable."""
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_BOOKMARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
_REFERENCE = re.compile(r"\b((?:PAGE|NOTE)?REF\s+)(\S+)")
# Ids far from those of the template and the lineage, with room for each chapter
_FIRST_BOOKMARK, _EACH = 800_000, 10_000
_FIRST_PICTURE = 20_000
# Word takes no longer names of bookmarks
_LONGEST_NAME = 40


def content_of(chapter: Chapter, number: int) -> list[Any]:
    """Return the paragraphs and tables of a chapter, the `number`-th of the report, for its ids and bookmarks."""
    root = parse_part(chapter.parts[chapter.main])
    drop_comments(root)
    _accept(root)
    _write_notes(root, chapter.parts)
    _rename(root, number)
    body = root.find(f"{W}body")
    if body is None:
        return []
    return [child for child in body if isinstance(child.tag, str)]


def _accept(root: Any) -> None:
    for element in list(root.iter(etree.Element)):
        # What was deleted, traces of editing, and what only later versions of Word know
        if element.tag in _GONE or _NEWER.match(element.tag):
            _remove(element)
            continue
        # Insertions are accepted: their marks go, their text stays
        if element.tag in _ACCEPTED:
            _unwrap(element)
            continue
        for name in [name for name in element.attrib if _NEWER.match(name)]:
            del element.attrib[name]


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Any) -> None:
    """Leave what is inside; the mark of an inserted row or paragraph has nothing inside."""
    parent = element.getparent()
    if parent is None:
        return
    for child in list(element):
        element.addprevious(child)
    parent.remove(element)


def _write_notes(root: Any, parts: Mapping[str, bytes]) -> None:
    """Footnotes of a chapter are written where they are referred to, in brackets: the report counts its own."""
    # The notes of both kinds by their id
    texts: dict[tuple[str, str], str] = {}
    for kind in _NOTES.values():
        for name, data in parts.items():
            if name.endswith(f"/{kind}.xml"):
                for note in parse_part(data):
                    texts[kind, note.get(f"{W}id", "")] = "".join(
                        text.text or "" for text in note.iter(TEXT)
                    ).strip()
    # The reference is replaced inside its run
    for reference in list(root.iter(*_NOTES)):
        said = texts.get((_NOTES[reference.tag], reference.get(f"{W}id", "")))
        written = etree.Element(TEXT)
        if said:
            written.text = f"（{said}）"
        run = reference.getparent()
        run.replace(reference, written)
        properties = run.find(f"{W}rPr")
        if properties is not None:
            # A reference is raised and small
            run.remove(properties)


def _rename(root: Any, number: int) -> None:
    """Give bookmarks and pictures ids and names that nothing else in the report has."""
    identities: dict[str, str] = {}
    # Start and end of a bookmark share an id and must go on sharing it
    for mark in root.iter(*_BOOKMARKS):
        old = mark.get(f"{W}id", "")
        fresh = _FIRST_BOOKMARK + number * _EACH + len(identities)
        mark.set(f"{W}id", identities.setdefault(old, str(fresh)))
        if mark.get(f"{W}name"):
            mark.set(f"{W}name", _renamed(mark.get(f"{W}name"), number))
    # Then everything that refers to a bookmark: links and fields
    for element in root.iter(f"{W}hyperlink"):
        if element.get(f"{W}anchor"):
            element.set(f"{W}anchor", _renamed(element.get(f"{W}anchor"), number))
    for field in root.iter(f"{W}instrText"):
        field.text = _REFERENCE.sub(
            lambda found: found[1] + _renamed(found[2], number), field.text or ""
        )
    for field in root.iter(f"{W}fldSimple"):
        instruction = field.get(f"{W}instr", "")
        field.set(
            f"{W}instr",
            _REFERENCE.sub(
                lambda found: found[1] + _renamed(found[2], number), instruction
            ),
        )
    # Two pictures with one id can make Word call the document damaged
    for place, picture in enumerate(root.iter("{*}docPr"), 1):
        picture.set("id", str(_FIRST_PICTURE + number * _EACH + place))


def _renamed(name: str, number: int) -> str:
    return f"_c{number}{name}"[:_LONGEST_NAME]

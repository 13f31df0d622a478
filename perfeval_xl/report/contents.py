"""目录: where a template has the field of a table of contents, the headings of the report are written in its place.

Only the page numbers remain fields: Word and LibreOffice count those themselves. Of a whole field for the contents
LibreOffice would print what stands in it, and nobody knows the pages before the report is laid out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from perfeval_xl.report.linting.places import TEXT, W

__all__ = ["write_contents"]

_DEEPEST = 2
_BOOKMARK = "_Toc9000{:02d}"
"""Word takes bookmarks of this shape for those of its own tables of contents."""
_FIRST_ID = 9000
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write_contents(root: Any) -> None:
    """Write one line for each heading of the first two levels; nothing where there is no such field."""
    instruction = next((node for node in root.iter(f"{W}instrText") if (node.text or "").split()[:1] == ["TOC"]), None)
    if instruction is None:
        return
    field = _paragraphs_of(instruction)
    if field is None:
        return
    # the lines that the template shows in the field are no headings of the report
    for paragraph in field[1:]:
        paragraph.getparent().remove(paragraph)
    for heading in list(_headings(root)):
        field[0].addprevious(_entry(*heading))
    field[0].getparent().remove(field[0])


def _paragraphs_of(instruction: Any) -> list[Any] | None:
    """Return the paragraphs from the one with the field to that with its end, `None` where they do not stand side by side."""
    first: Any = next(instruction.iterancestors(f"{W}p"))
    found = []
    depth = 0
    for paragraph in (first, *first.itersiblings()):
        if paragraph.tag != f"{W}p":
            return None
        found.append(paragraph)
        for mark in paragraph.iter(f"{W}fldChar"):
            kind = mark.get(f"{W}fldCharType")
            depth += {"begin": 1, "end": -1}.get(kind, 0)
        if depth == 0:
            return found
    return None


def _headings(root: Any) -> Iterator[tuple[int, str, str]]:
    """Yield level, text and bookmark of every heading, and set the bookmark."""
    number = 0
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        level = _level("" if style is None else style.get(f"{W}val"))
        text = "".join(node.text or "" for node in paragraph.iter(TEXT)).strip()
        if not level or not text:
            continue
        number += 1
        name = _BOOKMARK.format(number)
        identity = str(_FIRST_ID + number)
        paragraph.insert(1, etree.Element(f"{W}bookmarkStart", {f"{W}id": identity, f"{W}name": name}))
        paragraph.append(etree.Element(f"{W}bookmarkEnd", {f"{W}id": identity}))
        yield level, text, name


def _level(style: str) -> int:
    """The level of a heading by its style, as Word calls it in English and after a Chinese Word has saved it."""
    for level in range(1, _DEEPEST + 1):
        if style in (f"Heading{level}", str(level)):
            return level
    return 0


def _entry(level: int, text: str, name: str) -> Any:
    paragraph = etree.Element(f"{W}p")
    properties = etree.SubElement(paragraph, f"{W}pPr")
    etree.SubElement(properties, f"{W}pStyle", {f"{W}val": f"TOC{level}"})
    link = etree.SubElement(paragraph, f"{W}hyperlink", {f"{W}anchor": name, f"{W}history": "1"})
    link.append(_run(TEXT, text))
    link.append(_run(f"{W}tab", ""))
    link.append(_mark("begin"))
    link.append(_run(f"{W}instrText", f" PAGEREF {name} \\h "))
    link.append(_mark("separate"))
    link.append(_run(TEXT, "1"))
    link.append(_mark("end"))
    return paragraph


def _run(tag: str, text: str) -> Any:
    run = etree.Element(f"{W}r")
    node = etree.SubElement(run, tag)
    if text:
        node.text = text
        node.set(_SPACE, "preserve")
    return run


def _mark(kind: str) -> Any:
    run = etree.Element(f"{W}r")
    mark = etree.SubElement(run, f"{W}fldChar", {f"{W}fldCharType": kind})
    if kind == "begin":
        mark.set(f"{W}dirty", "true")  # Word counts the page when it opens the report
    return run

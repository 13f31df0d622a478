"""目录: where a template has the field of a table of contents, the headings of the report are written in its place.

Only the page numbers remain fields: Word and LibreOffice count those themselves. Of a whole field for the contents
LibreOffice would print what stands in it, and nobody knows the pages before the report is laid out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from perfeval_xl.report.joints import CONTENTS, HEADED, HEADING, JOINT, joint
from perfeval_xl.report.linting.places import W
from perfeval_xl.report.parsing import parse_part

__all__ = ["Levels", "levels_of", "mark_contents", "mark_headings", "write_contents"]

_DEEPEST = 2
_BOOKMARK = "_Toc9000{:02d}"
"""Word takes bookmarks of this shape for those of its own tables of contents."""
# Far from the ids of a template's own bookmarks
_FIRST_ID = 9000
_JOINTS = re.compile(rf"<\?{JOINT} ({CONTENTS}|{HEADING}|{HEADED}) (\d+)\?>")
_TEXTS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The styles of a document by what they are for: headings with their level, and the line of each level.

    Word, WPS and Writer call the same style by different ids; its name is the same in all of them.
    """

    headings: Mapping[str, int]
    lines: Mapping[int, str]


def levels_of(styles: bytes) -> Levels:
    """Read the levels from the styles of a document; empty is a document without any."""
    headings: dict[str, int] = {}
    lines: dict[int, str] = {}
    if styles:
        found = parse_part(styles).iter(f"{W}style")
    else:
        found = ()
    # By the name of the style, which is English in every version of Word
    for style in found:
        name = style.find(f"{W}name")
        kind, _, number = (
            "" if name is None else name.get(f"{W}val", "").lower()
        ).partition(" ")
        level = 0
        if number.isdecimal():
            level = int(number)
        if kind == "heading" and 0 < level <= _DEEPEST:
            headings[style.get(f"{W}styleId", "")] = level
        if kind == "toc":
            lines[level] = style.get(f"{W}styleId", "")
    return Levels(headings=headings, lines=lines)


def mark_contents(root: Any, levels: Levels) -> bool:
    """Put joints in the place of the field and around the headings, once per template; returns whether there is a field."""
    # The first field for contents; any other stays a field
    instruction = next(
        (
            node
            for node in root.iter(f"{W}instrText")
            if (node.text or "").split()[:1] == ["TOC"]
        ),
        None,
    )
    if instruction is None:
        return False
    field = _paragraphs_of(instruction)
    if field is None:
        return False
    # The lines that the template shows in the field are no headings of the report
    field[0].addprevious(joint(CONTENTS))
    for paragraph in field:
        paragraph.getparent().remove(paragraph)
    mark_headings([root], levels)
    return True


def mark_headings(blocks: Iterable[Any], levels: Levels) -> None:
    """Put joints around the headings among or inside the blocks."""
    for block in blocks:
        for paragraph in block.iter(f"{W}p"):
            _mark_heading(paragraph, levels)


def _paragraphs_of(instruction: Any) -> list[Any] | None:
    """Return the paragraphs from the one with the field to that with its end, `None` where they do not stand side by side."""
    first: Any = next(instruction.iterancestors(f"{W}p"))
    found = []
    depth = 0
    for paragraph in (first, *first.itersiblings()):
        if paragraph.tag != f"{W}p":
            return None
        found.append(paragraph)
        # Fields lie inside each other: each line holds one for its page
        for mark in paragraph.iter(f"{W}fldChar"):
            kind = mark.get(f"{W}fldCharType")
            depth += {"begin": 1, "end": -1}.get(kind, 0)
        if depth == 0:
            return found
    return None


def _mark_heading(paragraph: Any, levels: Levels) -> None:
    properties = paragraph.find(f"{W}pPr")
    style = None if properties is None else properties.find(f"{W}pStyle")
    if style is None:
        return
    level = levels.headings.get(style.get(f"{W}val"), 0)
    # A heading in the text box of a heading is part of it
    inside = any(ancestor.tag == f"{W}p" for ancestor in paragraph.iterancestors())
    if level and not inside:
        properties.addnext(joint(HEADING, level))
        paragraph.append(joint(HEADED))


def write_contents(text: str, levels: Levels) -> str:
    """Return the text with one line for each heading in the place of the field, and a bookmark around each heading."""
    first, *rest = _JOINTS.split(text)
    written = [first]
    entries: list[str] = []
    # Where the contents go, and where the heading at hand began
    place = start = level = 0
    for joint_number in range(0, len(rest), 3):
        kind, number, behind = rest[joint_number : joint_number + 3]
        # The lines are put there at the end, when all headings are known
        if kind == CONTENTS:
            place = len(written)
            written.append("")
        elif kind == HEADING:
            start, level = len(written), int(number)
        else:
            _head(written, start, levels.lines.get(level, ""), entries)
        written.append(behind)
    # Last, since it moves every place behind it
    written[place : place + 1] = entries
    return "".join(written)


def _head(written: list[str], start: int, style: str, entries: list[str]) -> None:
    """Name a heading that begins at `start` and ends here, and add its line; a heading without text has none."""
    inside = "".join(written[start:])
    shown = "".join(_TEXTS.findall(inside)).strip()
    if not shown:
        return
    number = len(entries) + 1
    name = _BOOKMARK.format(number)
    identity = _FIRST_ID + number
    written.insert(start, f'<w:bookmarkStart w:id="{identity}" w:name="{name}"/>')
    written.append(f'<w:bookmarkEnd w:id="{identity}"/>')
    entries.append(_entry(style, shown, name))


def _entry(style: str, text: str, name: str) -> str:
    """One line of the contents; `text` is escaped already, as it stands in the heading."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:hyperlink w:anchor="{name}" w:history="1">'
        f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r><w:r><w:tab/></w:r>'
        # Word counts the page when it opens the report
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve">1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink></w:p>'
    )

"""The figures of a document as it stands now: what is inside their bookmarks, and where that is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from perfeval_xl.archives import (
    Archive,
    ArchiveBroken,
    ArchiveEncrypted,
    ArchiveTooLarge,
)
from perfeval_xl.errors import NoLineage, NotAReport
from perfeval_xl.limits import LIMITS
from perfeval_xl.report.lineage.model import Figure, Lineage
from perfeval_xl.report.lineage.part import read_lineage
from perfeval_xl.report.lineage.tracing import BOOKMARK
from perfeval_xl.report.linting.places import Places, W
from perfeval_xl.report.parsing import parse_part

__all__ = ["Standing", "Traced", "read_report"]

_STORY = re.compile(r"word/(document|header|footer|footnotes|endnotes)\d*\.xml\Z")
_SHOWN = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
}
_START, _END, _TEXT = f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t"
_BREAKS = {
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}tab": "\t",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a bookmark holds now, and where it stands in the document, in words."""

    text: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A report with its lineage. `standing` has what is left of each figure, by bookmark.

    `between` has for a figure whose bookmark is gone what stands now between its neighbours, where both are still there.
    """

    lineage: Lineage
    standing: Mapping[str, Standing]
    between: Mapping[str, Standing]

    def now(self, figure: Figure) -> Standing | None:
        """Return what stands where the figure was printed, `None` where that cannot be told any more."""
        return self.standing.get(figure.bookmark) or self.between.get(figure.bookmark)


def read_report(data: bytes, name: str) -> Traced:
    """Read a report that this program has made; `name` is for messages.

    Raises `NotAReport` for what is no Word document and `NoLineage` for one that holds no record of its figures.
    """
    try:
        # Only what is needed is unpacked
        parts = _parts(data)
        lineage = read_lineage(parts)
        stories = [
            (part, parse_part(parts[part])) for part in parts if _STORY.match(part)
        ]
    except (ArchiveBroken, ArchiveEncrypted, etree.XMLSyntaxError) as exc:
        raise NotAReport(
            f"“{name}”不是可以读取的 Word 文档，或已加密、损坏。", _SAVE_AS
        ) from exc
    except ArchiveTooLarge as exc:
        raise NotAReport(f"“{name}”解开后过大，不像是报告。", _SAVE_AS) from exc
    if not stories:
        raise NotAReport(f"“{name}”不是 Word 文档（.docx）。", _SAVE_AS)
    if lineage is None:
        told = f"“{name}”里没有数据来源的记录：不是由本程序生成的报告，或者另存为其他格式时丢失了。"
        raise NoLineage(told, "请用 report 重新生成报告，编辑后仍存为 .docx。")
    standing: dict[str, Standing] = {}
    spans: list[_Span] = []
    for part, root in sorted(stories, key=lambda story: "document" not in story[0]):
        kind = _kind(part)
        found, pieces = _bookmarks(root, Places(root, part, _SHOWN[kind]))
        standing |= found
        spans.append(pieces)
    # Then what is left of figures whose bookmarks were deleted with their text
    between: dict[str, Standing] = {}
    for pieces in spans:
        between |= _between(lineage, pieces)
    return Traced(
        lineage=lineage,
        standing=standing,
        between=between,
    )


_SAVE_AS = "请给出由 report 生成、存为“Word 文档（*.docx）”的报告。"
_Span = list[tuple[str, str, str]]
"""What is read in one story, in order: kind (`text`, `start`, `end`), text or bookmark, and place."""


def _kind(part: str) -> str:
    match = _STORY.match(part)
    if match is None:
        return "document"
    return match[1]


def _parts(data: bytes) -> dict[str, bytes]:
    archive = Archive(data, LIMITS.template_parts, LIMITS.template_bytes)
    wanted = [
        name
        for name in archive.sizes
        if _STORY.match(name) or re.match(r"customXml/[^/]+\.xml\Z", name)
    ]
    return {name: archive.read(name, LIMITS.template_bytes) for name in wanted}


def _bookmarks(root: Any, places: Places) -> tuple[dict[str, Standing], _Span]:
    open_now: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    where: dict[str, str] = {}
    pieces: _Span = []
    place = ""
    for element in root.iter():
        if element.tag == f"{W}p":
            place = places.of(element).said
            # A figure stands in one paragraph; what was emptied may reach on to other cells
            open_now.clear()
        elif element.tag == _START and (element.get(f"{W}name") or "").startswith(
            BOOKMARK
        ):
            name = element.get(f"{W}name")
            open_now[element.get(f"{W}id")] = name
            texts[name], where[name] = [], place
            pieces.append(("start", name, place))
        elif element.tag == _END and element.get(f"{W}id") in open_now:
            pieces.append(("end", open_now.pop(element.get(f"{W}id")), place))
        # Text belongs to every figure that is open here
        elif element.tag == _TEXT or element.tag in _BREAKS:
            shown = _BREAKS.get(element.tag, element.text or "")
            pieces.append(("text", shown, place))
            for name in open_now.values():
                texts[name].append(shown)
    return {
        name: Standing("".join(text), where[name]) for name, text in texts.items()
    }, pieces


def _between(lineage: Lineage, pieces: _Span) -> dict[str, Standing]:
    """Find for every lost figure the text between the figures before and behind it, in a paragraph or cell of its own."""
    # The neighbours of a figure are those that were printed before and behind it
    order = [figure.bookmark for figure in lineage.figures]
    starts = {name: at for at, (kind, name, _) in enumerate(pieces) if kind == "start"}
    ends = {name: at for at, (kind, name, _) in enumerate(pieces) if kind == "end"}
    found = {}
    for number, name in enumerate(order[1:-1], 1):
        before, behind = order[number - 1], order[number + 1]
        # Both must be there, and still in their order
        if (
            name in starts
            or before not in ends
            or behind not in starts
            or ends[before] > starts[behind]
        ):
            continue
        standing = _own_cell(pieces[ends[before] : starts[behind] + 1])
        if standing is not None:
            found[name] = standing
    return found


def _own_cell(pieces: _Span) -> Standing | None:
    """The text of the one place between two others, where it is one and not their own."""
    first, last = pieces[0][2], pieces[-1][2]
    texts: dict[str, list[str]] = {}
    # Text in the neighbours' own places is about them
    for kind, text, place in pieces:
        if kind == "text" and place not in {first, last}:
            texts.setdefault(place, []).append(text)
    # In several places nobody can say which one it was
    if len(texts) != 1:
        return None
    [(place, parts)] = texts.items()
    return Standing("".join(parts), place)

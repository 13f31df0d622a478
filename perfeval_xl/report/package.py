"""A .docx as what it is: a zip of parts. Reads one with limits, and writes one the same way every time."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import etree

from perfeval_xl.archives import (
    Archive,
    ArchiveBroken,
    ArchiveEncrypted,
    ArchiveTooLarge,
)
from perfeval_xl.errors import TemplateError
from perfeval_xl.limits import LIMITS
from perfeval_xl.report.cleaning import cleaned
from perfeval_xl.report.parsing import parse_part
from perfeval_xl.sheets.packing import Packed, pack, packed

__all__ = [
    "NO_RELATIONS",
    "Package",
    "Story",
    "pack_parts",
    "read_package",
    "relations_of",
    "write_package",
]

# Signs that stand in the name of a part as they are
_SAFE = "/[]-_.~!$&'()*+,;=:@"
_CONTENT_TYPES = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
_MAIN = f"{_WORD}document.main+xml"
_STORIES = {_MAIN: "正文"} | {
    f"{_WORD}{kind}+xml": shown
    for kind, shown in (
        ("header", "页眉"),
        ("footer", "页脚"),
        ("footnotes", "脚注"),
        ("endnotes", "尾注"),
    )
}
NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
"""What the relations of a part are that leads to no other: one without pictures, notes and styles may come without them."""
_REMEDY = "请在 Word 或 WPS 中打开该文件，另存为“Word 文档（*.docx）”后重试。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A part that holds text: its name in the zip, how people call it, and its root element, the reader's to change."""

    part: str
    shown: str
    root: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The parts of one document in their order, and those among them that hold text, the main part first."""

    parts: Mapping[str, bytes]
    stories: tuple[Story, ...]


def read_package(path: Path) -> Package:
    """Read a .docx without its macros, embedded files and ways out (see `cleaning`).

    Raises `TemplateError` when it is missing, damaged, encrypted, or something else.
    """
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise TemplateError(
            f"无法读取报告模板“{path}”。", "请检查文件是否存在、是否有读取权限。"
        ) from exc
    try:
        # Cleaned before anything else looks at it, and every part parsed once to be sure
        parts = cleaned(_unzip(data))
        _check_parts(parts)
        stories = _stories(path, parts)
    except (ArchiveBroken, ArchiveEncrypted, etree.XMLSyntaxError) as exc:
        raise _unreadable(path) from exc
    except ArchiveTooLarge as exc:
        raise TemplateError(
            f"报告模板“{path.name}”解开后过大。",
            "请删去模板中的大图片和不用的内容后重试。",
        ) from exc
    return Package(parts=parts, stories=stories)


def _unreadable(path: Path) -> TemplateError:
    return TemplateError(
        f"报告模板“{path.name}”不是可以读取的 .docx 文档，或已加密、损坏。", _REMEDY
    )


def _unzip(data: bytes) -> dict[str, bytes]:
    archive = Archive(data, LIMITS.template_parts, LIMITS.template_bytes)
    parts = [name for name in archive.sizes if not name.endswith("/")]
    return {name: archive.read(name, LIMITS.template_bytes) for name in parts}


def _check_parts(parts: Mapping[str, bytes]) -> None:
    """See that every part that is XML can be read, whoever reads it later; raises `etree.XMLSyntaxError`."""
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            parse_part(data)


def _stories(path: Path, parts: Mapping[str, bytes]) -> tuple[Story, ...]:
    if _CONTENT_TYPES not in parts:
        raise _unreadable(path)
    # Content types say what a part is, since names are free
    types = {
        override.get("PartName", "").lstrip("/"): override.get("ContentType", "")
        for override in parse_part(parts[_CONTENT_TYPES]).iterfind("{*}Override")
    }
    texts = {
        name: kind for name, kind in types.items() if kind in _STORIES and name in parts
    }
    if _MAIN not in texts.values():
        raise _unreadable(path)
    # Content types may stand in any order
    in_order = sorted(texts, key=lambda name: texts[name] != _MAIN)
    stories = tuple(
        Story(
            part=name,
            shown=_STORIES[texts[name]],
            root=parse_part(parts[name]),
        )
        for name in in_order
    )
    # Walking text boxes inside each other takes time that grows with every level
    for story in stories:
        if _nesting(story.root) > LIMITS.template_nesting:
            what = f"报告模板“{path.name}”的{story.shown}里，文本框套文本框超过{LIMITS.template_nesting}层。"
            raise TemplateError(what, "请删去多余的文本框后重试。")
    return stories


def _nesting(root: Any) -> int:
    """Return how many paragraphs lie inside each other at the deepest place; Word puts one into another by text boxes."""
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end"), tag=_PARAGRAPH):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def relations_of(part: str) -> str:
    """Return the name of the part with the relations of another."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """Return the zip: same parts, same bytes, whatever the clock says. Names of parts are ASCII, as Word writes them."""
    return pack_parts({name: packed(data) for name, data in parts.items()})


def pack_parts(parts: Mapping[str, Packed]) -> bytes:
    """Return the zip of parts that are deflated already."""
    return pack((quote(name, safe=_SAFE), part) for name, part in parts.items())

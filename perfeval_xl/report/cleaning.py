"""What of a template never reaches a report: macros, embedded files and objects, controls, and everything that leads out.

A template may come from anybody, and a report goes to many. Word opens external relations and some fields by itself;
so the parts that nothing else leads to are left out, and what pointed to them is taken out of the text.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from perfeval_xl.report.parsing import parse_part, write_part

__all__ = ["cleaned"]

_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTENT_TYPES = "[Content_Types].xml"
_KINDS = frozenset(
    {
        "vbaProject",
        "wordVbaData",
        "oleObject",
        "package",
        "control",
        "activeXControlBinary",
        "aFChunk",
        "attachedTemplate",
        "frame",
        "subDocument",
        "mailMergeSource",
        "mailMergeHeaderSource",
        "keyMapCustomizations",
        "attachedToolbars",
        "recipientData",
        "customUI",
        "extensibility",
        "xmlSchema",
        "ui",
        "userCustomization",
    }
)
"""Relations that bring something to run, or somebody's file, by the last part of their type."""
_KEPT_WITHOUT = frozenset({"hyperlink", "blip"})
"""Elements that stay when their relation goes: a link stays as text, a linked picture as its frame."""
_AROUND = ("object", "control")
_COMMANDS = re.compile(
    r"(?:^|[\s{])(?:DDE(?:AUTO)?|INCLUDE(?:TEXT|PICTURE)?|IMPORT|LINK|DATABASE|RD|MACROBUTTON|AUTOTEXT\w*|ADDIN|CONTROL|EMBED"
    r"|HYPERLINK(?!\s+\\l))\b",
    re.IGNORECASE,
)
"""Fields that fetch, start or lead somewhere (ECMA-376 part 1, 17.16.5)."""


def cleaned(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a document without them; raises `etree.XMLSyntaxError` and `ArchiveTooLarge`."""
    # First the relations, then what pointed to them, else Word would call the document damaged
    kept = dict(parts)
    for name in [name for name in parts if name.endswith(".rels")]:
        dropped = _drop_relations(kept, name)
        source = _source_of(name)
        if dropped and source in kept:
            kept[source] = _without(kept[source], dropped)
    # A part that nothing leads to any more would still be in the file
    reached = _reached(kept)
    kept = {name: data for name, data in kept.items() if name in reached}
    if _CONTENT_TYPES in kept:
        kept[_CONTENT_TYPES] = _without_types(kept)
    # Fields need no relation: their instructions name what they fetch
    texts = (
        name for name in kept if name.startswith("word/") and b"nstr" in kept[name]
    )
    return kept | {name: _without_commands(kept[name]) for name in list(texts)}


def _drop_relations(parts: dict[str, bytes], name: str) -> frozenset[str]:
    """Take the relations out of one part of relations; return their ids."""
    root = parse_part(parts[name])
    dropped = set()
    for relation in list(root):
        if not isinstance(relation.tag, str):
            continue
        kind = relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode", "").lower() == "external" or kind in _KINDS:
            dropped.add(relation.get("Id", ""))
            root.remove(relation)
    if dropped:
        parts[name] = write_part(root)
    return frozenset(dropped)


def _source_of(relations: str) -> str:
    """Return the part that a part of relations belongs to."""
    folder, name = posixpath.split(relations)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _without(data: bytes, dropped: frozenset[str]) -> bytes:
    """Take out what names one of the relations."""
    root = parse_part(data)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        # The attribute goes in any case, the element unless it makes sense without
        named = [
            key
            for key, value in element.attrib.items()
            if key.startswith(_RELATIONS) and value in dropped
        ]
        for key in named:
            del element.attrib[key]
        if named and etree.QName(element).localname not in _KEPT_WITHOUT:
            _remove(_outermost(element))
    return write_part(root)


def _outermost(element: Any) -> Any:
    """Return the element that has no sense without this one."""
    around = [
        each
        for each in element.iterancestors()
        if etree.QName(each).localname in _AROUND
    ]
    if around:
        return around[-1]
    return element


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _reached(parts: Mapping[str, bytes]) -> set[str]:
    """Return the parts that the relations lead to, beginning with those of the whole package."""
    reached = {_CONTENT_TYPES}
    waiting = ["_rels/.rels"]
    # Parts may lead to each other, so each is followed once
    while waiting:
        relations = waiting.pop()
        if relations in reached or relations not in parts:
            continue
        reached.add(relations)
        folder = posixpath.dirname(posixpath.dirname(relations))
        for target in _targets(parts[relations], folder):
            reached.add(target)
            waiting.append(
                posixpath.join(
                    posixpath.dirname(target),
                    "_rels",
                    f"{posixpath.basename(target)}.rels",
                )
            )
    return reached


def _targets(data: bytes, folder: str) -> Iterator[str]:
    for relation in parse_part(data):
        target = relation.get("Target", "")
        # A target may be absolute, or relative to the folder of its source
        yield posixpath.normpath(
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.join(folder, target)
        )


def _without_types(parts: Mapping[str, bytes]) -> bytes:
    """Return the list of content types without parts that are gone."""
    root = parse_part(parts[_CONTENT_TYPES])
    for entry in list(root.iterfind("{*}Override")):
        if entry.get("PartName", "").lstrip("/") not in parts:
            root.remove(entry)
    return write_part(root)


def _without_commands(data: bytes) -> bytes:
    """Take the instructions out of fields that fetch, start or lead somewhere; what they show last stays as text."""
    root = parse_part(data)
    changed = False
    # Word splits an instruction over runs, so the pieces are read together
    for paragraph in root.iter(f"{_W}p"):
        pieces = list(paragraph.iter(f"{_W}instrText"))
        if _COMMANDS.search("".join(piece.text or "" for piece in pieces)):
            changed = True
            for piece in pieces:
                piece.text = ""
    for field in root.iter(f"{_W}fldSimple"):
        if _COMMANDS.search(field.get(f"{_W}instr", "")):
            changed = True
            field.set(f"{_W}instr", "")
    if not changed:
        return data
    return write_part(root)

"""What a chapter adds to the document besides text: pictures, charts, styles and lists, each under a name of its own."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from perfeval_xl.report.chapters.model import Chapter
from perfeval_xl.report.package import NO_RELATIONS, relations_of
from perfeval_xl.report.parsing import parse_part, write_part

__all__ = ["Extension", "part_of"]

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = f"{{{_PACKAGE}/relationships}}Relationship"
_OVERRIDE = f"{{{_PACKAGE}/content-types}}Override"
_TYPES_PART = "[Content_Types].xml"
_COPIED = frozenset(
    {
        "image",
        "chart",
        "chartUserShapes",
        "chartStyle",
        "chartColorStyle",
        "themeOverride",
    }
)
"""Kinds of relations, by the last part of their type, whose parts come along; all others stay behind."""
_UNKNOWN = "application/octet-stream"


class Extension:
    """The parts of a report that grow with its chapters."""

    def __init__(self, parts: Mapping[str, bytes], main: str) -> None:
        self._parts = parts
        self._main = main
        self._relations = parse_part(parts.get(relations_of(main), NO_RELATIONS))
        self._types = parse_part(parts[_TYPES_PART])
        self._added: dict[str, bytes] = {}
        self._trees: dict[str, Any] = {}

    def tree(self, kind: str, empty: bytes, content_type: str) -> Any:
        """Return the root of a part that the main part leads to, such as `styles`; a new one where there is none."""
        # The part that the report has, one that an earlier chapter added, or a new one
        name = _target_of(self._relations, self._main, kind)
        if name is None or name not in self._parts:
            name = f"{PurePosixPath(self._main).parent}/{kind}.xml"
            if name not in self._trees:
                self.relate(f"{_OFFICE}/{kind}", name)
                self._declare(name, content_type)
                self._trees[name] = parse_part(empty)
        elif name not in self._trees:
            self._trees[name] = parse_part(self._parts[name])
        return self._trees[name]

    def relate(self, kind: str, part: str) -> str:
        """Lead from the main part to another one; returns the id of the relation."""
        identity = f"perfevalTaken{len(self._relations) + 1}"
        attributes = {
            "Id": identity,
            "Type": kind,
            "Target": f"/{part}",
        }
        etree.SubElement(self._relations, _RELATION, attributes)
        return identity

    def bring(self, chapter: Chapter, number: int) -> dict[str, str]:
        """Copy what the chapter leads to; returns the new id of every relation that came along."""
        relations = parse_part(
            chapter.parts.get(relations_of(chapter.main), NO_RELATIONS)
        )
        brought: dict[str, str] = {}
        for relation in relations:
            name = _copied(relation, chapter.main, chapter.parts)
            if name is not None:
                new = self._copy(chapter.parts, name, number)
                brought[relation.get("Id")] = self.relate(relation.get("Type"), new)
        return brought

    def written(self) -> dict[str, bytes]:
        """Return the parts that were added or changed."""
        made = {
            **self._added,
            **{name: write_part(root) for name, root in self._trees.items()},
        }
        made[relations_of(self._main)] = write_part(self._relations)
        made[_TYPES_PART] = write_part(self._types)
        return made

    def _copy(self, parts: Mapping[str, bytes], name: str, number: int) -> str:
        """Copy one part with those it leads to."""
        # One name for a part, so that what two parts lead to comes along once
        new = f"word/chapter{number}/{name.replace('/', '-')}"
        if new in self._added:
            return new
        self._added[new] = parts[name]
        self._declare(new, _type_of(parts, name))
        relations = parse_part(parts.get(relations_of(name), NO_RELATIONS))
        # The relations of a copy lead to copies too
        for relation in list(relations):
            inner = _copied(relation, name, parts)
            if inner is None:
                relations.remove(relation)
            else:
                relation.set("Target", f"/{self._copy(parts, inner, number)}")
        if len(relations):
            self._added[relations_of(new)] = write_part(relations)
        return new

    def _declare(self, part: str, content_type: str) -> None:
        etree.SubElement(
            self._types,
            _OVERRIDE,
            {"PartName": f"/{part}", "ContentType": content_type},
        )


def part_of(chapter: Chapter, kind: str) -> Any | None:
    """Return the root of a part of the chapter, such as its `styles`, `None` where it has none."""
    relations = parse_part(chapter.parts.get(relations_of(chapter.main), NO_RELATIONS))
    name = _target_of(relations, chapter.main, kind)
    if name is None or name not in chapter.parts:
        return None
    return parse_part(chapter.parts[name])


def _target_of(relations: Any, part: str, kind: str) -> str | None:
    for relation in relations:
        if relation.get("Type", "").rpartition("/")[2] == kind:
            return _resolved(relation, part)
    return None


def _copied(relation: Any, part: str, parts: Mapping[str, bytes]) -> str | None:
    """The part that a relation leads to, `None` where it does not come along."""
    kind = relation.get("Type", "").rpartition("/")[2]
    if kind not in _COPIED or relation.get("TargetMode", "Internal") != "Internal":
        return None
    name = _resolved(relation, part)
    if name in parts:
        return name
    return None


def _resolved(relation: Any, part: str) -> str:
    target: str = relation.get("Target", "")
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _type_of(parts: Mapping[str, bytes], name: str) -> str:
    types = parse_part(parts[_TYPES_PART])
    # A part has a content type of its own, or that of its ending
    for entry in types.iterfind("{*}Override"):
        if entry.get("PartName", "").lstrip("/") == name:
            return str(entry.get("ContentType", _UNKNOWN))
    suffix = PurePosixPath(name).suffix.lstrip(".").lower()
    for entry in types.iterfind("{*}Default"):
        if entry.get("Extension", "").lower() == suffix:
            return str(entry.get("ContentType", _UNKNOWN))
    return _UNKNOWN

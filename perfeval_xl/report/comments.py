"""Word comments in a template: written beside what is wrong, and never carried into a report."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from perfeval_xl.report.linting.places import Finding, W
from perfeval_xl.report.package import (
    NO_RELATIONS,
    Package,
    relations_of,
    write_package,
)
from perfeval_xl.report.parsing import parse_xml, write_part
from perfeval_xl.texts import storable

__all__ = ["drop_comments", "with_comments", "without_comment_parts"]

_AUTHOR = "perfeval-xl"
_INITIALS = "核"
_DATE = "2020-01-01T00:00:00Z"
"""A comment needs a date; the same findings give the same bytes."""
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_CONTENT_TYPES = "[Content_Types].xml"
_MARKS = tuple(
    f"{W}{name}"
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
)
_COMMENT_PARTS = (
    "comments",
    "commentsExtended",
    "commentsIds",
    "commentsExtensible",
    "people",
)


def with_comments(package: Package, findings: Iterable[Finding]) -> bytes:
    """Return the template with one comment for each finding in the place of those it had.

    Only the main part can hold comments: what is wrong elsewhere is told at its first paragraph, with its place.
    """
    # Comments of earlier runs go: each run tells everything anew
    main = package.stories[0]
    root = parse_xml(package.parts[main.part])
    drop_comments(root)
    paragraphs = list(root.iter(f"{W}p")) or [_first_paragraph(root)]
    comments = etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
    # The text of the comment in one part, its place in the other
    for number, finding in enumerate(findings):
        # A part without paragraphs has no number to count from
        number_inside = 1
        if finding.place.part == main.part:
            number_inside = max(1, finding.place.number)
        paragraph = paragraphs[number_inside - 1]
        told = f"{finding.message}{finding.remedy}"
        _comment(comments, number, told)
        _anchor(paragraph, number)
    # Word wants the part, a relation to it and its content type
    parts = without_comment_parts(package.parts)
    parts[_comments_of(main.part)] = write_part(comments)
    parts[main.part] = write_part(root)
    _relate(parts, main.part)
    return write_package(parts)


def drop_comments(root: Any) -> None:
    """Take the marks of comments out of a part: a report shows no notes between editors."""
    for mark in list(root.iter(*_MARKS)):
        owner = mark.getparent()
        owner.remove(mark)
        # The run that held nothing but the reference goes with it
        if owner.tag == f"{W}r" and all(child.tag == f"{W}rPr" for child in owner):
            owner.getparent().remove(owner)


def without_comment_parts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts without those that hold comments, their relations and their content types."""
    # The part itself, then whatever names it
    gone = {
        name
        for name in parts
        if PurePosixPath(name).stem in _COMMENT_PARTS and name.endswith(".xml")
    }
    kept = {name: data for name, data in parts.items() if name not in gone}
    if not gone:
        return kept
    for name in [name for name in kept if name.endswith(".rels")]:
        root = parse_xml(kept[name])
        for relation in root.findall(f"{_RELS}Relationship"):
            if PurePosixPath(relation.get("Target", "")).stem in _COMMENT_PARTS:
                root.remove(relation)
        kept[name] = write_part(root)
    # A content type for a part that is gone makes Word call the document damaged
    types = parse_xml(kept[_CONTENT_TYPES])
    for override in types.findall(f"{_TYPES}Override"):
        if override.get("PartName", "").lstrip("/") in gone:
            types.remove(override)
    kept[_CONTENT_TYPES] = write_part(types)
    return kept


def _first_paragraph(root: Any) -> Any:
    """Give a document without any paragraph one to which comments can be tied."""
    body = root.find(f"{W}body")
    if body is None:
        body = etree.SubElement(root, f"{W}body")
    paragraph = etree.Element(f"{W}p")
    body.insert(0, paragraph)
    return paragraph


def _comment(comments: Any, number: int, told: str) -> None:
    attributes = {
        f"{W}id": str(number),
        f"{W}author": _AUTHOR,
        f"{W}date": _DATE,
        f"{W}initials": _INITIALS,
    }
    comment = etree.SubElement(comments, f"{W}comment", attributes)
    run = etree.SubElement(etree.SubElement(comment, f"{W}p"), f"{W}r")
    etree.SubElement(run, f"{W}t").text = storable(told)


def _anchor(paragraph: Any, number: int) -> None:
    """Let the comment span the paragraph."""
    identifier = {f"{W}id": str(number)}
    properties = paragraph.find(f"{W}pPr")
    # The properties of a paragraph must stay its first child
    first = 1
    if properties is None:
        first = 0
    paragraph.insert(first, etree.Element(f"{W}commentRangeStart", identifier))
    paragraph.append(etree.Element(f"{W}commentRangeEnd", identifier))
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}commentReference", identifier)


def _comments_of(main: str) -> str:
    """Return the name of the part with the comments: they stand beside the main part."""
    return posixpath.join(posixpath.dirname(main), "comments.xml")


def _relate(parts: dict[str, bytes], main: str) -> None:
    # From the main part to the comments, and what kind of part that is
    rels = relations_of(main)
    relations = parse_xml(parts.get(rels, NO_RELATIONS))
    attributes = {
        "Id": "perfevalComments",
        "Type": _KIND,
        "Target": "comments.xml",
    }
    etree.SubElement(relations, f"{_RELS}Relationship", attributes)
    parts[rels] = write_part(relations)
    # Without its type Word takes the part for damaged
    types = parse_xml(parts[_CONTENT_TYPES])
    etree.SubElement(
        types,
        f"{_TYPES}Override",
        {"PartName": f"/{_comments_of(main)}", "ContentType": _TYPE},
    )
    parts[_CONTENT_TYPES] = write_part(types)

"""XML that came from outside, and goes out again: no entities, no network, and no more of it than a template needs."""

from __future__ import annotations

from typing import Any

from lxml import etree

from perfeval_xl.archives import ArchiveTooLarge
from perfeval_xl.limits import LIMITS

__all__ = ["parse_part", "parse_xml", "write_part"]


def parse_xml(data: bytes) -> Any:
    """Parse XML; raises `etree.XMLSyntaxError` for anything odd.

    Comments and processing instructions stay outside: Word writes none, and what looks like our joints must not come in.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    # No part of a document needs a DTD, and one can be used to fill the memory
    if root.getroottree().docinfo.doctype:
        raise etree.XMLSyntaxError(
            "document type declarations are not allowed", 0, 0, 0
        )
    return root


def parse_part(data: bytes) -> Any:
    """Parse a part of a template, which takes many times as much memory; raises `ArchiveTooLarge` as well."""
    # Tags and attributes cost far more than their letters, so both are counted beforehand
    if (
        len(data) > LIMITS.template_text_bytes
        or data.count(b"<") + data.count(b"=") > LIMITS.template_marks
    ):
        raise ArchiveTooLarge
    return parse_xml(data)


def write_part(root: Any) -> bytes:
    """Return a part as Word writes it: UTF-8, with a declaration."""
    data: bytes = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return data

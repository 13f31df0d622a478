"""XML that came from outside: no entities, no network, and no more of it than a template needs."""

from __future__ import annotations

from typing import Any

from lxml import etree

from perfeval_xl.archives import ArchiveTooLarge
from perfeval_xl.limits import LIMITS

__all__ = ["parse_part", "parse_xml"]


def parse_xml(data: bytes) -> Any:
    """Parse XML; raises `etree.XMLSyntaxError` for anything odd."""
    root = etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, no_network=True)
    )
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

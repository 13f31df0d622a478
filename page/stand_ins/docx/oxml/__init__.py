"""Names of python-docx."""

from __future__ import annotations

from docx.absent import absent

__all__ = ["OxmlElement", "parse_xml"]

OxmlElement, parse_xml = absent("OxmlElement"), absent("parse_xml")

"""A name of python-docx."""

from __future__ import annotations

from docx.absent import absent

__all__ = ["parse_xml"]

parse_xml = absent("parse_xml")

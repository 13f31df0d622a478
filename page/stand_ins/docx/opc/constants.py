"""A name of python-docx."""

from __future__ import annotations

from docx.absent import absent

__all__ = ["RELATIONSHIP_TYPE"]

RELATIONSHIP_TYPE = absent("RELATIONSHIP_TYPE")

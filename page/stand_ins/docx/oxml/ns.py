"""A name of python-docx."""

from __future__ import annotations

from docx.absent import absent

__all__ = ["qn"]

qn = absent("qn")

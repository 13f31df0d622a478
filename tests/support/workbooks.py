"""Edits that people and programs make to a workbook after it was mailed out, and broken files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.workbook import Workbook

__all__ = ["bomb", "edited", "replaced_part", "saved_on", "without_part"]


def edited(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    """Open with openpyxl, change, save: what a careless program does to a form."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def saved_on(data: bytes, moment: str) -> bytes:
    """Return the workbook as an office saves it at a moment such as `2025-01-09T08:00:00Z`, otherwise unchanged."""

    def stamp(part: bytes) -> bytes:
        return re.sub(
            rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment.encode(), part
        )

    return replaced_part(data, "docProps/core.xml", stamp)


def replaced_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the package with one part changed, byte for byte."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        names = source.namelist()
        assert part in names
        for name in names:
            target.writestr(
                name, change(source.read(name)) if name == part else source.read(name)
            )
    return buffer.getvalue()


def without_part(data: bytes, part: str) -> bytes:
    """Return the package without one part."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w") as target,
    ):
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
    return buffer.getvalue()


def bomb(data: bytes, part: str, size: int) -> bytes:
    """Return the package with a part that unpacks to `size` bytes of blanks."""
    return replaced_part(data, part, lambda content: content[:-10] + b" " * size)

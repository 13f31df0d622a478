"""Edits that people and programs make to a workbook after it was mailed out, and broken files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.workbook import Workbook

__all__ = ["bomb", "edited", "replaced_part", "without_part"]


def edited(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    """Open with openpyxl, change, save: what a careless program does to a form."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def replaced_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the package with one part changed, byte for byte."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        assert part in names
        for name in names:
            target.writestr(name, change(source.read(name)) if name == part else source.read(name))
    return buffer.getvalue()


def without_part(data: bytes, part: str) -> bytes:
    """Return the package without one part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
    return buffer.getvalue()


def bomb(data: bytes, part: str, size: int) -> bytes:
    """Return the package with a part that unpacks to `size` bytes of blanks."""
    return replaced_part(data, part, lambda content: content[:-10] + b" " * size)

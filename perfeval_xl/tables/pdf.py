"""Tables of a PDF that holds texts. A process of its own reads it: no PDF may take all time or memory of this one."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.package import not_a_workbook, too_large
from perfeval_xl.tables.stacked import Cell, Document, StackedDocument, Table

__all__ = ["is_pdf", "open_pdf"]

# Bytes in which the mark may stand: programs put other lines in front of it
_FURTHEST = 1024
_SCANNED = "PDF 里没有可以读取的表格（可能是扫描件）"
# The limits are set before the library is loaded; where the system has none, time alone stops it
_STARTED = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
    resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
except (ImportError, ValueError, OSError):
    pass
from perfeval_xl.tables.pdf_pages import main
main()
"""


def is_pdf(data: bytes) -> bool:
    """Whether bytes are a PDF."""
    return b"%PDF-" in data[:_FURTHEST]


def open_pdf(data: bytes, file: str) -> StackedDocument:
    """Return the texts and tables of a PDF; raises `NotAWorkbook` where it holds none or cannot be read."""
    if len(data) > LIMITS.pdf_bytes:
        raise too_large(file)
    # A scan has pages and no texts: without a table there is nothing to read
    document = Document("PDF文档", [_part(said) for said in _parts(data, file)])
    if not any(isinstance(part, Table) for part in document.parts):
        raise not_a_workbook(file, _SCANNED)
    return StackedDocument([document], file)


def _parts(data: bytes, file: str) -> list[Any]:
    script = _STARTED.format(memory=LIMITS.pdf_memory, seconds=LIMITS.pdf_seconds)
    command = [sys.executable, "-c", script]
    try:
        done = subprocess.run(  # noqa: S603 — this Python, a script of ours
            command,
            input=data,
            capture_output=True,
            # Waiting counts more than computing: a machine may be busy
            timeout=2 * LIMITS.pdf_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise not_a_workbook(file, "PDF 的内容过于复杂") from None
    if done.returncode:
        raise not_a_workbook(file, "PDF 的内容已损坏、过于复杂，或者设有密码")
    # An answer that was cut off is none
    try:
        found = json.loads(done.stdout)
    except ValueError:
        return []
    return list(found)


def _part(said: Any) -> str | Table:
    if isinstance(said, str):
        return said
    cells = [Cell(*cell) for cell in said["cells"]]
    pages = dict(said["pages"])
    return Table(said["name"], cells, pages)

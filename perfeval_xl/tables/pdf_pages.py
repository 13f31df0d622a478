"""The process that reads a PDF: its bytes come in, its lines and tables go out as JSON. Started by `pdf`.

A table that goes on on the next page is one table: see `pdf_joining`.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterable, Iterator, Sequence

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import Table as Drawn
from pdfplumber.utils.text import extract_text

from perfeval_xl.limits import LIMITS
from perfeval_xl.tables.pdf_boxes import (
    Letter,
    PrintedBox,
    boxes_of,
    take_letters,
)
from perfeval_xl.tables.pdf_joining import Part, Piece, PrintedTable, joined

__all__ = ["main"]

_SEEN = 2.0
"""How little room is none, in points."""
_PAGE_NUMBER = re.compile(
    r"第?\d{1,3}页?(?:[,，/]共?\d{1,3}页?)?|第?\d{1,3}页共\d{1,3}页"
)
"""The line of a page that counts it, blanks and dashes taken off: `2`, `- 2 -`, `第2页，共3页`."""
_DASHES = "-—–"


def main() -> None:
    """Read a PDF from stdin and write its parts to stdout: a text for a line, a name and cells for a table."""
    # pdfminer warns of every odd font, on the stream that nobody reads
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    pages: list[list[Part]] = []
    with pdfplumber.open(io.BytesIO(sys.stdin.buffer.read())) as pdf:
        # A page is forgotten as soon as it was read
        for number, page in enumerate(pdf.pages[: LIMITS.pdf_pages], start=1):
            pages.append(list(_parts(page, number)))
            page.close()
    said = [
        part.said() if isinstance(part, PrintedTable) else part
        for part in joined(pages)
    ]
    sys.stdout.write(json.dumps(said))


def _parts(page: Page, number: int) -> Iterator[Part]:
    """Yield the lines above, between and below the tables of a page, and the tables."""
    # Tables from top to bottom; lines stand between them
    drawn = sorted(_tables(page), key=lambda table: table.bbox[1])
    flat = [edge for edge in page.edges if edge["orientation"] == "h"]
    boxes = [list(boxes_of(table.cells, flat)) for table in drawn]
    # What is written in a cell is no line beside the table, though it may stand outside of its lines
    rest = list(page.chars)
    for each in boxes:
        rest = take_letters(each, rest)
    top = 0.0
    for count, (table, cells) in enumerate(zip(drawn, boxes, strict=True), start=1):
        _, upper, _, lower = table.bbox
        yield from _lines(rest, top, upper)
        pieces = [_piece(box) for box in cells]
        yield PrintedTable(f"第{number}页表格{count}", pieces)
        # Tables may stand side by side: what is above the lowest end belongs to them
        top = max(top, lower)
    yield from _lines(rest, top, float(page.bbox[3]))


def _tables(page: Page) -> list[Drawn]:
    """Return the tables of a page; a cell that goes on on another page ends where the upright lines end."""
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    if not upright:
        return []
    ends = [
        min(edge["top"] for edge in upright),
        max(edge["bottom"] for edge in upright),
    ]
    found: list[Drawn] = page.find_tables({"explicit_horizontal_lines": ends})
    return found


def _lines(letters: Sequence[Letter], top: float, bottom: float) -> Iterator[str]:
    """Yield the lines of text between two heights of a page, without the number of the page."""
    if bottom - top < _SEEN:
        return
    between = [
        each for each in letters if top <= (each["top"] + each["bottom"]) / 2 <= bottom
    ]
    text = extract_text(between) if between else ""
    yield from _without_number(text.splitlines())


def _without_number(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines without blank ones and those that count the pages."""
    for line in lines:
        if line.strip() and not _counts(line):
            yield line


def _counts(line: str) -> bool:
    """Whether a line says which page it is, and nothing else."""
    said = "".join(line.split()).strip(_DASHES)
    return _PAGE_NUMBER.fullmatch(said) is not None


def _piece(box: PrintedBox) -> Piece:
    """Return a cell with its text."""
    text = extract_text(box.letters) if box.letters else ""
    if not box.begins or not box.ends:
        # The number of the page may stand above or below a cell that was cut; a figure alone is one of the cell
        lines = text.splitlines()
        text = "\n".join(line for line in lines if line.isdigit() or not _counts(line))
    return Piece(
        left=box.left,
        top=box.top,
        right=box.right,
        bottom=box.bottom,
        text=_unbroken(text),
        begins=box.begins,
        ends=box.ends,
    )


def _unbroken(text: str) -> str:
    """Return a text of Chinese without the breaks that its narrow cell made."""
    joined = ""
    for line in text.splitlines():
        # Chinese lines are joined without a blank, English words with one
        said = line.strip()
        words = (
            joined[-1:].isascii()
            and said[:1].isascii()
            and joined[-1:].isalpha()
            and said[:1].isalpha()
        )
        joined += f" {said}" if words else said
    return joined


if __name__ == "__main__":
    main()

"""The process that reads a PDF: its bytes come in, its lines and tables go out as JSON. Started by `pdf`.

A table that goes on on the next page begins anew there: the pages are stacked, and headings may be repeated.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfplumber.page import Page
from pdfplumber.table import Table as Drawn
from pdfplumber.utils.text import extract_text

from perfeval_xl.limits import LIMITS

__all__ = ["main"]

_SEEN = 2.0
"""How near two edges lie to be one, in points."""
Box = tuple[float, float, float, float]


def main() -> None:
    """Read a PDF from stdin and write its parts to stdout: a text for a line, a name and cells for a table."""
    # pdfminer warns of every odd font, on the stream that nobody reads
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    parts: list[Any] = []
    with pdfplumber.open(io.BytesIO(sys.stdin.buffer.read())) as pdf:
        # A page is forgotten as soon as it was read
        for number, page in enumerate(pdf.pages[: LIMITS.pdf_pages], start=1):
            parts += _parts(page, number)
            page.close()
    sys.stdout.write(json.dumps(parts))


def _parts(page: Page, number: int) -> Iterator[Any]:
    """Yield the lines above, between and below the tables of a page, and the tables."""
    # Tables from top to bottom; lines stand between them
    drawn = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    top = 0.0
    for count, table in enumerate(drawn, start=1):
        _, upper, _, lower = table.bbox
        yield from _lines(page, top, upper)
        yield _table(table, f"第{number}页表格{count}")
        # Tables may stand side by side: what is above the lowest end belongs to them
        top = max(top, lower)
    yield from _lines(page, top, float(page.height))


def _lines(page: Page, top: float, bottom: float) -> Iterator[str]:
    if bottom - top < _SEEN:
        return
    # The page may be a part of a larger sheet
    low, high = max(top, float(page.bbox[1])), min(bottom, float(page.bbox[3]))
    if high - low < _SEEN:
        return
    letters = [
        each for each in page.chars if low <= (each["top"] + each["bottom"]) / 2 <= high
    ]
    text = extract_text(letters) if letters else ""
    yield from (line for line in text.splitlines() if line.strip())


def _table(drawn: Drawn, name: str) -> dict[str, Any]:
    """Return a table: cells stand between the edges that all cells have together."""
    # Every cell is a box; columns and rows are the edges that boxes share
    boxes: list[Box] = list(drawn.cells)
    lefts = _edges([edge for box in boxes for edge in (box[0], box[2])])
    tops = _edges([edge for box in boxes for edge in (box[1], box[3])])
    cells: list[Any] = []
    # A cell spans as many columns and rows as it has edges between its own
    for box, letters in _letters(drawn.page.chars, boxes):
        column, right = _index(lefts, box[0]), _index(lefts, box[2])
        row, bottom = _index(tops, box[1]), _index(tops, box[3])
        text = extract_text(letters) if letters else ""
        height, width = max(1, bottom - row), max(1, right - column)
        cells.append((row + 1, column + 1, _unbroken(text), height, width))
    return {"name": name, "cells": cells}


def _letters(
    letters: Sequence[dict[str, Any]], boxes: Sequence[Box]
) -> Iterator[tuple[Box, list[dict[str, Any]]]]:
    """Yield each box with the letters whose middle lies in it: letters reach over the lines around them."""
    middles = [
        ((each["x0"] + each["x1"]) / 2, (each["top"] + each["bottom"]) / 2, each)
        for each in letters
    ]
    for left, top, right, bottom in boxes:
        inside = [
            each for x, y, each in middles if left <= x <= right and top <= y <= bottom
        ]
        yield (left, top, right, bottom), inside


def _edges(found: Sequence[float]) -> list[float]:
    """Return the edges in order, those that nearly coincide once."""
    edges: list[float] = []
    for edge in sorted(found):
        if not edges or edge - edges[-1] > _SEEN:
            edges.append(edge)
    return edges


def _index(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - edge))


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

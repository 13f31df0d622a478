"""Where something stands in a template, in words a person can follow in Word: page, heading, paragraph below it, table cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from perfeval_xl.errors import TemplateError

__all__ = ["TEXT", "Finding", "Place", "Places", "W"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = f"{W}t"

# Characters of a paragraph: enough to find it
_SHOWN = 16
_HEADING = re.compile(r"(Heading|heading|标题)\s?\d|^[1-9]$|^Title$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One paragraph of one part. `said` names it for people; `number` counts all paragraphs of the part from 1."""

    part: str
    number: int
    said: str
    near: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with a template. `tag` is the text of the tag, empty for what is none."""

    place: Place
    tag: str
    what: str
    remedy: str

    @property
    def message(self) -> str:
        """Where and what, as one sentence."""
        shown = ""
        if self.tag:
            shown = f"的标记“{self.tag}”"
        return f"报告模板{self.place.said}{shown}{self.what}。"

    def error(self) -> TemplateError:
        """Return the finding as the error that stops a report."""
        return TemplateError(self.message, self.remedy)


class Places:
    """The places of all paragraphs of one part, found in one walk."""

    def __init__(self, root: Any, part: str, shown: str) -> None:
        self._shown = shown
        self._by_paragraph: dict[Any, Place] = {}
        self._numbers = _numbered(root)
        self._pieces = _pieces(root)
        # Only Word writes where its pages ended; without that nothing is said about pages
        paged = next(root.iter(f"{W}lastRenderedPageBreak"), None) is not None
        # The heading above, and the paragraphs since, lead a person to a place
        page, heading, since = 1, "", 0
        for number, paragraph in enumerate(root.iter(f"{W}p"), 1):
            # A paragraph stands on the page on which it ends
            page += sum(1 for _ in paragraph.iter(f"{W}lastRenderedPageBreak"))
            text = self.text(paragraph)
            cell = next(paragraph.iterancestors(f"{W}tc"), None)
            if cell is None:
                since += 1
                below = ""
                if heading:
                    below = f"“{heading}”之下"
                said = f"{shown}{below}第{since}段（“{_short(text)}”）"
            else:
                said = shown + self._cell(cell)
            if paged:
                said += f"（约第{page}页）"
            self._by_paragraph[paragraph] = Place(
                part=part, number=number, said=said, near=_short(text)
            )
            if cell is None and _is_heading(paragraph):
                heading, since = _short(text), 0
        self._in_order = list(self._by_paragraph.values()) or [
            Place(part=part, number=0, said=shown, near="")
        ]

    def pieces(self, paragraph: Any) -> list[Any]:
        """Return the text elements of a paragraph of this part, those of text boxes inside it left out."""
        return self._pieces.get(paragraph, [])

    def text(self, paragraph: Any) -> str:
        """Return the text of a paragraph as it is read now."""
        return "".join(piece.text or "" for piece in self.pieces(paragraph))

    def of(self, paragraph: Any) -> Place:
        """Return the place of a paragraph of this part."""
        return self._by_paragraph[paragraph]

    def inside(self, cell: Any) -> Place:
        """Return the place of the first paragraph in a cell; without one the first place of the part, named by the cell."""
        paragraph = next(cell.iter(f"{W}p"), None)
        if paragraph is not None:
            return self.of(paragraph)
        return replace(self.numbered(0), said=self._shown + self._cell(cell))

    def numbered(self, number: int) -> Place:
        """Return the place of the paragraph with that number, the first one for a number that is none."""
        if 0 < number <= len(self._in_order):
            return self._in_order[number - 1]
        return self._in_order[0]

    def _cell(self, cell: Any) -> str:
        table = next(cell.iterancestors(f"{W}tbl"))
        numbers = (
            self._numbers.get(each, 0) for each in (table, cell.getparent(), cell)
        )
        return "第{}个表格第{}行第{}格".format(*numbers)


def _numbered(root: Any) -> dict[Any, int]:
    """Number every table in the part, every row in its table and every cell in its row, in one walk."""
    numbers: dict[Any, int] = {}
    for table_number, table in enumerate(root.iter(f"{W}tbl"), 1):
        numbers[table] = table_number
        for row_number, row in enumerate(table.iter(f"{W}tr"), 1):
            numbers[row] = row_number
            numbers.update(
                (cell, place) for place, cell in enumerate(row.iterfind(f"{W}tc"), 1)
            )
    return numbers


def _pieces(root: Any) -> dict[Any, list[Any]]:
    """Return the text elements by the paragraph that is nearest around them, in one walk however deep they lie."""
    found: dict[Any, list[Any]] = {}
    for piece in root.iter(TEXT):
        paragraph = next(piece.iterancestors(f"{W}p"), None)
        if paragraph is not None:
            found.setdefault(paragraph, []).append(piece)
    return found


def _short(text: str) -> str:
    bare = text.strip()
    if len(bare) <= _SHOWN:
        return bare
    return f"{bare[:_SHOWN]}…"


def _is_heading(paragraph: Any) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and bool(_HEADING.search(style.get(f"{W}val", "")))

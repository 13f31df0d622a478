"""The words in a cell of an OpenDocument spreadsheet: paragraphs, spans and counted blanks, without its comment.

White space is folded as OpenDocument 1.3 part 3, 6.1.2 says; blanks that shall stay are elements with a count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from perfeval_xl.amounts import whole_number
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.package import Package, children, local_name

__all__ = ["TextBudget"]

_FOLDED = re.compile(r"[ \t\r\n]+")
# Characters that no XML can hold stand for what shall stay
_BLANK, _TAB, _BREAK = (
    "\0",
    "\1",
    "\2",
)
_KEPT = str.maketrans({_BLANK: " ", _TAB: "\t", _BREAK: "\n"})
# Comments, footnotes and readings are no part of the text of a cell
_SILENT = {"annotation", "ruby-text", "annotation-end", "note"}


class TextBudget:
    """Reads the words of cells, and counts the blanks that a few bytes can ask for by the billion."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._left = LIMITS.counted_blanks

    def of(self, cell: Element) -> str:
        """Return the words of a cell, one line per paragraph; raises `TooLargeWorkbook`."""
        lines = (
            _FOLDED.sub(" ", "".join(self._pieces(line))).strip(" ")
            for line in children(cell, "p")
        )
        return "\n".join(lines).translate(_KEPT)

    def _pieces(self, paragraph: Element) -> Iterator[str]:
        # Without recursion: nesting as deep as the parser allows would end in an error
        waiting: list[Element | str] = [paragraph]
        while waiting:
            piece = waiting.pop()
            if isinstance(piece, str):
                yield piece
                continue
            name = local_name(piece)
            if name == "s":
                yield _BLANK * self._blanks(piece)
            elif name in {"tab", "line-break"}:
                yield _TAB if name == "tab" else _BREAK
            elif name not in _SILENT:
                yield piece.text or ""
                # Last in, first out: the child comes before what follows it
                for child in reversed(piece):
                    waiting += [child.tail or "", child]

    def _blanks(self, element: Element) -> int:
        # Without a count it is one blank
        written = next(
            (value for key, value in element.attrib.items() if key.endswith("}c")), "1"
        )
        count = whole_number(written, 1)
        self._left -= count
        if self._left < 0:
            raise self._package.too_large()
        return count

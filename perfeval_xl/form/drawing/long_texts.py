"""The sheet 文字全文: what no row of a form can hold on paper, whole, over as many pages as it needs.

A row is 409 points high at most, in every program, and what is beyond that never prints. Each text stands here in
pieces, a row for every few sentences, as formulas that look at the cell itself, so that never an old text is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from perfeval_xl.form.drawing.canvas import Canvas
from perfeval_xl.form.drawing.styles import BODY, TITLE, height_of
from perfeval_xl.form.identity.stated import LONG_TEXTS_SHEET
from perfeval_xl.form.layout.paper import PAGE_FOOTER
from perfeval_xl.refs import CellRef
from perfeval_xl.sheets.model import Area, Formula, Page, Sheet

__all__ = ["SEE_LONG_TEXTS", "LongText", "long_texts_sheet", "pieces"]

SEE_LONG_TEXTS = f"{PAGE_FOOTER}　　表内印不下的文字，全文见“{LONG_TEXTS_SHEET}”"
"""The footer of a sheet that has such a text."""

_EXPLAINED = "表内印不下的栏目，全文如下；内容取自表内，请在表内修改。"
_WIDTHS = {1: 84.0}  # as wide as the paper
_LONGEST_PIECE = 200
_ENDS = "。；！？\n"
_REST = 32767
"""The last piece takes what is left, as much as a cell can hold: the text may still grow."""

_PLAIN = replace(
    BODY,
    border="",
    horizontal="left",
    vertical="top",
)
_HEADING = replace(_PLAIN, font="宋体", bold=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongText:
    """A text that does not fit: what its field is called, where it stands, and the text."""

    label: str
    ref: CellRef
    text: str


def long_texts_sheet(texts: Sequence[LongText]) -> Sheet:
    """Return the sheet, one heading and the pieces of each text below it."""
    canvas = Canvas(_WIDTHS)
    growing: set[int] = set()

    # What this is
    canvas.put(1, 1, LONG_TEXTS_SHEET, replace(TITLE, size=14))
    canvas.grow(1, 30)
    canvas.put(2, 1, _EXPLAINED, _PLAIN)
    canvas.grow(2, 20)

    # Text by text
    row = 2
    for each in texts:
        row += 1
        place = f"{each.label}（“{each.ref.sheet}”{each.ref.address}）"
        canvas.put(row, 1, place, _HEADING)
        canvas.grow(row, 26)
        for formula, piece in _formulas(each):
            row += 1
            canvas.put(row, 1, formula, _PLAIN)
            canvas.grow(row, height_of(piece, range(1, 2), _PLAIN.size, _WIDTHS))
            growing.add(row)
    return Sheet(
        title=LONG_TEXTS_SHEET,
        cells=canvas.cells,
        widths=_WIDTHS,
        heights=canvas.heights,
        page=Page(
            area=Area(1, 1, row, 1),
            footer=PAGE_FOOTER,
            plain_ink=True,
        ),
        protected=True,
        growing=frozenset(growing),
    )


def pieces(text: str) -> Iterable[str]:
    """Yield a text in pieces of a few sentences each, nothing left out; a sentence without end is cut."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _LONGEST_PIECE)
        if end < len(text):
            ends = (text.rfind(sign, start, end) + 1 for sign in _ENDS)
            last = max(ends)
            end = last if last > start else end
        yield text[start:end]
        start = end


def _formulas(text: LongText) -> Iterator[tuple[Formula, str]]:
    """Yield the formula of every piece with the text that it shows."""
    cut = list(pieces(text.text))
    start = 1
    for number, piece in enumerate(cut, 1):
        length = _REST if number == len(cut) else _units(piece)
        yield Formula(f"MID({text.ref.absolute},{start},{length})"), piece
        start += length


def _units(text: str) -> int:
    """How many signs a program counts: those beyond the first plane are two."""
    return len(text.encode("utf-16-le")) // 2

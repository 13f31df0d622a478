"""The building blocks of a template: headings, text, tags, tables, signature. Every block is a piece of XML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tools.report_templates.styles import twips

__all__ = ["Cell", "each", "heading", "page_break", "picture", "signature", "table", "text", "unless_any", "when"]

_BREAK = "\n"
_TAGS = "模板标记"
"""The style of paragraphs and rows that hold only a statement, and are not in the report."""


def text(content: str, style: str = "") -> str:
    """Return a paragraph; a line feed becomes a line break."""
    chosen = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{chosen}{_run(content)}</w:p>"


def heading(level: int, content: str) -> str:
    """Return a heading of level 1 to 4: 一、 （一） 1. （1）."""
    return text(content, f"Heading{level}")


def picture(tag: str, caption: str) -> str:
    """Return a chart with its caption below, both only where there are figures."""
    name = tag.strip("{} ")
    return when(name, text(tag, "Picture"), text(caption, "Caption"))


def each(loop: str, *blocks: str) -> str:
    """Repeat blocks: `each("s in sections", …)`."""
    return "".join((text(f"{{%p for {loop} %}}", _TAGS), *blocks, text("{%p endfor %}", _TAGS)))


def when(condition: str, *blocks: str) -> str:
    """Blocks that stand only where the condition holds."""
    return "".join((text(f"{{%p if {condition} %}}", _TAGS), *blocks, text("{%p endif %}", _TAGS)))


def unless_any(name: str, mark: str) -> str:
    """A mark for what has to be written where a list is empty."""
    return when(f"not {name}", text(f"【请补写：{mark}】"))


def signature(unit: str, date: str) -> str:
    """Return 落款 and date, on the right, two lines below the text."""
    return text("", "BeforeSignature") + text(unit, "Signature") + text(date, "Signature")


def page_break() -> str:
    """Return a new page."""
    return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One column of a table: its heading, what stands in it, its width in mm, and the style of its text.

    `merge` joins equal cells downwards; `total` is what stands in the last row, `None` joins it with the cell on the
    left.
    """

    heading: str
    content: str
    width: float
    style: str = "表格文字"
    merge: bool = False
    total: str | None = ""


def table(name: str, described: str, loop: str, columns: Sequence[Cell], *, total: bool = False) -> str:
    """Return a table with one row for each turn of the loop, a heading row that every page repeats, and a last row."""
    rows = [_row([_cell(one.width, "表格文字", one.heading) for one in columns], head=True)]
    first = columns[0].width
    blank = "".join(_cell(one.width, "表格文字", "") for one in columns[1:])
    rows.append(_row([_cell(first, _TAGS, f"{{%tr for {loop} %}}"), blank]))
    made = []
    for one in columns:
        mark = "{{ merge }}" if one.merge else ""
        made.append(_cell(one.width, one.style, one.content + mark))
    rows.append(_row(made))
    rows.append(_row([_cell(first, _TAGS, "{%tr endfor %}"), blank]))
    if total:
        rows.append(_row(_totals(columns)))
    grid = "".join(f'<w:gridCol w:w="{twips(one.width)}"/>' for one in columns)
    whole = twips(sum(one.width for one in columns))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{whole}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblCaption w:val="{escape(name)}"/><w:tblDescription w:val="{escape(described)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _totals(columns: Sequence[Cell]) -> list[str]:
    cells: list[str] = []
    place = 0
    while place < len(columns):
        one = columns[place]
        width, span = one.width, 1
        while place + span < len(columns) and columns[place + span].total is None:
            width += columns[place + span].width
            span += 1
        cells.append(_cell(width, "表格文字", one.total or "", span))
        place += span
    return cells


def _row(cells: Sequence[str], *, head: bool = False) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(width: float, style: str, content: str, span: int = 1) -> str:
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{wide}<w:vAlign w:val="center"/></w:tcPr>'
        f"{text(content, style)}</w:tc>"
    )


def _run(content: str) -> str:
    if not content:
        return ""
    pieces = re.split(f"({_BREAK})", content)
    made = ""
    for piece in pieces:
        if piece == _BREAK:
            made += "<w:br/>"
        elif piece:
            made += f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
    return f"<w:r>{made}</w:r>"

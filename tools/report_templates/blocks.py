"""The building blocks of a template: headings, text, tags, tables, signature. Every block is a piece of XML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tools.report_templates.styles import twips

__all__ = [
    "Box",
    "Cell",
    "caption",
    "contents",
    "each",
    "form",
    "heading",
    "page_break",
    "picture",
    "signature",
    "table",
    "text",
    "unless_any",
    "when",
    "written",
]

_BREAK = "\n"
_FOOTNOTE = "¹"
_PARAGRAPHS = "{%p "
_TAGS = "模板标记"
"""The style of paragraphs and rows that hold only a statement, and are not in the report."""


def text(content: str, style: str = "", footnote: int = 0) -> str:
    """Return a paragraph; a line feed becomes a line break, and a footnote is referred to where the text has `¹`."""
    chosen = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    reference = f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{footnote}"/></w:r>'
    pieces = content.split(_FOOTNOTE) if footnote else [content]
    return f"<w:p>{chosen}{reference.join(_run(piece) for piece in pieces)}</w:p>"


def heading(level: int, content: str) -> str:
    """Return a heading of level 1 to 4: 一、 （一） 1. （1）."""
    return text(content, f"Heading{level}")


def written(lines: str, mark: str) -> str:
    """What the unit wrote, its own headings as headings; a mark for what has to be written where there is nothing."""
    numbered = [
        when(f"t.level == {level}", heading(level, "{{ t.text }}"))
        for level in (2, 3, 4)
    ]
    plain = when("t.level == 0", text("{{ t.text }}"))
    return each(f"t in {lines}", *numbered, plain) + when(
        f"not {lines}", text(f"【请补写：{mark}】")
    )


def caption(content: str) -> str:
    """Return the name of a table, above it."""
    return text(content, "Caption")


def contents() -> str:
    """Return 目录: a field that Word brings up to date; the program writes the headings of the report into it."""
    field = "".join(
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z </w:instrText></w:r>',
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            _run("（生成报告时列出各章）"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        )
    )
    return (
        text("目录", "ContentsTitle")
        + f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{field}</w:p>'
    )


def picture(tag: str, caption: str) -> str:
    """Return a chart with its caption below, both only where there are figures."""
    name = tag.strip("{} ")
    return when(name, text(tag, "Picture"), text(caption, "FigureCaption"))


def each(loop: str, *blocks: str) -> str:
    """Repeat blocks: `each("s in sections", …)`."""
    return "".join(
        (text(f"{{%p for {loop} %}}", _TAGS), *blocks, text("{%p endfor %}", _TAGS))
    )


def when(condition: str, *blocks: str) -> str:
    """Blocks that stand only where the condition holds."""
    return "".join(
        (text(f"{{%p if {condition} %}}", _TAGS), *blocks, text("{%p endif %}", _TAGS))
    )


def unless_any(name: str, mark: str) -> str:
    """A mark for what has to be written where a list is empty."""
    return when(f"not {name}", text(f"【请补写：{mark}】"))


def signature(unit: str, date: str) -> str:
    """Return 落款 and date, on the right, two lines below the text."""
    return (
        text("", "BeforeSignature") + text(unit, "Signature") + text(date, "Signature")
    )


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


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a form: its text, how many columns it spans, and the style of its paragraphs.

    `down` is `restart` for the first of several cells that are one, `continue` for the others. Every line is a paragraph.
    """

    content: str = ""
    span: int = 1
    style: str = "表格文字"
    down: str = ""


Row = Sequence[Box] | str
"""A row of a form: its cells, or the statement of a loop over rows."""


def table(
    name: str,
    described: str,
    loop: str,
    columns: Sequence[Cell],
    *,
    total: bool = False,
    over: Sequence[tuple[str, int]] = (),
    tail: Sequence[Row] = (),
) -> str:
    """Return a table with one row for each turn of the loop, heading rows that every page repeats, and last rows.

    `over` are headings above those of the columns with the columns that they span; one without text is the heading of
    its column. `tail` are rows below the loop, `total` the row of what the columns say as `total`.
    """
    widths = [one.width for one in columns]
    rows: list[Row] = [*_headings(columns, over), f"{{%tr for {loop} %}}"]
    rows.append(
        [
            Box(one.content + ("{{ merge }}" if one.merge else ""), style=one.style)
            for one in columns
        ]
    )
    rows.append("{%tr endfor %}")
    if total:
        rows.append(_totals(columns))
    return form(name, described, widths, [*rows, *tail], heads=2 if over else 1)


def form(
    name: str,
    described: str,
    widths: Sequence[float],
    rows: Sequence[Row],
    *,
    heads: int = 0,
) -> str:
    """Return a table of these rows; the first `heads` are repeated on every page. `widths` are those of the columns."""
    made = [_row(row, widths, head=number < heads) for number, row in enumerate(rows)]
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblCaption w:val="{escape(name)}"/><w:tblDescription w:val="{escape(described)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"
    )


def _headings(columns: Sequence[Cell], over: Sequence[tuple[str, int]]) -> list[Row]:
    if not over:
        return [[Box(one.heading) for one in columns]]
    upper: list[Box] = []
    lower: list[Box] = []
    for heading_above, span in over:
        below = columns[len(lower) : len(lower) + span]
        if heading_above:
            upper.append(Box(heading_above, span))
            lower.extend(Box(one.heading) for one in below)
        else:
            upper.append(Box(below[0].heading, down="restart"))
            lower.append(Box(down="continue"))
    return [upper, lower]


def _totals(columns: Sequence[Cell]) -> list[Box]:
    boxes: list[Box] = []
    for one in columns:
        if one.total is None and boxes:
            boxes[-1] = Box(boxes[-1].content, boxes[-1].span + 1)
        else:
            boxes.append(Box(one.total or ""))
    return boxes


def _row(row: Row, widths: Sequence[float], *, head: bool) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    if isinstance(row, str):
        row = [Box(row, style=_TAGS), *(Box() for _ in widths[1:])]
    cells = []
    column = 0
    for box in row:
        cells.append(_cell(sum(widths[column : column + box.span]), box))
        column += box.span
    # a row with paragraphs of people may be longer than a page
    whole = "" if any(_PARAGRAPHS in box.content for box in row) else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{whole}{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(width: float, box: Box) -> str:
    wide = f'<w:gridSpan w:val="{box.span}"/>' if box.span > 1 else ""
    merged = f'<w:vMerge w:val="{box.down}"/>' if box.down else ""
    inside = "".join(text(line, box.style) for line in box.content.split(_BREAK))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{wide}{merged}<w:vAlign w:val="center"/></w:tcPr>'
        f"{inside}</w:tc>"
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

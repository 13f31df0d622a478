"""How lists look, whichever room writes them: headings in 黑体 on light blue, what stands below them in 宋体."""

from __future__ import annotations

from dataclasses import replace

from perfeval_xl.sheets.model import Style

__all__ = [
    "GREY",
    "HEADING_FILL",
    "LINK_COLOUR",
    "LIST_CELL",
    "LIST_HEADING",
    "LIST_POINTS",
    "LIST_TEXT",
    "LIST_TITLE",
    "PAGE_OF_PAGES",
    "PALE_FILL",
]

HEADING_FILL, PALE_FILL = "D9E2F3", "F2F2F2"
"""Behind headings: light blue in lists, light grey beside what people fill in."""
GREY, LINK_COLOUR = "595959", "0563C1"
"""The colours of words that only explain, and of those that lead elsewhere."""
PAGE_OF_PAGES = "第 &P 页，共 &N 页"
"""The footer of what may be longer than a page."""

LIST_TITLE = Style(
    font="黑体",
    size=14,
    bold=True,
    horizontal="left",
)
LIST_HEADING = Style(
    font="黑体",
    size=10,
    bold=True,
    fill=HEADING_FILL,
    border="thin",
)
LIST_CELL = Style(
    font="宋体",
    size=10,
    border="thin",
)
LIST_TEXT = replace(LIST_CELL, horizontal="left")
LIST_POINTS = replace(LIST_CELL, horizontal="right", number_format="0.00")

"""How the workbook of a scheme looks: what may be edited is light yellow, as in the forms."""

from __future__ import annotations

from dataclasses import replace

from perfeval_xl.sheets.list_looks import GREY, HEADING_FILL, PALE_FILL
from perfeval_xl.sheets.model import Style

__all__ = [
    "AUTO",
    "CENTRED",
    "FIRST",
    "FITTED",
    "HEADING",
    "HINT",
    "INPUT",
    "LABEL",
    "NOTE",
    "TITLE",
    "UNUSED",
    "WRONG_FILL",
    "WRONG_FORMAT",
    "WRONG_TEXT",
]

_TINT = "FFFBEA"
WRONG_FILL, WRONG_TEXT = "F8CBAD", "9C0006"
"""What a figure stands on, and how it is written, when it does not fit the others."""
WRONG_FORMAT = 'General"（不符）"'
"""What it says besides, since a colour alone says nothing to many."""

TITLE = Style(
    font="黑体",
    size=16,
    horizontal="left",
    wrap=False,
)
NOTE = Style(
    font="宋体",
    size=10,
    colour=GREY,
    horizontal="left",
)
HEADING = Style(
    font="黑体",
    size=10.5,
    fill=HEADING_FILL,
    border="thin",
)
LABEL = Style(
    font="宋体",
    size=10.5,
    border="thin",
    horizontal="left",
    fill=PALE_FILL,
)
INPUT = Style(
    font="宋体", size=10.5, border="thin", horizontal="left", fill=_TINT, locked=False
)
UNUSED = replace(INPUT, fill="")
FIRST = replace(INPUT, horizontal="center")
HINT = replace(NOTE, border="thin")
AUTO = Style(
    font="宋体", size=10, colour=GREY, border="thin", horizontal="left", fill=PALE_FILL
)
CENTRED = replace(AUTO, horizontal="center")
FITTED = replace(
    AUTO,
    wrap=False,
    shrink=True,
)

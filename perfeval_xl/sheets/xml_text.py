"""Values as the XML of a cell: the one place where text is escaped by hand."""

from __future__ import annotations

import re
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.sheets.model import Formula, Value

__all__ = ["ESCAPE", "NOT_TEXT", "cell_xml", "escaped", "must_stay_text"]

NOT_TEXT = tuple("=+-@'＝＋－＠")
"""How a text begins that Excel would compute when somebody edits the cell."""

ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""An underscore that would be read as an escape: `_x0041_` is "A" (ECMA-376 part 1, 22.9.2.19)."""

# What XML 1.0 cannot hold
_FORBIDDEN = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)),
    "\ufffd",
)
_MARKUP = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
)


def escaped(text: str) -> str:
    r"""Return the text for XML; what XML cannot hold becomes U+FFFD.

    >>> escaped("a<b & c\x00")
    'a&lt;b &amp; c\ufffd'
    """
    return text.translate(_FORBIDDEN).translate(_MARKUP)


def must_stay_text(value: Value) -> bool:
    """Whether a value is text that a program would compute when somebody edits its cell."""
    return isinstance(value, str) and value.startswith(NOT_TEXT)


def cell_xml(address: str, style: int, value: Value) -> str:
    """Return the `c` element of a value; text is an inline string, as the normal writer has it. Formulas are not cast."""
    assert not isinstance(value, Formula)
    start = f'<c r="{address}" s="{style}"'
    # Blanks at an end would be dropped without this
    if isinstance(value, str) and value:
        space = ""
        if value != value.strip():
            space = ' xml:space="preserve"'
        return f'{start} t="inlineStr"><is><t{space}>{escaped(ESCAPE.sub("_x005F_", value))}</t></is></c>'
    if value is None or value == "":
        return f"{start}/>"
    # bool is an int, and comes first
    if isinstance(value, bool):
        return f'{start} t="b"><v>{int(value)}</v></c>'
    return f'{start} t="n"><v>{plain(value) if isinstance(value, Decimal) else value}</v></c>'

"""What a formula names: its cells and its texts, from its text or from the tokens of an .xls file (MS-XLS 2.5.198).

Not every formula of an .xls file can be spelled out again. What it names can always be told, and is enough to tell the
form's own formula from somebody else's.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from perfeval_xl.refs import column_letters

__all__ = ["parts_of_text", "parts_of_tokens"]

# A quoted text, or an address or area with or without its sheet; not a name, not a function
_NAMED = re.compile(
    r'"((?:[^"]|"")*)"|(?:(?:\'(?:[^\']|\'\')*\'|(?<!\w)[^\W\d]\w*)!)?(?<!\w)\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?![\w(])'
)
# A list in braces
_LIST = re.compile(r'\{(?:"[^"]*"|[^"}])*\}')
_PLAIN = {
    0x01: 4, 0x02: 4, 0x1C: 1, 0x1D: 1, 0x1E: 2, 0x1F: 8,
    0x20: 7, 0x21: 2, 0x22: 3, 0x23: 4, 0x26: 6, 0x27: 6, 0x28: 6, 0x29: 2, 0x2A: 4, 0x2B: 8, 0x39: 6, 0x3C: 6, 0x3D: 10,
} | dict.fromkeys(range(0x03, 0x17), 0)  # fmt: skip
"""How many bytes follow the tokens that name nothing, by token; those of the operators and brackets have none."""
# Tokens of a text, of attributes, of a shared formula, and of an error value
_TEXT, _ATTRIBUTES, _SHARED, _ERROR = 0x17, 0x19, 0x01, 0x1C
_CELLS = {
    0x24: (0, 1),
    0x25: (0, 2),
    0x3A: (2, 1),
    0x3B: (2, 2),
}
"""The bytes before the address, and how many corners it has: a cell, an area, and both on another sheet."""
# The bit of CHOOSE, whose jump table follows
_CHOOSE = 0x04


def parts_of_text(formula: str) -> tuple[str, ...]:
    r"""Return the cells and texts that a formula names, sorted, without sheets and `$`.

    Empty texts are left out, and lists in braces: their tokens stand apart from the formula.

    >>> parts_of_text('IF(\'甲 乙\'!$D$7={"是","否"},"无",SUM(E7:F9))')
    ('"无', 'D7', 'E7:F9')
    >>> parts_of_text('IF(AC14="",表!$AD$7:AE9,0)')
    ('AC14', 'AD7:AE9')
    """
    return tuple(
        sorted(
            part
            for match in _NAMED.finditer(_LIST.sub("", formula))
            if (part := _named(match))
        )
    )


def _named(match: re.Match[str]) -> str:
    if match[1] is not None:
        if match[1]:
            return '"' + match[1].replace('""', '"')
        return ""
    return f"{match[2]}{match[3]}" + (f":{match[4]}{match[5]}" if match[4] else "")


def parts_of_tokens(tokens: bytes) -> tuple[str, ...] | None:
    """Return the same from the tokens, without their length; `None` for a formula that is shared or not understood.

    LibreOffice writes a formula that is too long for an .xls file as one error value.
    """
    # These name nothing that stands at this cell
    if tokens[:1] in {b"", bytes([_SHARED])} or (
        tokens[0] == _ERROR and len(tokens) == 2
    ):
        return None
    try:
        return tuple(sorted(_parts(tokens)))
    except (KeyError, IndexError, struct.error, UnicodeDecodeError):
        # A token that is not known, or a formula that ends in its midst
        return None


def _parts(tokens: bytes) -> Iterator[str]:
    here = 0
    while here < len(tokens):
        token = tokens[here]
        # The class of the value makes no difference
        token = token if token < 0x40 else 0x20 | (token & 0x1F)
        here += 1
        if token == _TEXT:
            text, here = _text(tokens, here)
            if text:
                yield f'"{text}'
        elif token == _ATTRIBUTES:
            kind, count = struct.unpack_from("<BH", tokens, here)
            # A jump table has one entry more than it says
            here += 3 + (2 * (count + 1) if kind & _CHOOSE else 0)
        elif token in _CELLS:
            before, corners = _CELLS[token]
            yield _address(tokens, here + before, corners)
            here += before + 4 * corners
        else:
            here += _PLAIN[token]


def _text(tokens: bytes, here: int) -> tuple[str, int]:
    # Characters take one byte each, or two
    letters, wide = tokens[here], tokens[here + 1] & 1
    end = here + 2 + letters * (1 + wide)
    return tokens[here + 2 : end].decode("utf-16-le" if wide else "latin-1"), end


def _address(tokens: bytes, here: int, corners: int) -> str:
    numbers = struct.unpack_from(f"<{2 * corners}H", tokens, here)
    rows, columns = numbers[:corners], numbers[corners:]
    # Two bits of the column say whether row and column are relative
    return ":".join(
        f"{column_letters((c & 0x3FFF) + 1)}{r + 1}"
        for r, c in zip(rows, columns, strict=True)
    )

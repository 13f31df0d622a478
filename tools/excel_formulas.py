"""How large a formula is, as Excel counts: characters, nesting, arguments, texts, and which functions it calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Measured", "measured", "refused_pieces"]

_PIECE = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")|(?P<sheet>'(?:[^']|'')*')|(?P<call>[A-Za-z_][\w.]*\()|(?P<sign>[(){},])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The sizes of one formula; `balanced` says whether every bracket is closed."""

    characters: int
    nesting: int
    arguments: int
    longest_text: int
    functions: frozenset[str]
    arrays: bool
    balanced: bool


def measured(formula: str) -> Measured:
    """Measure a formula, written without its `=`.

    >>> measured('IF(OR(A1="甲乙",B1),SUM(1,2,3),{"x"})').nesting
    2
    """
    depth = deepest = most = longest = braces = 0
    arguments: list[int] = []
    functions: set[str] = set()
    arrays = False
    for piece in _PIECE.finditer(formula):
        written = piece[0]
        if piece["text"]:
            longest = max(longest, len(written) - 2)
        elif piece["call"]:
            functions.add(written[:-1].upper())
            depth += 1
            deepest = max(deepest, depth)
            arguments.append(1)
        elif written == "(":
            arguments.append(0)
        elif written == ")":
            own = arguments.pop() if arguments else -1
            most = max(most, own)
            depth -= own > 0
        elif written in "{}":
            arrays = True
            braces += 1 if written == "{" else -1
        elif written == "," and not braces and arguments and arguments[-1]:
            arguments[-1] += 1
    return Measured(
        characters=len(formula) + 1,
        nesting=deepest,
        arguments=most,
        longest_text=longest,
        functions=frozenset(functions),
        arrays=arrays,
        balanced=not arguments and not braces,
    )


def refused_pieces(formula: str) -> Iterator[str]:
    """Yield what Excel refuses in formulas of validations and conditional formats: lists in braces, other workbooks."""
    if measured(formula).arrays:
        yield "a list in braces"
    if re.search(r"\[\d+\]", re.sub(r"\"(?:[^\"]|\"\")*\"", "", formula)):
        yield "another workbook"

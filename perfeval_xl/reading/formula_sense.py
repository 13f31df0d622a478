"""What a formula computes, however a program writes it: brackets that are not needed, prefixes of functions, spellings of numbers.

A formula is read into a tree by the precedences that all spreadsheets share (OpenFormula 5.5) and written again in one way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from decimal import Context, InvalidOperation
from functools import lru_cache

from perfeval_xl.sheets.precedence import BINARY

__all__ = ["differing_pieces", "formula_sense"]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d*)?(?:[Ee][+-]?\d+)?(?![\w.!(])|\.\d+)"""
    r"""|(?P<name>'(?:[^']|'')*'!?[\w.$!:]*|[\w.$!#?\\]+)|(?P<sign><=|>=|<>|[-+*/^&=<>%(),:{};@]))"""
)
_FIFTEEN = Context(prec=15)
# A range binds more firmly than a sign in front
_BINARY = {**BINARY, ":": 8}
_UNARY = 7
_PREFIXES = (
    "_XLFN.",
    "_XLWS.",
    "ORG.GNUMERIC.",
    "ORG.LIBREOFFICE.",
    "ORG.OPENOFFICE.",
    "COM.MICROSOFT.",
)
_LONGEST, _DEEPEST = 20_000, 120
_BEFORE, _AFTER, _SHOWN = 4, 1, 60


@lru_cache(maxsize=8192)
def formula_sense(formula: str) -> str | None:
    """Return what a formula computes in one spelling; `None` for one that cannot be understood.

    >>> formula_sense("SUM((A1),--B2)*(1.50)") == formula_sense("=sum( A1, -(-B2) )*1.5")
    True
    >>> formula_sense("A1-(B1-C1)") == formula_sense("A1-B1-C1")
    False
    """
    # Written out with all brackets, every formula that computes the same looks the same
    tokens = _tokens(formula.removeprefix("="))
    if tokens is None:
        return None
    try:
        return _Reader(tokens).all()
    except (IndexError, ValueError):
        return None


def differing_pieces(expected: str, found: str) -> tuple[str, str]:
    """Return the piece in which two formulas differ, of each, with a little of what is around it.

    >>> differing_pieces('IF(A1>0,SUM(H17:H30),"")', 'IF(A1>0,SUM(H17:H29),"")')
    ('SUM(H17:H30)', 'SUM(H17:H29)')
    """
    one, other = _tokens(expected) or [expected], _tokens(found) or [found]
    # What is the same at the beginning and at the end is left out
    start = 0
    while start < min(len(one), len(other)) and _plain(one[start]) == _plain(
        other[start]
    ):
        start += 1
    end = 0
    most = min(len(one), len(other)) - start
    while end < most and _plain(one[-1 - end]) == _plain(other[-1 - end]):
        end += 1
    return _piece(one, start, len(one) - end), _piece(other, start, len(other) - end)


def _piece(tokens: Sequence[str], start: int, end: int) -> str:
    shown = "".join(tokens[max(0, start - _BEFORE) : end + _AFTER])
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"


def _tokens(formula: str) -> list[str] | None:
    """Return the signs, names, numbers and texts of a formula; `None` where something else stands in it."""
    text = formula.strip()
    if len(text) > _LONGEST:
        return None
    tokens, at = [], 0
    while at < len(text):
        # Something that no formula may hold: the whole is not understood
        match = _TOKEN.match(text, at)
        if match is None or match.end() == at:
            return None
        tokens.append(match[0].strip())
        at = match.end()
    return tokens


class _Reader:
    """Reads tokens from left to right; raises `ValueError` or `IndexError` for what is no formula."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._at = self._depth = 0

    def all(self) -> str:
        """Return the whole formula."""
        sense = self._expression(0)
        if self._at != len(self._tokens):
            raise ValueError(self._at)
        return sense

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _expression(self, least: int) -> str:
        # Received files nest as deep as they like
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError(self._depth)
        # From left to right, stronger signs first
        left = self._operand()
        while True:
            sign = self._next()
            # It stands behind what it belongs to
            if sign == "%":
                self._take()
                left = f"({left}%)"
                continue
            strength = _BINARY.get(sign, 0)
            if not strength or strength <= least:
                break
            self._take()
            left = f"({left}{sign}{self._expression(strength)})"
        self._depth -= 1
        return left

    def _operand(self) -> str:
        # A plus, or the @ of newer Excels, changes nothing
        word = self._take()
        if word in {"+", "@"}:
            return self._expression(_UNARY)
        if word == "-":
            return f"(-{self._expression(_UNARY)})"
        if word == "(":
            inside = self._listed(")")
            return inside[0] if len(inside) == 1 else f"({','.join(inside)})"
        if word == "{":
            return "{" + ",".join(map(_listed_item, self._listed("}"))) + "}"
        # A function; TRUE() is what some programs write for TRUE
        if self._next() == "(":
            self._take()
            arguments = ",".join(self._listed(")"))
            name = _bare_name(word)
            return (
                name
                if name in {"TRUE", "FALSE"} and not arguments
                else f"{name}({arguments})"
            )
        return _plain(word)

    def _listed(self, end: str) -> list[str]:
        """Return what stands between brackets; an argument that is left out is empty."""
        # Separated by , or ; as programs and languages have it; the ; of a matrix is kept
        found = []
        while True:
            sign = self._next()
            if sign in {",", ";", end}:
                found.append("")
            else:
                found.append(self._expression(0))
            mark = self._take()
            if mark == end:
                return found if found != [""] or end == "}" else []
            if mark not in {",", ";"}:
                raise ValueError(mark)
            if mark == ";":
                found.append(";")


def _plain(word: str) -> str:
    """Return one word of a formula in one spelling; numbers have the 15 digits that spreadsheets keep."""
    if word.startswith('"'):
        return word
    if word[0].isdigit() or word[0] == ".":
        with suppress(InvalidOperation):
            return str(_FIFTEEN.create_decimal(word).normalize())
    return _bare_name(word)


def _listed_item(item: str) -> str:
    """Return one item of a list: programs write digits there as they like, and leave an empty text out."""
    inside = item.removeprefix('"').removesuffix('"')
    return (
        unicodedata.normalize("NFKC", inside)
        if not inside or inside.isdigit()
        else item.replace("\\\\", "\\")
    )


def _bare_name(name: str) -> str:
    bare = name.replace("'", "").upper()
    for prefix in _PREFIXES:
        bare = bare.removeprefix(prefix)
    return bare

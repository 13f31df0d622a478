"""The text of a formula as a tree. Addresses are kept as distances from the cell of the formula, so that rows share a tree."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfeval_xl.refs import column_number
from perfeval_xl.sheets.computing.meanings import Scalar, Unknown
from perfeval_xl.sheets.precedence import BINARY

__all__ = [
    "Area",
    "Axis",
    "Binary",
    "Call",
    "Constant",
    "Listed",
    "Node",
    "distanced",
    "parsed",
]


@dataclass(frozen=True, slots=True)
class Axis:
    """A row or a column: a number, or a distance from that of the formula."""

    number: int
    absolute: bool

    def at(self, here: int) -> int:
        """Return the number, seen from here."""
        if self.absolute:
            return self.number
        return here + self.number


@dataclass(frozen=True, slots=True)
class Area:
    """A cell, or the cells between two corners; `sheet` is empty for that of the formula."""

    sheet: str
    top: Axis
    left: Axis
    bottom: Axis
    right: Axis

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.top == self.bottom and self.left == self.right


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, a truth value, or `None` for an argument that is left out."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Listed:
    """A list in braces."""

    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function; `-` and `%` are functions of one argument."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two sides and what stands between them."""

    operator: str
    left: Node
    right: Node


Node = Area | Constant | Listed | Call | Binary

# An address; not a function, and no part of a longer name
_ADDRESS = re.compile(r"(?<![\w.])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(.])")
_ADDRESS_OR_QUOTED = re.compile(
    r"(?:\"[^\"]*\"|'[^']*'!)|" + _ADDRESS.pattern, re.DOTALL
)
# How a distance is spelled: two control characters that no formula has
_MARK = "\x01"
_DISTANCE = re.compile(r"\x01([=+])(-?\d+)([=+])(-?\d+)\x02")
_TOKEN = re.compile(
    r"""
    \s*(?:
      "(?P<text>(?:[^"]|"")*)"
    | (?P<number>\d+(?:\.\d*)?(?:E[+-]?\d+)?|\.\d+)
    | '(?P<quoted>(?:[^']|'')*)'(?=!)
    | (?P<plain>[^\W\d]\w*)(?=!)
    | (?P<place>\x01[^\x02]*\x02)
    | (?P<name>[A-Z][A-Z0-9.]*)
    | (?P<sign><>|<=|>=|[-+*/^&=<>%(),:{}!])
    )""",
    re.VERBOSE,
)
_Token = tuple[str, str]
"""What kind of token it is, and its word."""
_END = "end"
_WORDS = {"TRUE": True, "FALSE": False}


def distanced(formula: str, row: int, column: int) -> str:
    r"""Return a formula with its addresses as distances from a cell.

    >>> distanced('SUM(A2,$B$7)&"A2"', 3, 1)
    'SUM(\x01+-1+0\x02,\x01=7=2\x02)&"A2"'
    """

    def mark(found: re.Match[str]) -> str:
        letters = found[2]
        # Something in quotes
        if letters is None:
            return found[0]
        across = column_number(letters)
        down = int(found[4])
        across_sign = down_sign = "="
        if not found[1]:
            across_sign, across = "+", across - column
        if not found[3]:
            down_sign, down = "+", down - row
        return f"\x01{down_sign}{down}{across_sign}{across}\x02"

    quick = _ADDRESS.sub(mark, formula)
    if any(_MARK in quoted for quoted in quick.split('"')[1::2]):
        return _ADDRESS_OR_QUOTED.sub(mark, formula)
    return quick


def parsed(distances: str) -> Node:
    """Return the tree of a formula that `distanced` has written; raises `Unknown` for what the forms do not use."""
    parser = _Parser(_tokens(distances))
    tree = parser.expression(1)
    if parser.kind != _END:
        raise Unknown(distances)
    return tree


def _tokens(formula: str) -> list[_Token]:
    """Return the tokens, and one that says that there are no more."""
    tokens: list[_Token] = []
    done = 0
    while done < len(formula):
        found = _TOKEN.match(formula, done)
        if found is None or found.lastgroup is None:
            raise Unknown(formula[done:])
        tokens.append((found.lastgroup, found[found.lastgroup]))
        done = found.end()
    tokens.append((_END, ""))
    return tokens


class _Parser:
    """Reads tokens from left to right; `kind` and `word` are of the one that comes next."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = iter(tokens)
        self.kind, self.word = next(self._tokens)

    def _step(self) -> str:
        """Go on by one token and return the word of the one that was next."""
        before = self.word
        if self.kind != _END:
            self.kind, self.word = next(self._tokens)
        return before

    @property
    def sign(self) -> str:
        """The sign that comes next, empty for anything else."""
        if self.kind == "sign":
            return self.word
        return ""

    def _pass(self, sign: str) -> None:
        """Go past a sign that has to come."""
        if self.sign != sign:
            raise Unknown(self.word)
        self._step()

    def expression(self, level: int) -> Node:
        """Read operators that bind at least as firmly as this level."""
        left = self._operand()
        while (bound := BINARY.get(self.sign, 0)) >= level:
            operator = self._step()
            right = self.expression(bound + 1)
            left = Binary(operator, left, right)
        return left

    def _operand(self) -> Node:
        if self.sign in {"-", "+"}:
            sign = self._step()
            inner = self._operand()
            if sign == "+":
                return inner
            return Call("-", (inner,))
        read = self._atom()
        while self.sign == "%":
            self._step()
            read = Call("%", (read,))
        return read

    def _atom(self) -> Node:
        kind = self.kind
        word = self._step()
        if kind == "text":
            return Constant(word.replace('""', '"'))
        if kind == "number":
            return Constant(float(word))
        if kind == "place":
            return self._area("", word)
        if kind in {"quoted", "plain"}:
            self._pass("!")
            return self._area(word.replace("''", "'"), self._step())
        if kind == "name":
            return self._named(word)
        if word == "(":
            inner = self.expression(1)
            self._pass(")")
            return inner
        if word == "{":
            return self._list()
        raise Unknown(word)

    def _named(self, name: str) -> Node:
        if name in _WORDS and self.sign != "(":
            return Constant(_WORDS[name])
        self._pass("(")
        arguments: list[Node] = []
        while self.sign != ")":
            # Nothing between two commas is an argument, too
            if self.sign == ",":
                arguments.append(Constant(None))
            else:
                arguments.append(self.expression(1))
            if self.sign != ")":
                self._pass(",")
        self._step()
        return Call(name, tuple(arguments))

    def _area(self, sheet: str, word: str) -> Area:
        top, left = _corner(word)
        bottom, right = top, left
        if self.sign == ":":
            self._step()
            bottom, right = _corner(self._step())
        return Area(sheet, top, left, bottom, right)

    def _list(self) -> Listed:
        values: list[Scalar] = []
        while True:
            element = self.expression(1)
            if not isinstance(element, Constant):
                raise Unknown(self.word)
            values.append(element.value)
            if self.sign != ",":
                break
            self._step()
        self._pass("}")
        return Listed(tuple(values))


def _corner(word: str) -> tuple[Axis, Axis]:
    found = _DISTANCE.fullmatch(word)
    if found is None:
        raise Unknown(word)
    row = Axis(int(found[2]), found[1] == "=")
    column = Axis(int(found[4]), found[3] == "=")
    return row, column

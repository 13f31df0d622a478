"""Judges regular expressions by their structure: which of them a text can make take far longer than its length.

Three shapes are looked for: a repetition in a repetition whose rounds can be told apart in more than one way; two
repetitions behind each other that can share their text in more than one way; and a repetition at the beginning of a
pattern that is searched for, which is tried again at every character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["flaws"]

_MANY = 64
"""A repetition of at most so many rounds counts as bounded."""
_ALPHABET = [*map(chr, range(0x180)), *"年月日度（）：，。≥中\u3000\u2028"]
_CLASSES = {
    "CATEGORY_DIGIT": re.compile(r"\d"),
    "CATEGORY_NOT_DIGIT": re.compile(r"\D"),
    "CATEGORY_SPACE": re.compile(r"\s"),
    "CATEGORY_NOT_SPACE": re.compile(r"\S"),
    "CATEGORY_WORD": re.compile(r"\w"),
    "CATEGORY_NOT_WORD": re.compile(r"\W"),
}
Chars = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One step of a pattern: what characters it can take, whether it can take none, and how often its body repeats.

    `body` is what is repeated or chosen from, empty for a single character; `endless` says that it repeats without end.
    """

    chars: Chars
    nullable: bool
    endless: bool = False
    bodies: tuple[tuple[_Piece, ...], ...] = ()


def flaws(pattern: re.Pattern[Any], *, searched: bool) -> list[str]:
    """Return what is wrong with a pattern, in a few words each; `searched` says that it is looked for within a text."""
    text = (
        pattern.pattern.decode("latin-1")
        if isinstance(pattern.pattern, bytes)
        else pattern.pattern
    )
    extra = {char for char in text if ord(char) > 0x17F}
    alphabet = frozenset([*_ALPHABET, *extra])
    pieces = tuple(_pieces(_parser.parse(text, pattern.flags & ~re.DEBUG), alphabet))
    found = list(_sequence(pieces))
    if searched and _tries_everywhere(pieces):
        found.append("begins with a repetition, and is searched for")
    return found


def _pieces(parsed: Iterable[tuple[Any, Any]], alphabet: Chars) -> Iterator[_Piece]:
    for op, value in parsed:
        yield from _piece(str(op), value, alphabet)


def _piece(op: str, value: Any, alphabet: Chars) -> Iterator[_Piece]:
    if op in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        least, most, body = value
        inner = tuple(_pieces(body, alphabet))
        chars = _all_chars(inner)
        endless = op != "POSSESSIVE_REPEAT" and (
            most is _constants.MAXREPEAT or most > _MANY
        )
        yield _Piece(chars, least == 0 or _all_nullable(inner), endless, (inner,))
    elif op == "SUBPATTERN":
        yield from _pieces(value[-1], alphabet)
    elif op == "BRANCH":
        bodies = tuple(tuple(_pieces(each, alphabet)) for each in value[1])
        chars = frozenset().union(*map(_all_chars, bodies))
        yield _Piece(chars, any(map(_all_nullable, bodies)), bodies=bodies)
    elif op == "AT" or (op in {"ASSERT", "ASSERT_NOT"} and value[0] < 0):
        yield _Piece(
            frozenset(), nullable=False
        )  # takes nothing, and nothing can be moved past it
    elif op in {"ASSERT", "ASSERT_NOT"}:
        yield _Piece(alphabet, nullable=False)  # takes nothing, and can fail
    elif op in {"GROUPREF", "GROUPREF_EXISTS", "ATOMIC_GROUP"}:
        yield _Piece(alphabet, nullable=True)
    else:
        yield _Piece(frozenset(_chars(op, value, alphabet)), nullable=False)


def _chars(op: str, value: Any, alphabet: Chars) -> Iterable[str]:
    if op == "LITERAL":
        return {chr(value)}
    if op == "NOT_LITERAL":
        return alphabet - {chr(value)}
    if op == "ANY":
        return alphabet
    if op == "RANGE":
        return {char for char in alphabet if value[0] <= ord(char) <= value[1]}
    if op == "CATEGORY":
        return {char for char in alphabet if _CLASSES[str(value)].match(char)}
    assert op == "IN", op
    parts = [(str(kind), inner) for kind, inner in value]
    found = frozenset().union(
        *(_chars(kind, inner, alphabet) for kind, inner in parts if kind != "NEGATE")
    )
    return alphabet - found if parts[0][0] == "NEGATE" else found


def _all_chars(pieces: Iterable[_Piece]) -> Chars:
    return frozenset().union(*(piece.chars for piece in pieces))


def _all_nullable(pieces: Iterable[_Piece]) -> bool:
    return all(piece.nullable for piece in pieces)


def _sequence(pieces: Sequence[_Piece]) -> Iterator[str]:
    for index, piece in enumerate(pieces):
        if piece.endless:
            yield from _rounds(piece)
            if _shares(piece, pieces[index + 1 :]):
                yield "two repetitions behind each other can take the same text"
        for body in piece.bodies:
            yield from _sequence(body)


def _rounds(piece: _Piece) -> Iterator[str]:
    """Tell a repetition whose rounds are ambiguous: of a body that repeats itself, or of alternatives that overlap."""
    (body,) = piece.bodies
    rounds = [body]
    if len(body) == 1 and body[0].bodies and not body[0].endless:
        rounds = list(body[0].bodies)
        starts = [_first(each) for each in rounds]
        if any(
            one & other for n, one in enumerate(starts) for other in starts[n + 1 :]
        ):
            yield "alternatives in a repetition begin alike"
    for each in rounds:
        repeated = _all_chars(part for part in each if _endless(part))
        marks = [part for part in each if not part.nullable and not _endless(part)]
        if repeated and all(mark.chars & repeated for mark in marks):
            yield "a repetition in a repetition"


def _endless(piece: _Piece) -> bool:
    return piece.endless or any(
        _endless(each) for body in piece.bodies for each in body
    )


def _shares(piece: _Piece, rest: Sequence[_Piece]) -> bool:
    """Whether a repetition further on can take what this one takes, with nothing between them that this one cannot."""
    for later in rest:
        meets = bool(_first([later]) & piece.chars)
        if _endless(later) and meets:
            return True
        if not later.nullable and not meets:
            return False
    return False


def _first(pieces: Iterable[_Piece]) -> Chars:
    found: Chars = frozenset()
    for piece in pieces:
        inner = (
            frozenset().union(*(_first(body) for body in piece.bodies))
            if piece.bodies
            else piece.chars
        )
        found |= inner
        if not piece.nullable:
            break
    return found


def _tries_everywhere(pieces: Sequence[_Piece]) -> bool:
    """Whether a repetition stands at the beginning, and something behind it can fail."""
    for index, piece in enumerate(pieces):
        if piece.endless:
            return any(not later.nullable for later in pieces[index + 1 :])
        if not piece.nullable:
            return False
    return False

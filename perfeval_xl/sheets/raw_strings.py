"""The shared texts of a workbook (xl/sharedStrings.xml), read as they go by: no tree is built of what may be very long."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.parsers import expat

from perfeval_xl.errors import SubmissionFileError
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.package import Package
from perfeval_xl.sheets.recurring import Seen
from perfeval_xl.sheets.xml_parts import (
    MalformedXml,
    check_well_formed,
    is_plain,
    text_in,
)

__all__ = ["read_strings", "read_strings_by_events", "read_strings_quickly"]

# A text with or without the attribute that keeps its blanks
_TEXT = re.compile(rb'<t(?: xml:space="preserve")?>([^<]*)</t>')
_ANY_TEXT, _ANY_STRING = re.compile(rb"<t[\s/>]"), re.compile(rb"<si[\s/>]")
_PREFIXED = re.compile(rb"<[^<>\s/:]+:(?:si|t)[\s/>]")
_STRING, _STRING_END = b"<si>", b"</si>"
_BLANKS = b" \t\n"
_ODD = (b"<rPh", b"\r")
"""Readings, which are no part of a text, and line ends that are to be made one over the ends of runs."""


def read_strings(package: Package, part: str) -> Sequence[str]:
    """Return the texts in their order, none when the package has no such part; raises as `Package` does.

    A text is what stands in it or in its runs; phonetic readings are left out. Escapes (`_x000D_`) are kept.
    """
    content = package.content(part)
    if content is None:
        return []
    # Nearly all parts are spelled in the usual ways
    quick = read_strings_quickly(content)
    if quick is not None:
        return quick
    try:
        check_well_formed(content)
    except MalformedXml as exc:
        raise package.broken("内容已损坏") from exc
    return read_strings_by_events(package, content)


def read_strings_quickly(content: bytes) -> Sequence[str] | None:
    """Read the texts by their spelling; `None` where it is not one of the usual ones, or not well-formed.

    Most texts of a form stand in all others of its kind: what is new is passed by the parser, and is well-formed string by
    string, since each of them ends where the next begins.
    """
    # Strings end where the next one begins
    head, *pieces = content.split(_STRING)
    if not pieces or len(pieces) > LIMITS.shared_strings:
        return None
    # What follows the last string belongs to what stands around them
    last, ended, tail = pieces[-1].rpartition(_STRING_END)
    pieces[-1] = last + ended
    around = head + tail
    # Texts or strings elsewhere would not be counted
    odd = any(kind.search(around) for kind in (_ANY_STRING, _ANY_TEXT, _PREFIXED))
    if odd or not is_plain(around):
        return None
    known = _known.known
    # Each new string is read once, however often it stands here
    new = list(dict.fromkeys(piece for piece in pieces if piece not in known))
    read = _new_texts(new)
    if read is None:
        return None
    _known.keep(read)
    return [read[piece] if piece in read else known[piece] for piece in pieces]


def _new_texts(pieces: Sequence[bytes]) -> Mapping[bytes, str] | None:
    """Return the texts of strings, each without its first tag; `None` where not all of them are understood."""
    if not pieces:
        return {}
    # Joined, they have to be well-formed as a whole
    every = _STRING + _STRING.join(pieces)
    if not is_plain(b"<sst>" + every + b"</sst>") or _PREFIXED.search(every):
        return None
    if any(odd in every for odd in _ODD):
        return None
    # As many texts have to be understood as there are
    runs = {piece: _TEXT.findall(piece) for piece in pieces}
    understood = sum(map(len, runs.values())) == len(_ANY_TEXT.findall(every))
    understood = understood and len(_ANY_STRING.findall(every)) == len(pieces)
    if not understood or not all(map(_ends_once, pieces)):
        return None
    return {piece: text_in(b"".join(texts)) for piece, texts in runs.items()}


def _ends_once(piece: bytes) -> bool:
    """Whether a string ends once, and nothing but blanks follows before the next one."""
    _, ended, after = piece.partition(_STRING_END)
    return bool(ended) and not after.strip(_BLANKS)


def read_strings_by_events(package: Package, content: bytes) -> list[str]:
    """Read the texts however they are spelled; raises as `Package` does."""
    try:
        return _Pass(package).parse(content)
    except SubmissionFileError:
        # It is a ValueError too, which would be taken for damage below
        raise
    except (expat.ExpatError, ValueError, LookupError) as exc:
        raise package.broken("内容已损坏") from exc


_known: Seen[bytes, str] = Seen(1 << 21)


class _Pass:
    """One pass through the texts."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._found: list[str] = []
        self._pieces: list[str] = []
        self._phonetic = False
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def parse(self, content: bytes) -> list[str]:
        """Read all of it."""
        self._parser.Parse(content, True)
        return self._found

    def _doctype(self, *_declared: object) -> None:
        """Refuse a document type: workbooks have none, and without one there are no entities."""
        raise self._package.broken("内容已损坏")

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        # Characters are collected only inside texts
        if name == "t" and not self._phonetic:
            self._parser.CharacterDataHandler = self._pieces.append
        elif name == "rPh":
            self._phonetic = True

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self._parser.CharacterDataHandler = None
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self._end_string()

    def _end_string(self) -> None:
        if len(self._found) >= LIMITS.shared_strings:
            raise self._package.too_large("共享文字过多")
        self._found.append("".join(self._pieces))
        self._pieces.clear()

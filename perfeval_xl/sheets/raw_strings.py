"""The shared texts of a workbook (xl/sharedStrings.xml), read as they go by: no tree is built of what may be very long."""

from __future__ import annotations

import re
from xml.parsers import expat

from perfeval_xl.errors import SubmissionFileError
from perfeval_xl.limits import LIMITS
from perfeval_xl.sheets.package import Package
from perfeval_xl.sheets.xml_parts import (
    MalformedXml,
    check_well_formed,
    plain_xml,
    text_in,
)

__all__ = ["read_strings", "read_strings_by_events", "read_strings_quickly"]

_TEXT = re.compile(rb'<t(?: xml:space="preserve")?>([^<]*)</t>')
_ANY_TEXT, _ANY_STRING = re.compile(rb"<t[\s/>]"), re.compile(rb"<si[\s/>]")
_PREFIXED = re.compile(rb"<[^<>\s/:]+:(?:si|t)[\s/>]")
_ODD = (b"<rPh", b"\r")
"""Readings, which are no part of a text, and line ends that are to be made one over the ends of runs."""


def read_strings(package: Package, part: str) -> list[str]:
    """Return the texts in their order, none when the package has no such part; raises as `Package` does.

    A text is what stands in it or in its runs; phonetic readings are left out. Escapes (`_x000D_`) are kept.
    """
    content = package.content(part)
    if content is None:
        return []
    try:
        check_well_formed(content)
    except MalformedXml as exc:
        raise package.broken("内容已损坏") from exc
    plain = plain_xml(content)
    quick = None if plain is None else read_strings_quickly(plain)
    return read_strings_by_events(package, content) if quick is None else quick


def read_strings_quickly(content: bytes) -> list[str] | None:
    """Read the texts by their spelling, as `plain_xml` returns it; `None` where it is not one of the usual ones."""
    if any(odd in content for odd in _ODD) or _PREFIXED.search(content):
        return None
    _, *pieces = content.split(b"<si>")
    strings = [
        string
        for string, end, _ in (piece.partition(b"</si>") for piece in pieces)
        if end
    ]
    runs = [_TEXT.findall(string) for string in strings]
    understood = len(pieces) == len(strings) == len(_ANY_STRING.findall(content))
    understood = understood and sum(map(len, runs)) == len(_ANY_TEXT.findall(content))
    if not understood or len(strings) > LIMITS.shared_strings:
        return None
    return [text_in(b"".join(texts)) for texts in runs]


def read_strings_by_events(package: Package, content: bytes) -> list[str]:
    """Read the texts however they are spelled; raises as `Package` does."""
    try:
        return _Pass(package).parse(content)
    except SubmissionFileError:
        raise  # which is a ValueError too
    except (expat.ExpatError, ValueError, LookupError) as exc:
        raise package.broken("内容已损坏") from exc


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

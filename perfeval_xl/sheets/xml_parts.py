"""Parts of a package as text that the parser has passed: what can then be told of them without building anything.

`expat` without handlers reads a part at the speed of C and says whether it is well-formed. Of a part in which nothing
but elements and their texts stands, `plain_xml`, the elements can then be looked for by their spelling: in well-formed
XML a `<` begins a tag and nothing else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

__all__ = ["MalformedXml", "check_well_formed", "is_plain", "plain_xml", "text_in"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_DECLARATION = re.compile(rb"<\?xml [^<>]*\?>")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)["']""")
# Bytes of a text that is kept in mind
_LONGEST_KEPT = 1024
_NAMED = {
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "apos": "'",
    "amp": "&",
}
"""References by name; that of `&` comes last, since what it spells may look like another one."""


class MalformedXml(ValueError):
    """The part is no well-formed XML, or has a document type, which office documents never have."""


def check_well_formed(content: bytes) -> None:
    """Raise `MalformedXml` for what is not well-formed, and for a document type: without one there are no entities."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as exc:
        raise MalformedXml(str(exc)) from exc


def _refuse_doctype(*_declared: object) -> None:
    raise MalformedXml("document type")


def plain_xml(content: bytes) -> bytes | None:
    """Return a well-formed part without its declaration; `None` where it is not UTF-8, or holds more than elements.

    Comments, CDATA and processing instructions can hold what looks like elements and is none.
    """
    # A mark and a declaration may stand in front, and say nothing that is needed
    content = content.removeprefix(_BYTE_ORDER_MARK)
    declaration = _DECLARATION.match(content)
    if declaration is not None:
        # In another encoding a `<` may be spelled otherwise
        encoding = _ENCODING.search(declaration[0])
        if encoding is not None and encoding[1].lower() != b"utf-8":
            return None
        content = content[declaration.end() :]
    elif not content.startswith(b"<"):
        return None
    # Texts that only look like elements, and bytes that UTF-8 of XML never has
    if b"<!" in content or b"<?" in content or b"\x00" in content:
        return None
    return content


def is_plain(content: bytes) -> bool:
    """Whether a part is well-formed, in UTF-8, and holds nothing but elements and their texts."""
    if plain_xml(content) is None:
        return False
    try:
        check_well_formed(content)
    except MalformedXml:
        return False
    return True


def text_in(written: bytes) -> str:
    """Return the text that stands between two tags of a part for which `plain_xml` returned something.

    >>> text_in(b"&#38468;&#20214;1 &lt; 2")
    '附件1 < 2'
    """
    # Mostly there is nothing to replace
    if b"&" not in written and b"\r" not in written:
        return written.decode()
    if len(written) <= _LONGEST_KEPT:
        return _kept_text(written)
    return _text(written)


def _text(written: bytes) -> str:
    text = written.decode()
    # Line ends are made one before references are read, as the parser does
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Without numbers a few replacements are enough
    if "&#" not in text:
        for name, character in _NAMED.items():
            text = text.replace(f"&{name};", character)
        return text
    # With numbers each reference is read on its own
    first, *rest = text.split("&")
    pieces = [first]
    for piece in rest:
        reference, _, after = piece.partition(";")
        pieces += (_character(reference), after)
    return "".join(pieces)


_kept_text = lru_cache(maxsize=4096)(_text)


@lru_cache(maxsize=1024)
def _character(reference: str) -> str:
    """Return what stands for `lt`, `#20214` or `#x4e00`; leading zeros may be thousands."""
    if reference.startswith("#x"):
        return chr(int(reference.removeprefix("#x").lstrip("0"), base=16))
    if reference.startswith("#"):
        return chr(int(reference.removeprefix("#").lstrip("0")))
    return _NAMED[reference]

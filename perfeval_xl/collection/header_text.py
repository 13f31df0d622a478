"""Chinese in headers, as mail programs write it: RFC 2047 and RFC 2231, joined as bytes before they are decoded.

Programs cut a text wherever a line is full, in the middle of a character too, and call “gb2312” what only GB 18030 has.
Everything is written anew in UTF-8, which the parser of the standard library reads as it should.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from urllib.parse import quote, unquote_to_bytes

__all__ = ["decoded", "in_utf8"]

# An encoded word: charset, encoding, text (RFC 2047)
_WORD = r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?\r\n]*)\?="
# A word with the blanks behind it, if another one follows
_RUN = re.compile(rf"{_WORD}(?:[ \t\r\n]*(?==\?))?")
# The value of a parameter, with quotes or without
_VALUE = r"""("[^"]*"|[^;"\s]+)"""
# A piece of a parameter, a whole encoded one, and a plain one (RFC 2231)
_PIECE = re.compile(
    rf"\b(filename|name)\*(\d{{1,3}})(\*?)=[ \t]?{_VALUE};?", re.IGNORECASE
)
_EXTENDED = re.compile(rf"\b(filename|name)\*=[ \t]?{_VALUE}", re.IGNORECASE)
_PLAIN = re.compile(rf"\b(filename|name)=[ \t]?{_VALUE}", re.IGNORECASE)
# An encoded word that was not put in quotes
_UNQUOTED_WORD = re.compile(rf"\b(filename|name)=[ \t]?({_WORD})", re.IGNORECASE)
# All of these are read as GB 18030, which holds them
_CHINESE = {
    "gb2312",
    "gb_2312-80",
    "gbk",
    "x-gbk",
    "cp936",
    "ms936",
    "gb18030",
    "euc-cn",
    "gb2312-80",
}


_LATIN = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252"}
"""What programs write that know no other charset."""


def decoded(raw: bytes, charset: str = "") -> str:
    """Return the text of bytes: in the charset if it is one and fits, else in UTF-8, else in GB 18030.

    What is no text shows replacement characters.
    """
    # A language may stand behind the charset
    named = charset.strip().lower().partition("*")[0]
    own = named
    if named in _CHINESE:
        own = "gb18030"
    elif named in _LATIN:
        own = _said_to_be_latin(raw, named)
    for encoding in (own, "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    # The charset that was named decides what damaged text looks like
    return raw.decode(own if own == "gb18030" else "utf-8", "replace")


def _said_to_be_latin(raw: bytes, named: str) -> str:
    """Return the charset of bytes that programs call Latin, whatever they are: Chinese comes in pairs of high bytes."""
    for encoding in ("utf-8", "gb2312"):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return named


def in_utf8(value: str) -> str:
    """Write the encoded words and parameters of a header anew in UTF-8; anything else stays as it is."""
    # Pieces first: what they join may be encoded words
    value = _pieces_joined(value)
    value = _EXTENDED.sub(_extended, _without_doubles(value))
    value = _PLAIN.sub(_escaped, _UNQUOTED_WORD.sub(r'\1="\2"', value))
    return _words_joined(value)


def _without_doubles(value: str) -> str:
    """Leave out `filename=` where `filename*=` says the same with all its signs (RFC 6266 4.3)."""
    for found in _EXTENDED.finditer(value):
        plain = re.compile(rf"\b{found[1]}=[ \t]?{_VALUE};?[ \t]*", re.IGNORECASE)
        value = plain.sub("", value)
    return value


def _words_joined(value: str) -> str:
    """Join words that stand behind each other in one charset and encoding (RFC 2047 6.2)."""
    written = []
    here = 0
    while (first := _RUN.search(value, here)) is not None:
        written.append(value[here : first.start()])
        charset, kind = first[1].lower(), first[2].lower()
        # Bytes are joined before they are decoded: a character may be cut in two
        raw = _word_bytes(kind, first[3])
        end = first.end()
        while (following := _RUN.match(value, end)) is not None:
            if (following[1].lower(), following[2].lower()) != (charset, kind):
                break
            raw += _word_bytes(kind, following[3])
            end = following.end()
        written.append(_word(decoded(raw, charset)))
        here = end
    return "".join(written) + value[here:]


def _word_bytes(kind: str, text: str) -> bytes:
    code = text.encode("utf-8", "surrogateescape")
    if kind == "q":
        return quopri.decodestring(code.replace(b"_", b" "))
    try:
        # Padding is often missing
        return base64.b64decode(code + b"=" * (-len(code) % 4))
    except binascii.Error:
        return code


def _word(text: str) -> str:
    return f"=?utf-8?b?{base64.b64encode(text.encode('utf-8', 'replace')).decode('ascii')}?="


def _pieces_joined(value: str) -> str:
    """Join a parameter that was cut into numbered pieces (RFC 2231 3): each is written once, where the first stood."""
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for found in _PIECE.finditer(value):
        content = found[4].strip('"')
        pieces.setdefault(found[1].lower(), []).append(
            (int(found[2]), bool(found[3]), content)
        )
    if not pieces:
        return value
    # The pieces are taken out, and the whole parameter is put behind the rest
    rest = _PIECE.sub("", value).rstrip().rstrip(";")
    return "; ".join([rest, *(_joined(name, found) for name, found in pieces.items())])


def _joined(name: str, found: list[tuple[int, bool, str]]) -> str:
    raw = b""
    charset = ""
    coded = ""
    for number, (_, extended, content) in enumerate(sorted(found)):
        # Only the first piece names the charset
        if extended and number == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        if extended:
            # A piece may end inside %E5, so that code is read when all of it is there
            coded += content
            continue
        raw += unquote_to_bytes(coded) + content.encode("utf-8", "surrogateescape")
        coded = ""
    raw += unquote_to_bytes(coded)
    if not charset and b"=?" in raw:
        # Encoded words were cut into pieces; they are joined with all others.
        return f'{name}="{decoded(raw)}"'
    return _parameter(name, decoded(raw, charset))


def _extended(found: re.Match[str]) -> str:
    content = found[2].strip('"')
    # Without a charset the value is read as it stands
    if content.count("'") < 2:
        return _parameter(found[1], decoded(unquote_to_bytes(content)))
    charset, _, coded = content.split("'", 2)
    return _parameter(found[1], decoded(unquote_to_bytes(coded), charset))


def _escaped(found: re.Match[str]) -> str:
    """Read a name that a web mail wrote as in an address; one that is no text then really has percent signs."""
    raw = unquote_to_bytes(found[2].strip('"'))
    # A name in percent signs looks like plain ASCII
    if raw.isascii() or not found[2].isascii():
        return found[0]
    try:
        return _parameter(found[1], raw.decode("utf-8"))
    except UnicodeDecodeError:
        return found[0]


def _parameter(name: str, text: str) -> str:
    return f"{name}*=utf-8''{quote(text, safe='', errors='replace')}"

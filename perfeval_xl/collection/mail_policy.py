"""How headers are read: as RFC 5322 says, and where a mail does not keep to it, as its sender meant it."""

from __future__ import annotations

from email.errors import MessageError
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any

from perfeval_xl.collection.header_text import decoded, in_utf8
from perfeval_xl.limits import LIMITS

__all__ = ["FORGIVING", "PARSER_FAILURES"]

PARSER_FAILURES = (
    LookupError,
    AttributeError,
    ValueError,
    TypeError,
    AssertionError,
    RecursionError,
    OverflowError,
    MessageError,
)
"""What the standard library's mail parser has been seen to raise for malformed mails (it promises to raise nothing)."""

# Encodings that programs put on whole mails, which RFC 2046 does not allow
_ENCODED = {"base64", "quoted-printable", "x-uuencode", "uuencode", "x-uue", "uue"}

_SIGNS = ('"', "(", ")", "<", "[", "=?")
"""What makes the parser of the standard library look ahead: it takes time with the square of their number."""


class _ForgivingPolicy(EmailPolicy):
    """Reads raw GBK or UTF-8 bytes in headers as text, and gives a header it cannot parse as the plain line."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        # Bytes are decoded before anything else is read
        return super().header_source_parse([_as_text(line) for line in sourcelines])

    def header_fetch_parse(self, name: str, value: str) -> Any:
        # “BASE64 ” and “base64 (remark)” are base64
        if name.lower() == "content-transfer-encoding":
            value = value.partition("(")[0].partition(";")[0].strip()
        # A header that would take too long is kept as a plain line
        if len(value) > LIMITS.header_characters or _entangled(value):
            return " ".join(value[: LIMITS.header_characters].split())
        try:
            return super().header_fetch_parse(name, in_utf8(value))
        except PARSER_FAILURES:
            return " ".join(value.split())


class _Message(EmailMessage):
    """A mail in which a mail that was encoded for transport is found too.

    RFC 2046 allows no encoding there but mail programs use it; the parser would take the code for the mail.
    """

    def get_content_maintype(self) -> str:
        """Return the main type; the parser looks into what it calls a message, and leaves anything else as it is."""
        main = super().get_content_maintype()
        encoding = str(self.get("content-transfer-encoding", "")).strip().lower()
        # As a file it is decoded, and found to be a mail afterwards
        if main == "message" and encoding in _ENCODED:
            return "application"
        return main


FORGIVING = _ForgivingPolicy(raise_on_defect=False, message_factory=_Message)


def _entangled(value: str) -> bool:
    """Whether a header holds more quotes, brackets and encoded words than the parser can take apart in time."""
    return sum(value.count(sign) for sign in _SIGNS) > LIMITS.header_signs


def _as_text(line: str) -> str:
    """Decode the bytes that the parser hid in surrogates: decoding comes first, for a GBK letter may contain a backslash."""
    if line.isascii():
        return line
    return decoded(line.encode("utf-8", "surrogateescape"))

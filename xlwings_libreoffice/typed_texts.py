"""What becomes of a text that is put into a cell: as if typed into Excel, `1,5` may be a number and `=1+1` a formula."""

from __future__ import annotations

import re
from typing import Any

from xlwings_libreoffice.failures import uno_exceptions
from xlwings_libreoffice.number_formats import NumberFormats

__all__ = ["ERRORS", "TypedTexts"]

ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
"""What Excel shows for a formula that failed."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_MAYBE = re.compile(
    r"\s*[-+(]?\s*[$€£¥￥]?\s*[-+(]?\.?[0-9]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[\s-]+\d",
    re.IGNORECASE,
)


class TypedTexts:
    """Understands typed texts with the number formatter of an office, each text once."""

    def __init__(self, office: Any, document: Any) -> None:
        self._office = office
        self._document = document
        self._formats = NumberFormats(document)
        self._formatter: Any = None
        self._known: dict[str, tuple[Any, int | None]] = {}

    def understood(self, text: str) -> tuple[Any, int | None]:
        """Return the value of a text that is no formula, and the key of the number format typing it brings along.

        The value is a `str` for text, a `float` or a `bool`; `None` means that no number format comes along.
        """
        if not _MAYBE.match(text):
            upper = text.upper()
            return (upper == "TRUE" if upper in {"TRUE", "FALSE"} else text), None
        if _NUMBER.fullmatch(text.strip()):
            return float(text), None
        if text not in self._known:
            self._known[text] = self._asked(text)
        return self._known[text]

    def _asked(self, text: str) -> tuple[Any, int | None]:
        if self._formatter is None:
            self._formatter = self._office.service("com.sun.star.util.NumberFormatter")
            self._formatter.attachNumberFormatsSupplier(self._document)
        try:
            key = self._formatter.detectNumberFormat(0, text)
            number = float(self._formatter.convertStringToNumber(key, text))
        except uno_exceptions():
            return text, None
        if self._formats.kind(key) == "general":
            return number, None
        return number, int(key)

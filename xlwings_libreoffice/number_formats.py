"""Number formats: Excel's English codes, the keys a document keeps them by, and what kind of value they show.

LibreOffice writes date letters and colours in capitals and has formats for booleans; codes read here are as Excel
writes them. Source of the kinds: `com.sun.star.util.NumberFormat`.
"""

from __future__ import annotations

import re
from typing import Any

from xlwings_libreoffice.bridge import load_uno
from xlwings_libreoffice.failures import uno_exceptions

__all__ = [
    "BOOLEAN",
    "DATE",
    "GENERAL",
    "MOMENT",
    "NUMBER",
    "TEXT",
    "TIME",
    "NumberFormats",
    "excel_code",
]

GENERAL = "general"
NUMBER = "number"
DATE = "date"
TIME = "time"
MOMENT = "moment"
BOOLEAN = "boolean"
TEXT = "text"
"""What a format shows; MOMENT is a date with a time."""

_LOCALES = 10_000  # keys of one language lie in a block, the first of which is General
_BITS = {
    2: DATE,
    4: TIME,
    6: MOMENT,
    1024: BOOLEAN,
    256: TEXT,
}
_KIND_BITS = 2 | 4 | 256 | 1024
_PIECES = re.compile(
    r'"[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P|General|_.|\*.|[YMDHSANG]+', re.IGNORECASE
)
_COLOURS = {"black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"}


class NumberFormats:
    """The number formats of a document."""

    def __init__(self, document: Any) -> None:
        self._formats = document.getNumberFormats()
        self._kinds: dict[int, str] = {}
        self._boolean: int | None = None

    def kind(self, key: int) -> str:
        """Return what a format shows."""
        if key not in self._kinds:
            bits = self._formats.getByKey(key).getPropertyValue("Type") & _KIND_BITS
            self._kinds[key] = _BITS.get(
                bits,
                GENERAL if key % _LOCALES == 0 else NUMBER,
            )
        return self._kinds[key]

    def code(self, key: int) -> str:
        """Return Excel's code of a format; booleans are General there."""
        if self.kind(key) in {GENERAL, BOOLEAN}:
            return "General"
        known = self._formats.getByKey(key)
        text = str(known.getPropertyValue("FormatString"))
        locale = known.getPropertyValue("Locale")
        if locale.Language not in {"", "en"}:
            english = self._formats.addNewConverted(text, locale, _english())
            text = str(self._formats.getByKey(english).getPropertyValue("FormatString"))
        return excel_code(text)

    def key(self, code: str) -> int:
        """Return the key of Excel's code; the format is added where the document does not have it.

        Raises:
            ValueError: the code is no number format.
        """
        if code.lower() == "general":
            return 0
        key = self._formats.queryKey(code, _english(), False)
        if key < 0:
            try:
                key = self._formats.addNew(code, _english())
            except uno_exceptions() as error:
                raise ValueError(f"“{code}”不是数字格式代码。") from error
        return int(key)

    def boolean_key(self) -> int:
        """Return the key of the format that shows 1 and 0 as TRUE and FALSE."""
        if self._boolean is None:
            here = load_uno().createUnoStruct("com.sun.star.lang.Locale")
            self._boolean = int(self._formats.getStandardFormat(1024, here))
        return self._boolean


def excel_code(text: str) -> str:
    """Return LibreOffice's spelling of an English code as Excel spells it.

    >>> excel_code('YYYY-MM-DD'), excel_code('[RED]-0" DM"'), excel_code('[HH]:MM AM/PM'), excel_code('[$$-409]0')
    ('yyyy-mm-dd', '[Red]-0" DM"', '[hh]:mm AM/PM', '$0')
    """
    return _PIECES.sub(lambda match: _piece(match[0]), text)


def _piece(text: str) -> str:
    if text[0] == "[":
        inner = text[1:-1]
        if inner.startswith("$$"):
            return "$"
        if re.fullmatch(r"[HMS]+", inner):
            return text.lower()
        if inner.lower() in _COLOURS or re.fullmatch(r"COLOR\d+", inner):
            return f"[{inner.capitalize()}]"
        return text
    if text[0] in '"\\_*' or text.upper() in {"AM/PM", "A/P"}:
        return text
    if text.lower() == "general":
        return "General"
    return text.lower()


def _english() -> Any:
    return load_uno().createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")

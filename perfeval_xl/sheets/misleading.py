"""What a number format makes of a value: whether a person who looks at the cell learns what is stored in it (ECMA-376, 18.8.31)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from perfeval_xl.amounts import normalise
from perfeval_xl.sheets.dates import is_date_format
from perfeval_xl.sheets.model import Value

__all__ = ["misleads"]

# Quoted text, escaped characters, blanks and fillers, brackets, the end of a section, signs
_TOKEN = re.compile(
    r'"([^"]*)"?|\\(.?)|[_*].?|\[[^\]]*\]?|(;)|([^;"\\_*\[])', re.DOTALL
)
# A section with a condition of its own: [>=100]
_CONDITION = re.compile(r"\[[<>=]")
# Characters of a format that are looked at
_LONGEST = 500
_SAYS_MORE = re.compile(r"[\d%‰<>=≥≤≠~±零一二三四五六七八九十百千万亿达不未无]")
"""Words in a format that change what a number says: other digits, signs, multiples, a yes or a no; 台 and 元 do not."""
# A unit behind a number, which says no more than the number
_UNITS = re.compile(
    r"\A(?:万|亿|百万|千)?(?:元|吨|人|人次|册|亩|平方米|立方米|公里|千米|米|个|件|次|台|套|项|户)?\Z"
)
# A comma behind the last digit divides by a thousand
_SCALED = re.compile(r"[0#?],+(?![0#?])")
_PLACES = frozenset("0#?")


def misleads(value: Value, number_format: str) -> bool:
    """Whether a format hides a value, or shows something that means another: nothing, other digits, another magnitude.

    Rounding and a unit behind the number do not mislead, nor does a date.

    >>> misleads(Decimal(10), ";;;"), misleads(Decimal(10), '"100%"'), misleads(Decimal(10), '0"台"')
    (True, True, False)
    """
    if not number_format or number_format in {"General", "@"}:
        return False
    if isinstance(value, Decimal):
        dated = is_date_format(number_format)
        return not dated and _misleads_number(value, _sections(number_format))
    if isinstance(value, str) and value:
        return _misleads_text(_sections(number_format))
    return False


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[str, ...]:
    """Return the sections of a format: for positive numbers, negative ones, zero, and texts."""
    sections = [""]
    for token in _TOKEN.finditer(number_format[:_LONGEST]):
        if token[3]:
            sections.append("")
        else:
            sections[-1] += token[0]
    return tuple(sections[:4])


def _misleads_number(value: Decimal, sections: tuple[str, ...]) -> bool:
    numeric = sections[:3]
    if any(map(_CONDITION.search, numeric)):
        # Which one counts depends on conditions
        return any(_section_misleads(section) for section in numeric)
    # Negative numbers and zero have sections of their own only where there are so many
    index = 0
    if value < 0 and len(numeric) > 1:
        index = 1
    elif value == 0 and len(numeric) > 2:
        index = 2
    return _section_misleads(numeric[index])


@lru_cache(maxsize=512)
def _section_misleads(section: str) -> bool:
    code, words = _parts(section)
    # General shows the number; only words around it can mislead
    if "general" in code.lower():
        return _says_more(words)
    # Nothing of the number is left
    if not _PLACES & set(code):
        return True
    return bool(_SCALED.search(code)) or _says_more(words)


@lru_cache(maxsize=512)
def _misleads_text(sections: tuple[str, ...]) -> bool:
    """A text has a section of its own, the fourth; without one it shows as it is, unless the only one has an `@`."""
    if len(sections) < 4:
        # A format with fewer sections shows texts by the one with an @
        own = next((section for section in sections if "@" in section), None)
        return own is not None and _says_more(_parts(own)[1])
    code, words = _parts(sections[3])
    return "@" not in code or _says_more(words)


def _parts(section: str) -> tuple[str, str]:
    """Return the signs of a section that stand for the value, and the words around it."""
    code, words = [], []
    for quoted, escaped, _, sign in _TOKEN.findall(section):
        words.append(quoted or escaped)
        code.append(sign)
    return "".join(code), "".join(words)


def _says_more(words: str) -> bool:
    # Signs of money and brackets around a number are usual
    plain = "".join(normalise(words).split()).strip("()（）-+¥$,.")
    return not _UNITS.match(plain) and bool(_SAYS_MORE.search(plain))

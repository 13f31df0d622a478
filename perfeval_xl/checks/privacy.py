"""公开: what a published form must not show of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfeval_xl.amounts import normalise
from perfeval_xl.checks.base import Checks, Context
from perfeval_xl.checks.explaining import texts
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry

__all__ = ["CHECKS", "is_identity_number"]

CHECKS = Checks()

# Eleven digits that are no part of a longer number and no amount
_PHONE = re.compile(r"(?<![0-9.])1[3-9][0-9]{9}(?![0-9.元万人次件])")
# Eighteen signs, of which the last may be an X
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
# The weights and check signs of GB 11643
_FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"
_SHOWN = 3
"""So many digits at either end of a number are shown: enough to find it, too few to use it."""


def _told(context: Context) -> list[Entry]:
    """Return every text that a unit writes freely: goals, sections, and the cells of its indicators."""
    found = list(texts(context))
    for indicator in context.submission.indicators:
        cells = (
            indicator.name_entry,
            indicator.target,
            indicator.actual,
            indicator.note,
        )
        found.extend(entry for entry in cells if not entry.blank)
    return found


@CHECKS.reports("PE-060", looks_at=_told)
def texts_name_no_numbers_of_persons(context: Context) -> Iterator[Problem]:
    """R60: no mobile phone and no identity number stands in a text; fields that ask for one are no texts."""
    for entry in _told(context):
        for what, number in _numbers(normalise(entry.text or "")):
            hidden = "*" * (len(number) - 2 * _SHOWN)
            shown = number[:_SHOWN] + hidden + number[-_SHOWN:]
            slots = {"what": what, "number": shown}
            yield Problem(
                code="PE-060",
                place=entry.location,
                found=shown,
                slots=slots,
            )


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a number is, and the number."""
    for found in _PHONE.finditer(text):
        yield "手机号", found[0]
    for found in _IDENTITY.finditer(text):
        if is_identity_number(found[0]):
            yield "身份证号", found[0]


def is_identity_number(number: str) -> bool:
    """Whether the last sign of eighteen is the check sign of GB 11643; a code of a project seldom has it.

    >>> is_identity_number("110101180001010015"), is_identity_number("110101180001010011")
    (True, False)
    """
    digits = [int(sign) for sign in number[:-1]]
    weighed = sum(
        digit * factor for digit, factor in zip(digits, _FACTORS, strict=True)
    )
    # Digits 11 to 14 are the month and the day of birth
    month, day = int(number[10:12]), int(number[12:14])
    is_day = 1 <= month <= 12 and 1 <= day <= 31
    return is_day and number[-1].upper() == _CHECK_SIGNS[weighed % 11]

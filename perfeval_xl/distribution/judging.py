"""What one cell of a project list may hold: each function returns the problems of one entry."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal

from perfeval_xl.amounts import (
    EXACT,
    ZERO,
    parse_number,
    plain,
    round_half_up,
)
from perfeval_xl.dates import is_year
from perfeval_xl.distribution.grid import Grid
from perfeval_xl.form.layout.labels import is_placeholder
from perfeval_xl.problems import Problem
from perfeval_xl.refs import Entry
from perfeval_xl.texts import is_storable

__all__ = [
    "LONGEST_NAME",
    "LONGEST_TARGET",
    "amount_problems",
    "code_problems",
    "large_problems",
    "mail_problems",
    "sum_problems",
    "text_problems",
    "year_problems",
]

LONGEST_NAME, LONGEST_TARGET = 200, 500
"""Characters of a name, and of a target: what still prints in its cell."""

# What a copied cell holds when its formula failed, as text
_ERROR_VALUES = frozenset(
    {"#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NUM!", "#NULL!"}
)

_MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\Z"
)
# Characters of a text that a message quotes
_SHOWN = 30
_LARGEST = {"万元": Decimal(10_000_000), "元": Decimal(100_000_000_000)}
"""1000 亿元 for one project."""
_LARGE = {"万元": Decimal(100_000), "元": Decimal(1_000_000_000)}
"""10 亿元: possible, and what 10 万元 become where they are typed in 元."""
# 元 in 万元; a total may be 2 % from it, since what is typed is often rounded
_APART = Decimal(10_000)
_NEAR = Decimal("0.02")
# Half a unit of the second decimal: what rounding of the parts can make
_CLOSE = Decimal("0.005")


def text_problems(
    entry: Entry,
    field: str,
    longest: int,
    *,
    indicator: bool = False,
) -> Iterator[Problem]:
    """Yield what keeps a text from being written into a form; `indicator` is for the name of a 三级指标."""
    text = entry.text or ""
    if len(text) <= _SHOWN:
        shown = text
    else:
        shown = text[:_SHOWN] + "…"
    if len(text) > longest:
        slots = {
            "field": field,
            "length": str(len(text)),
            "limit": str(longest),
        }
        yield Problem(
            code="PE-110",
            place=entry.location,
            found=shown,
            slots=slots,
        )
    # U+FFFD is what a decoder puts where it could not read a byte
    if not is_storable(text) or "\ufffd" in text:
        yield _unwritable(
            entry,
            field,
            shown.replace("\ufffd", "□"),
            "含有表格不能存放的字符",
        )
    if text in _ERROR_VALUES:
        yield _unwritable(entry, field, shown, "是公式的错误值")
    if indicator and is_placeholder(text):
        yield _unwritable(
            entry, field, shown, "以“指标1：”一类字样开头，表中会自动加上"
        )


def _unwritable(entry: Entry, field: str, shown: str, reason: str) -> Problem:
    slots = {
        "field": field,
        "written": shown,
        "reason": reason,
    }
    return Problem(
        code="PE-114",
        place=entry.location,
        found=shown,
        slots=slots,
    )


def code_problems(
    grid: Grid,
    entry: Entry,
    row: int,
    column: int | None,
    field: str,
) -> Iterator[Problem]:
    """Yield a problem for a code whose cell is a number too long to be kept: nobody can tell its end any more."""
    if grid.lost_digits(row, column):
        slots = {
            "row": str(row),
            "field": field,
            "written": entry.shown[:_SHOWN],
        }
        yield Problem(
            code="PE-162",
            place=entry.location,
            found=entry.shown,
            slots=slots,
        )


def mail_problems(entry: Entry, row: int) -> Iterator[Problem]:
    """Yield a problem for what is no mail address."""
    if not entry.blank and not _MAIL.match(entry.text or ""):
        slots = {"row": str(row), "written": entry.shown[:_SHOWN]}
        yield Problem(
            code="PE-107",
            place=entry.location,
            found=entry.shown,
            slots=slots,
        )


def year_problems(entry: Entry, row: int) -> Iterator[Problem]:
    """Yield a problem for what is no year."""
    if not entry.blank and not is_year(entry.text):
        slots = {"row": str(row), "written": entry.shown[:_SHOWN]}
        yield Problem(
            code="PE-111",
            place=entry.location,
            found=entry.shown,
            slots=slots,
        )


def amount_problems(entry: Entry, field: str, unit: str) -> Iterator[Problem]:
    """Yield a problem for an amount that is no number, or too large to be meant."""
    if entry.blank:
        return
    amount = parse_number(entry.text)
    # A percent sign would be read as a number: 50% is no amount of money
    if (
        amount is None
        or amount < ZERO
        or (entry.text or "").rstrip().endswith(("%", "％"))
    ):
        slots = {"field": field, "written": entry.shown[:_SHOWN]}
        yield Problem(
            code="PE-104",
            place=entry.location,
            found=entry.shown,
            slots=slots,
        )
    elif amount >= _LARGEST[unit]:
        yield _suspicious(entry, field, unit, f"超过{plain(_LARGEST[unit])}{unit}")


def large_problems(entry: Entry, field: str, unit: str) -> Iterator[Problem]:
    """Yield a question about an amount that is possible, and more likely in the wrong unit."""
    amount = parse_number(entry.text)
    if amount is not None and amount >= _LARGE[unit]:
        # A tenth of the limit is 1 亿元 in either unit
        shown = plain(round_half_up(EXACT.divide(amount, _LARGE[unit] / 10), 2))
        slots = {
            "field": field,
            "written": plain(amount),
            "unit": unit,
            "yi": shown,
            "doubt": _doubt(unit),
        }
        yield Problem(
            code="PE-140",
            place=entry.location,
            found=entry.shown,
            slots=slots,
        )


def _all_known(amounts: Collection[Decimal | None]) -> list[Decimal]:
    """Return the amounts; none where one of them could not be read."""
    known = [amount for amount in amounts if amount is not None]
    if len(known) != len(amounts):
        return []
    return known


def sum_problems(
    total: Entry,
    parts: dict[str, Entry],
    field: str,
    unit: str,
) -> Iterator[Problem]:
    """Yield a problem for a total that its sources do not make; about 10000 times too much is a matter of units.

    Nothing is compared while no source is filled in, or while one of the figures cannot be read.
    """
    whole = parse_number(total.text)
    amounts = {
        source: parse_number(entry.text)
        for source, entry in parts.items()
        if not entry.blank
    }
    known = _all_known(amounts.values())
    if whole is None or not known:
        return
    added = sum(known, ZERO)
    if abs(added - whole) <= _CLOSE:
        return

    mistaken = _mistaken_unit(
        total,
        parts,
        amounts,
        whole,
        added,
        field,
        unit,
    )
    if mistaken is not None:
        yield mistaken
        return
    slots = {
        "field": field,
        "total": plain(whole),
        "sum": plain(added),
        "difference": plain(abs(whole - added)),
    }
    yield Problem(
        code="PE-105",
        place=total.location,
        found=plain(whole),
        expected=plain(added),
        slots=slots,
    )


def _mistaken_unit(  # noqa: PLR0917 - the two sides of one comparison, and what they are called
    total: Entry,
    parts: dict[str, Entry],
    amounts: dict[str, Decimal | None],
    whole: Decimal,
    added: Decimal,
    field: str,
    unit: str,
) -> Problem | None:
    """Return the figure that is in yuan instead of ten thousand yuan: one source, the total, or all sources."""
    # One source in 元: with all others right it is 10000 times what the total leaves for it
    for source, amount in amounts.items():
        meant = whole - (added - (amount or ZERO))
        if amount and whole and _ten_thousand(amount, meant):
            told = f"是应有金额{plain(meant)}的1万倍"
            return _suspicious(parts[source], source, unit, told)
    # Then the total, then all sources together
    if added and _ten_thousand(whole, added):
        told = f"是各来源合计{plain(added)}的1万倍"
        return _suspicious(total, field, unit, told)
    if whole and _ten_thousand(added, whole):
        first = parts[next(iter(amounts))]
        # They are all in 元; the first stands for them
        sums = f"各来源合计{plain(added)}是总额{plain(whole)}的1万倍"
        return _suspicious(first, "各来源", unit, sums)
    return None


def _ten_thousand(large: Decimal, small: Decimal) -> bool:
    return small > ZERO and abs(EXACT.divide(large, small) / _APART - 1) <= _NEAR


def _doubt(unit: str) -> str:
    """Say what is likely wrong with a figure that is far too large: in a list in 元 nobody mistakes 元 for anything."""
    if unit == "元":
        return "多填了几位，或者同一行有的按万元填、有的按元填"
    return f"把元填成了{unit}"


def _suspicious(entry: Entry, field: str, unit: str, reason: str) -> Problem:
    slots = {
        "field": field,
        "written": entry.shown[:_SHOWN],
        "reason": reason,
        "unit": unit,
        "doubt": f"疑{_doubt(unit)}",
    }
    return Problem(
        code="PE-106",
        place=entry.location,
        found=entry.shown,
        slots=slots,
    )

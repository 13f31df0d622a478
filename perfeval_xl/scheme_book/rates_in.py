"""Limits of rates that are no rates: 90 typed for 90 %, told at its cell.

The rules of a rate refuse evidence above `limit` (default 1000 %), so that a bound above it can never be reached. A lower
limit is left alone: what lies above it is spelled as a rate, and may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfeval_xl.amounts import percent, plain
from perfeval_xl.scheme.parameters import Holds, Parameter, kind_texts
from perfeval_xl.scheme_book.gathering import Gathering
from perfeval_xl.scheme_book.grid import Spot
from perfeval_xl.scheme_book.sheets_in import Rules
from perfeval_xl.scheme_book.tree import Tree
from perfeval_xl.sheets.raw import BLANK_CELL, RawCell, RawWorkbook

__all__ = ["check_rates"]

# What rules take as the limit where none is written
_HIGHEST = Decimal(10)
# 150 %: a figure above it that shows no percent sign is told
_DOUBTFUL = Decimal("1.5")
# The limit itself is no rate that could lie above the limit
_EXEMPT = "limit"


def check_rates(book: RawWorkbook, rules: Rules, got: Gathering) -> None:
    """Note every bound of a rate above the limit of the rate, and every one above 150 % without a percent sign."""
    for key, rule in rules.values():
        known = kind_texts().get(rule.get("kind", ""))
        # Only rules whose rates are always percentages, or are so with these parameters
        if not key or known is None or not known.plain_when or known.plain(rule):
            continue
        written = rule.get(_EXEMPT)
        # A rule may allow more, never less than what is usual
        limit = _HIGHEST
        if isinstance(written, (int, Decimal)):
            limit = max(_HIGHEST, Decimal(written))
        # What could not be read has been told already
        for place, parameter, value in _rates(known.parameters, rule, key):
            ref = got.places.get(place)
            if ref is None or got.is_stand_in(place):
                continue
            spot = Spot(
                ref,
                book.cells(ref.sheet).get((ref.row, ref.column), BLANK_CELL),
            )
            fault = _fault(spot.cell, value, limit)
            if fault:
                # 90 was meant as 90 %; what is larger still cannot be guessed
                if value <= 100 * limit:
                    meant = value / 100
                else:
                    meant = value
                got.wrong(
                    spot,
                    f"“{parameter.title}”{fault}",
                    place,
                    f"请填百分数，如 {percent(meant, 4)}。",
                )


def _rates(
    parameters: tuple[Parameter, ...],
    values: Tree,
    key: str,
) -> Iterator[tuple[str, Parameter, Decimal]]:
    """Yield the rates among the parameters, in rows too, each with its key."""
    for parameter in parameters:
        value = values.get(parameter.name)
        place = f"{key}.{parameter.name}"
        # The fields of rows are parameters themselves
        if parameter.holds is Holds.ROWS and isinstance(value, list):
            for number, row in enumerate(value, 1):
                yield from _rates(parameter.fields, row, f"{place}[{number}]")
        elif (
            parameter.holds is Holds.RATE
            and parameter.name != _EXEMPT
            and isinstance(value, (int, Decimal))
        ):
            yield place, parameter, Decimal(value)


def _fault(cell: RawCell, value: Decimal, limit: Decimal) -> str:
    if value > limit:
        return f"现为{percent(value, 4)}，超过比率的上限{percent(limit, 4)}"
    signed = "%" in cell.number_format or (
        isinstance(cell.value, str) and cell.value.strip().endswith(("%", "％"))
    )
    if _DOUBTFUL < value <= _HIGHEST and not signed:
        return f"现为{plain(value)}，没有百分号，会当作{percent(value, 4)}"
    return ""

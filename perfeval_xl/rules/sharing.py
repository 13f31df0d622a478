"""A weight that the rows share in which a unit writes indicators of its own: those that are filled in have equal parts.

What cannot be divided evenly goes to the first of them, so that the parts always make the weight: 10 points for three
rows are 3.34, 3.33 and 3.33. While nothing is filled in, the first row has all of it: what is not stated earns nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.rules.base import rounded, rounded_formula
from perfeval_xl.scheme.model import Rounding

__all__ = ["shared_formula", "shared_weights"]


def shared_weights(
    weight: Decimal, begun: Sequence[bool], rounding: Rounding
) -> tuple[Decimal | None, ...]:
    """Return what every row is worth; `None` for one that is not filled in, which is then no indicator at all."""
    # The first row stands for the whole weight while nothing is filled in
    if not any(begun):
        begun = (True, *(False for _ in begun[1:]))
    count = sum(begun)
    # Each part is rounded; the first takes what rounding left
    part = rounded(weight / count, rounding)
    first = begun.index(True)
    parts: list[Decimal | None] = []
    for number, filled in enumerate(begun):
        if number == first:
            parts.append(weight - part * (count - 1))
        else:
            parts.append(part if filled else None)
    return tuple(parts)


def shared_formula(
    weight: Decimal, begun: Sequence[str], number: int, rounding: Rounding
) -> str:
    """Return the same for the row `number`, from 0; `begun` are conditions. The formula is blank for a row without part."""
    # The same over cells: conditions count as 1 where they are true
    count = "+".join(f"({each})" for each in begun)
    part = rounded_formula(f"{plain(weight)}/MAX(1,{count})", rounding)
    rest = f"ROUND({plain(weight)}-({part})*(MAX(1,{count})-1),6)"
    if number == 0:
        return f'IF(OR({begun[0]},({count})=0),{rest},"")'
    # The row is the first of those filled in when none before it is
    before = "+".join(f"({each})" for each in begun[:number])
    return f'IF({begun[number]},IF(({before})=0,{rest},{part}),"")'

"""Comparing a figure with a limit, the same way in the score and in the formula.

A cell computes in binary with 15 digits: 0.7 × 3 ÷ 3 need not be 0.7 there. So a figure counts as equal to a limit when
it lies closer than `NEAR` to it. A rounded figure would not do: where 0.499999999 ÷ 0.999999999 lies beside the point at
which rounding turns, a cell cannot tell on which side. `NEAR` is therefore far above what binary loses and far below
what people write, and no round number, so that the turning point lies where no figure of a form does.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from perfeval_xl.amounts import ZERO, plain

__all__ = [
    "NEAR",
    "above",
    "above_formula",
    "at_least",
    "at_least_formula",
    "full_steps",
    "full_steps_formula",
    "started_steps",
    "started_steps_formula",
]

NEAR = Decimal("0.00000000043")

# A formula keeps no more of a number
_DIGITS = 15


def _moved(limit: Decimal, by: Decimal) -> Decimal:
    """Return the turning point beside a limit; a limit too long for one, which no quotient is compared with, is its own."""
    point = limit + by
    if len(point.as_tuple().digits) <= _DIGITS:
        return point
    return limit


def at_least(figure: Decimal, limit: Decimal) -> bool:
    """Whether a figure is a limit or more; what is not is below it."""
    return figure >= _moved(limit, -NEAR)


def at_least_formula(expression: str, limit: Decimal) -> str:
    """Return the formula of `at_least`."""
    return f"{expression}>={plain(_moved(limit, -NEAR))}"


def above(figure: Decimal, limit: Decimal) -> bool:
    """Whether a figure is more than a limit; what is not is at most it."""
    return figure > _moved(limit, NEAR)


def above_formula(expression: str, limit: Decimal) -> str:
    """Return the formula of `above`."""
    return f"{expression}>{plain(_moved(limit, NEAR))}"


def full_steps(steps: Decimal) -> Decimal:
    """Return how many whole steps there are in a number of steps that is not negative."""
    return (steps + NEAR).to_integral_value(ROUND_FLOOR)


def full_steps_formula(expression: str) -> str:
    """Return the formula of `full_steps`."""
    return f"INT({expression}+{plain(NEAR)})"


def started_steps(steps: Decimal) -> Decimal:
    """Return how many steps were started; a hair of a step is none."""
    return max(ZERO, steps - NEAR).to_integral_value(ROUND_CEILING)


def started_steps_formula(expression: str) -> str:
    """Return the formula of `started_steps`."""
    return f"ROUNDUP(MAX(0,{expression}-{plain(NEAR)}),0)"

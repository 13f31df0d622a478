"""The limits that checks, and the live checks of a form, go by, kept as data in `thresholds.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from perfeval_xl.amounts import parse_number

__all__ = ["Thresholds", "thresholds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The figures of `thresholds.toml`, which says what each is for; percentages are fractions here."""

    low_execution: Decimal
    very_low_execution: Decimal
    budget_change: Decimal
    unit_tolerance: Decimal
    rate_gap: Decimal
    stated_rate: Decimal
    cost_gap: Decimal
    years_after: Decimal
    shortest_name: Decimal
    misspelled: Decimal


@cache
def thresholds() -> Thresholds:
    """Return the limits, read once; a figure that cannot be read is a mistake in the data and raises `ValueError`."""
    text = (
        resources.files("perfeval_xl.rules")
        .joinpath("thresholds.toml")
        .read_text(encoding="utf-8")
    )
    return Thresholds(
        **{
            name: _figure(name, written)
            for name, written in tomllib.loads(text).items()
        }
    )


def _figure(name: str, written: str) -> Decimal:
    figure = parse_number(written)
    if figure is None:
        raise ValueError(f"thresholds.toml: {name} is no number: {written!r}")
    return figure

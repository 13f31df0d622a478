"""How firmly the operators of formulas bind, as all spreadsheets have it (OpenFormula 5.5)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["BINARY"]

BINARY: Mapping[str, int] = MappingProxyType(
    {
        "=": 1,
        "<>": 1,
        "<": 1,
        ">": 1,
        "<=": 1,
        ">=": 1,
        "&": 2,
        "+": 3,
        "-": 3,
        "*": 4,
        "/": 4,
        "^": 5,
    }
)
"""Operators between two sides; those that bind more firmly are computed first."""

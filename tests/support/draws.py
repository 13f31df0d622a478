"""How much randomness a test run gets: `PERFEVAL_DRAWS` examples, few by default so that the suite stays quick."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import product
from typing import Any

from hypothesis import HealthCheck, settings

__all__ = ["DRAWS", "in_turn", "load_profile"]

_FEW = 50

DRAWS = int(os.environ.get("PERFEVAL_DRAWS") or _FEW)
"""The number of random examples per property; a test that compares whole workbooks takes as many rows."""


def load_profile() -> None:
    """Make hypothesis draw `DRAWS` examples, the same ones in every run."""
    settings.register_profile(
        "perfeval",
        max_examples=DRAWS,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("perfeval")


def in_turn(first: Sequence[Any], *others: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return every value of `first` with one of each other choice, which take turns: all of them come up.

    With more draws than usual every combination is returned. For tests that need an office for each case.
    """
    if DRAWS > _FEW:
        return list(product(first, *others))
    return [
        (value, *(choices[number % len(choices)] for choices in others))
        for number, value in enumerate(first)
    ]

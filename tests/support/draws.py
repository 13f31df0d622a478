"""How much randomness a test run gets: `PERFEVAL_DRAWS` examples, few by default so that the suite stays quick."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

__all__ = ["DRAWS", "load_profile"]

DRAWS = int(os.environ.get("PERFEVAL_DRAWS") or 50)
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

"""The reason of a deduction: a cell of its own, or the 偏差原因 of the row."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfeval_xl.amounts import plain
from perfeval_xl.rules.base import Fact, FactKind, Finding, Input
from perfeval_xl.texts import says_something

__all__ = ["REASON", "reason_missing"]

REASON = Fact(
    name="reason",
    label="扣分理由",
    kind=FactKind.TEXT,
    required=False,
)
"""The fact; rules read `note` where it is blank."""


def reason_missing(reason: Input, lost: Decimal) -> Iterator[Finding]:
    """Yield the finding that points are lost without a reason; a stopgap such as 无 is none."""
    if lost > 0 and not says_something(reason.entry.text):
        yield Finding(
            code="PE-088",
            fact=reason.name,
            slots={"lost": plain(lost)},
        )

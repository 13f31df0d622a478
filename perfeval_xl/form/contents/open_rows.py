"""Which row of an open form holds what: indicators in the rows of their 二级指标."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_xl.form.layout.open_plan import Slot
from perfeval_xl.submission.model import Indicator

__all__ = ["place_indicators"]


def place_indicators(
    slots: Iterable[Slot], indicators: Iterable[Indicator]
) -> tuple[Indicator | None, ...]:
    """Return for every slot its indicator: the first of a 二级指标 stands in its first row, and so on."""
    # Under each 二级指标 in the order in which they were given
    waiting: dict[tuple[str, ...], list[Indicator]] = {}
    for indicator in indicators:
        waiting.setdefault(indicator.path[:2], []).append(indicator)
    placed: list[Indicator | None] = []
    for slot in slots:
        queue = waiting.get((slot.dimension, slot.category), [])
        placed.append(queue.pop(0) if queue else None)
    return tuple(placed)

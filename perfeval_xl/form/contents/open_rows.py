"""Which row of an open form holds what: indicators in the rows of their 二级指标, funds in the rows of their sources."""

from __future__ import annotations

from collections.abc import Iterable

from perfeval_xl.form.layout.open import Slot
from perfeval_xl.refs import Entry
from perfeval_xl.scheme.model import Scheme
from perfeval_xl.submission.model import FundsRow, Indicator

__all__ = ["blank_funds", "place_indicators"]


def place_indicators(
    slots: Iterable[Slot], indicators: Iterable[Indicator]
) -> tuple[Indicator | None, ...]:
    """Return for every slot its indicator: the first of a 二级指标 stands in its first row, and so on."""
    waiting: dict[tuple[str, ...], list[Indicator]] = {}
    for indicator in indicators:
        waiting.setdefault(indicator.path[:2], []).append(indicator)
    placed: list[Indicator | None] = []
    for slot in slots:
        queue = waiting.get((slot.dimension, slot.category), [])
        placed.append(queue.pop(0) if queue else None)
    return tuple(placed)


def blank_funds(scheme: Scheme) -> tuple[FundsRow, ...]:
    """Return the funds rows of an empty form, with the weight that the scheme fixes."""
    weight = Entry(format(scheme.execution_weight.normalize(), "f"))
    first = FundsRow(
        source=scheme.funds[0], weight=weight, rate=Entry(), self_score=Entry()
    )
    return (first, *(FundsRow(source=source) for source in scheme.funds[1:]))

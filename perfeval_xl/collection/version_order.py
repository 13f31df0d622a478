"""Which version of a submission is in force: by the dates that can be trusted, and by what people decided.

A version replaces another one only where everything that is known of both agrees. Where it does not, the better proven
one stays, and the other waits for somebody to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from perfeval_xl.collection.records import (
    Arrival,
    Dated,
    Decision,
    SubmissionFigures,
    Version,
)

__all__ = ["CHOOSE", "DEMAND", "WAIVE", "WITHDRAW", "Order", "in_order", "order_of"]

CHOOSE, WITHDRAW = "choose", "withdraw"
"""What a person may decide about a version."""

WAIVE, DEMAND = "waive", "demand"
"""What a person may decide about a project: it need not be handed in, or it must be after all."""

_SAVED_EARLIER = "收到得晚，文件里记的保存时间却早于另一版"
_FILE_TIME = "单独的文件，只有文件时间，不能据此判断先后"
_SAME_TIME = "单独的文件，文件里记的保存时间与另一版分不出先后"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The arrival in force, `None` where all were withdrawn, and the doubts about others, by arrival."""

    current: int | None
    doubts: Mapping[int, str]
    withdrawn: frozenset[int]


def in_order(
    found: Iterable[tuple[Arrival, SubmissionFigures]],
    decisions: Iterable[Decision] = (),
) -> tuple[Version, ...]:
    """Return the versions of one submission, the earliest first, at most one of them in force."""
    own = sorted(found, key=lambda pair: pair[0].dated.age)
    order = order_of([arrival.dated for arrival, _ in own], decisions)
    return tuple(
        Version(
            arrival=arrival,
            figures=figures,
            version=number,
            versions=len(own),
            in_force=arrival.number == order.current,
            doubt=order.doubts.get(arrival.number, ""),
            withdrawn=arrival.number in order.withdrawn,
        )
        for number, (arrival, figures) in enumerate(own, start=1)
    )


def order_of(arrivals: Iterable[Dated], decisions: Iterable[Decision] = ()) -> Order:
    """Say which of the arrivals is in force; the same ones give the same answer in whatever order they came in."""
    by_age = sorted(arrivals, key=lambda arrival: arrival.age)
    own = {arrival.number: arrival for arrival in by_age}
    decided = _decided(decisions)
    withdrawn = frozenset(
        number for number, decision in decided.items() if decision.kind == WITHDRAW
    )
    waiting = [arrival for arrival in by_age if arrival.number not in withdrawn]
    # Whoever chose had seen what was there; only what came afterwards can still replace it.
    choice = _last_choice(decided)
    chosen = None
    if choice is not None:
        chosen = own.get(choice.arrival or 0)
    if chosen is not None and choice is not None:
        seen = choice.after
        waiting = [
            later for later in waiting if later.number > seen and later.age > chosen.age
        ]
    current, doubts = _replaced(chosen, waiting)
    return Order(
        current=None if current is None else current.number,
        doubts=doubts,
        withdrawn=withdrawn,
    )


def _replaced(
    current: Dated | None, waiting: Iterable[Dated]
) -> tuple[Dated | None, dict[int, str]]:
    """Let each of those waiting replace the one in force, the oldest first; return the last one, and the doubts."""
    doubtful: dict[int, Dated] = {}
    doubts: dict[int, str] = {}
    for arrival in waiting:
        doubt = "" if current is None else _doubt(arrival, current)
        if current is None or not doubt:
            current = arrival
            # What could not be told from the former one may well be older than this one.
            for number, other in list(doubtful.items()):
                if not _doubt(arrival, other):
                    del doubtful[number], doubts[number]
            continue
        # Where neither is proven to be the newer one, the one that was taken in first stays.
        first_in = doubt != _SAVED_EARLIER and arrival.number < current.number
        stays, waits = (arrival, current) if first_in else (current, arrival)
        doubtful[waits.number], doubts[waits.number] = waits, doubt
        current = stays
    return current, doubts


def _decided(decisions: Iterable[Decision]) -> dict[int, Decision]:
    """Return the last decision about every version."""
    decided: dict[int, Decision] = {}
    for decision in sorted(decisions, key=lambda decision: decision.number):
        if decision.arrival is not None:
            decided[decision.arrival] = decision
    return decided


def _last_choice(decided: Mapping[int, Decision]) -> Decision | None:
    choices = [decision for decision in decided.values() if decision.kind == CHOOSE]
    return max(choices, key=lambda decision: decision.number, default=None)


def _doubt(later: Dated, current: Dated) -> str:
    """Say why the later one may not be the newer one; empty where it is."""
    if later.saved is not None and current.saved is not None:
        if later.saved < current.saved:
            return _SAVED_EARLIER
        if later.saved > current.saved:
            return ""
    if later.by_mail and current.by_mail:
        return ""
    bare = [arrival for arrival in (later, current) if not arrival.by_mail]
    if any(arrival.saved_at is None for arrival in bare):
        return _FILE_TIME
    if later.handed_in <= current.handed_in:
        return _SAME_TIME
    return ""
